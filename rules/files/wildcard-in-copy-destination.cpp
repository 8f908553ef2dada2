// Finds destinations of COPY and ADD that are meant as patterns.
#include "rules/files/wildcard-in-copy-destination.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::wildcard_in_copy_destination {
namespace {

constexpr std::string_view wildcards = "*?";

/// The first part of the path with a wildcard, and what is above it.
std::string_view up_to_wildcard(std::string_view path) {
    auto const slash = path.find('/', path.find_first_of(wildcards));
    return path.substr(0, slash);
}

/// The one source, when folders in it are a pattern: COPY --parents keeps those.
std::string_view pattern_of_folders(model::Transfer const& transfer) {
    if (transfer.is_add || transfer.sources.size() != 1) return {};
    auto const text = transfer.sources[0].value.text_or_empty();
    if (text.find(' ') != text.npos) return {};
    auto const at = text.find_first_of(wildcards);
    return at != text.npos && text.find('/', at) != text.npos ? text : std::string_view();
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* const word = transfer.destination_word;
    auto const text = transfer.destination.known();
    if (word == nullptr || !text || text->find_first_of(wildcards) == text->npos) return;
    // A variable may hold it, and would be underlined instead of it.
    if (word->text.text().find_first_of(wildcards) == std::string_view::npos) return;
    if (word->text.text().find('$') != std::string_view::npos) return;
    auto const name = up_to_wildcard(*text);
    auto const sources = pattern_of_folders(transfer);
    if (!sources.empty() && transfer.instruction->flag("parents") == nullptr) {
        auto const copy = "COPY --parents " + std::string(sources) + " ./";
        pass.report(word->span, parents, name, copy);
    } else if (name.size() == text->size()) {
        auto const folder = text->substr(0, text->rfind('/') + 1);
        pass.report(word->span, file, name, folder.empty() ? std::string_view("./") : folder);
    } else {
        pass.report(word->span, literal, name);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::wildcard_in_copy_destination

// Finds copies by a wildcard that takes folders apart.
#include "rules/files/folders-flattened-by-wildcard.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::folders_flattened_by_wildcard {
namespace {

/// True when another COPY or ADD of the stage takes the folder by its name, what it lies in, or
/// something of it.
bool is_copied_whole(Pass const& pass, model::Transfer const& own, std::string_view folder) {
    return std::ranges::any_of(pass.stage()->transfers, [&](model::Transfer const& other) {
        if (&other == &own || other.from != nullptr) return false;
        return std::ranges::any_of(other.sources, [&](auto const& source) {
            auto const path =
                model::context_path(source.value.text_or_empty(), pass.build().arena());
            return !source.value.is_known() || path.empty() || path == folder
                   || (folder.starts_with(path) && folder[path.size()] == '/')
                   || (path.starts_with(folder) && path[folder.size()] == '/');
        });
    });
}

/// Folders that the wildcard matches, of which something is copied. None where the wildcard stands
/// for a single folder, whose name may be another each time.
std::vector<std::string> flattened(Pass const& pass, model::Transfer const& transfer,
                                   std::string_view pattern) {
    auto const matches = pass.context()->matches(pattern);
    std::vector<std::string> folders;
    constexpr std::size_t most_transfers = 200;
    if (matches.size() < 2 || pass.stage()->transfers.size() > most_transfers) return folders;
    for (auto const& match : matches) {
        if (pass.context()->look(match) != context::Presence::directory) continue;
        if (pass.context()->files_below(match, 1).empty()) continue;
        if (!pass.may_look_around()) break;
        if (!is_copied_whole(pass, transfer, match)) folders.push_back(match);
    }
    return folders;
}

/// The end of the path in the image of a file that loses its folder: "app/static/x.css" and the
/// folder "app/static" give "x.css".
std::string_view inside(std::string_view file, std::string_view folder) {
    return file.substr(folder.size() + 1);
}

void check_source(model::Transfer const& transfer, model::Transfer::Source const& source,
                  Pass& pass) {
    auto const text = source.value.known();
    if (!text || source.is_remote || source.written->is_inline) return;
    // Of other patterns the author may mean the contents of what they match.
    if (*text != "*" && !text->ends_with("/*")) return;
    auto& arena = pass.build().arena();
    auto const pattern = model::context_path(*text, arena);
    auto const around = pattern.substr(0, pattern.size() - 1);
    if (around.find_first_of("*?[") != around.npos || !pass.may_look_around()) return;
    auto const folders = flattened(pass, transfer, pattern);
    if (folders.empty()) return;

    std::vector<std::string_view> names;
    names.reserve(folders.size());
    for (auto const& folder : folders) names.push_back(base_name(folder));
    auto const files = pass.context()->files_below(folders.front(), 1);
    auto const lost = inside(files.front(), folders.front());
    auto const target = transfer.target.known();
    if (!target) return;
    auto const place = [&](std::string_view below) {
        return model::clean_path(std::string(*target) + "/" + std::string(below));
    };
    auto const& word = source.written->word;
    auto const written = pass.text(word.span);
    auto const wanted =
        *text == "*" ? std::string(".") : std::string(text->substr(0, text->size() - 1));
    auto const kept = std::string(names.front()) + "/" + std::string(lost);
    auto reported =
        pass.report(word.span, taken_apart, model::listed(names), written,
                    pass.context()->shown(files.front()), place(lost), wanted, place(kept));
    bool const is_plain = word.text.text() == *text && transfer.sources.size() == 1;
    if (is_plain) reported.replace(word.span, wanted);
}

void check(model::Transfer const& transfer, Pass& pass) {
    if (transfer.from != nullptr || pass.context() == nullptr || pass.stage() == nullptr) return;
    if (pass.is_trigger() || pass.stage()->is_windows) return;
    if (transfer.instruction->flag("parents") != nullptr) return;
    for (auto const& source : transfer.sources) {
        if (source.has_wildcard) check_source(transfer, source, pass);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::folders_flattened_by_wildcard

// Finds folders of the context that take keys or tokens into the image.
#include "rules/secrets/sensitive-file-in-copied-context.hpp"

#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/sensitive_files.hpp"

namespace dockcheck::rules::sensitive_file_in_copied_context {
namespace {

constexpr std::size_t most_named = 3;

std::string named(std::vector<std::string> const& paths) {
    std::string result;
    for (std::size_t i = 0; i < paths.size() && i < most_named; ++i) {
        if (i > 0) result += ", ";
        result += paths[i];
    }
    if (paths.size() > most_named) {
        result += " and " + std::to_string(paths.size() - most_named) + " more";
    }
    return result;
}

bool is_repository(std::string const& path) { return path == ".git" || path.ends_with("/.git"); }

void look_at(model::Transfer::Source const& source, Pass& pass) {
    auto const text = source.value.known();
    if (!text || source.is_remote || source.written->is_inline || source.has_wildcard) return;
    auto const path = model::context_path(*text);
    if (pass.context()->look(path) != context::Presence::directory) return;
    auto const found = model::sensitive_files(*pass.context(), path);
    if (found.empty()) return;
    auto const list = named(found);
    auto const& span = source.written->word.span;
    if (found.size() == 1 && is_repository(found.front())) {
        pass.report(span, repository, *text, list, list).severity(Severity::info);
    } else {
        pass.report(span, files, *text, list, list);
    }
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* stage = pass.stage();
    if (pass.context() == nullptr || transfer.from != nullptr || stage == nullptr) return;
    if (stage->reach != model::Reach::final) return;
    for (auto const& source : transfer.sources) look_at(source, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::sensitive_file_in_copied_context

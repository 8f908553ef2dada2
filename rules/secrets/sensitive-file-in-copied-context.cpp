// Finds folders of the context that take keys or tokens into the image.
#include "rules/secrets/sensitive-file-in-copied-context.hpp"

#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/file_uses.hpp"
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

/// The first of the files that a later step needs, and that step: the ignore file alone would break
/// it.
struct Use {
    std::string file;
    model::Command const* command = nullptr;
};

Use first_use(Pass const& pass, model::Transfer const& transfer,
              std::vector<std::string> const& files) {
    for (auto const& file : files) {
        auto const* command = model::user_of_file(pass.build(), *pass.stage(), transfer, file);
        if (command != nullptr) return {file, command};
    }
    return {};
}

void look_at(model::Transfer const& transfer, model::Transfer::Source const& source, Pass& pass) {
    auto const text = source.value.known();
    if (!text || source.is_remote || source.written->is_inline || source.has_wildcard) return;
    auto const path = model::context_path(*text);
    if (pass.context()->look(path) != context::Presence::directory) return;
    auto const found = model::sensitive_files(*pass.context(), path);
    if (found.empty()) return;
    auto const list = named(found);
    auto const& span = source.written->word.span;
    auto const use = first_use(pass, transfer, found);
    if (found.size() == 1 && is_repository(found.front())) {
        auto finding = use.command == nullptr ? pass.report(span, repository, *text, list, list)
                                              : pass.report(span, used_repository, *text, list,
                                                            pass.text(use.command->span));
        finding.severity(Severity::info);
    } else if (use.command == nullptr) {
        pass.report(span, files, *text, list, list);
    } else {
        pass.report(span, used, *text, list, pass.text(use.command->span), use.file);
    }
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* stage = pass.stage();
    if (pass.context() == nullptr || transfer.from != nullptr || stage == nullptr) return;
    if (stage->reach != model::Reach::final) return;
    for (auto const& source : transfer.sources) look_at(transfer, source, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::sensitive_file_in_copied_context

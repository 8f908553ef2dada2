// Finds sources that an ignore file keeps out of the build context.
#include "rules/files/copy-source-excluded-by-dockerignore.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::copy_source_excluded_by_dockerignore {
namespace {

/// True when something below a folder is sent all the same.
bool is_partly_sent(context::Context const& context, std::string_view folder) {
    return !context.files_below(folder, 1).empty();
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* context = pass.context();
    if (context == nullptr || transfer.from != nullptr || context->ignore_file() == nullptr) return;
    for (auto const& source : transfer.sources) {
        auto const text = source.value.known();
        if (!text || source.is_remote || source.has_wildcard || source.written->is_inline) continue;
        auto const path = model::context_path(*text);
        if (path.empty() || context->look(path) != context::Presence::ignored) continue;
        if (is_partly_sent(*context, path)) continue;
        auto const& ignore_file = *context->ignore_file();
        auto finding = pass.report(source.written->word.span, excluded, *text,
                                   ignore_file.source().name(), path);
        if (auto const* last = ignore_file.verdict(path).last) {
            finding.related(Place{&ignore_file.source(), last->span}, "this pattern matches it");
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_source_excluded_by_dockerignore

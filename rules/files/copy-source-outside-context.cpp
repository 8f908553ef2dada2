// Finds sources of COPY and ADD that climb out of the build context.
#include "rules/files/copy-source-outside-context.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::copy_source_outside_context {
namespace {

/// True when the `..` of a relative path lead above where it starts.
bool climbs_out(std::string_view path) {
    if (path.starts_with('/')) return false;
    std::size_t depth = 0;
    while (!path.empty()) {
        auto const end = std::min(path.find('/'), path.size());
        auto const name = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (name == "..") {
            if (depth == 0) return true;
            --depth;
        } else if (!name.empty() && name != ".") {
            ++depth;
        }
    }
    return false;
}

/// True where no other folder is the context, and nobody makes the file before the build: BuildKit
/// finds nothing either.
bool is_nowhere(Pass const& pass, std::string_view inside) {
    auto const* context = pass.context();
    if (context == nullptr || context->look(inside) != context::Presence::missing
        || context->is_git_ignored(inside)) {
        return false;
    }
    if (context->origin() == context::Context::Origin::given) return true;
    bool const is_root =
        context->ignore_file() != nullptr || context->look(".git") != context::Presence::missing;
    return is_root && pass.build().context_is_certain(inside);
}

/// True where a file says which folder is the context: it is what was meant.
bool is_named(Pass const& pass) {
    return pass.context() != nullptr && !pass.build().options().context_named_by.empty();
}

void check(model::Transfer const& transfer, Pass& pass) {
    if (transfer.from != nullptr) return;
    for (auto const& source : transfer.sources) {
        if (source.is_remote || source.written->is_inline) continue;
        auto text = source.value.known_prefix();
        // Of a name that is only partly known nothing is certain.
        if (!source.value.is_known()) text = text.substr(0, text.rfind('/') + 1);
        if (!climbs_out(text)) continue;
        auto const span = source.written->word.span;
        if (!source.value.is_known()) {
            pass.report(span, unclear, pass.text(span));
            continue;
        }
        auto const inside = model::context_path(text);
        if (inside.empty() && is_named(pass)) {
            auto const folder = pass.context()->shown("");
            pass.report(span, root_named, pass.text(span), folder.empty() ? "." : folder,
                        pass.build().options().context_named_by)
                .severity(Severity::info);
        } else if (inside.empty()) {
            pass.report(span, root, pass.text(span));
        } else if (source.has_wildcard && pass.context() != nullptr
                   && pass.context()->matches_anything(inside)) {
            pass.report(span, matched, pass.text(span), inside).severity(Severity::info);
        } else if (pass.context() != nullptr
                   && pass.context()->look(inside) != context::Presence::missing) {
            pass.report(span, there, pass.text(span), inside).severity(Severity::info);
        } else if (!source.has_wildcard && is_nowhere(pass, inside)) {
            pass.report(span, nowhere, pass.text(span), inside).severity(Severity::error);
        } else if (pass.context() != nullptr && !source.has_wildcard) {
            // It is not in what seems to be the context.
            pass.report(span, unclear, pass.text(span));
        } else {
            pass.report(span, outside, pass.text(span), inside);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_source_outside_context

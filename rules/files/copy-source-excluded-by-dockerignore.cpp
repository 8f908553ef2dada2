// Finds sources that an ignore file keeps out of the build context.
#include "rules/files/copy-source-excluded-by-dockerignore.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::copy_source_excluded_by_dockerignore {
namespace {

/// True when something below a folder is sent all the same.
bool is_partly_sent(context::Context const& context, std::string_view folder) {
    return !context.files_below(folder, 1).empty();
}

/// True where a pattern that takes files in again may be about something below a path.
bool may_be_taken_in(context::IgnoreFile const& ignore_file, std::string const& path) {
    auto const below = path + "/";
    return std::ranges::any_of(ignore_file.patterns(), [&](context::IgnorePattern const& pattern) {
        if (!pattern.negated) return false;
        std::string_view const text = pattern.text;
        auto const literal = text.substr(0, text.find_first_of("*?[\\"));
        return literal.starts_with(below)
               || (literal.size() < text.size() && below.starts_with(literal));
    });
}

/// A source that no step has made yet, and that is kept out once it is there: what a build leaves
/// in dist or target is not in the repository.
bool is_kept_out_later(Pass const& pass, std::string const& path) {
    auto const& context = *pass.context();
    auto const& ignore_file = *context.ignore_file();
    return context.look(path) == context::Presence::missing && !ignore_file.is_malformed()
           && ignore_file.verdict(path).excluded && !may_be_taken_in(ignore_file, path)
           && pass.build().context_is_certain(path);
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* context = pass.context();
    if (context == nullptr || transfer.from != nullptr || context->ignore_file() == nullptr) return;
    for (auto const& source : transfer.sources) {
        auto const text = source.value.known();
        if (!text || source.is_remote || source.has_wildcard || source.written->is_inline) continue;
        auto const path = model::context_path(*text);
        if (path.empty()) continue;
        bool const is_there = context->look(path) == context::Presence::ignored;
        if (is_there ? is_partly_sent(*context, path) : !is_kept_out_later(pass, path)) continue;
        // Who builds it may give an argument.
        if (!is_there && source.written->word.text.text().find('$') != text->npos) continue;
        auto const& ignore_file = *context->ignore_file();
        auto const span = source.written->word.span;
        auto const& name = ignore_file.source().name();
        auto finding = is_there ? pass.report(span, excluded, *text, name, path)
                                : pass.report(span, excluded_later, *text, name, path);
        if (auto const* last = ignore_file.verdict(path).last) {
            finding.related(Place{&ignore_file.source(), last->span}, "this pattern matches it");
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_source_excluded_by_dockerignore

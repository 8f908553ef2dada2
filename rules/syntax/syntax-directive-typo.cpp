// Finds # syntax= with an image that is nearly one that everybody knows.
#include "rules/syntax/syntax-directive-typo.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::rules::syntax_directive_typo {
namespace {

/// The name without its tag and digest.
std::string_view repository_of(std::string_view image) {
    image = image.substr(0, image.find('@'));
    auto const colon = image.rfind(':');
    bool const is_tag =
        colon != std::string_view::npos && image.find('/', colon) == std::string_view::npos;
    return is_tag ? image.substr(0, colon) : image;
}

void look_at(ast::Directive const& directive, Pass& pass, Options const& options) {
    // What stands behind a blank is not looked at (BuildKit's DetectSyntax).
    auto const value = directive.value.substr(0, directive.value.find(' '));
    if (value.size() < directive.value.size() && value.ends_with(':')) {
        pass.report(directive.value_span, blank, directive.value);
        return;
    }
    auto const repository = repository_of(value);
    for (auto const known : options.known_frontends) {
        if (known == repository) return;
    }
    auto const meant = nearest(repository, options.known_frontends);
    if (meant.empty()) return;
    auto reported = pass.report(directive.value_span, misspelt, repository, meant);
    auto const begin = directive.value_span.begin;
    Span const written{begin, begin + static_cast<std::uint32_t>(repository.size())};
    if (pass.text(written) == repository) reported.replace(written, std::string(meant));
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    for (auto const& directive : build.file().directives) {
        if (directive.name == "syntax") look_at(directive, pass, options);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::syntax_directive_typo

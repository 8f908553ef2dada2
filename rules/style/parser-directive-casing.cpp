// Finds parser directives in capital letters.
#include "rules/style/parser-directive-casing.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::parser_directive_casing {
namespace {

void check(model::Build const& build, Pass& pass) {
    for (auto const& directive : build.file().directives) {
        auto const line = pass.text(directive.span);
        auto const at = line.find_first_not_of("# \t/");
        if (at == std::string_view::npos) continue;
        auto const written = line.substr(at, directive.name.size());
        if (written == directive.name || written.size() != directive.name.size()) continue;
        auto const begin = directive.span.begin + static_cast<std::uint32_t>(at);
        Span const span{begin, begin + static_cast<std::uint32_t>(written.size())};
        pass.report(span, casing, written, directive.name)
            .replace(span, std::string(directive.name));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::parser_directive_casing

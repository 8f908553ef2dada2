// Finds protocols of EXPOSE that are not in small letters.
#include "rules/style/expose-protocol-casing.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/value_syntax.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::expose_protocol_casing {
namespace {

void check(ast::Expose const& expose, Pass& pass) {
    for (auto const& word : expose.ports) {
        auto const text = pass.value(word).known();
        if (!text) continue;
        auto const port = dockerfile::parse_port(*text);
        std::string lower(port.protocol);
        std::ranges::transform(lower, lower.begin(), small_letter);
        if (port.fault || lower == port.protocol) continue;
        if (pass.text(word.span) != *text) {
            pass.report(word.span, casing, port.protocol, lower);
            continue;
        }
        auto const begin = word.span.begin + port.protocol_span.begin;
        Span const span{begin, begin + port.protocol_span.size()};
        pass.report(span, casing, port.protocol, lower).replace(span, lower);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::expose_protocol_casing

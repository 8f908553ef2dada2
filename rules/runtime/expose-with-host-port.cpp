// Finds ports of EXPOSE that name an address or a port of the host.
#include "rules/runtime/expose-with-host-port.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::expose_with_host_port {
namespace {

void look_at(ast::Word const& word, std::string_view text, Pass& pass) {
    auto const colon = text.rfind(':');
    if (colon == text.npos) return;
    auto const host = text.substr(0, colon);
    auto const port = text.substr(colon + 1);
    if (host.empty() || port.empty()) return;
    bool const is_literal = pass.text(word.span) == text;
    auto reported = pass.report(word.span, mapping, host, port, text);
    if (is_literal) reported.replace(word.span, std::string(port));
}

void check(ast::Expose const& expose, Pass& pass) {
    for (auto const& word : expose.ports) {
        auto const value = pass.value(word);
        if (auto const known = value.known()) {
            look_at(word, *known, pass);
        } else if (value.certainly_contains(':')) {
            look_at(word, pass.text(word.span), pass);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::expose_with_host_port

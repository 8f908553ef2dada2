// Finds key servers that have been switched off.
#include "rules/packages/unreliable-gpg-keyserver.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unreliable_gpg_keyserver {
namespace {

/// The host in `hkp://host:80`, `--keyserver=host` or `host`.
std::string_view host_of(std::string_view text) {
    if (auto const equals = text.find('='); equals != text.npos && text.starts_with("--")) {
        text.remove_prefix(equals + 1);
    }
    if (auto const scheme = text.find("://"); scheme != text.npos) text.remove_prefix(scheme + 3);
    return text.substr(0, text.find_first_of(":/"));
}

bool talks_to_key_servers(std::string_view program) {
    return program == "gpg" || program == "gpg2" || program == "apt-key" || program == "dirmngr";
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (!talks_to_key_servers(command.program)) return;
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const host = host_of(argument.value.text_or_empty());
        if (host.empty() || !matches_any_wildcard(host, options.retired_keyservers)) continue;
        auto reported = pass.report(argument.span, retired, host);
        // One of several servers to try: the build gets on without it.
        bool const is_fallback = command.connector == model::Connector::disjunction;
        if (is_fallback) reported.severity(Severity::info);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" gpg gpg2 apt-key dirmngr ");

}  // namespace dockcheck::rules::unreliable_gpg_keyserver

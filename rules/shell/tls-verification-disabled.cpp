// Finds options and variables by which tools accept any certificate.
#include "rules/shell/tls-verification-disabled.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/download_checks.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/wildcard.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::tls_verification_disabled {
namespace {

bool looks_at(Options const& options, std::string_view tool) {
    return std::ranges::find(options.tools, tool) != options.tools.end();
}

bool is_no(std::string_view value) {
    static constexpr std::string_view negations[] = {"0", "false", "no", "off"};
    for (auto const no : negations) {
        if (equal_without_case(value, no)) return true;
    }
    return false;
}

// --- curl and wget
// ---------------------------------------------------------------------------------

bool is_allowed_host(model::Argument const& url, model::Command const& command,
                     Options const& options) {
    auto const address = model::address_of(url.value);
    // A health check asks the container itself.
    if (!address.host_is_known) return command.use == model::Use::healthcheck;
    return model::is_local_host(address.host)
           || matches_any_wildcard(address.host, options.ignore_hosts);
}

constexpr std::string_view own_authority =
    "; where an authority of your own signs the certificate, copy it into the image and run "
    "update-ca-certificates";

/// True when the file installs the authorities in front of the command, or in its RUN.
bool has_authorities(model::Command const& command, Pass const& pass) {
    return pass.stage() != nullptr
           && model::is_mentioned_before(pass.build(), *pass.stage(), command, "ca-certificates");
}

/// Of several letters in a word (-fsSLk) the one alone is meant: the others stay.
void report_option(model::FetchOption const& careless, model::Command const& command, Pass& pass) {
    auto const& argument = *careless.argument;
    auto const raw = argument.raw.text();
    auto const at = raw.find('k');
    bool const is_cluster = careless.name == "-k" && raw.size() > 2 && raw.starts_with('-')
                            && raw[1] != '-' && at != raw.npos;
    bool const is_checked =
        command.use == model::Use::run && pass.stage() != nullptr
        && model::is_surely_checked_behind(pass.build(), *pass.stage(), command);
    if (!is_cluster) {
        auto finding = pass.report(argument.span, is_checked ? by_option_checked : by_option,
                                   careless.name, command.program);
        if (is_checked) finding.severity(Severity::warning);
        if (has_authorities(command, pass)) finding.help("remove it" + std::string(own_authority));
        return;
    }
    auto const begin = static_cast<std::uint32_t>(at);
    auto finding =
        pass.report(argument.raw.slice(begin, begin + 1).source(),
                    is_checked ? by_letter_checked : by_letter, "k", raw, command.program);
    if (is_checked) finding.severity(Severity::warning);
    if (has_authorities(command, pass)) {
        finding.help("remove the k alone" + std::string(own_authority));
    }
}

void check_download(model::Command const& command, Pass& pass, Options const& options) {
    auto const& download = model::download_of(command, pass.build().arena());
    bool const is_curl = download.fetcher == model::Fetcher::curl;
    if (!is_curl && download.fetcher != model::Fetcher::wget) return;
    if (!looks_at(options, command.program)) return;
    auto const* const careless =
        is_curl ? download.find(" -k --insecure ") : download.find(" --no-check-certificate ");
    if (careless == nullptr) return;
    bool const all_allowed = !download.urls.empty()
                             && std::ranges::all_of(download.urls, [&](model::Argument const* url) {
                                    return is_allowed_host(*url, command, options);
                                });
    if (all_allowed) return;
    report_option(*careless, command, pass);
}

// --- package managers and git
// ----------------------------------------------------------------------

bool is_pip(model::Command const& command) {
    if (command.program.starts_with("pip")) return true;
    return command.program.starts_with("python") && command.argument(1) == "-m"
           && command.argument(2).starts_with("pip");
}

/// A host that pip is told to trust, and the option that says so.
struct TrustedHost {
    Span option;
    std::string_view host;
};

/// Its value, or as it is written where nobody knows that.
std::string_view as_meant(model::Argument const& argument) {
    auto const known = argument.value.text_or_empty();
    return known.empty() ? argument.raw.text() : known;
}

/// "a, b and c", each once.
std::string listed(std::span<TrustedHost const> trusted) {
    std::vector<std::string_view> hosts;
    for (auto const& one : trusted) {
        if (std::ranges::find(hosts, one.host) == hosts.end()) hosts.push_back(one.host);
    }
    std::string text;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        if (i > 0) text += i + 1 == hosts.size() ? " and " : ", ";
        text += hosts[i];
    }
    return text;
}

/// One finding for the command, however many hosts it trusts.
void check_pip(model::Command const& command, Pass& pass, Options const& options) {
    std::vector<TrustedHost> trusted;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const& argument = command.arguments[i];
        if (!argument.value.known_prefix().starts_with("--trusted-host")) continue;
        auto host = as_meant(argument);
        if (auto const equals = host.find('='); equals != host.npos) {
            host.remove_prefix(equals + 1);
        } else {
            auto const has_host = i + 1 < command.arguments.size();
            host = has_host ? as_meant(command.arguments[i + 1]) : std::string_view{};
        }
        if (host.find_first_of("[$") == host.npos) host = host.substr(0, host.find(':'));
        bool const allowed =
            model::is_local_host(host) || matches_any_wildcard(host, options.ignore_hosts);
        if (!allowed) trusted.push_back({argument.span, host});
    }
    if (trusted.empty()) return;
    auto const hosts = listed(trusted);
    auto finding = hosts.empty()
                       ? pass.report(trusted.front().option, by_option, "--trusted-host", "pip")
                       : pass.report(trusted.front().option, by_host, hosts);
    for (auto const& one : std::span(trusted).subspan(1)) {
        finding.related(one.option, "and this host");
    }
}

/// `strict-ssl false` of `npm config set`, --strict-ssl=false, --no-strict-ssl.
void check_npm(model::Command const& command, Pass& pass, std::string_view tool) {
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        auto const next = command.argument(i + 1);
        auto const& argument = command.arguments[i];
        bool const names = text == "strict-ssl" || text == "--strict-ssl"
                           || (tool == "yarn" && text == "enableStrictSsl");
        if (names && is_no(next)) {
            pass.report(join(argument.span, command.arguments[i + 1].span), by_option,
                        "strict-ssl false", tool);
        } else if (text == "--no-strict-ssl" || text == "--strict-ssl=false"
                   || text == "strict-ssl=false") {
            pass.report(argument.span, by_option, text, tool);
        }
    }
}

void check_dnf(model::Command const& command, Pass& pass) {
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto text = command.argument(i);
        if (text.starts_with("--setopt=")) text.remove_prefix(9);
        auto const name = text.find("sslverify=");
        bool const is_setting =
            command.argument(i).starts_with("--setopt=") || command.argument(i - 1) == "--setopt";
        if (!is_setting || name == text.npos || !is_no(text.substr(name + 10))) continue;
        pass.report(command.arguments[i].span, by_option, text, command.program);
    }
}

void check_git(model::Command const& command, Pass& pass) {
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        constexpr std::string_view name = "http.sslverify";
        auto const key = text.substr(0, text.find('='));
        bool const named =
            equal_without_case(key, name)
            || (key.size() > 5 && equal_without_case(key.substr(0, 5), "http.") && key.size() > 10
                && equal_without_case(key.substr(key.size() - 10), ".sslverify"));
        if (!named) continue;
        auto const& argument = command.arguments[i];
        if (key.size() < text.size()) {
            if (is_no(text.substr(key.size() + 1)))
                pass.report(argument.span, by_option, text, "git");
        } else if (is_no(command.argument(i + 1))) {
            auto const span = join(argument.span, command.arguments[i + 1].span);
            pass.report(span, by_option, pass.text(span), "git");
        }
    }
}

// --- the environment
// -------------------------------------------------------------------------------

/// The tool that a variable makes careless, or empty.
std::string_view careless_tool(std::string_view name, Value const& value, Options const& options) {
    auto const text = value.text_or_empty();
    auto const unless_ignored = [&](std::string_view tool) {
        return looks_at(options, tool) ? tool : std::string_view{};
    };
    if (name == "NODE_TLS_REJECT_UNAUTHORIZED" && text == "0") return unless_ignored("node");
    if (name == "PYTHONHTTPSVERIFY" && text == "0") return unless_ignored("python");
    if (name == "GIT_SSL_NO_VERIFY") return unless_ignored("git");
    if (equal_without_case(name, "NPM_CONFIG_STRICT_SSL") && is_no(text)) {
        return unless_ignored("npm");
    }
    if (name == "PIP_TRUSTED_HOST" && !text.empty()) {
        bool const allowed =
            model::is_local_host(text) || matches_any_wildcard(text, options.ignore_hosts);
        return allowed ? std::string_view{} : unless_ignored("pip");
    }
    return {};
}

/// False for nearly all names.
bool may_make_careless(std::string_view name) {
    return name == "NODE_TLS_REJECT_UNAUTHORIZED" || name == "PYTHONHTTPSVERIFY"
           || name == "GIT_SSL_NO_VERIFY" || name == "PIP_TRUSTED_HOST"
           || equal_without_case(name, "NPM_CONFIG_STRICT_SSL");
}

void check_assignments(model::Command const& command, Pass& pass, Options const& options) {
    for (auto const& made : command.assignments) {
        auto const tool = careless_tool(made.name, made.value, options);
        if (!tool.empty()) pass.report(made.span, by_environment, pass.text(made.span), tool);
    }
    if (command.program != "export") return;
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const text = argument.value.text_or_empty();
        auto const equals = text.find('=');
        if (equals == text.npos) continue;
        auto const tool =
            careless_tool(text.substr(0, equals), Value(text.substr(equals + 1)), options);
        if (!tool.empty()) pass.report(argument.span, by_environment, text, tool);
    }
}

void check_pairs(std::span<ast::Pair const> pairs, Pass& pass, Options const& options) {
    for (auto const& pair : pairs) {
        auto const name = pair.key.text.text();
        if (!pair.has_value || !may_make_careless(name)) continue;
        auto const tool = careless_tool(name, pass.value(pair.value), options);
        if (!tool.empty()) pass.report(pair.span, by_environment, name, tool);
    }
}

void check_env(ast::Env const& node, Pass& pass, Options const& options) {
    check_pairs(node.pairs, pass, options);
}

void check_arg(ast::Arg const& node, Pass& pass, Options const& options) {
    if (pass.stage() != nullptr) check_pairs(node.pairs, pass, options);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const program = command.program;
    static constexpr model::WordTable others(
        " curl wget git npm pnpm yarn dnf yum microdnf export ");
    if (command.assignments.empty() && !program.starts_with('p') && !others.holds(program)) return;
    check_assignments(command, pass, options);
    if (command.arguments.empty()) return;
    if (is_pip(command) && looks_at(options, "pip")) return check_pip(command, pass, options);
    if ((program == "npm" || program == "pnpm") && looks_at(options, "npm")) {
        return check_npm(command, pass, program);
    }
    if (program == "yarn" && looks_at(options, "yarn")) return check_npm(command, pass, program);
    bool const is_dnf = program == "dnf" || program == "yum" || program == "microdnf";
    if (is_dnf && looks_at(options, "dnf")) {
        return check_dnf(command, pass);
    }
    if (program == "git" && looks_at(options, "git")) return check_git(command, pass);
    check_download(command, pass, options);
}

}  // namespace

constinit Check const rule = on<check, check_env, check_arg>();

}  // namespace dockcheck::rules::tls_verification_disabled

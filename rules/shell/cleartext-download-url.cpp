// Finds downloads over http and ftp.
#include "rules/shell/cleartext-download-url.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/download_checks.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::cleartext_download_url {
namespace {

/// A URL as it is fetched, and where its text stands.
struct Url {
    Value value;
    Mapped raw;
    Span span;
};

bool is_cleartext(model::Address const& address, Options const& options) {
    if (address.scheme != "http" && address.scheme != "ftp") return false;
    if (!address.host_is_known || address.host.empty()) return false;
    return !model::is_local_host(address.host)
           && !matches_any_wildcard(address.host, options.ignore_hosts);
}

/// A package of an archive of Debian's kind: `.../pool/main/c/curl/curl_8_amd64.deb`.
bool is_debian_package(std::string_view url) {
    return url.ends_with(".deb") && url.find("/pool/") != url.npos;
}

void report(Url const& url, bool is_verified_here, bool is_index, Pass& pass,
            Options const& options, bool is_answer = false) {
    if (is_verified_here && options.allow_verified) return;
    auto const address = model::address_of(url.value);
    bool const is_package = is_debian_package(url.value.text_or_empty());
    auto const& message = is_index           ? package_index
                          : is_answer        ? answer
                          : is_verified_here ? verified
                          : is_package       ? package
                                             : cleartext;
    auto finding = pass.report(url.span, message, pass.text(url.span), address.scheme);
    if (is_verified_here || is_answer) finding.severity(Severity::info);
    auto const at = url.raw.text().find("http://");
    // Not all of those archives speak https.
    if (at == std::string_view::npos || is_package) return;
    auto const begin = static_cast<std::uint32_t>(at);
    finding.replace(url.raw.slice(begin, begin + 4).source(), "https");
}

/// A container asks its neighbours by names without a dot.
bool is_neighbour(model::Command const& command, std::string_view host) {
    return command.use != model::Use::run && host.find('.') == std::string_view::npos;
}

void check_argument(model::Argument const& argument, model::Command const& command, bool is_index,
                    Pass& pass, Options const& options) {
    auto const address = model::address_of(argument.value);
    if (!is_cleartext(address, options) || is_neighbour(command, address.host)) return;
    if (!is_index && !pass.may_look_around()) return;
    report({argument.value, argument.raw, argument.span},
           !is_index && model::is_checked_behind(pass.build(), *pass.stage(), command), is_index,
           pass, options, !is_index && model::is_thrown_away(command, pass.build().arena()));
}

bool is_pip(model::Command const& command) {
    return command.program.starts_with("pip")
           || (command.program.starts_with("python") && command.argument(1) == "-m"
               && command.argument(2).starts_with("pip"));
}

void check_pip(model::Command const& command, Pass& pass, Options const& options) {
    static constexpr model::WordList names =
        " -i --index-url --extra-index-url -f --find-links --index --pypi-url ";
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const& argument = command.arguments[i];
        auto const text = argument.value.known_prefix();
        if (model::list_holds(names, command.argument(i - 1))) {
            check_argument(argument, command, true, pass, options);
        } else if (text.starts_with("http://") || text.starts_with("git+http://")) {
            check_argument(argument, command, false, pass, options);
        }
    }
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use == model::Use::healthcheck || pass.stage() == nullptr) return;
    if (is_pip(command)) return check_pip(command, pass, options);
    for (auto const* url : model::download_of(command, pass.build().arena()).urls) {
        check_argument(*url, command, false, pass, options);
    }
}

void check_add(model::Transfer const& transfer, Pass& pass, Options const& options) {
    if (!transfer.is_add) return;
    bool const has_checksum = transfer.instruction->flag("checksum") != nullptr;
    for (auto const& source : transfer.sources) {
        if (!source.is_remote || !is_cleartext(model::address_of(source.value), options)) continue;
        auto const& word = source.written->word;
        report({source.value, word.text, word.span}, has_checksum, false, pass, options);
    }
}

}  // namespace

constinit Check const rule = on<check, check_add>().for_programs(" curl wget git pip* python* ");

}  // namespace dockcheck::rules::cleartext_download_url

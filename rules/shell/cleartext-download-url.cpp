// Finds downloads over http and ftp.
#include "rules/shell/cleartext-download-url.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/package_caches.hpp"
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

bool has_any(model::Command const& command, model::WordList const& words) {
    return std::ranges::any_of(command.arguments, [&](model::Argument const& argument) {
        auto const text = argument.value.text_or_empty();
        return !text.empty() && model::list_holds(words, text);
    });
}

/// `-c` alone or among other letters.
bool has_check_option(model::Command const& command) {
    return std::ranges::any_of(command.arguments, [](model::Argument const& argument) {
        auto const text = argument.value.text_or_empty();
        bool const is_cluster =
            text.size() > 1 && text[0] == '-' && text[1] != '-' && text.find('c') != text.npos;
        return is_cluster || text == "--check";
    });
}

/// A command that fails when the file is another one. A digest inside $(...) is compared by the
/// command around it.
bool checks_file(model::Command const& command) {
    constexpr model::WordList digests =
        " sha256sum sha512sum sha384sum sha224sum sha1sum shasum b2sum md5sum ";
    if (model::list_holds(digests, command.program)) {
        return has_check_option(command) || command.in_substitution;
    }
    if (command.program == "openssl") {
        return has_any(command, " -verify -prverify ") || command.in_substitution;
    }
    if (command.program == "gpgv") return true;
    return model::list_holds(" gpg gpg2 cosign minisign signify ", command.program)
           && has_any(command, " --verify --verify-files verify verify-blob -V -Vm -C ");
}

/// Of what is thrown away, such as an answer of which the headers alone are read, nothing is left
/// to check.
bool is_thrown_away(model::Command const& command, Pass const& pass) {
    auto const& download = model::download_of(command, pass.build().arena());
    auto const* output = download.fetcher == model::Fetcher::curl
                             ? download.find(" -o --output ")
                             : download.find(" -O --output-document ");
    return output != nullptr && output->value.text_or_empty() == "/dev/null";
}

bool is_verified(model::Command const& command, Pass const& pass) {
    if (is_thrown_away(command, pass)) return false;
    // A check stands near its download.
    constexpr std::size_t nearest = 200;
    auto const behind = model::commands_behind(*pass.stage(), command);
    return std::ranges::any_of(behind.first(std::min(behind.size(), nearest)), checks_file);
}

void report(Url const& url, bool is_verified_here, bool is_index, Pass& pass,
            Options const& options, bool is_answer = false) {
    if (is_verified_here && options.allow_verified) return;
    auto const address = model::address_of(url.value);
    auto const& message = is_index           ? package_index
                          : is_answer        ? answer
                          : is_verified_here ? verified
                                             : cleartext;
    auto finding = pass.report(url.span, message, pass.text(url.span), address.scheme);
    if (is_verified_here || is_answer) finding.severity(Severity::info);
    auto const at = url.raw.text().find("http://");
    if (at == std::string_view::npos) return;
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
    report({argument.value, argument.raw, argument.span}, !is_index && is_verified(command, pass),
           is_index, pass, options, !is_index && is_thrown_away(command, pass));
}

bool is_pip(model::Command const& command) {
    return command.program.starts_with("pip")
           || (command.program.starts_with("python") && command.argument(1) == "-m"
               && command.argument(2).starts_with("pip"));
}

void check_pip(model::Command const& command, Pass& pass, Options const& options) {
    constexpr model::WordList names =
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

// Finds downloads by curl that stop at a redirect.
#include "rules/shell/curl-missing-location-option.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::curl_missing_location_option {
namespace {

bool is_ip_address(std::string_view host) {
    return host.starts_with('[') || host.find_first_not_of("0123456789.") == host.npos;
}

/// True for an address on another machine that has a name.
bool may_redirect(model::Argument const* url, Options const& options) {
    auto const address = model::address_of(url->value);
    if (address.scheme != "http" && address.scheme != "https") return false;
    if (!address.host_is_known) return true;
    if (model::is_local_host(address.host) || is_ip_address(address.host)) return false;
    return std::ranges::find(options.ignore_hosts, address.host) == options.ignore_hosts.end();
}

/// The address as it goes to curl: the quotes are the shell's.
std::string_view unquoted(std::string_view text) {
    bool const is_quoted = text.size() > 1 && (text.front() == '"' || text.front() == '\'')
                           && text.find(text.front(), 1) == text.size() - 1;
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

/// The method of the request when it is one that -L would change into GET.
bool keeps_its_method(model::Download const& download) {
    auto const* const method = download.find(" -X --request ");
    if (method == nullptr) return false;
    auto const name = method->value.text_or_empty();
    return !name.empty() && !model::list_holds(" GET POST PUT HEAD ", name);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || command.program != "curl") return;
    if (pass.stage() == nullptr) return;
    auto const& download = model::download_of(command, pass.build().arena());
    // -I, -D and -w are there to look at the answer itself.
    static constexpr model::WordList names =
        " -L --location --location-trusted --follow -K --config -V --version -h --help -M --manual "
        "-I --head -D --dump-header -w --write-out --unix-socket --abstract-unix-socket -x --proxy "
        "--max-redirs ";
    if (download.may_have_more_options || download.find(names) != nullptr) return;
    auto const url = std::ranges::find_if(
        download.urls, [&](model::Argument const* one) { return may_redirect(one, options); });
    if (url == download.urls.end()) return;
    static constexpr std::string_view all_words[] = {"curlrc", "CURL_HOME"};
    for (auto const word : all_words) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, word)) return;
    }
    auto const span = command.arguments.front().span;
    std::string_view const option = keeps_its_method(download) ? "--follow" : "-L";
    auto const text =
        command.exec_form ? ", \"" + std::string(option) + "\"" : " " + std::string(option);
    pass.report(span, redirect, unquoted(pass.text((*url)->span)), option).insert(span.end, text);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" curl ");

}  // namespace dockcheck::rules::curl_missing_location_option

// Finds ADD of addresses whose content nothing pins.
#include "rules/reproducibility/remote-add-without-checksum.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/downloads.hpp"

namespace dockcheck::rules::remote_add_without_checksum {
namespace {

bool is_commit(std::string_view text) {
    return (text.size() == 40 || text.size() == 64)
           && text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
}

bool is_http(std::string_view url) {
    return url.starts_with("http://") || url.starts_with("https://");
}

/// The address without the part behind `#` or `?`.
std::string_view without_fragment(std::string_view url) {
    return url.substr(0, std::min(url.find_first_of("#?"), url.size()));
}

/// A git repository as BuildKit tells one: by its scheme, `git@`, or `.git` at the end of a path.
bool is_repository(std::string_view url) {
    return !is_http(url) || without_fragment(url).ends_with(".git");
}

/// What is asked of a repository; nullopt when a query says it in another way.
std::optional<std::string_view> commit_of(std::string_view url) {
    if (url.find('?') != url.npos) return std::nullopt;
    auto const hash = url.find('#');
    if (hash == url.npos) return "";
    auto const fragment = url.substr(hash + 1);
    return fragment.substr(0, fragment.find(':'));
}

bool is_allowed(Value const& url, Options const& options) {
    auto const address = model::address_of(url);
    return address.host_is_known
           && std::ranges::find(options.allow_hosts, address.host) != options.allow_hosts.end();
}

void see_repository(Span place, std::string_view url, Pass& pass) {
    auto const commit = commit_of(url);
    if (!commit || is_commit(*commit)) return;
    auto const repository = without_fragment(url);
    if (commit->empty()) {
        pass.report(place, branch, repository);
    } else {
        pass.report(place, moves, repository, *commit);
    }
}

void check(model::Transfer const& transfer, Pass& pass, Options const& options) {
    if (!transfer.is_add || transfer.instruction->flag("checksum") != nullptr) return;
    for (auto const& source : transfer.sources) {
        if (!source.is_remote || is_allowed(source.value, options)) continue;
        auto const place = source.written->word.span;
        auto const prefix = source.value.known_prefix();
        auto const url = source.value.known();
        if (url && is_repository(*url)) {
            see_repository(place, *url, pass);
        } else if (is_http(prefix) && without_fragment(prefix).find(".git") == prefix.npos) {
            pass.report(place, file, pass.text(place));
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::remote_add_without_checksum

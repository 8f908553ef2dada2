// Finds ADD of addresses whose content nothing pins.
#include "rules/reproducibility/remote-add-without-checksum.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/text/base_name.hpp"

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

/// True for `https://example.com/$NAME.git`, quotes or not.
bool ends_like_repository(std::string_view written) {
    auto path = without_fragment(written);
    while (path.ends_with('"') || path.ends_with('\'')) path.remove_suffix(1);
    return path.ends_with(".git");
}

bool is_allowed(Value const& url, Options const& options) {
    auto const address = model::address_of(url);
    return address.host_is_known
           && std::ranges::find(options.allow_hosts, address.host) != options.allow_hosts.end();
}

/// `$VERSION` or `${VERSION}`, where that is all that stands behind the #.
std::string_view variable_of(std::string_view written) {
    auto const hash = written.find('#');
    if (hash == written.npos) return {};
    auto text = written.substr(hash + 1);
    text = text.substr(0, text.find_first_of(":\"'"));
    auto const name = text.substr(std::min(text.find_first_not_of("${"), text.size()));
    bool const is_variable = text.starts_with('$') && !name.empty()
                             && text.starts_with("${") == name.ends_with('}')
                             && name.find('$') == name.npos;
    return is_variable ? text : std::string_view{};
}

void see_repository(Span place, std::string_view url, Pass& pass) {
    auto const commit = commit_of(url);
    if (!commit || is_commit(*commit)) return;
    auto const repository = without_fragment(url);
    if (commit->empty()) {
        pass.report(place, branch, repository);
    } else if (auto const variable = variable_of(pass.text(place)); !variable.empty()) {
        pass.report(place, moves_by_variable, repository, *commit, variable);
    } else {
        pass.report(place, moves, repository, *commit);
    }
}

/// What the address says of the file: one release of it (a number, a variable), a name with an
/// ending, or neither. The answer to a query or of an API, or what has neither, may be another one
/// each time on purpose: no checksum fits.
enum class Names : std::uint8_t { release, file, nothing };

Names named_by(std::string_view url) {
    auto const text = without_fragment(url);
    if (text.find("://api.") != text.npos) return Names::nothing;
    auto const host = text.find("://");
    auto const slash = host == text.npos ? 0 : text.find('/', host + 3);
    if (slash == text.npos) return Names::nothing;
    auto const path = text.substr(slash);
    // The 2 of .bz2 is no release.
    auto const number = path.find_first_of("0123456789$");
    if (number != path.npos && number < std::min(path.rfind('.'), path.size()))
        return Names::release;
    if (url.find('?') != url.npos) return Names::nothing;
    auto const name = base_name(path);
    auto const dots = std::ranges::count(name, '.');
    bool const is_file = dots == 1 || name.find(".tar.") != name.npos;
    return is_file ? Names::file : Names::nothing;
}

/// True when a part of the path is a whole commit id: .../archive/70f1...97bd.zip.
bool names_commit(std::string_view url) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::size_t length = 40;
    for (auto at = url.find_first_of(digits); at != url.npos;) {
        auto const end = std::min(url.find_first_not_of(digits, at), url.size());
        if (end - at == length) return true;
        at = url.find_first_of(digits, end);
    }
    return false;
}

void see_file(Span place, bool is_alone, Pass& pass) {
    auto const text = pass.text(place);
    auto const names = named_by(text);
    if (names == Names::nothing || names_commit(text)) return;
    bool const is_of_platform =
        text.find("$TARGET") != text.npos || text.find("${TARGET") != text.npos;
    if (is_of_platform) {
        pass.report(place, platform, text);
    } else if (!is_alone) {
        pass.report(place, beside, text);
    } else if (names == Names::release && text.find('$') != text.npos) {
        pass.report(place, by_variable, text);
    } else {
        pass.report(place, names == Names::release ? file : newest, text);
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
        } else if (is_http(prefix) && (url || !ends_like_repository(pass.text(place)))) {
            see_file(place, transfer.sources.size() == 1, pass);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::remote_add_without_checksum

// Telling names from versions in the spellings of the package managers.
#include "analyzer/model/package_names.hpp"

#include <algorithm>

#include "analyzer/text/byte_set.hpp"

namespace dockcheck::model {
namespace {

constexpr ByteSet behind_apt_name("=/");
constexpr ByteSet behind_apk_name("=<>~@");
constexpr ByteSet behind_python_name("=<>!~;@ ");
constexpr ByteSet behind_conda_name("=<>!~ ");

/// Where the version begins in a package's text; npos when there is none.
std::size_t version_begin(Spelling spelling, std::string_view text) {
    switch (spelling) {
        case Spelling::plain:
            return std::string_view::npos;
        case Spelling::apt:
            return behind_apt_name.find_in(text);
        case Spelling::apk:
            return behind_apk_name.find_in(text, 1);
        case Spelling::relation:
            return text.find_first_of("=<>");
        case Spelling::python:
            return behind_python_name.find_in(text);
        case Spelling::conda:
            return behind_conda_name.find_in(text);
        case Spelling::at:
            return text.find('@', 1);
        case Spelling::colon:
            return text.find_first_of(":= ");
        case Spelling::rpm:
            break;
    }
    // name-version or name-version-release: the version has a dot, both begin with a digit.
    auto const last = text.rfind('-');
    if (last == std::string_view::npos || last + 1 >= text.size()) return std::string_view::npos;
    auto const digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (!digit(last + 1)) return std::string_view::npos;
    auto const before = last == 0 ? std::string_view::npos : text.rfind('-', last - 1);
    if (before != std::string_view::npos && digit(before + 1)) return before;
    return text.find('.', last) == std::string_view::npos ? std::string_view::npos : last;
}

void trim(std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
}

/// The version of `curl=$VERSION`, as written.
std::string_view written_behind(Argument const& argument, std::size_t begin) {
    auto const raw = argument.raw.text();
    auto const prefix = argument.value.known_prefix().substr(0, begin);
    auto const at = raw.find(prefix);
    if (at == std::string_view::npos) return argument.value.known_prefix().substr(begin);
    auto version = raw.substr(at + prefix.size());
    while (version.ends_with('"') || version.ends_with('\'')) version.remove_suffix(1);
    return version;
}

}  // namespace

bool is_url(std::string_view text) {
    auto const colon = text.find(':');
    bool const has_scheme =
        colon != std::string_view::npos && text.find("://", colon) != std::string_view::npos;
    return has_scheme || text.starts_with("git@") || text.starts_with("git+");
}

bool is_archive_name(std::string_view text) {
    static constexpr std::string_view endings[] = {".whl", ".tar.gz", ".tgz", ".zip",  ".deb",
                                                   ".rpm", ".apk",    ".gem", ".nupkg"};
    if (text.size() < 4
        || text.find('.', text.size() - std::min<std::size_t>(text.size(), 6))
               == std::string_view::npos) {
        return false;
    }
    return std::ranges::any_of(endings, [&](std::string_view end) { return text.ends_with(end); });
}

namespace {

bool is_written_as_path(std::string_view text) {
    if (text.empty()) return false;
    switch (text.front()) {
        case '/':
            return true;
        case '.':
            return text.size() == 1 || text == ".." || text[1] == '/' || text[1] == '['
                   || text.starts_with("../");
        case '~':
            return text.starts_with("~/");
        case 'f':
            return text.starts_with("file:");
        default:
            return false;
    }
}

}  // namespace

namespace {

/// A name alone, with nothing in it that any manager reads: most packages are written so.
bool is_bare_name(Argument const& argument, Spelling spelling) {
    static constexpr ByteSet others(".:/=<>~!;@^,[]{}()*?+|& \t\n\r\"'\\$%#");
    return spelling != Spelling::rpm && argument.value.is_known()
           && !others.is_in(argument.value.known_prefix());
}

}  // namespace

bool is_local_project(Argument const& argument, Spelling spelling) {
    if (is_bare_name(argument, spelling)) return false;
    auto const start = argument.value.known_prefix();
    if (is_url(start)) return false;
    if (is_written_as_path(start)) return true;
    if (is_archive_name(argument.value.known_suffix())) return true;
    bool const has_slash = start.find('/') != std::string_view::npos;
    return has_slash && spelling == Spelling::python && start.find('@') == std::string_view::npos;
}

Package package_of(Argument const& argument, Spelling spelling) {
    auto start = argument.value.known_prefix();
    if (is_bare_name(argument, spelling)) return {start, {}, &argument};
    Package package{{}, {}, &argument};
    // In `name @ https://x` the address is the version.
    if (start.starts_with("git@") || is_url(start.substr(0, start.find('@')))) return package;
    auto begin = version_begin(spelling, start);
    if (begin == std::string_view::npos) {
        if (!argument.value.is_known()) return package;
        package.name = start;
    } else {
        package.name = start.substr(0, begin);
        package.version =
            argument.value.is_known() ? start.substr(begin) : written_behind(argument, begin);
    }
    if (auto const channel = package.name.rfind("::"); channel != std::string_view::npos) {
        package.name.remove_prefix(channel + 2);
    }
    if (spelling == Spelling::python) {
        package.name = package.name.substr(0, package.name.find('['));
        package.version = package.version.substr(0, package.version.find(';'));
        trim(package.version);
    }
    if (spelling == Spelling::apt) {
        package.name = package.name.substr(0, package.name.find(':'));
    }
    trim(package.name);
    return package;
}

}  // namespace dockcheck::model

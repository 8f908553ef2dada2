// Path cleaning and glob matching after the documented behaviour of Go's path/filepath.
#include "analyzer/context/paths.hpp"

#include "analyzer/text/utf8.hpp"

namespace dockcheck::context {
namespace {

enum class Above { keep, clamp };

/// Joins the components of a path, resolving `.` and `..`; what climbs above the start is kept in
/// front or dropped.
std::string joined_components(std::string_view path, Above above) {
    std::string result;
    result.reserve(path.size());
    std::size_t fixed = 0;  // bytes at the front that no `..` may take away: "../.."
    for (std::size_t at = 0; at <= path.size();) {
        auto const slash = std::min(path.find('/', at), path.size());
        auto const component = path.substr(at, slash - at);
        at = slash + 1;
        if (component.empty() || component == ".") continue;
        if (component == ".." && result.size() > fixed) {
            auto const last = result.rfind('/');
            result.resize(last == std::string::npos || last < fixed ? fixed : last);
            continue;
        }
        if (component == ".." && above == Above::clamp) continue;
        if (!result.empty()) result += '/';
        result += component;
        if (component == "..") fixed = result.size();
    }
    return result;
}

/// What is left to match after a chunk, or why it did not match.
struct ChunkResult {
    GlobMatch match = GlobMatch::no;
    std::string_view rest;
};

/// One bound of a range in `[...]`; takes it off the chunk. False when it is malformed.
bool take_bound(std::string_view& chunk, char32_t& bound) {
    if (chunk.empty() || chunk.front() == '-' || chunk.front() == ']') return false;
    if (chunk.front() == '\\') {
        chunk.remove_prefix(1);
        if (chunk.empty()) return false;
    }
    auto const next = decode(chunk);
    if (next.value == 0xFFFD && next.size == 1) return false;
    bound = next.value;
    chunk.remove_prefix(next.size);
    return !chunk.empty();
}

/// A class, from behind its `[` to behind its `]`. `holds` says whether the code point is in it.
bool take_class(std::string_view& chunk, char32_t value, bool& holds) {
    bool const negated = !chunk.empty() && chunk.front() == '^';
    if (negated) chunk.remove_prefix(1);
    bool found = false;
    for (bool first = true;; first = false) {
        if (!first && !chunk.empty() && chunk.front() == ']') break;
        char32_t low = 0;
        if (!take_bound(chunk, low)) return false;
        char32_t high = low;
        if (chunk.front() == '-') {
            chunk.remove_prefix(1);
            if (!take_bound(chunk, high)) return false;
        }
        found = found || (low <= value && value <= high);
    }
    chunk.remove_prefix(1);
    holds = found != negated;
    return true;
}

/// Matches a piece of the pattern that holds no `*` against the front of the name. The piece is
/// read to its end even after a mismatch: whether it is well formed does not depend on the name.
ChunkResult match_chunk(std::string_view chunk, std::string_view name) {
    bool failed = false;
    auto const take_name = [&](std::size_t bytes) { name.remove_prefix(bytes); };
    while (!chunk.empty()) {
        failed = failed || name.empty();
        char const c = chunk.front();
        if (c == '[') {
            auto const next = failed ? CodePoint{0, 0} : decode(name);
            take_name(next.size);
            chunk.remove_prefix(1);
            bool holds = false;
            if (!take_class(chunk, next.value, holds)) return {GlobMatch::malformed, {}};
            failed = failed || !holds;
            continue;
        }
        if (c == '?') {
            if (!failed) {
                failed = name.front() == '/';
                take_name(decode(name).size);
            }
            chunk.remove_prefix(1);
            continue;
        }
        if (c == '\\') {
            chunk.remove_prefix(1);
            if (chunk.empty()) return {GlobMatch::malformed, {}};
        }
        if (!failed) {
            failed = chunk.front() != name.front();
            take_name(1);
        }
        chunk.remove_prefix(1);
    }
    if (failed) return {};
    return {GlobMatch::yes, name};
}

/// The bytes up to the next `*` that stands outside of a class.
std::size_t chunk_size(std::string_view pattern) {
    bool in_class = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        switch (pattern[i]) {
            case '\\':
                ++i;
                break;
            case '[':
                in_class = true;
                break;
            case ']':
                in_class = false;
                break;
            case '*':
                if (!in_class) return i;
                break;
            default:
                break;
        }
    }
    return pattern.size();
}

}  // namespace

std::string clean_path(std::string_view path) {
    bool const rooted = !path.empty() && path.front() == '/';
    auto result = joined_components(path, rooted ? Above::clamp : Above::keep);
    if (rooted) result.insert(result.begin(), '/');
    return result.empty() ? "." : result;
}

std::string clean_source_path(std::string_view source) {
    return joined_components(source, Above::clamp);
}

std::string_view folder_of(std::string_view path) {
    auto const slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view start_of_folder(std::string_view path) {
    return path.substr(0, path.rfind('/') + 1);
}

bool has_wildcards(std::string_view path) {
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '\\') {
            ++i;
        } else if (path[i] == '*' || path[i] == '?' || path[i] == '[') {
            return true;
        }
    }
    return false;
}

GlobMatch glob_match(std::string_view pattern, std::string_view name) {
    while (!pattern.empty()) {
        bool star = false;
        for (; !pattern.empty() && pattern.front() == '*'; pattern.remove_prefix(1)) star = true;
        auto const size = chunk_size(pattern);
        auto const chunk = pattern.substr(0, size);
        pattern.remove_prefix(size);
        if (star && chunk.empty()) {
            return name.find('/') == std::string_view::npos ? GlobMatch::yes : GlobMatch::no;
        }
        // The first place where the piece fits is as good as any later one, unless it is the last
        // piece, which must reach the end of the name.
        bool fits = false;
        for (std::size_t skipped = 0;; ++skipped) {
            auto const result = match_chunk(chunk, name.substr(skipped));
            if (result.match == GlobMatch::malformed) return GlobMatch::malformed;
            fits = result.match == GlobMatch::yes && (result.rest.empty() || !pattern.empty());
            if (fits) {
                name = result.rest;
                break;
            }
            if (!star || skipped >= name.size() || name[skipped] == '/') break;
        }
        if (!fits) return GlobMatch::no;
    }
    return name.empty() ? GlobMatch::yes : GlobMatch::no;
}

}  // namespace dockcheck::context

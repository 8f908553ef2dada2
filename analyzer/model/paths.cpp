// Joining and cleaning of paths with unknown pieces in them.
#include "analyzer/model/paths.hpp"

#include <algorithm>
#include <vector>

namespace dockcheck::model {
namespace {

/// PATH_MAX of Linux: there is no folder with a longer path.
constexpr std::size_t longest_path = 4096;

bool is_drive(std::string_view path) {
    auto const letter = path.empty() ? '\0' : static_cast<char>(path[0] | 0x20);
    return path.size() >= 2 && letter >= 'a' && letter <= 'z' && path[1] == ':';
}

bool is_absolute(std::string_view path, bool is_windows) {
    if (path.starts_with('/')) return true;
    return is_windows && (path.starts_with('\\') || is_drive(path));
}

/// The path of a Windows image with slashes and without its drive.
std::string with_slashes(std::string_view path) {
    if (is_drive(path)) path.remove_prefix(2);
    std::string result(path);
    std::ranges::replace(result, '\\', '/');
    return result;
}

Value join_pieces(Arena& arena, std::string_view folder, Value const& path) {
    std::vector<Piece> pieces;
    pieces.push_back({folder, true, {}});
    auto const more = path.pieces();
    pieces.insert(pieces.end(), more.begin(), more.end());
    return Value(arena.copy(pieces));
}

/// Nothing to clean behind the root, `path` being without it: most are written so.
bool is_clean_below_root(std::string_view path) {
    auto is_begin = true;
    for (char const c : path) {
        if (is_begin && (c == '/' || c == '.')) return false;
        is_begin = c == '/';
    }
    return !is_begin;
}

/// Nothing to clean: most paths are written so.
bool is_clean(std::string_view path) {
    return path == "/" || (path.starts_with('/') && is_clean_below_root(path.substr(1)));
}

/// Writes the cleaned path, which has at most one byte more; gives its size.
std::size_t clean_into(char* result, std::string_view path) {
    std::size_t size = 0;
    while (!path.empty()) {
        auto const slash = path.find('/');
        auto const part = path.substr(0, slash);
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
        if (part.empty() || part == ".") continue;
        if (part == "..") {
            auto const last = std::string_view(result, size).rfind('/');
            size = last == std::string_view::npos ? 0 : last;
        } else {
            result[size++] = '/';
            std::ranges::copy(part, result + size);
            size += part.size();
        }
    }
    if (size == 0) result[size++] = '/';
    return size;
}

}  // namespace

Value unknown_path(Arena& arena) {
    return Value(std::span<Piece const>(arena.make<Piece>(Piece{{}, false, {}}), 1));
}

bool lies_below(std::string_view path, std::string_view folder) {
    if (folder == "/") return path.size() > 1;
    return path.size() > folder.size() && path[folder.size()] == '/' && path.starts_with(folder);
}

std::string clean_path(std::string_view path) {
    if (is_clean(path)) return std::string(path);
    std::string result(path.size() + 1, '\0');
    result.resize(clean_into(result.data(), path));
    return result;
}

std::string_view clean_path(std::string_view path, Arena& arena) {
    if (is_clean(path)) return path;
    char* const room = arena.allocate<char>(path.size() + 1);
    return {room, clean_into(room, path)};
}

std::string context_path(std::string_view source) {
    if (is_clean_below_root(source)) return std::string(source);
    return clean_path(source).substr(1);
}

std::string_view context_path(std::string_view source, Arena& arena) {
    return is_clean_below_root(source) ? source : clean_path(source, arena).substr(1);
}

std::string_view path_below(std::string_view folder, std::string_view path, Arena& arena) {
    if (folder == "/") folder = {};
    auto const size = folder.size() + 1 + path.size();
    char* const room = arena.allocate<char>(size);
    auto* end = std::copy(folder.begin(), folder.end(), room);
    *end++ = '/';
    std::copy(path.begin(), path.end(), end);
    return clean_path({room, size}, arena);
}

Value join_workdir(Arena& arena, Setting<Value> const& workdir, Value const& path,
                   bool is_windows) {
    if (!path.is_known()) {
        if (is_absolute(path.known_prefix(), is_windows)) return path;
        if (path.known_prefix().empty() || !workdir.is_set() || !workdir.value.is_known()) {
            return unknown_path(arena);
        }
        auto const folder = std::string(*workdir.value.known()) + "/";
        if (folder.size() > longest_path) return unknown_path(arena);
        return join_pieces(arena, arena.copy(folder), path);
    }
    if (!is_windows && path.known()->starts_with('/')) return path;
    std::string const slashes = is_windows ? with_slashes(*path.known()) : std::string();
    if (is_absolute(*path.known(), is_windows)) return Value(arena.copy(clean_path(slashes)));
    if (!workdir.is_absent() && !(workdir.is_set() && workdir.value.is_known())) {
        return unknown_path(arena);
    }
    auto const folder = workdir.is_absent() ? std::string_view("/") : *workdir.value.known();
    auto const text = is_windows ? std::string_view(slashes) : *path.known();
    if (text.empty()) return Value(folder);
    if (folder.size() + text.size() > longest_path) return unknown_path(arena);
    return Value(path_below(is_windows ? with_slashes(folder) : folder, text, arena));
}

Value join_target(Arena& arena, Setting<Value> const& workdir, Value const& destination,
                  bool is_windows) {
    if (!destination.is_known()) return join_workdir(arena, workdir, destination, is_windows);
    auto text = *destination.known();
    if (is_windows) text = arena.copy(with_slashes(text));
    bool const is_folder = text.empty() || text == "." || text.ends_with('/')
                           || text.ends_with("/.") || text == ".." || text.ends_with("/..");
    auto const joined = join_workdir(arena, workdir, Value(text), is_windows);
    if (!joined.is_known() || (!is_folder && is_clean(*joined.known()))) return joined;
    auto const whole = *joined.known();
    char* const room = arena.allocate<char>(whole.size() + 2);
    auto size = clean_into(room, whole);
    if (is_folder && size > 1) room[size++] = '/';
    return Value(std::string_view(room, size));
}

bool is_certainly_relative(Value const& path, bool is_windows) {
    auto const prefix = path.known_prefix();
    if (prefix.empty()) return false;
    // A drive letter is absolute to whoever wrote it, whatever the image is.
    return !is_absolute(prefix, is_windows) && !is_drive(prefix) && prefix.front() != '\\';
}

bool is_remote_source(Value const& source) {
    auto const prefix = source.known_prefix();
    auto const colon = prefix.find(':');
    if (colon == std::string_view::npos) return false;
    static constexpr std::string_view all_schemes[] = {"http://", "https://", "git://", "ssh://",
                                                       "ftp://"};
    for (auto const scheme : all_schemes) {
        if (prefix.starts_with(scheme)) return true;
    }
    // user@host:path
    auto const at = prefix.find('@');
    return at != std::string_view::npos && at > 0 && at < colon
           && prefix.substr(0, colon).find('/') == std::string_view::npos;
}

}  // namespace dockcheck::model

// Roots, and joining by components.
#include "analyzer/system/paths.hpp"

#include <algorithm>

namespace dockcheck::system {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool names_drive(std::string_view path) {
    return path.size() >= 2 && is_letter(path[0]) && path[1] == ':';
}

/// Behind "//server/share", and the slash that follows.
std::size_t share_size(std::string_view path) {
    auto const server = path.find('/', 2);
    if (server == std::string_view::npos) return path.size();
    auto const share = path.find('/', server + 1);
    return share == std::string_view::npos ? path.size() : share + 1;
}

std::string with_large_drive(std::string path) {
    if (names_drive(path) && path[0] >= 'a') path[0] = static_cast<char>(path[0] - 'a' + 'A');
    return path;
}

/// Takes `.`, `..` and repeated slashes out.
std::string normal(std::string_view path, PathStyle style) {
    auto const root = root_size(path, style);
    std::string result(path.substr(0, root));
    if (root > 1 && !result.ends_with('/')) result += '/';
    std::size_t fixed = result.size();  // what no `..` takes away
    for (std::size_t at = root; at < path.size();) {
        auto const slash = std::min(path.find('/', at), path.size());
        auto const component = path.substr(at, slash - at);
        at = slash + 1;
        if (component.empty() || component == ".") continue;
        if (component == ".." && result.size() > fixed) {
            auto const last = result.rfind('/');
            result.resize(last == std::string::npos || last < fixed ? fixed : last);
            continue;
        }
        if (component == ".." && root > 0) continue;
        if (!result.empty() && !result.ends_with('/')) result += '/';
        result += component;
        if (component == "..") fixed = result.size();
    }
    return result.empty() ? "." : result;
}

/// "C:x" is seen from the folder where that is on the drive C:, else from the drive's root.
std::string on_drive(std::string_view folder, std::string_view path) {
    auto const rest = path.substr(2);
    if (names_drive(folder) && folder[0] == path[0]) {
        return normal(std::string(folder) + "/" + std::string(rest), PathStyle::windows);
    }
    return normal(std::string(path.substr(0, 2)) + "/" + std::string(rest), PathStyle::windows);
}

std::string joined_on_windows(std::string_view folder, std::string_view path) {
    auto const from = with_large_drive(with_slashes(folder, PathStyle::windows));
    auto const to = with_large_drive(with_slashes(path, PathStyle::windows));
    auto const root = root_size(to, PathStyle::windows);
    if (root > 1) return normal(to, PathStyle::windows);
    if (root == 1) {
        auto start = from.substr(0, root_size(from, PathStyle::windows));
        return normal(start.append(slash_behind(start)) + to.substr(1), PathStyle::windows);
    }
    if (names_drive(to)) return on_drive(from, to);
    if (from.empty()) return normal(to, PathStyle::windows);
    return normal(from + "/" + to, PathStyle::windows);
}

}  // namespace

std::string with_slashes(std::string_view path, PathStyle style) {
    std::string result(path);
    if (style == PathStyle::posix) return result;
    std::ranges::replace(result, '\\', '/');
    if (result.starts_with("//?/UNC/")) return result.replace(0, 8, "//");
    if (result.starts_with("//?/")) result.erase(0, 4);
    return result;
}

std::size_t root_size(std::string_view path, PathStyle style) {
    if (style == PathStyle::windows) {
        if (names_drive(path)) return path.size() > 2 && path[2] == '/' ? 3 : 0;
        if (path.size() > 2 && path.starts_with("//") && path[2] != '/') return share_size(path);
    }
    return path.starts_with('/') ? 1 : 0;
}

std::string joined(std::string_view folder, std::string_view path, PathStyle style) {
    if (style == PathStyle::windows) return joined_on_windows(folder, path);
    if (folder.empty() || path.starts_with('/')) return normal(path, style);
    std::string whole(folder);
    return normal(whole.append("/").append(path), style);
}

std::string_view parent_of(std::string_view path, PathStyle style) {
    auto const slash = path.rfind('/');
    auto const root = root_size(path, style);
    if (slash == std::string_view::npos) return path.substr(0, root);
    return path.substr(0, std::max(slash, root));
}

}  // namespace dockcheck::system

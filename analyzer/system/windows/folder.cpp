// Folders by their names: Windows has no way to look at a name relative to an open folder that all
// of its file systems take.
#include "analyzer/system/folder.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <io.h>
#include <utility>

#include "analyzer/system/open_file.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/system/windows/find.hpp"
#include "analyzer/system/windows/wide.hpp"

namespace dockcheck::system {
namespace {

/// Characters that no name of a file has; the system would take some of them for a pattern, a
/// stream of a file or another separator.
bool is_name(std::string_view name) {
    return !name.empty() && name.find_first_of("\\:*?\"<>|") == std::string_view::npos
           && std::ranges::none_of(name,
                                   [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

bool are_names(std::string_view path) {
    while (!path.empty()) {
        auto const slash = std::min(path.find('/'), path.size());
        if (!is_name(path.substr(0, slash))) return false;
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return true;
}

std::wstring below(std::wstring const& folder, std::string_view path) {
    auto inner = wide(path);
    std::ranges::replace(inner, L'/', L'\\');
    return folder + (folder.ends_with(L'\\') ? L"" : L"\\") + inner;
}

/// What the folder's list says of a path's last name, which must be written in the same case: the
/// builder, which looks for it on Linux, finds no other.
bool find_exactly(std::wstring const& path, WIN32_FIND_DATAW& data) {
    auto* const search = ::FindFirstFileW(path.c_str(), &data);
    if (search == INVALID_HANDLE_VALUE) return failed();
    (void)::FindClose(search);
    if (path.ends_with(data.cFileName)) return true;
    return failed(ERROR_FILE_NOT_FOUND);
}

}  // namespace

Folder::Folder(std::string const& path) {
    if (is_folder(path)) path_ = disk_name(path);
}

Folder::Folder(Folder&& other) noexcept = default;
Folder& Folder::operator=(Folder&& other) noexcept = default;
Folder::~Folder() = default;

Folder::operator bool() const { return !path_.empty(); }

Folder Folder::enter(std::string const& name) const {
    Folder inner;
    auto const kind = look(name).kind;
    if (kind == Kind::folder) inner.path_ = below(path_, name);
    if (kind != Kind::folder && kind != Kind::missing) (void)failed(ERROR_DIRECTORY);
    return inner;
}

Status Folder::status() const { return status_of(narrow(path_)); }

Status Folder::look(std::string const& path) const {
    Status status;
    WIN32_FIND_DATAW data{};
    if (!are_names(path)) {
        (void)failed(ERROR_FILE_NOT_FOUND);
    } else if (find_exactly(below(path_, path), data)) {
        status.kind = kind_in(data);
        status.is_executable = true;
        status.size = std::uint64_t{data.nFileSizeHigh} << 32U | data.nFileSizeLow;
    }
    return status;
}

std::optional<std::string> Folder::link_target(std::string const& name) const {
    // Only the system's own functions read what a link says, and they say where it ends.
    (void)name;
    errno = EINVAL;
    return std::nullopt;
}

int Folder::open(std::string const& name) const {
    if (look(name).kind != Kind::file) return -1;
    return ::_wopen(below(path_, name).c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT);
}

std::optional<std::vector<Entry>> Folder::entries(std::string const& name) const {
    if (name == ".") return read_entries(path_);
    if (look(name).kind != Kind::folder) return std::nullopt;
    return read_entries(below(path_, name));
}

bool means_missing(int code) { return code == ENOENT || code == ENOTDIR || code == ENAMETOOLONG; }

}  // namespace dockcheck::system

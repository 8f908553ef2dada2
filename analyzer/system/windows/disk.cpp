// The disk as Windows has it.
#include "analyzer/system/disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>

#include "analyzer/system/paths.hpp"
#include "analyzer/system/start.hpp"
#include "analyzer/system/windows/find.hpp"
#include "analyzer/system/windows/wide.hpp"

namespace dockcheck::system {
namespace {

/// Files are looked at without keeping others from them.
constexpr DWORD shared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

HANDLE open_to_look(std::string const& path, DWORD flags) {
    return ::CreateFileW(disk_name(path).c_str(), FILE_READ_ATTRIBUTES, shared, nullptr,
                         OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags, nullptr);
}

bool is_link(HANDLE file) {
    FILE_ATTRIBUTE_TAG_INFO info{};
    if (::GetFileInformationByHandleEx(file, FileAttributeTagInfo, &info, sizeof info) == 0)
        return false;
    return (info.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0
           && (info.ReparseTag == IO_REPARSE_TAG_SYMLINK
               || info.ReparseTag == IO_REPARSE_TAG_MOUNT_POINT);
}

std::uint64_t of_halves(DWORD high, DWORD low) { return std::uint64_t{high} << 32U | low; }

}  // namespace

Status status_by(HANDLE file) {
    Status result;
    result.kind = Kind::other;
    if (::GetFileType(file) != FILE_TYPE_DISK) return result;
    BY_HANDLE_FILE_INFORMATION info{};
    if (::GetFileInformationByHandle(file, &info) == 0) return result;
    bool const is_folder = (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    result.kind = is_folder ? Kind::folder : Kind::file;
    result.is_executable = true;  // as the builder has all files of a context that comes from here
    result.size = of_halves(info.nFileSizeHigh, info.nFileSizeLow);
    result.device = info.dwVolumeSerialNumber;
    result.number = of_halves(info.nFileIndexHigh, info.nFileIndexLow);
    return result;
}

Status status_of(std::string const& path) {
    Handle const file(open_to_look(path, 0));
    if (file) return status_by(file.get());
    (void)failed();
    return {};
}

Status own_status_of(std::string const& path) {
    Handle const file(open_to_look(path, FILE_FLAG_OPEN_REPARSE_POINT));
    if (!file) {
        (void)failed();
        return {};
    }
    auto result = status_by(file.get());
    if (is_link(file.get())) result.kind = Kind::link;
    return result;
}

std::optional<std::string> real_path(std::string const& path) {
    Handle const file(open_to_look(path, 0));
    std::wstring name(MAX_PATH, L'\0');
    for (bool fits = false; file && !fits;) {
        auto const size = ::GetFinalPathNameByHandleW(
            file.get(), name.data(), static_cast<DWORD>(name.size()), FILE_NAME_NORMALIZED);
        if (size == 0) break;
        fits = size < name.size();
        name.resize(size);
        if (fits) return joined({}, narrow(name));
    }
    (void)failed();
    return std::nullopt;
}

std::string working_folder() {
    std::wstring name(::GetCurrentDirectoryW(0, nullptr), L'\0');
    name.resize(::GetCurrentDirectoryW(static_cast<DWORD>(name.size()), name.data()));
    return name.empty() ? "/" : joined({}, narrow(name));
}

void go_to(std::string const& folder) { (void)::SetCurrentDirectoryW(wide(folder).c_str()); }

Kind kind_in(WIN32_FIND_DATAW const& data) {
    bool const is_link = (data.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0
                         && (data.dwReserved0 == IO_REPARSE_TAG_SYMLINK
                             || data.dwReserved0 == IO_REPARSE_TAG_MOUNT_POINT);
    if (is_link) return Kind::link;
    return (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? Kind::folder : Kind::file;
}

std::optional<std::vector<Entry>> read_entries(std::wstring const& folder) {
    auto const pattern = folder + (folder.ends_with(L'\\') ? L"*" : L"\\*");
    WIN32_FIND_DATAW data{};
    auto* const search = ::FindFirstFileW(pattern.c_str(), &data);
    std::vector<Entry> entries;
    if (search == INVALID_HANDLE_VALUE) {
        // The root of an empty drive has not even itself.
        if (::GetLastError() == ERROR_FILE_NOT_FOUND) return entries;
        (void)failed();
        return std::nullopt;
    }
    do {
        auto name = narrow(data.cFileName);
        if (name != "." && name != "..") entries.push_back({std::move(name), kind_in(data)});
    } while (::FindNextFileW(search, &data) != 0);
    bool const is_all = ::GetLastError() == ERROR_NO_MORE_FILES;
    if (!is_all) (void)failed();
    (void)::FindClose(search);
    return is_all ? std::optional(std::move(entries)) : std::nullopt;
}

std::optional<std::vector<Entry>> entries_of(std::string const& folder, std::size_t most) {
    auto entries = read_entries(disk_name(folder));
    if (entries && entries->size() > most) return std::nullopt;
    return entries;
}

std::FILE* open_stream(std::string const& path, char const* mode) {
    auto const name = disk_name(path);
    auto const attributes = ::GetFileAttributesW(name.c_str());
    bool const is_read_only =
        attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_READONLY) != 0;
    if (is_read_only && std::string_view(mode) != "rb") {
        // The system says so, too, but Wine does not for everybody.
        errno = EACCES;
        return nullptr;
    }
    if (std::string_view(mode) != "wbx") return ::_wfopen(name.c_str(), wide(mode).c_str());
    // Not every version of the C library knows the x.
    constexpr int flags = _O_CREAT | _O_EXCL | _O_WRONLY | _O_BINARY | _O_NOINHERIT;
    auto const file = ::_wopen(name.c_str(), flags, _S_IREAD | _S_IWRITE);
    return file < 0 ? nullptr : ::_fdopen(file, "wb");
}

// The folder says who may read what is made in it.
std::FILE* make_stream(std::string const& path, std::string const& /*old*/) {
    return open_stream(path, "wbx");
}

bool settle(std::FILE* stream) {
    return std::fflush(stream) == 0 && ::_commit(::_fileno(stream)) == 0;
}

// A pipe takes everything until nobody reads it.
int write_error(std::FILE* stream) {
    auto const code = errno;
    auto* const handle = handle_of(::_fileno(stream));
    if (::GetFileType(handle) == FILE_TYPE_PIPE) return EPIPE;
    return code == 0 ? EIO : code;
}

void remove_file(std::string const& path) { (void)::DeleteFileW(disk_name(path).c_str()); }

bool resize_file(std::string const& path, std::uint64_t size) {
    Handle const file(::CreateFileW(disk_name(path).c_str(), GENERIC_WRITE, shared, nullptr,
                                    OPEN_EXISTING, 0, nullptr));
    FILE_END_OF_FILE_INFO info{};
    info.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
    bool const done =
        file
        && ::SetFileInformationByHandle(file.get(), FileEndOfFileInfo, &info, sizeof info) != 0;
    return done || failed();
}

// MoveFileEx replaces in one step. ReplaceFile, which keeps more of the old file, may leave none:
// so an access list of the file's own and its other streams are not kept; it has those that the
// folder gives.
bool replace_file(std::string const& made, std::string const& old) {
    auto const from = disk_name(made);
    auto const to = disk_name(old);
    auto const attributes = ::GetFileAttributesW(to.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return failed();
    constexpr DWORD flags = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
    if (::MoveFileExW(from.c_str(), to.c_str(), flags) == 0) return failed();
    (void)::SetFileAttributesW(to.c_str(), attributes);
    return true;
}

bool must_stay(std::string const& old, std::string const& /*made*/) {
    Handle const file(open_to_look(old, 0));
    BY_HANDLE_FILE_INFORMATION info{};
    return file && ::GetFileInformationByHandle(file.get(), &info) != 0 && info.nNumberOfLinks > 1;
}

std::string configuration_folder() {
    for (auto const* const name : {"XDG_CONFIG_HOME", "APPDATA"}) {
        auto const folder = with_slashes(variable(name).value_or(std::string()));
        if (root_size(folder) > 1) return folder;
    }
    return {};
}

std::string home_folder() {
    auto home = with_slashes(variable("USERPROFILE").value_or(std::string()));
    return root_size(home) > 1 ? home : std::string();
}

}  // namespace dockcheck::system

// Conversions by the system's own functions.
#include "analyzer/system/windows/wide.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace dockcheck::system {
namespace {

/// The whole path of a name, as the system completes it; empty where it cannot.
std::wstring completed(std::wstring const& path) {
    std::wstring result(MAX_PATH, L'\0');
    for (;;) {
        auto const size = ::GetFullPathNameW(path.c_str(), static_cast<DWORD>(result.size()),
                                             result.data(), nullptr);
        bool const fits = size < result.size();
        result.resize(size);
        if (fits) return result;
    }
}

}  // namespace

std::wstring wide(std::string_view text) {
    if (text.empty()) return {};
    auto const size = static_cast<int>(text.size());
    auto const count = ::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, nullptr, 0);
    std::wstring result(static_cast<std::size_t>(std::max(count, 0)), L'\0');
    (void)::MultiByteToWideChar(CP_UTF8, 0, text.data(), size, result.data(), count);
    return result;
}

std::string narrow(std::wstring_view text) {
    if (text.empty()) return {};
    auto const size = static_cast<int>(text.size());
    auto const count =
        ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, nullptr, 0, nullptr, nullptr);
    std::string result(static_cast<std::size_t>(std::max(count, 0)), '\0');
    (void)::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, result.data(), count, nullptr,
                                nullptr);
    return result;
}

std::wstring disk_name(std::string_view path) {
    auto name = wide(path.empty() ? "." : path);
    std::ranges::replace(name, L'/', L'\\');
    if (name.starts_with(L"\\\\?\\") || name.starts_with(L"\\\\.\\")) return name;
    auto const whole = completed(name);
    if (whole.empty() || whole.starts_with(L"\\\\.\\")) return name;
    if (whole.starts_with(L"\\\\")) return L"\\\\?\\UNC" + whole.substr(1);
    return L"\\\\?\\" + whole;
}

bool failed(DWORD code) {
    constexpr std::array<std::pair<DWORD, int>, 16> meanings{{
        {ERROR_FILE_NOT_FOUND, ENOENT},
        {ERROR_PATH_NOT_FOUND, ENOENT},
        {ERROR_INVALID_NAME, ENOENT},
        {ERROR_BAD_PATHNAME, ENOENT},
        {ERROR_BAD_NETPATH, ENOENT},
        {ERROR_BAD_NET_NAME, ENOENT},
        {ERROR_INVALID_DRIVE, ENOENT},
        {ERROR_NOT_READY, ENOENT},
        {ERROR_DIRECTORY, ENOTDIR},
        {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
        {ERROR_ACCESS_DENIED, EACCES},
        {ERROR_SHARING_VIOLATION, EBUSY},
        {ERROR_FILE_EXISTS, EEXIST},
        {ERROR_ALREADY_EXISTS, EEXIST},
        {ERROR_DISK_FULL, ENOSPC},
        {ERROR_TOO_MANY_OPEN_FILES, EMFILE},
    }};
    auto const* const found =
        std::ranges::find(meanings, code, [](auto const& meaning) { return meaning.first; });
    errno = found == meanings.end() ? EIO : found->second;
    return false;
}

}  // namespace dockcheck::system

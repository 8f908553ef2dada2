// Between dockcheck's texts and those of Windows.
#pragma once

#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <string>
#include <string_view>
#include <windows.h>

namespace dockcheck::system {

/// UTF-8 as UTF-16 and back; what is neither becomes U+FFFD.
std::wstring wide(std::string_view text);
std::string narrow(std::wstring_view text);

/// A path as the system's functions take it: absolute, with backslashes, of any length, and with no
/// name that means a device. A path that is a device already ("NUL") is left as it is.
std::wstring disk_name(std::string_view path);

/// Sets errno to what a Windows error means; false, for `return failed()`.
bool failed(DWORD code = ::GetLastError());

/// Closes a handle of the system at the end.
class Handle {
 public:
    explicit Handle(HANDLE handle) : handle_(handle) {}
    Handle(Handle const&) = delete;
    Handle& operator=(Handle const&) = delete;
    ~Handle() { close(); }
    void close() {
        if (*this) (void)::CloseHandle(handle_);
        handle_ = INVALID_HANDLE_VALUE;
    }
    [[nodiscard]] HANDLE get() const { return handle_; }
    [[nodiscard]] explicit operator bool() const {
        return handle_ != INVALID_HANDLE_VALUE && handle_ != nullptr;
    }

 private:
    HANDLE handle_;
};

}  // namespace dockcheck::system

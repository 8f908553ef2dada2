// Words and variables in UTF-8, bytes as they are, and a console that takes both and colours.
#include "analyzer/system/start.hpp"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <io.h>
#include <string>
#include <vector>

#include "analyzer/system/windows/wide.hpp"

namespace dockcheck::system {

/// What has to last as long as the program runs, and the console before it.
struct Program::Kept {
    std::vector<std::string> words;
    std::vector<char const*> pointers;
    UINT code_page = 0;
    DWORD output_mode = 0;
    DWORD error_mode = 0;
};

namespace {

/// Colours on; the mode before, or 0 where there is no console.
DWORD prepare_console(DWORD which) {
    auto* const handle = ::GetStdHandle(which);
    DWORD mode = 0;
    if (::GetConsoleMode(handle, &mode) == 0) return 0;
    (void)::SetConsoleMode(handle,
                           mode | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
    return mode;
}

bool is_ascii(std::wstring_view text) {
    return std::ranges::all_of(text, [](wchar_t c) { return c < 0x80; });
}

/// The C library, which CLI11 asks for options, has the variables in the system's old encoding.
void write_variables() {
    auto* const block = ::GetEnvironmentStringsW();
    if (block == nullptr) return;
    for (auto const* at = block; *at != L'\0';) {
        std::wstring_view const variable(at);
        at += variable.size() + 1;
        if (is_ascii(variable) || !variable.starts_with(L"DOCKCHECK_")) continue;
        auto const text = narrow(variable);
        auto const equals = text.find('=', 1);
        if (equals == std::string::npos) continue;
        (void)::_putenv_s(text.substr(0, equals).c_str(), text.substr(equals + 1).c_str());
    }
    (void)::FreeEnvironmentStringsW(block);
}

std::vector<std::string> words_of_command_line() {
    std::vector<std::string> result;
    int count = 0;
    auto** const words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    for (int i = 1; words != nullptr && i < count; ++i) result.push_back(narrow(words[i]));
    (void)::LocalFree(static_cast<void*>(words));
    return result;
}

void restore_console(DWORD which, DWORD mode) {
    if (mode != 0) (void)::SetConsoleMode(::GetStdHandle(which), mode);
}

}  // namespace

Program::Program(int /*count*/, char const* const* /*words*/) : kept_(std::make_unique<Kept>()) {
    for (int file = 0; file < 3; ++file) (void)::_setmode(file, _O_BINARY);
    kept_->output_mode = prepare_console(STD_OUTPUT_HANDLE);
    kept_->error_mode = prepare_console(STD_ERROR_HANDLE);
    if (kept_->output_mode != 0 || kept_->error_mode != 0) {
        kept_->code_page = ::GetConsoleOutputCP();
        (void)::SetConsoleOutputCP(CP_UTF8);
    }
    write_variables();
    kept_->words = words_of_command_line();
    for (auto const& word : kept_->words) kept_->pointers.push_back(word.c_str());
    words_ = kept_->pointers;
}

Program::~Program() {
    if (kept_->code_page != 0) (void)::SetConsoleOutputCP(kept_->code_page);
    restore_console(STD_OUTPUT_HANDLE, kept_->output_mode);
    restore_console(STD_ERROR_HANDLE, kept_->error_mode);
}

std::optional<std::string> variable(std::string const& name) {
    auto const wide_name = wide(name);
    std::wstring value(::GetEnvironmentVariableW(wide_name.c_str(), nullptr, 0), L'\0');
    if (value.empty()) return std::nullopt;
    auto const room = static_cast<DWORD>(value.size());
    value.resize(::GetEnvironmentVariableW(wide_name.c_str(), value.data(), room));
    return narrow(value);
}

bool has_variables(std::string_view prefix) {
    for (char** variable = _environ; variable != nullptr && *variable != nullptr; ++variable) {
        if (std::string_view(*variable).starts_with(prefix)) return true;
    }
    return false;
}

}  // namespace dockcheck::system

// Writing to standard error, a whole line at a time.
#include "analyzer/cli/messages.hpp"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string>

#include "analyzer/cli/arguments.hpp"

namespace dockcheck::cli {
namespace {

/// Names of files and TOML keys may hold anything; a terminal must not obey it.
std::string without_controls(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            result += fmt::format("\\x{:02x}", byte);
        } else {
            result += c;
        }
    }
    return result;
}

/// An option whose variable is set may have its value from there.
std::string with_variable(std::string const& where) {
    if (!where.starts_with("--")) return where;
    for (auto const& row : check_options()) {
        if (!row.has_environment || !is_option_of(row, where)) continue;
        auto const name = environment_name(row);
        if (std::getenv(name.c_str()) != nullptr) return fmt::format("{}, or {}", where, name);
    }
    return where;
}

}  // namespace

void say(std::string_view line) {
    auto const whole = std::string(line) + "\n";
    (void)std::fwrite(whole.data(), 1, whole.size(), stderr);
}

void say_error(Error const& error) {
    auto const where = error.where.empty() ? "" : with_variable(error.where) + ": ";
    say(without_controls("dockcheck: error: " + where + error.text));
    for (auto const& other : error.more) say_error(other);
}

void say_error(std::string_view text) { say_error(Error{{}, std::string(text)}); }

void say_note(std::string_view text) {
    say(without_controls("dockcheck: note: " + std::string(text)));
}

}  // namespace dockcheck::cli

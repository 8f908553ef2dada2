// Writing over one line of the terminal.
#include "analyzer/cli/progress.hpp"

#include <cstdio>
#include <fmt/format.h>

#include "analyzer/system/terminal.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::chrono::milliseconds patience{1000};
constexpr std::chrono::milliseconds pause{100};

/// To the first column, and nothing behind it.
constexpr std::string_view empty_line = "\r\x1b[K";

void write_to_terminal(std::string_view text) {
    (void)std::fwrite(text.data(), 1, text.size(), stderr);
    (void)std::fflush(stderr);
}

}  // namespace

Progress Progress::on_terminal(bool is_wanted) {
    auto const now = [] { return std::chrono::steady_clock::now(); };
    bool const is_possible = system::terminal_obeys() && system::errors_are_on_terminal();
    if (!is_wanted || !is_possible) return {nullptr, now};
    return {write_to_terminal, now};
}

bool Progress::is_due() {
    if (!write_) return false;
    auto const now = clock_();
    if (now - start_ < patience || now - last_ < pause) return false;
    last_ = now;
    return true;
}

void Progress::show(std::string const& text) {
    write_(std::string(empty_line) + text);
    is_shown_ = true;
}

void Progress::looked_at(std::size_t names) {
    if (is_due()) show(fmt::format("looking for Dockerfiles: {} names", names));
}

void Progress::checked(std::size_t files, std::size_t of) {
    if (is_due()) show(fmt::format("checked {} of {} files", files, of));
}

void Progress::clear() {
    if (is_shown_) write_(empty_line);
    is_shown_ = false;
}

}  // namespace dockcheck::cli

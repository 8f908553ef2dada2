// A line on the terminal while something takes long.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace dockcheck::cli {

/// Says nothing in the first second; then how far things are, a few times a second, on one line
/// that is taken away again. Not for several threads.
class Progress {
 public:
    using Moment = std::chrono::steady_clock::time_point;
    using Write = std::function<void(std::string_view)>;
    using Clock = std::function<Moment()>;

    /// Without `write` nothing is ever said.
    Progress(Write write, Clock clock)
        : write_(std::move(write)), clock_(std::move(clock)), start_(clock_()), last_(start_) {}
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;
    ~Progress() { clear(); }

    /// On standard error where that is a terminal and `is_wanted`.
    static Progress on_terminal(bool is_wanted);

    /// So many names were looked at.
    void looked_at(std::size_t names);
    /// So many files are done.
    void checked(std::size_t files, std::size_t of);
    /// Takes the line away, before anything else is written to the terminal.
    void clear();

 private:
    /// Whether it is time to say something.
    [[nodiscard]] bool is_due();
    void show(std::string const& text);

    Write write_;
    Clock clock_;
    Moment start_;
    Moment last_;
    bool is_shown_ = false;
};

}  // namespace dockcheck::cli

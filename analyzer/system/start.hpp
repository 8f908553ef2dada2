// The beginning and the end of the program, as far as systems differ in them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dockcheck::system {

/// The program while it runs: bytes go in and out as they are, a closed pipe is seen by the write
/// that fails, and so is a file that grows too large, words and variables are in UTF-8, and a
/// terminal takes both. At the end the terminal is as it was.
class Program {
 public:
    Program(int count, char const* const* words);
    Program(Program const&) = delete;
    Program& operator=(Program const&) = delete;
    ~Program();

    /// The words of the command line without the program's name.
    [[nodiscard]] std::span<char const* const> words() const { return words_; }

 private:
    struct Kept;
    std::unique_ptr<Kept> kept_;
    std::span<char const* const> words_;
};

/// The value of a variable of the environment, where it is set.
std::optional<std::string> variable(std::string const& name);
/// True when some variable of the environment has a name that begins so.
bool has_variables(std::string_view prefix);

}  // namespace dockcheck::system

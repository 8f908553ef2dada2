// Running a program with bounded time and memory.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace dockcheck::external {

/// Why a program gave no answer.
enum class Failure : std::uint8_t { none, not_started, too_slow, too_much };

/// What the program does, as the end of a sentence: "takes too long". Empty for none.
std::string_view failure_text(Failure failure);

/// The program of a name in the absolute folders of PATH, or empty: what lies in the working folder
/// is never meant.
std::string find_program(std::string_view name);

/// What a program writes to its standard output. `path` is absolute; the arguments come behind it.
/// It runs in the root folder with PATH and an encoding as its whole environment, and is ended when
/// it takes longer than `patience` or writes very much.
tl::expected<std::string, Failure> run_program(std::string const& path,
                                               std::span<std::string const> arguments,
                                               std::string_view input,
                                               std::chrono::milliseconds patience);

}  // namespace dockcheck::external

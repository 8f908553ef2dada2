// Laying out help for a width, and the manual.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/cli/arguments.hpp"

namespace dockcheck::cli {

/// Paragraphs broken anew for a width. Lines that begin with a blank stay as they are where they
/// fit; else what is said of them gets a line of its own.
std::string reflowed(std::string_view text, std::uint32_t width);

/// A name and what it is on each line; the second column is broken where it is too long.
std::string two_columns(std::vector<std::pair<std::string, std::string_view>> const& rows,
                        std::uint32_t width);

/// "-f, --format NAME": only the first long name is shown, the others are there for fingers that
/// know them.
std::string shown_option(OptionRow const& row);

/// Options by groups; `options` and `formats` as a command has them.
std::string options_help(std::string_view options, std::uint32_t width,
                         std::string_view formats = {});

/// The manual page in the language of man(7).
std::string manual();

}  // namespace dockcheck::cli

// The configuration in force as text: TOML with the place that each value comes from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/configuration.hpp"

namespace dockcheck::cli {

/// Writes lines `KEY = VALUE  # WHERE`.
class ConfigText {
 public:
    explicit ConfigText(std::uint32_t width) : width_(width) {}

    void remark(std::string_view text) { text_ += "# " + std::string(text) + "\n"; }
    void blank_line() { text_ += "\n"; }
    void table(std::string_view name) { text_ += "\n" + std::string(name) + "\n"; }
    void line(std::string_view key, std::string_view value, std::string_view where);
    /// A list, an element a line with its place.
    void list(std::string_view key, std::vector<config::Mention> const& elements);

    [[nodiscard]] std::string take() { return std::move(text_); }

 private:
    void add(std::string line, std::string_view where, std::string_view indent);

    std::uint32_t width_;
    std::string text_;
};

std::string toml_value(config::OptionValue const& value);
std::string toml_value(std::vector<std::string> const& values);

}  // namespace dockcheck::cli

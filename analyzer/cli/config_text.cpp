// Lines of TOML with remarks behind them.
#include "analyzer/cli/config_text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <variant>

#include "analyzer/config/toml_text.hpp"
#include "analyzer/report/visible.hpp"

namespace dockcheck::cli {
namespace {

/// Where remarks begin when the line is not longer.
constexpr std::size_t remark_column = 36;

}  // namespace

void ConfigText::add(std::string line, std::string_view where, std::string_view indent) {
    auto const shown = visible(where);
    if (shown.empty()) {
        text_ += line + "\n";
        return;
    }
    if (line.size() + 4 + shown.size() > width_) {
        text_ += fmt::format("{}# {}\n{}\n", indent, shown, line);
        return;
    }
    if (line.size() < remark_column && remark_column + 4 + shown.size() <= width_) {
        line.resize(remark_column, ' ');
    }
    text_ += fmt::format("{}  # {}\n", line, shown);
}

void ConfigText::line(std::string_view key, std::string_view value, std::string_view where) {
    add(fmt::format("{} = {}", key, value), where, {});
}

void ConfigText::list(std::string_view key, std::vector<config::Mention> const& elements) {
    if (elements.empty()) return;
    text_ += fmt::format("{} = [\n", key);
    for (auto const& element : elements) {
        add("    " + config::toml_string(element.name) + ",", element.where, "    ");
    }
    text_ += "]\n";
}

std::string toml_value(std::vector<std::string> const& values) {
    std::string result;
    for (auto const& value : values) {
        result += (result.empty() ? "" : ", ") + config::toml_string(value);
    }
    return "[" + result + "]";
}

std::string toml_value(config::OptionValue const& value) {
    struct Writer {
        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
        std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
        std::string operator()(double number) const {
            auto text = fmt::format("{}", number);
            // A number of TOML has a point or an exponent, or it is an integer.
            if (text.find_first_of(".en") == std::string::npos) text += ".0";
            return text;
        }
        std::string operator()(std::string const& text) const { return config::toml_string(text); }
        std::string operator()(std::vector<std::string> const& texts) const {
            return toml_value(texts);
        }
    };
    return std::visit(Writer{}, value);
}

}  // namespace dockcheck::cli

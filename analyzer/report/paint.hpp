// Colours of a terminal.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/lint/rule.hpp"

namespace dockcheck {

/// Blue is the bright one: the other can hardly be read on black.
/// Wraps text in the escape sequences of a colour, or leaves it as it is.
class Paint {
 public:
    explicit Paint(bool color) : color_(color) {}

    /// Whether it changes anything.
    [[nodiscard]] bool has_color() const { return color_; }

    [[nodiscard]] std::string bold(std::string_view text) const { return in("1", text); }
    [[nodiscard]] std::string dim(std::string_view text) const { return in("2", text); }
    [[nodiscard]] std::string gutter(std::string_view text) const { return in("1;94", text); }
    [[nodiscard]] std::string secondary(std::string_view text) const { return in("1;94", text); }
    [[nodiscard]] std::string good(std::string_view text) const { return in("32", text); }
    [[nodiscard]] std::string severity(Severity severity, std::string_view text) const {
        switch (severity) {
            case Severity::error:
                return in("1;31", text);
            case Severity::warning:
                return in("1;33", text);
            case Severity::info:
                return in("1;36", text);
            case Severity::style:
                return in("1;35", text);
            case Severity::off:
                break;
        }
        return std::string(text);
    }

 private:
    [[nodiscard]] std::string in(std::string_view code, std::string_view text) const {
        std::string result;
        if (!color_ || text.empty()) return result.append(text);
        return result.append("\x1b[").append(code).append("m").append(text).append("\x1b[0m");
    }

    bool color_;
};

}  // namespace dockcheck

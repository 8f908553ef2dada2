// `[[custom]]`: a rule that a configuration adds.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/check.hpp"
#include "analyzer/lint/match.hpp"

namespace dockcheck::config {

/// What was written of it.
struct CustomText {
    std::string name;
    std::string where;
    Severity severity = Severity::warning;
    std::string message;
    std::string help;
    std::string why;
    std::vector<std::string> instructions;  ///< in capitals
    std::vector<std::string> commands;
    std::vector<std::string> arguments;
    std::vector<std::string> lacks;
};

/// The rule made of it: the same as a page with [match]. Points into itself.
class CustomRule {
 public:
    explicit CustomRule(CustomText text);
    CustomRule(CustomRule const&) = delete;
    CustomRule& operator=(CustomRule const&) = delete;

    [[nodiscard]] Rule const& rule() const { return rule_; }
    [[nodiscard]] CustomText const& text() const { return text_; }

 private:
    using Views = std::vector<std::string_view>;

    CustomText text_;
    std::string summary_;  ///< the message without its holes
    Views instructions_;
    Views commands_;
    Views arguments_;
    Views lacks_;
    MatchInfo match_;
    Check check_;
    MessageInfo message_;
    Rule rule_;
};

/// The category of all of them.
inline constexpr std::string_view custom_category = "custom";

}  // namespace dockcheck::config

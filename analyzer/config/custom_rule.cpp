// From the texts of a custom rule to a rule like any other.
#include "analyzer/config/custom_rule.hpp"

#include <utility>

#include "analyzer/text/utf8.hpp"

namespace dockcheck::config {
namespace {

constexpr std::size_t longest_summary = 72;

/// "{0} is the old mirror" as "... is the old mirror", not too long.
std::string summary_of(std::string_view message) {
    std::string result;
    for (std::size_t i = 0; i < message.size(); ++i) {
        bool const is_hole = message[i] == '{' && i + 2 < message.size() && message[i + 2] == '}'
                             && message[i + 1] >= '0' && message[i + 1] <= '9';
        if (is_hole) {
            result += "...";
            i += 2;
        } else {
            result += message[i] == '\n' ? ' ' : message[i];
        }
    }
    std::size_t end = 0;
    for (std::size_t count = 0; count < longest_summary && end < result.size(); ++count) {
        end += decode(std::string_view(result).substr(end)).size;
    }
    result.resize(end);
    return result;
}

std::vector<std::string_view> views_of(std::vector<std::string> const& texts) {
    return {texts.begin(), texts.end()};
}

}  // namespace

CustomRule::CustomRule(CustomText text)
    : text_(std::move(text)),
      summary_(summary_of(text_.message)),
      instructions_(views_of(text_.instructions)),
      commands_(views_of(text_.commands)),
      arguments_(views_of(text_.arguments)),
      lacks_(views_of(text_.lacks)),
      match_{instructions_, commands_, arguments_, lacks_, text_.message, text_.help},
      check_(match_check(match_)),
      message_{"match", text_.message, text_.help} {
    rule_.name = text_.name;
    rule_.category = custom_category;
    rule_.summary = summary_;
    rule_.why = text_.why;
    rule_.severity = text_.severity;
    rule_.messages = {&message_, 1};
    rule_.check = &check_;
}

}  // namespace dockcheck::config

// Regular expressions that cannot take exponential time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/text/result.hpp"

namespace re2 {
class RE2;
}

namespace dockcheck {

/// A compiled pattern in RE2's syntax. Matching is linear in the text.
class Pattern {
 public:
    /// Compiles; an error says what is wrong with the pattern. Text is bytes read as UTF-8.
    static Result<Pattern> compile(std::string_view pattern);
    /// True when the pattern matches all of the text.
    [[nodiscard]] bool matches(std::string_view text) const;
    /// True when the pattern matches some part of the text.
    [[nodiscard]] bool occurs_in(std::string_view text) const;
    /// The pattern that matches exactly this text.
    static std::string quote(std::string_view literal);

 private:
    explicit Pattern(std::shared_ptr<re2::RE2 const> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<re2::RE2 const> compiled_;
};

}  // namespace dockcheck

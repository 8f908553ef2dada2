// One pattern of an ignore file, ready to match (not for use outside of this folder).
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/text/pattern.hpp"

namespace dockcheck::context {

/// A cleaned pattern without its `!`. BuildKit takes most patterns apart by string comparison and
/// makes a regular expression of the rest; here shapes whose expression is known to mean the same
/// as a glob never reach RE2.
class IgnoreMatcher {
 public:
    enum class Answer { no, yes, invalid };

    explicit IgnoreMatcher(std::string_view pattern);
    [[nodiscard]] Answer match(std::string_view path) const;
    /// The regular expression that BuildKit would make, or empty for a plain comparison.
    [[nodiscard]] std::string const& expression() const { return expression_; }

 private:
    enum class Kind {
        exact,      ///< equal
        prefix,     ///< `foo/**`: begins with
        suffix,     ///< `**foo`: ends with
        glob,       ///< `*.c`: within components
        deep_glob,  ///< `**/*.c`: a glob for the last components
        expression
    };
    [[nodiscard]] Answer match_expression(std::string_view path) const;

    std::string pattern_;
    std::string expression_;
    Kind kind_ = Kind::exact;
    mutable std::once_flag compiled_once_;
    mutable std::optional<Pattern> compiled_;
    mutable bool is_too_large_ = false;
};

}  // namespace dockcheck::context

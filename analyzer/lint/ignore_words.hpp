// Reading the words of a comment from left to right.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/lint/ignore_comments.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck {

/// A place in a comment. What is taken is a view of the comment.
class IgnoreWords {
 public:
    /// `text` begins with `#` and stands at `offset` of its source.
    IgnoreWords(std::string_view text, std::uint32_t offset) : text_(text), offset_(offset) {
        if (!text_.empty() && text_.back() == '\r') text_.remove_suffix(1);
        while (at_ < text_.size() && text_[at_] == '#') ++at_;
        skip_blanks();
    }

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    /// In lower case; zero at the end.
    [[nodiscard]] char first_letter() const;
    void skip_blanks();
    /// The text, if it comes next.
    bool take(std::string_view text);
    /// The word, if it comes next and a blank or the end behind it; the blanks too.
    bool take_word(std::string_view word);
    /// The word and `=`, blanks around it allowed.
    bool take_assignment(std::string_view word);
    /// Goes behind the first place where the text stands.
    bool find(std::string_view text);
    /// The same for a text at the start of a word.
    bool find_word(std::string_view text);
    /// What `find_word` found.
    [[nodiscard]] std::string_view last_taken() const { return last_taken_; }
    /// All up to one of the characters or the end.
    std::string_view take_until(std::string_view characters);
    /// Letters, digits and - _ . / : as in names of rules.
    std::string_view take_name();
    /// Forgets what stands behind the next blank.
    void end_at_blank();
    /// What is left, without blanks around it; takes it.
    std::string_view rest();

    [[nodiscard]] Span span_of(std::string_view part) const {
        auto const begin = offset_ + static_cast<std::uint32_t>(part.data() - text_.data());
        return {begin, begin + static_cast<std::uint32_t>(part.size())};
    }

 private:
    [[nodiscard]] std::string_view left() const { return text_.substr(at_); }

    std::string_view text_;
    std::uint32_t offset_;
    std::size_t at_ = 0;
    std::string_view last_taken_;
};

/// A comment of ours, right or nearly so.
bool read_own_ignore_comment(IgnoreWords& words, std::string_view today, IsRuleName is_rule_name,
                             IgnoreComment& comment);

}  // namespace dockcheck

// Ignore comments of ours: `# dockcheck ignore=RULE,RULE until=DATE -- reason`, and what nearly is
// one.
#include <array>

#include "analyzer/lint/ignore_words.hpp"
#include "analyzer/text/date.hpp"
#include "analyzer/text/nearest.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck {
namespace {

enum class Meaning : std::uint8_t { nothing, ignore, ignore_file };

/// What the word behind `dockcheck` means; other linters' words for the same thing too.
Meaning meaning_of(std::string_view word) {
    static constexpr auto names = std::to_array<std::string_view>({"ignore", "ignore-file"});
    static constexpr auto synonyms = std::to_array<std::string_view>(
        {"disable", "ignore-line", "ignore-next-line", "noqa", "nolint", "skip", "suppress"});
    for (auto const synonym : synonyms) {
        if (equal_without_case(word, synonym)) return Meaning::ignore;
    }
    if (equal_without_case(word, "global-ignore")) return Meaning::ignore_file;
    auto const near = equal_without_case(word, names[0]) ? names[0] : nearest(word, names);
    if (near == names[0]) return Meaning::ignore;
    if (near == names[1] || equal_without_case(word, names[1])) return Meaning::ignore_file;
    return Meaning::nothing;
}

/// Reads one comment that begins with our name.
class OwnComment {
 public:
    OwnComment(IgnoreWords& words, std::string_view today, IsRuleName is_rule_name,
               IgnoreComment& comment)
        : words_(words), today_(today), is_rule_name_(is_rule_name), comment_(comment) {}

    bool read() {
        if (!read_start()) return false;
        read_names();
        read_until();
        read_reason();
        if (comment_.names.empty()) fault(IgnoreFault::no_names);
        bool const is_over = !comment_.until.empty() && !today_.empty() && comment_.until < today_;
        if (is_over) fault(IgnoreFault::expired);
        if (comment_.fault != IgnoreFault::none) rewrite();
        return true;
    }

 private:
    void fault(IgnoreFault fault) {
        if (comment_.fault == IgnoreFault::none) comment_.fault = fault;
    }

    /// `dockcheck ignore=`; false when the comment is prose.
    bool read_start() {
        bool const has_colon = words_.take("dockcheck:");
        words_.skip_blanks();
        if (!has_colon && !words_.take_word("dockcheck")) return false;
        auto const word = words_.take_until(" \t=:");
        if (word.empty()) return false;
        auto const global = equal_without_case(word, "global") || equal_without_case(word, "file");
        words_.skip_blanks();
        if (global && words_.take("ignore")) meaning_ = Meaning::ignore_file;
        if (meaning_ == Meaning::nothing) meaning_ = meaning_of(word);
        if (meaning_ == Meaning::ignore_file) comment_.scope = IgnoreScope::file;
        bool const is_right =
            equal_without_case(word, "ignore") || equal_without_case(word, "ignore-file");
        if (!is_right || has_colon) fault(IgnoreFault::misspelt_word);
        if (words_.take("=")) return true;
        if (meaning_ == Meaning::nothing) return false;
        bool const has_other_sign = words_.take(":");
        fault(IgnoreFault::missing_equals);
        return has_other_sign || (is_right && words_.at_end()) || a_rule_comes_next();
    }

    [[nodiscard]] bool a_rule_comes_next() const {
        auto ahead = words_;
        ahead.skip_blanks();
        auto const name = ahead.take_name();
        // Categories are ordinary words: `ignore files` is prose.
        bool const is_word = name.find_first_of("-:0123456789") == std::string_view::npos;
        return !is_word && is_rule_name_(name);
    }

    void read_names() {
        while (true) {
            words_.skip_blanks();
            if (auto ahead = words_; ahead.take("until=")) return;
            auto const name = words_.take_name();
            if (name.empty()) return;
            add(name);
            words_.skip_blanks();
            if (words_.take(",")) continue;
            if (words_.take(";") || words_.take("|")) {
                fault(IgnoreFault::wrong_separator);
            } else if (!words_.at_end() && a_rule_comes_next()) {
                fault(IgnoreFault::wrong_separator);
            } else {
                return;
            }
        }
    }

    void add(std::string_view text) {
        IgnoredName name;
        name.text = text;
        name.span = words_.span_of(text);
        auto const colon = text.find(':');
        name.id = colon == std::string_view::npos ? text : text.substr(colon + 1);
        name.peer = colon == std::string_view::npos ? std::string_view() : text.substr(0, colon);
        comment_.names.push_back(name);
    }

    void read_until() {
        words_.skip_blanks();
        if (!words_.take("until=")) {
            // Written otherwise it would be taken for a reason, and the comment would hold for
            // good.
            auto ahead = words_;
            auto const word = ahead.take_until(" \t=:");
            ahead.skip_blanks();
            bool const is_meant = equal_without_case(word, "until")
                                  && (ahead.take("=") || ahead.take(":") || is_date(ahead.rest()));
            if (is_meant) fault(IgnoreFault::wrong_date);
            return;
        }
        comment_.until = words_.take_until(" \t");
        if (!is_date(comment_.until)) fault(IgnoreFault::wrong_date);
    }

    void read_reason() {
        words_.skip_blanks();
        if (words_.at_end()) return;
        if (!words_.take("--")) {
            fault(IgnoreFault::missing_dashes);
            // Dashes of other lengths and other signs of a beginning.
            static constexpr std::string_view all_signs[] = {"\u2014", "\u2013", "-",
                                                             "#",      "//",     ":"};
            for (auto const sign : all_signs) {
                if (words_.take(sign)) break;
            }
        }
        comment_.reason = words_.rest();
    }

    /// The comment as it was surely meant.
    void rewrite() {
        bool const is_about_day =
            comment_.fault == IgnoreFault::wrong_date || comment_.fault == IgnoreFault::expired;
        if (meaning_ == Meaning::nothing || comment_.names.empty() || is_about_day) return;
        auto& text = comment_.rewritten;
        text = meaning_ == Meaning::ignore ? "# dockcheck ignore=" : "# dockcheck ignore-file=";
        for (auto const& name : comment_.names) {
            if (&name != comment_.names.data()) text += ',';
            text += name.text;
        }
        if (!comment_.until.empty()) {
            text += " until=";
            text += comment_.until;
        }
        if (comment_.reason.empty()) return;
        text += " -- ";
        text += comment_.reason;
    }

    IgnoreWords& words_;
    std::string_view today_;
    IsRuleName is_rule_name_;
    IgnoreComment& comment_;
    Meaning meaning_ = Meaning::nothing;
};

}  // namespace

bool read_own_ignore_comment(IgnoreWords& words, std::string_view today, IsRuleName is_rule_name,
                             IgnoreComment& comment) {
    return OwnComment(words, today, is_rule_name, comment).read();
}

}  // namespace dockcheck

// Each guess is tried: the changed text is read anew, and only what then parses is told.
#include "analyzer/model/syntax_slips.hpp"

#include <algorithm>
#include <string>

#include "analyzer/syntax/shell/parse.hpp"

namespace dockcheck::model {
namespace {

using SlipKind = SyntaxSlip::Kind;

constexpr std::string_view ends_of_words = " \t\n;&|()<>";
/// As many places are tried as this; each costs a reading of the script.
constexpr int most_tries = 4;
constexpr std::size_t largest_checked_script = std::size_t{64} << 10;

bool is_end(std::string_view text, std::size_t at) {
    return at >= text.size() || ends_of_words.find(text[at]) != text.npos;
}

/// A text with one part replaced, and whether a shell reads it.
struct Change {
    std::size_t begin;
    std::size_t size;
    std::string_view with;

    [[nodiscard]] bool mends(std::string_view text, Arena& arena) const {
        auto changed = std::string(text.substr(0, begin));
        changed += with;
        changed += text.substr(begin + size);
        auto const kept = arena.copy(changed);
        return shell::parse(kept, shell::Dialect::bash, arena).first_error == nullptr;
    }
};

class Finder {
 public:
    Finder(std::string_view text, std::size_t error, Arena& arena)
        : text_(text), error_(error), arena_(arena) {}

    std::optional<SyntaxSlip> find() {
        if (auto found = find_background()) return found;
        if (auto found = find_parameters()) return found;
        if (auto found = find_function()) return found;
        static constexpr std::string_view all_words[] = {"done", "fi", "then", "do", "esac"};
        for (auto const word : all_words) {
            if (auto found = find_word(word, SlipKind::separator)) return found;
        }
        if (auto found = find_word("}", SlipKind::brace)) return found;
        return find_comment();
    }

 private:
    [[nodiscard]] std::optional<SyntaxSlip> slip(SlipKind kind, std::size_t begin,
                                                 std::size_t end) const {
        return SyntaxSlip{kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    std::optional<SyntaxSlip> find_background() {
        if (error_ == 0 || error_ >= text_.size() || text_[error_] != ';') return std::nullopt;
        auto const before = text_.find_last_not_of(" \t", error_ - 1);
        if (before == text_.npos || text_[before] != '&') return std::nullopt;
        if (!Change{error_, 1, ""}.mends(text_, arena_)) return std::nullopt;
        return slip(SlipKind::background, before, error_ + 1);
    }

    std::optional<SyntaxSlip> find_parameters() {
        if (error_ == 0 || error_ >= text_.size() || text_[error_] != '(') return std::nullopt;
        auto const close = text_.find(')', error_);
        if (close == text_.npos) return std::nullopt;
        if (!Change{error_ + 1, close - error_ - 1, ""}.mends(text_, arena_)) return std::nullopt;
        return slip(SlipKind::parameters, error_, close + 1);
    }

    std::optional<SyntaxSlip> find_function() {
        constexpr std::string_view keyword = "function ";
        auto const start = text_.find(keyword);
        if (start == text_.npos) return std::nullopt;
        auto const name = start + keyword.size();
        auto const brace = text_.find_first_of("{ \t\n;&|()<>", name);
        if (brace == text_.npos || text_[brace] != '{' || brace == name) return std::nullopt;
        if (!Change{brace, 0, " "}.mends(text_, arena_)) return std::nullopt;
        return slip(SlipKind::function, name, brace + 1);
    }

    /// The last ones first: what is missing is noticed behind them.
    std::optional<SyntaxSlip> find_word(std::string_view word, SlipKind kind) {
        auto at = text_.rfind(word);
        for (int tries = 0; at != text_.npos && at > 0 && tries < most_tries;) {
            bool const is_word =
                (text_[at - 1] == ' ' || text_[at - 1] == '\t') && is_end(text_, at + word.size());
            if (is_word) {
                ++tries;
                if (Change{at, 0, "; "}.mends(text_, arena_))
                    return slip(kind, at, at + word.size());
            }
            at = text_.rfind(word, at - 1);
        }
        return std::nullopt;
    }

    std::optional<SyntaxSlip> find_comment() {
        auto at = text_.rfind('#');
        for (int tries = 0; at != text_.npos && at > 0 && tries < most_tries;) {
            if (!is_end(text_, at - 1)) {
                ++tries;
                if (Change{at, 0, " "}.mends(text_, arena_))
                    return slip(SlipKind::comment, at, at + 1);
            }
            at = text_.rfind('#', at - 1);
        }
        return std::nullopt;
    }

    std::string_view text_;
    std::size_t error_;
    Arena& arena_;
};

}  // namespace

std::optional<SyntaxSlip> slip_of(ShellScript const& script, Arena& arena) {
    auto const* const error = script.tree.first_error;
    if (error == nullptr || script.tree.text.size() > largest_checked_script) return std::nullopt;
    return Finder(script.tree.text, error->offset, arena).find();
}

}  // namespace dockcheck::model

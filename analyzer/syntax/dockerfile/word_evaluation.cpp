// What a variable and its modifiers expand to; the second half of the word lexer.
#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/syntax/dockerfile/letters.hpp"
#include "analyzer/syntax/dockerfile/shell_pattern.hpp"
#include "analyzer/syntax/dockerfile/word_lexer.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

enum class Missing { no, yes, unknown };

bool has_known_text(Value const& value) {
    return std::ranges::any_of(
        value.pieces(), [](Piece const& piece) { return piece.known && !piece.text.empty(); });
}

/// The value when all of it is known; an unset variable is empty.
std::optional<std::string_view> known_text(Variable const& variable) {
    if (variable.state == Variable::State::unset) return std::string_view{};
    if (variable.state == Variable::State::unknown) return std::nullopt;
    return variable.value.known();
}

/// Whether the variable counts as missing: unset, or with a colon also empty. A piece that is known
/// shows that the variable is set, and not empty.
Missing is_missing(Variable const& variable, bool or_empty) {
    if (variable.state == Variable::State::unset) return Missing::yes;
    if (has_known_text(variable.value)) return Missing::no;
    if (variable.state == Variable::State::unknown) return Missing::unknown;
    if (!or_empty) return Missing::no;
    if (!variable.value.is_known()) return Missing::unknown;
    return variable.value.text_or_empty().empty() ? Missing::yes : Missing::no;
}

std::string reversed_text(std::u32string_view text) {
    std::string result;
    for (auto at = text.size(); at > 0; --at) encode(text[at - 1], result);
    return result;
}

/// Replaces the group references of a template for Go's regexp package, where only group 0 exists:
/// `$0` is the match, `$$` a dollar, other names vanish.
std::string expand_template(std::string_view text, std::string_view match) {
    std::string result;
    while (true) {
        auto const dollar = text.find('$');
        result += text.substr(0, dollar);
        if (dollar == std::string_view::npos) return result;
        text.remove_prefix(dollar + 1);
        if (text.starts_with('$')) {
            result += '$';
            text.remove_prefix(1);
            continue;
        }
        bool const braced = text.starts_with('{');
        auto const begin = std::size_t{braced ? 1U : 0U};
        auto end = begin;
        while (end < text.size()) {
            auto const point = decode(text.substr(end));
            if (!is_letter(point.value) && !is_digit(point.value) && point.value != '_') break;
            end += point.size;
        }
        bool const closed = !braced || (end < text.size() && text[end] == '}');
        if (end == begin || !closed) {
            result += '$';
            continue;
        }
        if (text.substr(begin, end - begin) == "0") result += match;
        text.remove_prefix(end + begin);
    }
}

/// A text as code points, with the way back to its bytes.
class IndexedText {
 public:
    explicit IndexedText(std::string_view text) : text_(text), points_(code_points(text)) {
        offsets_.reserve(points_.size() + 1);
        std::size_t at = 0;
        while (at < text.size()) {
            offsets_.push_back(at);
            at += decode(text.substr(at)).size;
        }
        offsets_.push_back(at);
    }
    [[nodiscard]] std::u32string_view points() const { return points_; }
    [[nodiscard]] std::string_view slice(std::size_t begin, std::size_t end) const {
        return text_.substr(offsets_[begin], offsets_[end] - offsets_[begin]);
    }
    [[nodiscard]] std::size_t size() const { return points_.size(); }

 private:
    std::string_view text_;
    std::u32string points_;
    std::vector<std::size_t> offsets_;
};

std::string replace_first(IndexedText const& text, ShellPattern const& pattern,
                          std::string_view replacement, std::size_t& budget) {
    auto const match = pattern.find(text.points(), 0, budget);
    if (!match) return std::string(text.slice(0, text.size()));
    std::string result(text.slice(0, match->begin));
    result += replacement;
    result += text.slice(match->end, text.size());
    return result;
}

std::string replace_all(IndexedText const& text, ShellPattern const& pattern,
                        std::string_view replacement, std::size_t& budget) {
    std::string result;
    std::size_t copied = 0;
    std::size_t from = 0;
    while (from <= text.size()) {
        auto const match = pattern.find(text.points(), from, budget);
        if (!match) break;
        result += text.slice(copied, match->begin);
        // An empty match right behind another match is none.
        if (match->end > copied || match->begin == 0) {
            auto const added = expand_template(replacement, text.slice(match->begin, match->end));
            budget -= std::min(budget, added.size());
            result += added;
        }
        copied = match->end;
        from = std::max(from + 1, match->end);
    }
    result += text.slice(copied, text.size());
    return result;
}

}  // namespace

Variable WordLexer::look_up(std::string_view name, std::uint32_t begin,
                            std::string_view operation) {
    uses_.push_back({name, {begin, position_}, operation});
    return scope_(name);
}

bool WordLexer::append_known(std::string_view text, std::string_view name) {
    if (!charge(text.size())) return false;
    out_.append({text, true, name}, 0);
    return true;
}

bool WordLexer::append_unknown(std::string_view name, std::uint32_t begin) {
    auto const written = text_.substr(begin, position_ - begin);
    if (!charge(written.size())) return false;
    out_.append({written, false, name}, 0);
    return true;
}

bool WordLexer::append_variable(Variable const& variable, std::string_view name,
                                std::uint32_t begin) {
    if (auto const text = known_text(variable)) return append_known(*text, name);
    if (variable.value.is_known()) return append_unknown(name, begin);
    for (auto const& piece : variable.value.pieces()) {
        if (!charge(piece.text.size() + sizeof(Piece))) return false;
        out_.append({piece.text, piece.known, piece.variable.empty() ? name : piece.variable}, 0);
    }
    return true;
}

bool WordLexer::evaluate(Braced const& braced) {
    auto const variable = look_up(braced.name, braced.begin, braced.operation);
    bool const is_trim = braced.letter == '#' || braced.letter == '%';
    return is_trim ? evaluate_trim(braced, variable) : evaluate_default(braced, variable);
}

bool WordLexer::evaluate_default(Braced const& braced, Variable const& variable) {
    auto const missing = is_missing(variable, braced.colon);
    auto const drop_word = [&] { out_.truncate(braced.mark); };
    switch (braced.letter) {
        case '-':
            if (missing == Missing::yes) return true;
            drop_word();
            if (missing == Missing::unknown) return append_unknown(braced.name, braced.begin);
            return append_variable(variable, braced.name, braced.begin);
        case '+':
            if (missing == Missing::no) return true;
            drop_word();
            return missing == Missing::yes || append_unknown(braced.name, braced.begin);
        case '?': {
            std::string why(out_.text(braced.mark));
            drop_word();
            if (missing != Missing::yes)
                return append_variable(variable, braced.name, braced.begin);
            bool const unset = variable.state == Variable::State::unset;
            if (why.empty())
                why = unset ? "is not allowed to be unset" : "is not allowed to be empty";
            return fail(ast::FaultKind::parameter_error, braced.begin, why);
        }
        default:
            return fail(ast::FaultKind::unsupported_modifier, braced.begin,
                        to_valid_utf8(braced.operation));
    }
}

bool WordLexer::evaluate_trim(Braced const& braced, Variable const& variable) {
    std::string_view const operand = out_.text(braced.mark);
    bool const doubled = operand.starts_with(static_cast<char>(braced.letter));
    std::string const pattern(operand.substr(doubled ? 1 : 0));
    bool const is_pattern_known = out_.is_known(braced.mark);
    out_.truncate(braced.mark);
    if (!is_pattern_known) return append_unknown(braced.name, braced.begin);

    bool const is_prefix = braced.letter == '#';
    auto const direction =
        is_prefix ? ShellPattern::Direction::forward : ShellPattern::Direction::backward;
    auto const length = doubled ? ShellPattern::Length::longest : ShellPattern::Length::shortest;
    if (!charge(pattern.size())) return false;
    auto const parsed = ShellPattern::parse(pattern, direction);
    if (!parsed) return fail(ast::FaultKind::invalid_pattern, braced.begin, pattern);
    auto const value = known_text(variable);
    if (!value) return append_unknown(braced.name, braced.begin);

    if (!charge(value->size())) return false;
    auto points = code_points(*value);
    if (!is_prefix) std::ranges::reverse(points);
    auto const end = parsed->match_at(points, 0, length, budget_).value_or(0);
    if (budget_ == 0) return give_up();
    // A suffix is cut from the reversed code points, which cannot keep invalid bytes.
    if (!is_prefix)
        return append_known(reversed_text(std::u32string_view(points).substr(end)), braced.name);
    IndexedText const indexed(*value);
    return append_known(indexed.slice(end, indexed.size()), braced.name);
}

bool WordLexer::evaluate_replacement(Braced const& braced, std::uint32_t replacement_mark,
                                     bool all) {
    auto const variable = look_up(braced.name, braced.begin, braced.operation);
    std::string const replacement(out_.text(replacement_mark));
    bool const are_known = out_.is_known(braced.mark);
    out_.truncate(replacement_mark);
    bool const is_pattern_known = out_.is_known(braced.mark);
    std::string const pattern(out_.text(braced.mark));
    out_.truncate(braced.mark);

    if (!charge(pattern.size() + replacement.size())) return false;
    if (is_pattern_known) {
        auto const parsed = ShellPattern::parse(pattern, ShellPattern::Direction::forward);
        if (!parsed) return fail(ast::FaultKind::invalid_pattern, braced.begin, pattern);
        auto const value = known_text(variable);
        if (value && are_known) {
            if (!charge(value->size())) return false;
            IndexedText const text(*value);
            auto const replaced = all ? replace_all(text, *parsed, replacement, budget_)
                                      : replace_first(text, *parsed, replacement, budget_);
            if (budget_ == 0) return give_up();
            return append_known(replaced, braced.name);
        }
    }
    return append_unknown(braced.name, braced.begin);
}

}  // namespace dockcheck::dockerfile

// Matching of shell patterns by following all possibilities at once, so that no pattern is slow.
#include "analyzer/syntax/dockerfile/shell_pattern.hpp"

#include <cstdint>

#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

constexpr char32_t pattern_byte_order_mark = 0xFEFF;

/// The pattern from back to front; an escape stays before its character. A backslash at the end
/// escapes what came before it, as in BuildKit.
std::u32string reverse_pattern(std::u32string_view pattern) {
    std::u32string result;
    result.reserve(pattern.size());
    std::size_t end = pattern.size();
    std::vector<bool> escapes(pattern.size());
    for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
        if (pattern[i] == '\\') escapes[i++] = true;
    }
    while (end > 0) {
        --end;
        if (end > 0 && escapes[end - 1]) {
            result.push_back(pattern[end - 1]);
            result.push_back(pattern[end]);
            --end;
        } else {
            result.push_back(pattern[end]);
        }
    }
    return result;
}

/// Takes the cost from the budget; all that is left when it is not enough.
bool spend(std::size_t& budget, std::size_t cost) {
    bool const enough = budget >= cost;
    budget -= enough ? cost : budget;
    return enough;
}

/// The states of the elements that the text read so far may have led to, each once.
class ActiveStates {
 public:
    explicit ActiveStates(std::size_t count) : seen_(count, false) {}

    bool add(std::uint32_t state) {
        if (seen_[state]) return false;
        seen_[state] = true;
        states_.push_back(state);
        return true;
    }
    void clear() {
        for (auto const state : states_) seen_[state] = false;
        states_.clear();
    }
    [[nodiscard]] bool has(std::uint32_t state) const { return seen_[state]; }
    [[nodiscard]] std::vector<std::uint32_t> const& all() const { return states_; }

 private:
    std::vector<bool> seen_;
    std::vector<std::uint32_t> states_;
};

}  // namespace

std::u32string code_points(std::string_view text) {
    std::u32string result;
    result.reserve(text.size());
    while (!text.empty()) {
        auto const next = decode(text);
        result.push_back(next.value);
        text.remove_prefix(next.size);
    }
    return result;
}

std::optional<ShellPattern> ShellPattern::parse(std::string_view pattern, Direction direction) {
    auto points = code_points(pattern);
    if (direction == Direction::backward) points = reverse_pattern(points);
    std::u32string_view rest = points;
    if (!rest.empty() && rest.front() == pattern_byte_order_mark) rest.remove_prefix(1);

    ShellPattern result;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        auto c = rest[i];
        auto kind = Element::Kind::literal;
        if (c == '*') {
            kind = Element::Kind::any_run;
        } else if (c == '?') {
            kind = Element::Kind::any_one;
        } else if (c == '\\') {
            auto const escaped = i + 1 < rest.size() ? rest[i + 1] : U'\0';
            if (escaped == '}' || escaped == '/') continue;
            if (escaped != '*' && escaped != '?' && escaped != '\\') return std::nullopt;
            c = escaped;
            ++i;
        }
        // Two runs in a row are one.
        if (kind == Element::Kind::any_run && !result.elements_.empty()
            && result.elements_.back().kind == kind)
            continue;
        result.elements_.push_back({kind, c});
    }
    return result;
}

bool ShellPattern::accepts(std::size_t state, char32_t c) const {
    if (state == elements_.size()) return false;
    auto const& element = elements_[state];
    return element.kind == Element::Kind::literal ? c == element.literal : c != '\n';
}

std::optional<std::size_t> ShellPattern::match_at(std::u32string_view text, std::size_t begin,
                                                  Length length, std::size_t& budget) const {
    auto const last = static_cast<std::uint32_t>(elements_.size());
    ActiveStates now(elements_.size() + 1);
    ActiveStates then(elements_.size() + 1);
    auto const is_run = [&](std::uint32_t state) {
        return state < last && elements_[state].kind == Element::Kind::any_run;
    };
    // A run may also be empty: what follows it is entered with it.
    auto const enter = [&](ActiveStates& states, std::uint32_t state) {
        while (states.add(state) && is_run(state)) ++state;
    };
    std::optional<std::size_t> end;
    enter(now, 0);
    for (std::size_t at = begin; !now.all().empty(); ++at) {
        if (now.has(last)) end = at;
        if (at == text.size() || (end && length == Length::shortest)) break;
        if (!spend(budget, now.all().size())) return std::nullopt;
        for (auto const state : now.all()) {
            if (accepts(state, text[at])) enter(then, is_run(state) ? state : state + 1);
        }
        now.clear();
        std::swap(now, then);
    }
    return end;
}

std::optional<ShellPattern::Match> ShellPattern::find(std::u32string_view text, std::size_t from,
                                                      std::size_t& budget) const {
    for (std::size_t begin = from; begin <= text.size(); ++begin) {
        if (budget == 0) return std::nullopt;
        --budget;
        bool const cannot_begin =
            !elements_.empty() && elements_.front().kind == Element::Kind::literal
            && (begin == text.size() || text[begin] != elements_.front().literal);
        if (cannot_begin) continue;
        auto const end = match_at(text, begin, Length::longest, budget);
        if (end) return Match{begin, *end};
    }
    return std::nullopt;
}

}  // namespace dockcheck::dockerfile

// Comparators turned into intervals.
#include "analyzer/model/version_range.hpp"

#include <algorithm>
#include <charconv>

namespace dockcheck::model {
namespace {

constexpr VersionNumber part_size = 100'000;
constexpr VersionNumber no_end = ~VersionNumber{0};

/// Up to three numbers; those that are not there, or are x or *, are open.
struct Parts {
    VersionNumber numbers[3] = {0, 0, 0};
    int count = 0;

    [[nodiscard]] VersionNumber low() const {
        return (numbers[0] * part_size + numbers[1]) * part_size + numbers[2];
    }
    /// The end of the versions that have the first `n` parts.
    [[nodiscard]] VersionNumber end_of(int n) const {
        if (n <= 0) return no_end;
        Parts next = *this;
        ++next.numbers[n - 1];
        for (int i = n; i < 3; ++i) next.numbers[i] = 0;
        return next.low();
    }
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

void skip_blanks(std::string_view& text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

/// A version taken off the front of a text; nothing for other words.
std::optional<Parts> take_version(std::string_view& text) {
    Parts parts;
    if (text.starts_with('v')) text.remove_prefix(1);
    bool is_open = false;
    bool any = false;
    while (!text.empty()) {
        auto const c = text.front();
        if (c == '*' || c == 'x' || c == 'X') {
            text.remove_prefix(1);
            is_open = any = true;
        } else {
            VersionNumber number = 0;
            auto const [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), number);
            if (error != std::errc{} || number >= part_size) return std::nullopt;
            text.remove_prefix(static_cast<std::size_t>(end - text.data()));
            any = true;
            if (!is_open && parts.count < 3) parts.numbers[parts.count++] = number;
        }
        if (!text.starts_with('.')) break;
        text.remove_prefix(1);
    }
    if (!any) return std::nullopt;
    // Pre-releases and builds: near enough to the version itself.
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        auto const end = std::min(text.find_first_of(" ,|"), text.size());
        text.remove_prefix(end);
    }
    bool const ends =
        text.empty() || is_blank(text.front()) || text.front() == ',' || text.front() == '|';
    return ends ? std::optional(parts) : std::nullopt;
}

std::string_view take_operator(std::string_view& text) {
    static constexpr std::string_view candidates[] = {"===", ">=", "<=", "!=", "==", "~>",
                                                      "~=",  "^",  "~",  ">",  "<",  "="};
    for (auto const one : candidates) {
        if (!text.starts_with(one)) continue;
        text.remove_prefix(one.size());
        return one;
    }
    return {};
}

VersionInterval caret(Parts const& parts) {
    int first = 0;
    while (first + 1 < parts.count && parts.numbers[first] == 0) ++first;
    return {parts.low(), parts.end_of(std::min(first + 1, parts.count))};
}

/// What a comparator allows; nothing for those that are not one interval.
std::optional<VersionInterval> interval(std::string_view op, Parts const& parts, RangeStyle style) {
    auto const low = parts.low();
    auto const end = parts.end_of(parts.count);
    if (op == ">=") return VersionInterval{low, no_end};
    if (op == ">") return VersionInterval{style == RangeStyle::npm ? end : low + 1, no_end};
    if (op == "<=") return VersionInterval{0, end};
    if (op == "<") return VersionInterval{0, low};
    if (op == "^") return caret(parts);
    if (op == "~" && style == RangeStyle::npm) {
        return VersionInterval{low, parts.end_of(std::min(parts.count, 2))};
    }
    // All but the last part stay: 3.2 up to 4, 3.2.1 up to 3.3.
    if (op == "~" || op == "~>" || op == "~=") {
        return VersionInterval{low, parts.end_of(std::max(parts.count - 1, 1))};
    }
    if (op.empty() || op == "=" || op == "==" || op == "===") return VersionInterval{low, end};
    return std::nullopt;
}

VersionInterval both(VersionInterval const& a, VersionInterval const& b) {
    return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

/// Comparators that all have to hold.
std::optional<VersionInterval> read_all(std::string_view text, RangeStyle style) {
    VersionInterval result{0, no_end};
    skip_blanks(text);
    while (!text.empty()) {
        auto const op = take_operator(text);
        skip_blanks(text);
        auto const parts = take_version(text);
        if (!parts) return std::nullopt;
        // Other versions than one: the rest of the range is what counts.
        auto const part =
            op == "!=" ? std::optional(VersionInterval{0, no_end}) : interval(op, *parts, style);
        if (!part) return std::nullopt;
        result = both(result, *part);
        skip_blanks(text);
        if (text.starts_with(',')) text.remove_prefix(1);
        skip_blanks(text);
        if (text.starts_with("- ")) return std::nullopt;
    }
    return result;
}

}  // namespace

std::optional<VersionRange> parse_version_range(std::string_view text, RangeStyle style) {
    VersionRange range;
    bool const has_choices = style == RangeStyle::npm || style == RangeStyle::composer;
    while (true) {
        auto const bar = has_choices ? text.find('|') : std::string_view::npos;
        auto const part = text.substr(0, bar);
        auto const one = read_all(part, style);
        if (!one) return std::nullopt;
        range.push_back(*one);
        if (bar == std::string_view::npos) break;
        text.remove_prefix(bar + 1);
        if (text.starts_with('|')) text.remove_prefix(1);
    }
    return range;
}

VersionInterval interval_of(LanguageVersion const& version) {
    Parts parts;
    parts.numbers[parts.count++] = version.major;
    if (version.minor) parts.numbers[parts.count++] = *version.minor;
    if (version.minor && version.patch) parts.numbers[parts.count++] = *version.patch;
    return {parts.low(), parts.end_of(parts.count)};
}

bool is_since(std::string_view python_range, std::uint32_t major, std::uint32_t minor) {
    while (python_range.ends_with(' ')) python_range.remove_suffix(1);
    if (python_range.empty()) return true;
    auto const range = parse_version_range(python_range, RangeStyle::python);
    LanguageVersion const first{{}, {}, major, minor, std::nullopt};
    return range && is_outside({0, interval_of(first).low}, *range);
}

bool is_outside(VersionInterval const& interval, VersionRange const& range) {
    return std::ranges::all_of(range, [&](VersionInterval const& part) {
        auto const common = both(interval, part);
        return common.low >= common.high;
    });
}

}  // namespace dockcheck::model

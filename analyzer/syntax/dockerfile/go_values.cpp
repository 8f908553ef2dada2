// Reading of values as Go's standard library reads them.
#include "analyzer/syntax/dockerfile/go_values.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

constexpr bool is_go_digit(char c) { return c >= '0' && c <= '9'; }

constexpr char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr std::uint64_t largest_duration = std::uint64_t{1} << 63;

struct DurationUnit {
    std::string_view name;
    std::uint64_t nanoseconds;
};

// The micro sign and the Greek letter mu both count.
constexpr std::array<DurationUnit, 8> duration_units{{
    {"ns", 1},
    {"us", 1'000},
    {"\u00B5s", 1'000},
    {"\u03BCs", 1'000},
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"m", 60'000'000'000},
    {"h", 3'600'000'000'000},
}};

std::string_view take_digits(std::string_view& rest) {
    auto const end = std::ranges::find_if_not(rest, is_go_digit);
    auto const digits = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(digits.size());
    return digits;
}

/// The part of a unit that digits behind the point stand for. Digits beyond what 63 bits hold are
/// ignored.
std::uint64_t fraction_of(std::string_view digits, std::uint64_t unit) {
    std::uint64_t value = 0;
    double scale = 1;
    for (char const c : digits) {
        auto const digit = static_cast<std::uint64_t>(c - '0');
        if (value > (largest_duration - 1) / 10) break;
        auto const next = value * 10 + digit;
        if (next > largest_duration) break;
        value = next;
        scale *= 10;
    }
    return static_cast<std::uint64_t>(static_cast<double>(value)
                                      * (static_cast<double>(unit) / scale));
}

/// One number with its unit, in nanoseconds.
std::optional<std::uint64_t> take_duration_part(std::string_view& rest) {
    auto const digits = take_digits(rest);
    std::string_view fraction;
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        fraction = take_digits(rest);
    }
    if (digits.empty() && fraction.empty()) return std::nullopt;
    auto value = std::uint64_t{0};
    if (!digits.empty()) {
        auto const whole = parse_go_unsigned(digits, 10, largest_duration);
        if (!whole) return std::nullopt;
        value = *whole;
    }

    auto const is_unit_end = [](char c) { return c == '.' || is_go_digit(c); };
    auto const end = std::ranges::find_if(rest, is_unit_end);
    auto const name = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    auto const unit = std::ranges::find(duration_units, name, &DurationUnit::name);
    if (unit == duration_units.end() || value > largest_duration / unit->nanoseconds)
        return std::nullopt;
    rest.remove_prefix(name.size());
    value = value * unit->nanoseconds + fraction_of(fraction, unit->nanoseconds);
    if (value > largest_duration) return std::nullopt;
    return value;
}

/// A decimal number with optional sign, fraction and exponent.
bool is_plain_float(std::string_view text, bool& negative) {
    negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    auto const number = text;
    auto const whole = take_digits(text);
    std::string_view fraction;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    if (whole.empty() && fraction.empty()) return false;
    negative = negative && number.find_first_of("123456789") != std::string_view::npos;
    if (text.empty()) return true;
    if (lower_ascii(text.front()) != 'e') return false;
    text.remove_prefix(1);
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return !take_digits(text).empty() && text.empty();
}

/// Hexadecimal, infinite or no number: left to Go.
bool is_odd_float(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    auto const lower = go_lower(text.substr(0, 2));
    return lower == "0x" || lower == "in" || lower == "na";
}

bool is_size_suffix(std::string_view suffix) {
    if (suffix.empty()) return true;
    auto const lower = go_lower(suffix);
    if (suffix.size() > 3) return false;
    if (lower.front() == 'b') return lower.size() == 1;
    if (std::string_view("kmgtp").find(lower.front()) == std::string_view::npos) return false;
    auto const rest = std::string_view(lower).substr(1);
    return rest.empty() || rest == "b" || rest == "ib";
}

}  // namespace

std::optional<bool> parse_go_boolean(std::string_view text) {
    constexpr std::array<std::string_view, 6> yes{"1", "t", "T", "TRUE", "true", "True"};
    constexpr std::array<std::string_view, 6> no{"0", "f", "F", "FALSE", "false", "False"};
    if (std::ranges::find(yes, text) != yes.end()) return true;
    if (std::ranges::find(no, text) != no.end()) return false;
    return std::nullopt;
}

std::optional<std::uint64_t> parse_go_unsigned(std::string_view text, unsigned base,
                                               std::uint64_t largest) {
    if (text.empty()) return std::nullopt;
    std::uint64_t value = 0;
    for (char const c : text) {
        if (!is_go_digit(c)) return std::nullopt;
        auto const digit = static_cast<std::uint64_t>(c - '0');
        if (digit >= base || digit > largest || value > (largest - digit) / base)
            return std::nullopt;
        value = value * base + digit;
    }
    return value;
}

std::optional<std::int64_t> parse_go_integer(std::string_view text) {
    constexpr std::uint64_t limit = std::uint64_t{1} << 63;
    bool const negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    auto const value = parse_go_unsigned(text, 10, negative ? limit : limit - 1);
    if (!value) return std::nullopt;
    return static_cast<std::int64_t>(negative ? std::uint64_t{0} - *value : *value);
}

std::optional<std::int64_t> parse_go_duration(std::string_view text) {
    bool const negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text == "0") return 0;
    if (text.empty()) return std::nullopt;
    std::uint64_t total = 0;
    while (!text.empty()) {
        auto const part = take_duration_part(text);
        if (!part) return std::nullopt;
        total += *part;
        if (total > largest_duration) return std::nullopt;
    }
    if (negative) return static_cast<std::int64_t>(std::uint64_t{0} - total);
    if (total == largest_duration) return std::nullopt;
    return static_cast<std::int64_t>(total);
}

bool is_go_size(std::string_view text) {
    auto const last = text.find_last_of("0123456789. ");
    if (last == std::string_view::npos) return false;
    auto const number = text.substr(0, text[last] == ' ' ? last : last + 1);
    bool negative = false;
    bool const is_number = is_plain_float(number, negative) ? !negative : is_odd_float(number);
    return is_number && is_size_suffix(text.substr(last + 1));
}

std::string go_lower(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        auto const point = decode(text);
        if (point.value == 0x212A) {  // the Kelvin sign
            result += 'k';
        } else if (point.value == 0x0130) {  // I with a dot
            result += 'i';
        } else {
            for (char const c : text.substr(0, point.size)) result += lower_ascii(c);
        }
        text.remove_prefix(point.size);
    }
    return result;
}

std::string go_upper(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        auto const point = decode(text);
        if (point.value == 0x017F) {  // the long s
            result += 'S';
        } else if (point.value == 0x0131) {  // the dotless i
            result += 'I';
        } else {
            for (char const c : text.substr(0, point.size))
                result += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
        text.remove_prefix(point.size);
    }
    return result;
}

}  // namespace dockcheck::dockerfile

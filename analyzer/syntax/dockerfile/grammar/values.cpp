// The grammars of single values: stage names, CSV lines, durations, directives.
#include <limits>

#include "analyzer/syntax/dockerfile/grammar/grammar.hpp"
#include "analyzer/syntax/dockerfile/grammar/terminals.hpp"

namespace dockcheck::dockerfile::grammar {
namespace {

bool matches(std::string_view text, auto const& grammar) {
    auto first = text.data();
    auto const last = first + text.size();
    return x3::parse(first, last, grammar >> x3::eoi);
}

// The white space of Go's regular expressions: tab LF FF CR space, not VT.
constexpr bool is_regex_blank(char c) { return c != '\v' && (class_of(c) & blank_class) != 0; }

struct RegexBlanks : Terminal<RegexBlanks> {
    char const* match(char const* first, char const* last) const {
        while (first != last && is_regex_blank(*first)) ++first;
        return first;
    }
};
constexpr RegexBlanks regex_blanks;

constexpr std::uint64_t limit = std::uint64_t{1} << 63;

// What a duration adds up to, with the overflow checks of Go's time.ParseDuration.
struct DurationSink {
    char const* text;
    bool valid = true;
    bool negative = false;
    std::uint64_t whole = 0;
    std::uint64_t fraction = 0;
    double scale = 1;
    std::uint64_t sum = 0;

    void add_whole(std::string_view digits) {
        for (char const c : digits) {
            if (whole > limit / 10) valid = false;
            whole = whole * 10 + static_cast<std::uint64_t>(c - '0');
            if (whole > limit) valid = false;
        }
    }
    void add_fraction(std::string_view digits) {
        for (char const c : digits) {
            if (fraction > (limit - 1) / 10) return;
            auto const longer = fraction * 10 + static_cast<std::uint64_t>(c - '0');
            if (longer > limit) return;
            fraction = longer;
            scale *= 10;
        }
    }
    void close(std::uint64_t unit) {
        if (whole > limit / unit) valid = false;
        auto value = whole * unit;
        if (fraction > 0) {
            value += static_cast<std::uint64_t>(static_cast<double>(fraction)
                                                * (static_cast<double>(unit) / scale));
        }
        sum += value;
        if (value > limit || sum > limit) valid = false;
        whole = 0;
        fraction = 0;
        scale = 1;
    }
};

std::string_view taken(auto const& context) {
    auto const& range = x3::_attr(context);
    return {range.begin(), static_cast<std::size_t>(range.end() - range.begin())};
}

// A unit reaches to the next digit or point; zero when it is none.
std::uint64_t nanoseconds(std::string_view unit) {
    constexpr std::uint64_t second = 1'000'000'000;
    if (unit == "ns") return 1;
    if (unit == "us" || unit == "\u00B5s" || unit == "\u03BCs") return 1'000;
    if (unit == "ms") return 1'000'000;
    if (unit == "s") return second;
    if (unit == "m") return 60 * second;
    if (unit == "h") return 3600 * second;
    return 0;
}

struct CsvSink {
    std::vector<Part>& fields;
    char const* text;
    std::uint32_t reached = 0;
};

struct DirectiveSink {
    char const* text;
    DirectiveParts parts;
};

}  // namespace

bool is_as(std::string_view word) {
    return matches(word,
                   (Byte<'a'>() | Byte<'A'>()) >> (Byte<'s'>() | Byte<'S'>() | x3::lit("\u017F")));
}

bool is_stage_name(std::string_view lower_case_name) {
    auto const letter = x3::omit[x3::char_('a', 'z')];
    auto const sign = x3::omit[x3::char_("-_.")];
    return matches(lower_case_name, letter >> *(letter | Inside<digit_class>() | sign));
}

// healthcheck = type bsp* rest
HealthcheckParts read_healthcheck(std::string_view text) {
    auto const type = [](auto& context) {
        auto& sink = sink_of(context);
        sink.second.type = range_of(context, sink.first);
    };
    std::pair<char const*, HealthcheckParts> sink{text.data(), {}};
    auto const end =
        run(x3::raw[-Outside<byte_blank_class>()][type] >> -Inside<byte_blank_class>(), text, sink);
    sink.second.rest = static_cast<std::uint32_t>(end - text.data());
    return sink.second;
}

// csv   = field ( ',' field )*                                        ; not empty
// field = '"' ( ~'"' / '""' )* '"' / ( ~[",] )*
std::optional<std::uint32_t> read_csv(std::string_view text, std::vector<Part>& fields) {
    if (text.empty()) return 0;
    auto const bare = [](auto& context) {
        auto& sink = sink_of(context);
        sink.fields.push_back({range_of(context, sink.text), true});
    };
    auto const quoted = [](auto& context) {
        auto& sink = sink_of(context);
        auto const range = range_of(context, sink.text);
        sink.fields.push_back({range, false});
        sink.reached = range.end;
    };
    auto const reach = [](auto& context) {
        auto& sink = sink_of(context);
        sink.reached = range_of(context, sink.text).end;
    };
    auto const inner = *(Until<'"'>() | x3::lit("\"\""));
    auto const field = (Byte<'"'>() >> x3::raw[inner][quoted] >> Byte<'"'>())
                       | (!Byte<'"'>() >> x3::raw[-Outside<separator_class>()][bare]);
    CsvSink sink{fields, text.data()};
    auto const mark = x3::raw[x3::eps][reach];
    auto const end = run(mark >> (field >> mark) % (Byte<','>() >> mark) >> x3::eoi, text, sink);
    if (end != nullptr) return {};
    return sink.reached;
}

void cook_csv_field(std::string_view field, Pieces& pieces) {
    for (std::uint32_t at = 0; at < field.size(); ++at) {
        pieces.keep({at, at + 1});
        if (field[at] == '"') ++at;  // "" is one quote
    }
}

// duration = [+-]? ( "0" end / ( number unit )+ )
// number   = digits ( '.' digits? )? / '.' digits
std::optional<std::int64_t> read_duration(std::string_view text) {
    auto const negate = [](auto& context) { sink_of(context).negative = true; };
    auto const whole = [](auto& context) { sink_of(context).add_whole(taken(context)); };
    auto const fraction = [](auto& context) { sink_of(context).add_fraction(taken(context)); };
    auto const unit = [](auto& context) {
        auto const size = nanoseconds(taken(context));
        if (size == 0) {
            sink_of(context).valid = false;
        } else {
            sink_of(context).close(size);
        }
    };
    constexpr auto digits = Inside<digit_class>();
    auto const number = (x3::raw[digits][whole] >> -(Byte<'.'>() >> -x3::raw[digits][fraction]))
                        | (Byte<'.'>() >> x3::raw[digits][fraction]);
    auto const sign = Byte<'-'>()[negate] | Byte<'+'>();
    auto const duration = -sign
                          >> ((Byte<'0'>() >> x3::eoi)
                              | +(number >> x3::raw[Outside<digit_class | point_class>()][unit]))
                          >> x3::eoi;
    DurationSink sink{text.data()};
    if (run(duration, text, sink) == nullptr || !sink.valid) return {};
    if (sink.negative) return static_cast<std::int64_t>(0 - sink.sum);
    if (sink.sum > limit - 1) return {};
    return static_cast<std::int64_t>(sink.sum);
}

// directive = letter ( letter / digit )* ws '=' ws value ws end        ; ws: regular expression's
std::optional<DirectiveParts> read_directive(std::string_view text) {
    auto const name = [](auto& context) {
        auto& sink = sink_of(context);
        sink.parts.name = range_of(context, sink.text);
    };
    auto const value = [](auto& context) {
        auto& sink = sink_of(context);
        sink.parts.value = range_of(context, sink.text);
    };
    auto const letter = x3::omit[x3::char_('a', 'z') | x3::char_('A', 'Z')];
    auto const directive = x3::raw[letter >> *(letter | Inside<digit_class>())][name]
                           >> regex_blanks >> Byte<'='>() >> x3::raw[*AnyByte()][value];
    DirectiveSink sink{text.data(), {}};
    if (run(directive, text, sink) == nullptr || sink.parts.value.empty()) return {};

    auto const is_blank = [&](std::uint32_t at) { return is_regex_blank(text[at]); };
    auto& span = sink.parts.value;
    while (span.size() > 1 && is_blank(span.end - 1)) --span.end;
    // The value takes at least one character, so one of nothing but blanks is its last blank.
    auto const end = static_cast<std::uint32_t>(text.size());
    if (is_blank(span.begin) && span.size() == 1) {
        span = {end - 1, end};
    } else {
        while (is_blank(span.begin)) ++span.begin;
    }
    return sink.parts;
}

}  // namespace dockcheck::dockerfile::grammar

// The grammar of JSON arrays of strings, as Go's encoding/json reads them.
#include <cmath>
#include <cstdlib>
#include <string>

#include "analyzer/syntax/dockerfile/grammar/grammar.hpp"
#include "analyzer/syntax/dockerfile/grammar/terminals.hpp"

namespace dockcheck::dockerfile::grammar {
namespace {

constexpr std::size_t deepest_nesting = 10'000;  // deeper arrays are no JSON for Go

constexpr bool is_json_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The four digits behind \u at the start of the text, or -1.
int hex_quad(std::string_view text) {
    if (text.size() < 4) return -1;
    int value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        auto const digit = hex_value(text[i]);
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

struct JsonBlanks : Terminal<JsonBlanks> {
    char const* match(char const* first, char const* last) const {
        while (first != last && is_json_blank(*first)) ++first;
        return first;
    }
};

// \" \\ \/ \b \f \n \r \t \uXXXX
struct JsonEscape : Terminal<JsonEscape> {
    char const* match(char const* first, char const* last) const {
        if (last - first < 2 || *first != '\\') return nullptr;
        constexpr std::string_view simple = "\"\\/bfnrt";
        if (simple.find(first[1]) != std::string_view::npos) return first + 2;
        std::string_view const rest{first + 2, static_cast<std::size_t>(last - first - 2)};
        return first[1] == 'u' && hex_quad(rest) >= 0 ? first + 6 : nullptr;
    }
};

// -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?, within the range of a float64
struct JsonNumber : Terminal<JsonNumber> {
    char const* match(char const* first, char const* last) const {
        auto const digit = x3::omit[x3::char_('0', '9')];
        auto const number = -Byte<'-'>() >> (Byte<'0'>() | Inside<digit_class>())
                            >> -(Byte<'.'>() >> Inside<digit_class>())
                            >> -((Byte<'e'>() | Byte<'E'>()) >> -(Byte<'+'>() | Byte<'-'>())
                                 >> Inside<digit_class>());
        auto at = first;
        if (!x3::parse(at, last, &(-Byte<'-'>() >> digit) >> number)) return nullptr;
        std::string const text(first, at);
        return std::isinf(std::strtod(text.c_str(), nullptr)) ? nullptr : at;
    }
};

constexpr JsonBlanks blanks;

struct JsonSink {
    std::vector<Part>& strings;
    char const* text;
    bool plain = true;
};

// string = '"' ( plain / escape )* '"'
auto const json_string = Byte<'"'>() >> *(Outside<json_stop_class>() | JsonEscape()) >> Byte<'"'>();
auto const json_scalar =
    json_string | JsonNumber() | x3::lit("true") | x3::lit("false") | x3::lit("null");

bool take(char const*& at, char const* last, auto const& grammar) {
    return x3::parse(at, last, grammar);
}

}  // namespace

// array = '[' ws ( string ws ( ',' ws string ws )* )? ']' ws end
bool read_string_array(std::string_view text, std::vector<Part>& strings) {
    auto const changed = [](auto& context) { sink_of(context).plain = false; };
    auto const push = [](auto& context) {
        auto& sink = sink_of(context);
        sink.strings.push_back({range_of(context, sink.text), sink.plain});
        sink.plain = true;
    };
    auto const characters = *(Outside<json_stop_class | high_class>()
                              | (JsonEscape() | Outside<json_stop_class>())[changed]);
    auto const string = Byte<'"'>() >> x3::raw[characters][push] >> Byte<'"'>() >> blanks;
    auto const array = Byte<'['>() >> blanks >> -(string % (Byte<','>() >> blanks)) >> Byte<']'>()
                       >> blanks >> x3::eoi;
    JsonSink sink{strings, text.data()};
    if (run(array, text, sink) != nullptr) return true;
    strings.clear();
    return false;
}

void cook_json_string(std::string_view string, Pieces& pieces) {
    for (std::uint32_t at = 0; at < string.size();) {
        auto const begin = at;
        auto const next = decode(string.substr(at));
        at += next.size;
        if (next.value == 0xFFFD && next.size == 1) {
            pieces.put(next.value, {begin, at});
        } else if (next.value != '\\') {
            pieces.keep({begin, at});
        } else if (string[at] != 'u') {
            constexpr std::string_view letters = "bfnrt";
            constexpr std::string_view meanings = "\b\f\n\r\t";
            auto const which = letters.find(string[at]);
            char const meant = which == letters.npos ? string[at] : meanings[which];
            pieces.put(static_cast<unsigned char>(meant), {begin, ++at});
        } else {
            auto value = static_cast<char32_t>(hex_quad(string.substr(at + 1)));
            at += 5;
            if (value >= 0xD800 && value < 0xE000) {
                auto const rest = string.substr(at);
                auto const low = rest.starts_with("\\u") ? hex_quad(rest.substr(2)) : -1;
                bool const is_pair = value < 0xDC00 && low >= 0xDC00 && low < 0xE000;
                if (is_pair) at += 6;
                value = is_pair ? 0x10000 + ((value - 0xD800) << 10)
                                      + (static_cast<char32_t>(low) - 0xDC00)
                                : 0xFFFD;
            }
            pieces.put(value, {begin, at});
        }
    }
}

// value  = scalar / '[' ws ( value ( ',' value )* )? ']' / '{' ws ( member ( ',' member )* )? '}'
// member = ws string ws ':' value
// Nesting is kept in a text of open brackets, not on the stack.
std::optional<Span> find_other_element(std::string_view text) {
    auto at = text.data();
    auto const last = at + text.size();
    std::optional<Span> found;
    std::string open;
    char const* element = nullptr;
    auto const key = json_string >> blanks >> Byte<':'>() >> blanks;
    if (!take(at, last, Byte<'['>())) return {};
    open.push_back('[');
    bool expects_value = true;
    bool may_close = true;
    take(at, last, blanks);
    while (!open.empty()) {
        char const closing = open.back() == '[' ? ']' : '}';
        if (may_close && take(at, last, x3::lit(closing))) {
            open.pop_back();
            expects_value = false;
        } else if (!expects_value) {
            if (!take(at, last, Byte<','>() >> blanks)) return {};
            expects_value = true;
            may_close = false;
            continue;
        } else {
            if (open.back() == '{' && !take(at, last, key)) return {};
            if (open.size() == 1) element = at;
            if (at != last && (*at == '[' || *at == '{')) {
                if (open.size() >= deepest_nesting) return {};
                open.push_back(*at++);
                may_close = true;
                take(at, last, blanks);
                continue;
            }
            if (!take(at, last, json_scalar)) return {};
            expects_value = false;
        }
        may_close = true;
        if (open.size() == 1 && !found && *element != '"') {
            found = Span{static_cast<std::uint32_t>(element - text.data()),
                         static_cast<std::uint32_t>(at - text.data())};
        }
        take(at, last, blanks);
    }
    return at == last ? found : std::nullopt;
}

}  // namespace dockcheck::dockerfile::grammar

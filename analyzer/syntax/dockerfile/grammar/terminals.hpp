// The terminals of the grammars: custom Spirit X3 parsers that take many bytes at once.
#pragma once

#include <boost/spirit/home/x3.hpp>
#include <cstdint>
#include <string_view>

#include "analyzer/syntax/dockerfile/grammar/classes.hpp"
#include "analyzer/text/span.hpp"
#include "analyzer/text/utf8.hpp"

/// Included by grammar/*.cpp only. Terminals have no attribute; what a grammar finds goes to a sink
/// through actions.
namespace dockcheck::dockerfile::grammar {

namespace x3 = boost::spirit::x3;

struct SinkTag;

/// What all terminals share.
template <typename Derived>
struct Terminal : x3::parser<Derived> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;

    template <typename Iterator, typename Context, typename RuleContext, typename Attribute>
    bool parse(Iterator& first, Iterator const& last, Context const&, RuleContext&,
               Attribute&) const {
        Iterator const end = static_cast<Derived const&>(*this).match(first, last);
        if (end == nullptr) return false;
        first = end;
        return true;
    }
};

/// One byte or more that belong to none of the classes, and are not `escape` (0: no escape).
struct Outside : Terminal<Outside> {
    constexpr explicit Outside(unsigned bits, char escape_character = 0)
        : mask(static_cast<std::uint16_t>(bits | (escape_character != 0 ? escape_class : 0))),
          stops(static_cast<std::uint16_t>(bits)),
          escape(escape_character) {}
    char const* match(char const* first, char const* last) const {
        auto at = first;
        for (; at != last; ++at) {
            auto const found = class_of(*at) & mask;
            if (found != 0 && ((found & stops) != 0 || *at == escape)) break;
        }
        return at == first ? nullptr : at;
    }
    std::uint16_t mask;
    std::uint16_t stops;
    char escape;
};

/// One byte or more of the classes.
struct Inside : Terminal<Inside> {
    constexpr explicit Inside(unsigned bits) : mask(static_cast<std::uint16_t>(bits)) {}
    char const* match(char const* first, char const* last) const {
        auto at = first;
        while (at != last && (class_of(*at) & mask) != 0) ++at;
        return at == first ? nullptr : at;
    }
    std::uint16_t mask;
};

/// One byte or more up to one of two bytes.
struct Until : Terminal<Until> {
    constexpr Until(char a, char b) : one(a), other(b) {}
    char const* match(char const* first, char const* last) const {
        auto at = first;
        while (at != last && *at != one && *at != other) ++at;
        return at == first ? nullptr : at;
    }
    char one;
    char other;
};

/// One code point, or one byte that is not UTF-8.
struct AnyCodePoint : Terminal<AnyCodePoint> {
    char const* match(char const* first, char const* last) const {
        if (first == last) return nullptr;
        return first + decode({first, static_cast<std::size_t>(last - first)}).size;
    }
};

/// One byte.
struct AnyByte : Terminal<AnyByte> {
    char const* match(char const* first, char const* last) const {
        return first == last ? nullptr : first + 1;
    }
};

/// One byte of that value.
struct Byte : Terminal<Byte> {
    constexpr explicit Byte(char value) : byte(value) {}
    char const* match(char const* first, char const* last) const {
        return first != last && *first == byte ? first + 1 : nullptr;
    }
    char byte;
};

/// Runs a grammar over a text from the start; the sink is what its actions write to. Gives where it
/// stopped, or nullptr.
template <typename Grammar, typename Sink>
char const* run(Grammar const& grammar, std::string_view text, Sink& sink) {
    auto first = text.data();
    auto const last = first + text.size();
    bool const matched = x3::parse(first, last, x3::with<SinkTag>(sink)[grammar]);
    return matched ? first : nullptr;
}

template <typename Context>
auto& sink_of(Context const& context) {
    return x3::get<SinkTag>(context);
}

/// The range that a raw[] directive took, as offsets into the text.
template <typename Context>
Span range_of(Context const& context, char const* text) {
    auto const& range = x3::_attr(context);
    return {static_cast<std::uint32_t>(range.begin() - text),
            static_cast<std::uint32_t>(range.end() - text)};
}

}  // namespace dockcheck::dockerfile::grammar

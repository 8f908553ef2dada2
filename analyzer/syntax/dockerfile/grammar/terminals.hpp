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

/// What all terminals share. They hold nothing: what they look for is in their type, so that a
/// grammar costs nothing to make.
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
template <unsigned classes_that_stop, char escape = 0>
struct Outside : Terminal<Outside<classes_that_stop, escape>> {
    char const* match(char const* first, char const* last) const {
        constexpr unsigned mask = classes_that_stop | (escape != 0 ? escape_class : 0);
        auto at = first;
        for (; at != last; ++at) {
            auto const found = class_of(*at) & mask;
            if (found != 0 && ((found & classes_that_stop) != 0 || *at == escape)) break;
        }
        return at == first ? nullptr : at;
    }
};

/// One byte or more of the classes.
template <unsigned wanted>
struct Inside : Terminal<Inside<wanted>> {
    char const* match(char const* first, char const* last) const {
        auto at = first;
        while (at != last && (class_of(*at) & wanted) != 0) ++at;
        return at == first ? nullptr : at;
    }
};

/// One byte or more up to one of two bytes.
template <char one, char other = one>
struct Until : Terminal<Until<one, other>> {
    char const* match(char const* first, char const* last) const {
        auto at = first;
        while (at != last && *at != one && *at != other) ++at;
        return at == first ? nullptr : at;
    }
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
template <char value>
struct Byte : Terminal<Byte<value>> {
    char const* match(char const* first, char const* last) const {
        return first != last && *first == value ? first + 1 : nullptr;
    }
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

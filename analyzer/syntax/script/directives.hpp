// What the grammars of scripts share: insisting, bounding the depth, naming what a directive makes.
#pragma once

#include <boost/spirit/home/x3.hpp>
#include <string_view>

#include "analyzer/syntax/script/state_tag.hpp"

/// Included by grammars only. The state of a grammar has `failed`, `fail` (for good) and `enter`,
/// which counts one level of `depth`, or fails.
namespace dockcheck::script_grammar {

namespace x3 = boost::spirit::x3;

/// `maker[subject]` for a directive of that kind.
template <template <auto, typename> class Directive, auto kind>
struct Maker {
    template <typename Subject>
    constexpr auto operator[](Subject const& subject) const {
        using Parser = typename x3::extension::as_parser<Subject>::value_type;
        return Directive<kind, Parser>(x3::as_parser(subject));
    }
};

/// What cannot be missing here: a failure is final and says what was expected.
template <typename Subject>
struct MustDirective : x3::unary_parser<Subject, MustDirective<Subject>> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;
    constexpr MustDirective(Subject const& inner, std::string_view what)
        : x3::unary_parser<Subject, MustDirective>(inner), expected(what) {}

    template <typename Context, typename RContext, typename Attribute>
    bool parse(char const*& first, char const* const& last, Context const& context,
               RContext& rcontext, Attribute&) const {
        if (this->subject.parse(first, last, context, rcontext, x3::unused)) return true;
        auto& state = x3::get<state_tag>(context);
        state.fail(first, expected);
        return false;
    }
    std::string_view expected;
};

template <typename Subject>
constexpr auto must(Subject const& subject, std::string_view expected) {
    using Parser = typename x3::extension::as_parser<Subject>::value_type;
    return MustDirective<Parser>(x3::as_parser(subject), expected);
}

/// Bounds the nesting; too deep is final.
template <typename Subject>
struct GuardDirective : x3::unary_parser<Subject, GuardDirective<Subject>> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;
    constexpr explicit GuardDirective(Subject const& inner)
        : x3::unary_parser<Subject, GuardDirective>(inner) {}

    template <typename Context, typename RContext, typename Attribute>
    bool parse(char const*& first, char const* const& last, Context const& context,
               RContext& rcontext, Attribute&) const {
        auto& state = x3::get<state_tag>(context);
        if (state.failed || !state.enter(first)) return false;
        bool const matched = this->subject.parse(first, last, context, rcontext, x3::unused);
        --state.depth;
        return matched;
    }
};

struct GuardMaker {
    template <typename Subject>
    constexpr auto operator[](Subject const& subject) const {
        using Parser = typename x3::extension::as_parser<Subject>::value_type;
        return GuardDirective<Parser>(x3::as_parser(subject));
    }
};
constexpr GuardMaker guard{};

}  // namespace dockcheck::script_grammar

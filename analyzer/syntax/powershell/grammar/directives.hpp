// The directives of the grammar of PowerShell: making nodes, insisting, bounding the depth.
#pragma once

#include <boost/spirit/home/x3.hpp>

#include "analyzer/syntax/powershell/grammar/state.hpp"

namespace dockcheck::powershell::grammar {

namespace x3 = boost::spirit::x3;

/// A terminal without attribute: `F` takes (State&, char const*& first, char const* last) and says
/// whether it matched; it moves `first` only then.
template <typename F>
struct Terminal : x3::parser<Terminal<F>> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;

    constexpr explicit Terminal(F matcher) : match(matcher) {}

    template <typename Context, typename RContext, typename Attribute>
    bool parse(char const*& first, char const* const& last, Context const& context, RContext&,
               Attribute&) const {
        State& state = x3::get<state_tag>(context);
        return !state.failed && match(state, first, last);
    }
    F match;
};

template <typename F>
constexpr Terminal<F> terminal(F matcher) {
    return Terminal<F>(matcher);
}

/// Makes a node of what the subject takes. When the subject fails, all nodes since are gone.
template <Kind kind, typename Subject>
struct NodeDirective : x3::unary_parser<Subject, NodeDirective<kind, Subject>> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;
    constexpr explicit NodeDirective(Subject const& inner)
        : x3::unary_parser<Subject, NodeDirective>(inner) {}

    template <typename Context, typename RContext, typename Attribute>
    bool parse(char const*& first, char const* const& last, Context const& context,
               RContext& rcontext, Attribute&) const {
        State& state = x3::get<state_tag>(context);
        if (state.failed) return false;
        auto const index = state.node_count();
        auto const* const begin = first;
        if (!state.push({state.offset(begin), 0, 0, kind})) return false;
        bool const matched =
            this->subject.parse(first, last, context, rcontext, x3::unused) && !state.failed;
        if (!matched) {
            state.nodes.truncate(index);
            first = begin;
            return false;
        }
        auto& node = state.nodes[index];
        node.end = std::max(state.offset(state.token_end), node.begin);
        node.next = state.node_count();
        state.last_closed = index;
        return true;
    }
};

template <Kind kind>
struct NodeMaker {
    template <typename Subject>
    constexpr auto operator[](Subject const& subject) const {
        using Parser = typename x3::extension::as_parser<Subject>::value_type;
        return NodeDirective<kind, Parser>(x3::as_parser(subject));
    }
};
template <Kind kind>
constexpr NodeMaker<kind> node{};

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
        State& state = x3::get<state_tag>(context);
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
        State& state = x3::get<state_tag>(context);
        if (state.failed) return false;
        if (state.depth >= depth_limit) {
            state.fail(first, "less nesting");
            return false;
        }
        ++state.depth;
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

}  // namespace dockcheck::powershell::grammar

// The directives of the grammar of PowerShell: terminals, and making nodes.
#pragma once

#include "analyzer/syntax/powershell/grammar/state.hpp"
#include "analyzer/syntax/script/directives.hpp"

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
template <auto kind, typename Subject>
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
constexpr script_grammar::Maker<NodeDirective, kind> node{};

using script_grammar::guard;
using script_grammar::must;

}  // namespace dockcheck::powershell::grammar

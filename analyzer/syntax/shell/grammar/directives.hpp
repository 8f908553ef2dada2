// The directives of the shell grammar: making nodes, and what stands between backquotes.
#pragma once

#include "analyzer/syntax/script/directives.hpp"
#include "analyzer/syntax/shell/grammar/terminals.hpp"

namespace dockcheck::shell::grammar {

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
        auto const outer = state.open;
        auto const* const begin = first;
        if (!state.push({state.offset(begin), 0, 0, kind, 0})) return false;
        state.open = index;
        bool const matched =
            this->subject.parse(first, last, context, rcontext, x3::unused) && !state.failed;
        state.open = outer;
        if (!matched) {
            state.truncate(index);
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

/// Parses the text between two backquotes with the subject. Shells look at it only when they run
/// it, so a fault in it makes an opaque node and is no error.
template <typename Subject>
struct BackquoteDirective : x3::unary_parser<Subject, BackquoteDirective<Subject>> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;
    constexpr explicit BackquoteDirective(Subject const& inner)
        : x3::unary_parser<Subject, BackquoteDirective>(inner) {}

    template <typename Context, typename RContext, typename Attribute>
    bool parse(char const*& first, char const* const& last, Context const& context,
               RContext& rcontext, Attribute&) const {
        State& state = x3::get<state_tag>(context);
        if (first == last || *first != '`' || state.failed) return false;
        bool closed = true;
        auto const* const end = skip_quoted(first, last, closed);
        if (!closed) {
            state.fail(first, "a closing `");
            return false;
        }
        auto const* const close = end - 1;
        auto const count = state.node_count();
        auto const pending = state.pending.size();
        auto const* inner = first + 1;
        std::string_view const content(inner, static_cast<std::size_t>(close - inner));
        bool const nested = content.find("\\`") != std::string_view::npos;
        bool const matched = !nested
                             && this->subject.parse(inner, close, context, rcontext, x3::unused)
                             && !state.failed && inner == close;
        if (!matched) {
            state.truncate(count);
            state.failed = state.too_much;
            state.leaf(Kind::opaque, first + 1, close);
        }
        state.pending.truncate(pending);
        state.token_end = end;
        first = end;
        return !state.failed;
    }
};

template <typename Subject>
constexpr auto backquoted(Subject const& subject) {
    using Parser = typename x3::extension::as_parser<Subject>::value_type;
    return BackquoteDirective<Parser>(x3::as_parser(subject));
}

}  // namespace dockcheck::shell::grammar

// What the grammar of PowerShell knows while it runs: the nodes so far, and where it gave up.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/syntax/powershell/ast.hpp"
#include "analyzer/syntax/script/state_tag.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::powershell::grammar {

/// Constructs may nest this deep; the deepest real script that was seen needs 9.
inline constexpr std::uint32_t depth_limit = 100;

/// A script may have so many nodes: what two megabytes of ordinary text have.
inline constexpr std::size_t most_nodes = std::size_t{1} << 19;

struct State {
    State(std::string_view text, Arena& memory)
        : arena(memory), base(text.data()), nodes(memory), trivia(memory), token_end(text.data()) {
        nodes.reserve(std::min(text.size() / 5 + 16, most_nodes));
    }

    [[nodiscard]] std::uint32_t offset(char const* at) const {
        return static_cast<std::uint32_t>(at - base);
    }
    /// Gives up for good. The first call wins: it is the innermost.
    void fail(char const* at, std::string_view what) {
        if (failed) return;
        failed = true;
        error = {offset(at), what};
    }
    /// Goes one level deeper; too deep is final.
    bool enter(char const* at) {
        if (depth < depth_limit) {
            ++depth;
            return true;
        }
        fail(at, "less nesting");
        return false;
    }
    [[nodiscard]] std::uint32_t node_count() const {
        return static_cast<std::uint32_t>(nodes.size());
    }
    /// Begins a node. False, and a fault that is final, where the script has too many.
    bool push(Node const& node) {
        if (nodes.size() == most_nodes) {
            fail(base + node.begin, "a shorter script");
            return false;
        }
        nodes.push_back(node);
        return true;
    }
    void leaf(Kind kind, char const* begin, char const* end) {
        auto const index = node_count();
        if (push({offset(begin), offset(end), index + 1, kind})) last_closed = index;
        token_end = end;
    }
    /// Looking ahead may come by twice: what was noted stays noted once.
    void note(char const* begin, char const* end, bool is_comment) {
        if (!trivia.empty() && offset(begin) < trivia.back().end) return;
        trivia.push_back({offset(begin), offset(end), is_comment});
    }

    Arena& arena;
    char const* base;
    ArenaVector<Node> nodes;
    ArenaVector<Trivia> trivia;
    char const* token_end;          ///< behind the last token that is no blank
    std::uint32_t last_closed = 0;  ///< the node that was finished last
    std::uint32_t depth = 0;
    bool failed = false;
    SyntaxError error;
};

using script_grammar::state_tag;

}  // namespace dockcheck::powershell::grammar

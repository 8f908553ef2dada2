// What the grammar of the shell knows while it runs: the nodes so far, and where it gave up.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "analyzer/syntax/script/state_tag.hpp"
#include "analyzer/syntax/shell/ast.hpp"
#include "analyzer/syntax/shell/parse.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::shell::grammar {

/// What a command begins with.
enum class Lead : std::uint8_t {
    simple,
    function_head,  ///< name ( )
    bang,
    time_word,
    if_word,
    for_word,
    select_word,
    while_word,
    until_word,
    case_word,
    function_word,
    coproc_word,
    test,        ///< [[
    brace,       ///< {
    subshell,    ///< (
    arithmetic,  ///< ((
    then_word,   // from here on: nothing begins here
    elif_word,
    else_word,
    fi_word,
    do_word,
    done_word,
    esac_word,
    brace_close,
    stop,  ///< an operator, a closing parenthesis or the end
};

/// Constructs may nest this deep; the deepest real script that was seen needs 6.
inline constexpr std::uint32_t depth_limit = 100;

/// A script may have so many nodes: what two megabytes of ordinary text have. Memory stays within
/// what a file of nothing but the shortest commands may cost.
inline constexpr std::size_t most_nodes = std::size_t{1} << 19;

struct State {
    State(std::string_view text, Dialect wanted, Arena& memory)
        : arena(memory),
          base(text.data()),
          dialect(wanted),
          nodes(memory),
          heredocs(memory),
          pending(memory),
          token_end(text.data()),
          scan_budget(text.size() * 16 + 1024) {
        nodes.reserve(std::min(text.size() / 5 + 16, most_nodes));
    }

    [[nodiscard]] std::uint32_t offset(char const* at) const {
        return static_cast<std::uint32_t>(at - base);
    }
    [[nodiscard]] bool is_bash() const { return dialect == Dialect::bash; }

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
        too_much = true;
        fail(at, "less nesting");
        return false;
    }
    [[nodiscard]] std::uint32_t node_count() const {
        return static_cast<std::uint32_t>(nodes.size());
    }
    /// Begins a node. False, and a fault that is final, where the script has too many.
    bool push(Node const& node) {
        if (nodes.size() == most_nodes) {
            too_much = true;
            fail(base + node.begin, "a shorter script");
            return false;
        }
        nodes.push_back(node);
        return true;
    }
    void leaf(Kind kind, char const* begin, char const* end, std::uint8_t detail = 0) {
        auto const index = node_count();
        if (push({offset(begin), offset(end), index + 1, kind, detail})) last_closed = index;
        token_end = end;
    }
    void truncate(std::uint32_t count) {
        nodes.truncate(count);
        while (!heredocs.empty() && heredocs.back().node >= count) heredocs.pop_back();
        while (!pending.empty() && pending.back() >= heredocs.size()) pending.pop_back();
    }

    Arena& arena;
    char const* base;
    Dialect dialect;
    ArenaVector<Node> nodes;
    ArenaVector<Heredoc> heredocs;
    ArenaVector<std::uint32_t> pending;  ///< heredocs whose body begins behind the next line end
    char const* token_end;               ///< behind the last token that is no blank
    std::size_t scan_budget;        ///< bytes that looking ahead may still cost: keeps it linear
    std::uint32_t open = 0;         ///< the innermost node that is being made
    std::uint32_t last_closed = 0;  ///< the node that was finished last
    std::uint32_t depth = 0;
    Lead lead = Lead::stop;
    char const* classified_at = nullptr;  ///< where `classified` was found, to look only once
    Lead classified = Lead::stop;
    bool more = true;  ///< a list may go on: its last statement has a terminator
    bool failed = false;
    bool too_much = false;  ///< nesting or nodes: nothing more is read
    SyntaxError error;
};

using script_grammar::state_tag;

}  // namespace dockcheck::shell::grammar

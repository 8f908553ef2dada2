// What the grammar of the shell knows while it runs: the nodes so far, and where it gave up.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "analyzer/syntax/shell/ast.hpp"
#include "analyzer/syntax/shell/parse.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::shell::grammar {

/// A vector in the arena. Growing leaves the old room unused until the arena is reset.
template <typename T>
class ArenaList {
 public:
    ArenaList(Arena& arena, std::size_t room) : arena_(&arena), capacity_(room) {
        items_ = arena.allocate<T>(room);
    }
    void push(T const& item) {
        if (size_ == capacity_) grow();
        items_[size_++] = item;
    }
    void truncate(std::size_t size) { size_ = std::min(size_, size); }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(size_); }
    T& operator[](std::size_t i) { return items_[i]; }
    T& back() { return items_[size_ - 1]; }
    [[nodiscard]] std::span<T const> items() const { return {items_, size_}; }

 private:
    void grow() {
        T* const room = arena_->allocate<T>(capacity_ * 2);
        std::copy(items_, items_ + size_, room);
        items_ = room;
        capacity_ *= 2;
    }
    Arena* arena_;
    T* items_;
    std::size_t size_ = 0;
    std::size_t capacity_;
};

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

struct State {
    State(std::string_view text, Dialect wanted, Arena& memory)
        : arena(memory),
          base(text.data()),
          dialect(wanted),
          nodes(memory, text.size() / 5 + 16),
          heredocs(memory, 4),
          pending(memory, 4),
          token_end(text.data()),
          scan_budget(text.size() * 16 + 1024) {}

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
    void leaf(Kind kind, char const* begin, char const* end, std::uint8_t detail = 0) {
        last_closed = nodes.size();
        nodes.push({offset(begin), offset(end), last_closed + 1, kind, detail});
        token_end = end;
    }
    void truncate(std::uint32_t count) {
        nodes.truncate(count);
        while (heredocs.size() > 0 && heredocs.back().node >= count) {
            heredocs.truncate(heredocs.size() - 1);
        }
        while (pending.size() > 0 && pending.back() >= heredocs.size()) {
            pending.truncate(pending.size() - 1);
        }
    }

    Arena& arena;
    char const* base;
    Dialect dialect;
    ArenaList<Node> nodes;
    ArenaList<Heredoc> heredocs;
    ArenaList<std::uint32_t> pending;  ///< heredocs whose body begins behind the next line end
    char const* token_end;             ///< behind the last token that is no blank
    std::size_t scan_budget;           ///< bytes that looking ahead may still cost: keeps it linear
    std::uint32_t open = 0;            ///< the innermost node that is being made
    std::uint32_t last_closed = 0;     ///< the node that was finished last
    std::uint32_t depth = 0;
    Lead lead = Lead::stop;
    char const* classified_at = nullptr;  ///< where `classified` was found, to look only once
    Lead classified = Lead::stop;
    bool more = true;  ///< a list may go on: its last statement has a terminator
    bool failed = false;
    bool too_deep = false;
    SyntaxError error;
};

struct state_tag;

}  // namespace dockcheck::shell::grammar

// What the parts of the parser share while they read one file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/grammar/grammar.hpp"
#include "analyzer/syntax/dockerfile/limits.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/mapped.hpp"
#include "analyzer/text/plain_list.hpp"

namespace dockcheck::dockerfile {

/// In place of an instruction's index: of the file as a whole.
inline constexpr std::uint32_t no_instruction = UINT32_MAX;

/// Comments [begin, end) of the file.
struct CommentRange {
    std::uint32_t begin;
    std::uint32_t end;
};

/// Comments that belong to an instruction.
struct AttachedComments {
    std::uint32_t instruction;
    CommentRange comments;
};

/// Lists that grow while a file is read; kept from file to file, so that they cost nothing.
struct Pools {
    PlainList<ast::Instruction> instructions;
    PlainList<AttachedComments> attached;
    PlainList<ast::Comment> comments;
    PlainList<ast::Directive> directives;
    PlainList<ast::Fault> faults;
    PlainList<std::uint32_t> faulty;  // of each fault the instruction, which has no address yet
    std::vector<Segment> segments;
    std::string cooked;  // of one Cook, as the next
    std::vector<Segment> cooked_segments;
    // Of one instruction; a function that fills one empties it first.
    std::vector<Span> ranges;
    std::vector<grammar::Part> parts;
    std::vector<ast::Flag> flags;
    std::vector<ast::Heredoc> heredocs;
    std::vector<ast::Mount> mounts;
    std::vector<ast::Field> fields;
    Arena scratch;  ///< for what the tree does not point to

    void clear();
};

/// One file while it is read.
struct Reading {
    Arena& arena;
    Pools& pools;
    char escape = '\\';
    bool is_ascii = false;                ///< no byte of the file is above 7F
    bool may_have_heredocs = true;        ///< somewhere in the file are two `<`
    std::size_t parts_left = most_parts;  ///< words, flags, fields and heredocs that may be kept
    bool has_too_many = false;            ///< there are more
    // Of the instruction being read:
    std::uint32_t instruction = no_instruction;
    std::uint32_t line = 0;
    Mapped untrimmed_line;
    Span arguments;          ///< where they stand in the source
    bool is_legacy = false;  ///< `ENV key the rest`
    bool refused_a = false;  ///< a fault of tier A was found in it
    bool refused = false;    ///< a fault of tier A or B was found in it
    bool in_trigger = false;
    bool muted = false;  ///< BuildKit looks at a trigger's line, not at its meaning

    /// The instruction of this index begins at this line.
    void begin(std::uint32_t index, std::uint32_t first_line);
    void end() { instruction = no_instruction; }

    /// Looking for the right word is dear: a file of nothing but wrong ones gets a few.
    [[nodiscard]] bool may_suggest() const { return pools.faults.size() < 200; }

    /// True when so many more parts may be kept. Once they may not, the file is read no further.
    bool may_keep(std::size_t count);
    /// The file is read no further.
    void give_up();

    /// Records a fault of the instruction being read. An empty word becomes the text at the span.
    void fault(ast::FaultKind kind, ast::Tier tier, Span span, std::string_view word = {},
               std::string_view suggestion = {});
    /// Lines of the instruction that are too long are its fault, not that of what follows: BuildKit
    /// stops at them, and then misses the end words of heredocs.
    void blame_long_lines();
    /// Records a fault at a line.
    void fault_at(std::uint32_t at_line, ast::FaultKind kind, ast::Tier tier, Span span,
                  std::string_view word = {});
};

}  // namespace dockcheck::dockerfile

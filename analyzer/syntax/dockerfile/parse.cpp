// The parser: scanner, line splitter and nodes put together.
#include "analyzer/syntax/dockerfile/parse.hpp"

#include <algorithm>

#include "analyzer/syntax/dockerfile/heredoc.hpp"
#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/syntax/dockerfile/node.hpp"
#include "analyzer/syntax/dockerfile/reading.hpp"
#include "analyzer/syntax/dockerfile/scan.hpp"
#include "analyzer/syntax/dockerfile/split.hpp"
#include "analyzer/text/byte_search.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;
using ast::Keyword;
using ast::Tier;

void read_instruction(LogicalLine const& line, Scanner& scanner, Reading& reading) {
    auto& pools = reading.pools;
    reading.begin(pools.instructions.size(), line.first_line);
    reading.untrimmed_line = line.text;
    auto& instruction = pools.instructions.emplace_back();
    if (line.attached.begin != line.attached.end)
        pools.attached.push_back({reading.instruction, line.attached});
    if (line.has_blank) {
        reading.fault_at(line.last_line, FaultKind::empty_continuation, Tier::accepted, line.blank);
    }
    split_line(line.text, reading, instruction);
    if (reading.may_have_heredocs) read_heredocs(scanner, reading, instruction);
    instruction.first_line = line.first_line;
    instruction.last_line = scanner.lines_read();
    instruction.whole = line.whole;
    if (!instruction.heredocs.empty()) {
        auto const& last = instruction.heredocs.back();
        instruction.whole = join(instruction.whole, join(last.body_span, last.terminator));
    }
    make_node(reading, instruction);
    instruction.is_faulty = reading.refused;
    reading.end();
}

// BuildKit's rule that only ARG may stand before the first FROM.
void check_stages(Reading& reading) {
    auto const& instructions = reading.pools.instructions;
    auto const first_from =
        std::ranges::find(instructions, Keyword::from, &ast::Instruction::keyword);
    auto const needs_stage = [](ast::Instruction const& instruction) {
        return instruction.keyword != Keyword::arg && instruction.keyword != Keyword::unknown;
    };
    auto const homeless = std::find_if(instructions.begin(), first_from, needs_stage);
    auto const index_of = [&](auto which) {
        return static_cast<std::uint32_t>(which - instructions.begin());
    };
    // A misspelt FROM is fault enough.
    auto const& faults = reading.pools.faults;
    for (std::size_t i = 0; i < faults.size(); ++i) {
        if (reading.pools.faulty[i] < index_of(homeless)
            && faults[i].kind == FaultKind::unknown_instruction
            && equals_folded(faults[i].suggestion, "from"))
            return;
    }
    if (first_from != instructions.end()) {
        if (homeless == first_from) return;
        reading.begin(index_of(homeless), homeless->first_line);
        reading.fault(FaultKind::instruction_before_from, Tier::b, homeless->name_span);
        reading.end();
        return;
    }
    auto const first = instructions.begin();
    bool const only_args = homeless == instructions.end();
    auto const shown = only_args ? first : homeless;
    reading.begin(index_of(shown), shown->first_line);
    reading.fault(FaultKind::no_stage, only_args ? Tier::c : Tier::b, shown->name_span);
    reading.end();
}

void check_file(Source const& source, Scanner const& scanner, Reading& reading) {
    auto const is_too_long = [](ast::Fault const& fault) {
        return fault.kind == FaultKind::line_too_long;
    };
    if (source.bytes().empty()) {
        reading.fault_at(0, FaultKind::file_empty, Tier::a, {});
    } else if (!reading.pools.instructions.empty()) {
        check_stages(reading);
    } else if (std::ranges::none_of(reading.pools.faults, is_too_long)) {
        reading.fault_at(scanner.lines_read(), FaultKind::no_instructions, Tier::a, {});
    }
}

// The faults in the order of their places; those of one place stay as they were found. A stable
// sort would take memory from the heap.
std::span<ast::Fault const> by_place(std::span<ast::Fault const> faults, Arena& arena) {
    auto* const order = arena.allocate<ast::Fault const*>(faults.size());
    auto* const end = std::ranges::transform(faults, order, [](auto& fault) { return &fault; }).out;
    std::sort(order, end, [](ast::Fault const* a, ast::Fault const* b) {
        return a->span.begin != b->span.begin ? a->span.begin < b->span.begin : a < b;
    });
    auto* const sorted = arena.allocate<ast::Fault>(faults.size());
    for (std::size_t i = 0; i < faults.size(); ++i) ::new (sorted + i) ast::Fault(*order[i]);
    return {sorted, faults.size()};
}

std::span<ast::Fault const> settle_faults(Source const& source, Reading& reading,
                                          std::span<ast::Instruction const> instructions) {
    auto& pools = reading.pools;
    if (pools.faults.empty()) return {};
    auto const faults = pools.faults.move_to(reading.arena);
    for (std::size_t i = 0; i < faults.size(); ++i) {
        auto& fault = faults[i];
        if (pools.faulty[i] != no_instruction) fault.instruction = &instructions[pools.faulty[i]];
        if (fault.word.empty())
            fault.word = source.bytes().substr(fault.span.begin, fault.span.size());
    }
    auto const begin = [](ast::Fault const& fault) { return fault.span.begin; };
    return std::ranges::is_sorted(faults, {}, begin) ? faults : by_place(faults, reading.arena);
}

// Lists get their final place in the arena, and what points into them is set.
ast::File settle(Source const& source, Reading& reading) {
    auto& pools = reading.pools;
    ast::File file;
    file.escape = reading.escape;
    file.directives = pools.directives.move_to(reading.arena);
    file.comments = pools.comments.move_to(reading.arena);
    auto const instructions = pools.instructions.move_to(reading.arena);
    for (auto const& [index, range] : pools.attached)
        instructions[index].comments = file.comments.subspan(range.begin, range.end - range.begin);
    file.instructions = instructions;
    file.faults = settle_faults(source, reading, file.instructions);
    return file;
}

}  // namespace

ast::File parse(Source const& source, Arena& arena) {
    thread_local Pools pools;
    pools.clear();
    Reading reading{arena, pools};
    reading.is_ascii = is_ascii(source.bytes());
    // The two may stand on two lines of one instruction.
    auto const first = source.bytes().find('<');
    reading.may_have_heredocs = first != std::string_view::npos
                                && source.bytes().find('<', first + 1) != std::string_view::npos;
    Scanner scanner(source, reading);
    LogicalLine line;
    std::size_t stages = 0;
    std::uint32_t unread_line = 0;
    while (unread_line == 0 && scanner.next(line)) {
        if (pools.instructions.size() == most_instructions || stages == most_stages) {
            unread_line = line.first_line;
        } else {
            read_instruction(line, scanner, reading);
            if (pools.instructions.back().keyword == Keyword::from) ++stages;
            if (reading.has_too_many) unread_line = line.first_line;
        }
    }
    check_file(source, scanner, reading);
    auto file = settle(source, reading);
    file.unread_line = unread_line;
    pools.clear();
    return file;
}

ast::File parse_lines(Source const& source, std::span<Mapped const> lines, Arena& arena) {
    thread_local Pools pools;
    pools.clear();
    Reading reading{arena, pools};
    reading.parts_left = ~std::size_t{0};  // an image has what it has, and is bounded by its text
    for (auto const& line : lines) {
        reading.begin(pools.instructions.size(), 1);
        reading.untrimmed_line = line;
        auto& instruction = pools.instructions.emplace_back();
        split_line(line, reading, instruction);
        instruction.first_line = instruction.last_line = 1;
        instruction.whole = line.source();
        make_node(reading, instruction);
        instruction.is_faulty = reading.refused;
        reading.end();
    }
    return settle(source, reading);
}

}  // namespace dockcheck::dockerfile

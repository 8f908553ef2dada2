// Making typed nodes, a function for each shape of instruction.
#include "analyzer/syntax/dockerfile/node.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "analyzer/syntax/dockerfile/expand.hpp"
#include "analyzer/syntax/dockerfile/flags.hpp"
#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;
using ast::Instruction;
using ast::Keyword;
using ast::Tier;

// From a first to a last word.
Span span_of(std::span<ast::Word const> words) {
    return words.empty() ? Span{} : join(words.front().span, words.back().span);
}

ast::CommandForm command_form(Instruction const& instruction, Reading const& reading) {
    auto const text = instruction.json ? Mapped() : instruction.arguments;
    return {instruction.json, instruction.words, text, reading.arguments};
}

// Lower case as Go's strings.ToLower makes it, as far as a stage name may hold the result.
std::string_view lower_stage_name(std::string_view name, Arena& arena) {
    auto const is_lower = [](char c) {
        return !(c >= 'A' && c <= 'Z') && static_cast<unsigned char>(c) < 0x80;
    };
    if (std::ranges::all_of(name, is_lower)) return name;
    char* const room = arena.allocate<char>(name.size());
    std::size_t size = 0;
    while (!name.empty()) {
        std::size_t taken = 1;
        char c = name[0];
        if (name.starts_with("\u212A")) {
            c = 'k';
            taken = 3;
        } else if (name.starts_with("\u0130")) {
            c = 'i';
            taken = 2;
        } else if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c | 0x20);
        }
        room[size++] = c;
        name.remove_prefix(taken);
    }
    return {room, size};
}

ast::From make_from(Instruction const& instruction, Reading& reading) {
    auto const words = instruction.words;
    ast::From from;
    from.image = only_word(instruction);
    from.name = {{{}, instruction.span.end}, {instruction.span.end, instruction.span.end}, false};
    from.platform = instruction.flag("platform");
    if (words.size() >= 3 && grammar::is_as(words[1].text.text())) {
        from.name = words[2];
        from.stage = lower_stage_name(words[2].text.text(), reading.arena);
    }
    if (words.size() == 3 && !from.name.text.empty()) {
        if (!grammar::is_stage_name(from.stage)) {
            reading.fault(FaultKind::invalid_stage_name, Tier::b, from.name.span,
                          from.name.text.text());
        }
    } else if (words.empty()) {
        reading.fault(FaultKind::from_arity, Tier::b, instruction.name_span);
    } else if (words.size() != 1) {
        std::size_t const right = from.name.text.empty() ? 1 : 3;
        reading.fault(FaultKind::from_arity, Tier::b, span_of(words.subspan(right)));
    }
    check_flags(instruction, reading);
    return from;
}

// KEY=VALUE at its first equals sign, whatever the quotes say.
ast::Pair make_pair(ast::Word const& written) {
    auto const text = written.text;
    auto const equals = text.text().find('=');
    if (equals == std::string_view::npos) {
        Span const end{written.span.end, written.span.end};
        return {written, {text.slice(text.size(), text.size()), end, false}, false, written.span};
    }
    auto const at = static_cast<std::uint32_t>(equals);
    auto const sign = text.source({at, at + 1});
    return {{text.slice(0, at), {written.span.begin, sign.begin}, false},
            {text.slice(at + 1, text.size()), {sign.end, written.span.end}, false},
            true,
            written.span};
}

std::span<ast::Pair const> make_pairs(Instruction const& instruction, Reading& reading) {
    auto const count = instruction.words.size();
    auto* const pairs = reading.arena.allocate<ast::Pair>(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto const& pair = *::new (pairs + i) ast::Pair(make_pair(instruction.words[i]));
        if (pair.has_value && pair.key.text.empty())
            reading.fault(FaultKind::blank_name, Tier::b, pair.span);
    }
    return {pairs, count};
}

// ENV and LABEL: pairs, or one key with the rest of the line as its value.
template <typename Node>
Node make_assignments(Instruction const& instruction, Reading& reading) {
    require_arguments(instruction, FaultKind::at_least_one_argument, reading);
    check_flags(instruction, reading);
    auto const words = instruction.words;
    if (!reading.is_legacy) return {make_pairs(instruction, reading), false};
    Span const end{words[0].span.end, words[0].span.end};
    auto const value = words.size() > 1 ? words[1] : ast::Word{{{}, end.begin}, end, false};
    auto const* const pair =
        reading.arena.make<ast::Pair>(ast::Pair{words[0], value, words.size() > 1, span_of(words)});
    return {{pair, 1}, true};
}

ast::Arg make_arg(Instruction const& instruction, Reading& reading) {
    require_arguments(instruction, FaultKind::at_least_one_argument, reading);
    return {make_pairs(instruction, reading)};
}

// Heredocs by name; of those with one name, the last counts.
class HeredocsByName {
 public:
    HeredocsByName(std::span<ast::Heredoc const> heredocs, Arena& arena)
        : sorted_(arena.allocate<ast::Heredoc const*>(heredocs.size()), heredocs.size()) {
        std::ranges::transform(heredocs, sorted_.begin(), [](auto& heredoc) { return &heredoc; });
        std::ranges::sort(sorted_, [](ast::Heredoc const* a, ast::Heredoc const* b) {
            return a->name != b->name ? a->name < b->name : a < b;
        });
    }

    [[nodiscard]] ast::Heredoc const* find(std::string_view name) const {
        auto const behind = std::ranges::upper_bound(sorted_, name, {}, &ast::Heredoc::name);
        if (behind == sorted_.begin() || behind[-1]->name != name) return nullptr;
        return behind[-1];
    }

 private:
    std::span<ast::Heredoc const*> sorted_;
};

// The name, when the word by itself reads as a heredoc; until the next one is asked for.
std::optional<std::string_view> as_heredoc(ast::Word const& word, Reading& reading) {
    if (!reading.may_have_heredocs) return {};
    if (word.text.text().find('<') == std::string_view::npos) return {};
    auto& scratch = reading.pools.scratch;
    scratch.reset();
    auto const heredoc = read_heredoc_word(word.text.text(), scratch);
    if (heredoc.state != HeredocWord::State::heredoc) return {};
    return heredoc.name;
}

// The sources of COPY and ADD; the destination is set when there is one.
std::span<ast::CopySource const> make_sources(Instruction const& instruction,
                                              ast::Word& destination, Reading& reading) {
    auto const words = instruction.words;
    destination = {{{}, instruction.span.end}, {instruction.span.end, instruction.span.end}, false};
    if (words.size() < 2) {
        auto const span = words.empty() ? instruction.name_span : words[0].span;
        reading.fault(FaultKind::at_least_two_arguments, Tier::b, span);
    } else {
        destination = words.back();
        if (as_heredoc(destination, reading))
            reading.fault(FaultKind::heredoc_destination, Tier::b, destination.span);
    }
    HeredocsByName const heredocs(instruction.heredocs, reading.arena);
    auto const count = words.size() < 2 ? words.size() : words.size() - 1;
    auto* const sources = reading.arena.allocate<ast::CopySource>(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto const name = as_heredoc(words[i], reading);
        ::new (sources + i)
            ast::CopySource{words[i], name.has_value(), name ? heredocs.find(*name) : nullptr};
    }
    check_flags(instruction, reading);
    return {sources, count};
}

ast::Copy make_copy(Instruction const& instruction, Reading& reading) {
    ast::Copy copy;
    copy.sources = make_sources(instruction, copy.destination, reading);
    copy.from = instruction.flag("from");
    copy.json = instruction.json;
    return copy;
}

ast::Add make_add(Instruction const& instruction, Reading& reading) {
    ast::Add add;
    add.sources = make_sources(instruction, add.destination, reading);
    add.json = instruction.json;
    return add;
}

ast::Run make_run(Instruction const& instruction, Reading& reading) {
    if (instruction.flags.empty()) return {command_form(instruction, reading), {}};
    check_flags(instruction, reading);
    return {command_form(instruction, reading), read_run_flags(instruction, reading)};
}

ast::Shell make_shell(Instruction const& instruction, Reading& reading) {
    check_flags(instruction, reading);
    require_arguments(instruction, FaultKind::at_least_one_argument, reading);
    // A text that was meant as JSON is a malformed_json already, a wrong array a json_not_strings.
    bool const is_said = reading.refused && instruction.arguments.text().starts_with('[');
    if (!instruction.words.empty() && !instruction.json && !is_said)
        reading.fault(FaultKind::shell_not_json, Tier::b, instruction.arguments.source());
    return {command_form(instruction, reading)};
}

ast::Volume make_volume(Instruction const& instruction, Reading& reading) {
    require_arguments(instruction, FaultKind::at_least_one_argument, reading);
    check_flags(instruction, reading);
    for (auto const& word : instruction.words) {
        if (trim_unicode_space(word.text.text()).empty())
            reading.fault(FaultKind::empty_volume, Tier::b, word.span);
    }
    return {instruction.words, instruction.json};
}

ast::Expose make_expose(Instruction const& instruction, Reading& reading) {
    require_arguments(instruction, FaultKind::at_least_one_argument, reading);
    check_flags(instruction, reading);
    return {instruction.words};
}

template <typename Node>
Node make_single(Instruction const& instruction, Reading& reading) {
    require_arguments(instruction, FaultKind::exactly_one_argument, reading);
    if (instruction.keyword != Keyword::stopsignal) check_flags(instruction, reading);
    return {only_word(instruction)};
}

template <typename Node>
Node make_command(Instruction const& instruction, Reading& reading) {
    check_flags(instruction, reading);
    return {command_form(instruction, reading)};
}

std::string_view suggested_keyword(std::string_view name, Reading const& reading) {
    return reading.may_suggest() ? nearest_keyword(name) : std::string_view();
}

// Upper case as Go's strings.ToUpper makes it: U+0131 is an I, and U+017F an S.
bool is_trigger(std::string_view name, std::string_view upper_case) {
    name = trim_unicode_space(name);
    for (char const expected : upper_case) {
        std::size_t taken = 1;
        char c = name.empty() ? '\0' : name[0];
        if (name.starts_with("\u0131")) {
            c = 'I';
            taken = 2;
        } else if (name.starts_with("\u017F")) {
            c = 'S';
            taken = 2;
        } else if (c >= 'a' && c <= 'z') {
            c = static_cast<char>(c & ~0x20);
        }
        if (c != expected) return false;
        name.remove_prefix(taken);
    }
    return name.empty();
}

// Behind the word ONBUILD, the heredocs put back.
std::string_view trigger_text(Instruction const& instruction, Reading& reading) {
    auto text = reading.untrimmed_line.text();
    constexpr std::string_view word = "onbuild";
    auto const begin = text.find_first_not_of("\t\n\f\r ");
    if (begin != std::string_view::npos && equals_folded(text.substr(begin, word.size()), word)) {
        text.remove_prefix(begin + word.size());
        text.remove_prefix(std::min(text.find_first_not_of("\t\n\f\r "), text.size()));
    }
    if (instruction.heredocs.empty()) return text;
    auto size = text.size();
    for (auto const& heredoc : instruction.heredocs)
        size += 1 + heredoc.body.size() + heredoc.name.size();
    char* const room = reading.arena.allocate<char>(size);
    char* at = std::ranges::copy(text, room).out;
    for (auto const& heredoc : instruction.heredocs) {
        *at++ = '\n';
        at = std::ranges::copy(heredoc.body, at).out;
        at = std::ranges::copy(heredoc.name, at).out;
    }
    return {room, size};
}

ast::Onbuild make_onbuild(Instruction const& instruction, Reading& reading) {
    auto const* const split = ast::get_if<ast::Onbuild>(&instruction.node);
    auto* const trigger = split == nullptr ? nullptr : const_cast<Instruction*>(split->trigger);
    if (trigger == nullptr) {
        reading.fault(FaultKind::at_least_one_argument, Tier::b, instruction.name_span);
        check_flags(instruction, reading);
        return {nullptr, trigger_text(instruction, reading)};
    }
    check_flags(instruction, reading);
    auto const name = trigger->name;
    auto const is_forbidden = [](std::string_view keyword) {
        return is_trigger(keyword, "FROM") || is_trigger(keyword, "MAINTAINER");
    };
    if (is_trigger(name, "ONBUILD")) {
        reading.fault(FaultKind::onbuild_chained, Tier::b, trigger->name_span, name);
    } else if (is_forbidden(name)) {
        reading.fault(FaultKind::onbuild_forbidden, Tier::b, trigger->name_span, name);
    } else if (trigger->keyword == Keyword::unknown) {
        auto const meant = suggested_keyword(name, reading);
        bool const is_of_use = !is_forbidden(meant) && !is_trigger(meant, "ONBUILD");
        reading.fault(FaultKind::unknown_onbuild_trigger, Tier::accepted, trigger->name_span, name,
                      is_of_use ? meant : std::string_view());
    }
    trigger->heredocs = instruction.heredocs;
    trigger->first_line = instruction.first_line;
    trigger->last_line = instruction.last_line;
    trigger->whole = instruction.whole;
    // What only the child's build would find is not said, but marks the trigger.
    auto const was_refused = std::exchange(reading.refused, false);
    auto const was_muted = std::exchange(reading.muted, true);
    make_node(reading, *trigger);
    trigger->is_faulty = reading.refused;
    reading.refused = was_refused || reading.refused_a;
    reading.muted = was_muted;
    return {trigger, trigger_text(instruction, reading)};
}

// Makes the node where it is to lie.
template <auto make>
[[gnu::noinline]] void set_node(Instruction& instruction, Reading& reading) {
    using Node = decltype(make(instruction, reading));
    auto* const room = reading.arena.allocate<Node>(1);
    instruction.node = ast::Node(::new (room) Node(make(instruction, reading)));
}

}  // namespace

void require_arguments(Instruction const& instruction, FaultKind kind, Reading& reading) {
    if (instruction.words.empty()) reading.fault(kind, Tier::b, instruction.name_span);
}

ast::Word only_word(Instruction const& instruction) {
    if (!instruction.words.empty()) return instruction.words.front();
    Span const end{instruction.span.end, instruction.span.end};
    return {{{}, end.begin}, end, false};
}

void make_node(Reading& reading, Instruction& instruction) {
    switch (instruction.keyword) {
        case Keyword::unknown:
            reading.fault(FaultKind::unknown_instruction, Tier::b, instruction.name_span,
                          instruction.name, suggested_keyword(instruction.name, reading));
            break;
        case Keyword::add:
            return set_node<make_add>(instruction, reading);
        case Keyword::arg:
            return set_node<make_arg>(instruction, reading);
        case Keyword::cmd:
            return set_node<make_command<ast::Cmd>>(instruction, reading);
        case Keyword::copy:
            return set_node<make_copy>(instruction, reading);
        case Keyword::entrypoint:
            return set_node<make_command<ast::Entrypoint>>(instruction, reading);
        case Keyword::env:
            return set_node<make_assignments<ast::Env>>(instruction, reading);
        case Keyword::expose:
            return set_node<make_expose>(instruction, reading);
        case Keyword::from:
            return set_node<make_from>(instruction, reading);
        case Keyword::healthcheck:
            return set_node<make_healthcheck>(instruction, reading);
        case Keyword::label:
            return set_node<make_assignments<ast::Label>>(instruction, reading);
        case Keyword::maintainer:
            return set_node<make_single<ast::Maintainer>>(instruction, reading);
        case Keyword::onbuild:
            return set_node<make_onbuild>(instruction, reading);
        case Keyword::run:
            return set_node<make_run>(instruction, reading);
        case Keyword::shell:
            return set_node<make_shell>(instruction, reading);
        case Keyword::stopsignal:
            return set_node<make_single<ast::Stopsignal>>(instruction, reading);
        case Keyword::user:
            return set_node<make_single<ast::User>>(instruction, reading);
        case Keyword::volume:
            return set_node<make_volume>(instruction, reading);
        case Keyword::workdir:
            return set_node<make_single<ast::Workdir>>(instruction, reading);
    }
}

}  // namespace dockcheck::dockerfile

// Taking a logical line apart.
#include "analyzer/syntax/dockerfile/split.hpp"

#include <algorithm>

#include "analyzer/syntax/dockerfile/cook.hpp"
#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/syntax/dockerfile/malformed.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;
using ast::Keyword;
using ast::Tier;

constexpr bool is_word_blank(char c) { return (c >= 0x09 && c <= 0x0D) || c == ' '; }

Mapped slice(Mapped text, Span range) { return text.slice(range.begin, range.end); }

Mapped slice_from(Mapped text, std::uint32_t begin) { return text.slice(begin, text.size()); }

// The first run of blanks at or behind the start of the text.
Span first_blanks(std::string_view text) {
    auto const begin = std::ranges::find_if(text, is_word_blank);
    auto const end = std::find_if_not(begin, text.end(), is_word_blank);
    return {static_cast<std::uint32_t>(begin - text.begin()),
            static_cast<std::uint32_t>(end - text.begin())};
}

ast::Word word(Mapped text) { return {text, text.source(), false}; }

// A flag whose value holds quotes, escapes or bytes above 7F; `--` ends the flags, written anyhow.
Mapped cook_flag_word(Mapped written, Reading& reading) {
    Cook cook(written);
    grammar::cook_flag(written.text(), reading.escape, cook);
    return cook.done(reading.arena);
}

ast::Flag make_flag(Mapped written, bool plain, Reading& reading) {
    ast::Flag flag;
    auto const whole = plain ? written : cook_flag_word(written, reading);
    auto const equals = whole.text().find('=');
    flag.has_value = equals != std::string_view::npos;
    auto const name_end = static_cast<std::uint32_t>(flag.has_value ? equals : whole.size());
    flag.name = whole.text().substr(2, name_end - 2);
    flag.span = written.source();
    flag.name_span = {flag.span.begin, whole.source({0, name_end}).end};
    flag.value_span = {flag.span.end, flag.span.end};
    if (flag.has_value) {
        flag.value = slice_from(whole, name_end + 1);
        flag.value_span.begin = whole.source({name_end, name_end + 1}).end;
    }
    return flag;
}

// Reads the flags; gives where the arguments begin.
std::uint32_t read_flags(Mapped rest, Reading& reading, ast::Instruction& instruction) {
    auto& flags = reading.pools.flags;
    flags.clear();
    std::uint32_t at = 0;
    for (;;) {
        auto const found = grammar::read_flag(rest.text().substr(at), reading.escape);
        if (found.range.empty()) {
            at += found.range.begin;
            break;
        }
        auto const written = rest.slice(at + found.range.begin, at + found.range.end);
        at += found.range.end;
        auto const flag = make_flag(written, found.plain, reading);
        if (flag.name.empty() && !flag.has_value) break;  // a lone --
        flags.push_back(flag);
    }
    instruction.flags = reading.arena.copy(flags);
    return at;
}

void push_json_words(Mapped text, Reading& reading) {
    for (auto const& part : reading.pools.parts) {
        auto inner = slice(text, part.range);
        auto const span = text.source({part.range.begin - 1, part.range.end + 1});
        if (!part.plain) {
            Cook cook(inner);
            grammar::cook_json_string(inner.text(), cook);
            inner = cook.done(reading.arena);
        }
        reading.pools.words.push_back({inner, span, true});
    }
}

// Reads a JSON array of strings into the words. False when the text is none; what is nearly one is
// recorded.
bool read_json(Mapped text, Keyword keyword, Reading& reading) {
    text = trim(text);
    if (!text.text().starts_with('[')) return false;
    reading.pools.parts.clear();
    if (grammar::read_string_array(text.text(), reading.pools.parts)) {
        push_json_words(text, reading);
        return true;
    }
    if (auto const other = grammar::find_other_element(text.text())) {
        reading.fault(FaultKind::json_not_strings, Tier::a, text.source(*other));
    } else if (auto const broken = find_json_break(keyword, text.text())) {
        // The only instruction that has no other form is SHELL.
        bool const is_refused = keyword == Keyword::shell && !reading.in_trigger;
        auto const tier = is_refused ? Tier::b : Tier::accepted;
        reading.fault(FaultKind::malformed_json, tier, text.source(broken->range), broken->cause);
    }
    return false;
}

void push_blank_separated(Mapped text, Reading& reading) {
    auto& ranges = reading.pools.ranges;
    ranges.clear();
    grammar::split_words(text.text(), ranges);
    for (auto const range : ranges) reading.pools.words.push_back(word(slice(text, range)));
}

void push_pairs(Mapped text, Reading& reading, ast::Instruction& instruction) {
    auto& parts = reading.pools.parts;
    parts.clear();
    grammar::split_pairs(text.text(), reading.escape, parts);
    if (parts.empty()) return;
    auto const first = slice(text, parts.front().range);
    bool const has_equals = first.text().find('=') != std::string_view::npos;
    if (instruction.keyword != Keyword::arg && !has_equals) {
        // `ENV key the rest`: cut at the first blanks, whatever the quotes say.
        auto const gap = first_blanks(text.text());
        reading.pools.words.push_back(word(text.slice(0, gap.begin)));
        if (!gap.empty()) reading.pools.words.push_back(word(slice_from(text, gap.end)));
        if (instruction.keyword == Keyword::env) instruction.node = ast::Env{{}, true};
        if (instruction.keyword == Keyword::label) instruction.node = ast::Label{{}, true};
        return;
    }
    for (auto const& part : parts) {
        auto const written = slice(text, part.range);
        auto cooked = written;
        if (!part.plain) {
            Cook cook(written);
            grammar::cook_pair_word(written.text(), reading.escape, cook);
            cooked = cook.done(reading.arena);
        }
        reading.pools.words.push_back({cooked, written.source(), false});
    }
}

bool push_command(Mapped text, Keyword keyword, Reading& reading) {
    if (text.empty()) return false;
    if (read_json(text, keyword, reading)) return true;
    reading.pools.words.push_back(word(text));
    return false;
}

bool push_healthcheck(Mapped text, Reading& reading) {
    auto const parts = grammar::read_healthcheck(text.text());
    if (parts.type.empty()) return false;
    reading.pools.words.push_back(word(slice(text, parts.type)));
    return push_command(slice_from(text, parts.rest), Keyword::healthcheck, reading);
}

// Fills in the words; gives whether they are elements of a JSON array.
bool push_words(Mapped text, Reading& reading, ast::Instruction& instruction) {
    auto const keyword = instruction.keyword;
    switch (keyword) {
        case Keyword::run:
        case Keyword::cmd:
        case Keyword::entrypoint:
        case Keyword::shell:
            return push_command(text, keyword, reading);
        case Keyword::copy:
        case Keyword::add:
        case Keyword::volume:
            if (read_json(text, keyword, reading)) return true;
            push_blank_separated(text, reading);
            return false;
        case Keyword::from:
        case Keyword::expose:
            push_blank_separated(text, reading);
            return false;
        case Keyword::env:
        case Keyword::label:
        case Keyword::arg:
            push_pairs(text, reading, instruction);
            return false;
        case Keyword::healthcheck:
            return push_healthcheck(text, reading);
        case Keyword::maintainer:
        case Keyword::user:
        case Keyword::workdir:
        case Keyword::stopsignal:
            if (!text.empty()) reading.pools.words.push_back(word(text));
            return false;
        case Keyword::onbuild:
        case Keyword::unknown:
            return false;
    }
    return false;
}

// Name, flags, arguments and words.
void split_one(Mapped line, Reading& reading, ast::Instruction& instruction) {
    instruction.line = line = trim(line);
    instruction.span = line.source();
    auto const gap = first_blanks(line.text());
    instruction.name = line.text().substr(0, gap.begin);
    instruction.name_span = line.source({0, gap.begin});
    instruction.keyword = keyword_of(instruction.name);
    auto const rest = slice_from(line, gap.end);
    auto const begin = rest.empty() ? 0 : read_flags(rest, reading, instruction);
    instruction.arguments = trim(slice_from(rest, begin));

    reading.pools.words.clear();
    instruction.json = push_words(instruction.arguments, reading, instruction);
    instruction.words = reading.arena.copy(reading.pools.words);
}

}  // namespace

Mapped trim(Mapped text) {
    auto const view = text.text();
    auto const is_edge = [](char c) { return c > ' ' && c < '\x7F'; };
    if (!view.empty() && is_edge(view.front()) && is_edge(view.back())) return text;
    auto const trimmed = trim_unicode_space(view);
    auto const begin = static_cast<std::uint32_t>(trimmed.data() - view.data());
    return text.slice(begin, begin + static_cast<std::uint32_t>(trimmed.size()));
}

void split_line(Mapped line, Reading& reading, ast::Instruction& instruction) {
    split_one(line, reading, instruction);
    // ONBUILD ONBUILD ... is refused, but the last of the chain is read: a loop, since the chain
    // may be as long as the file.
    constexpr int deepest_kept = 1;
    ast::Instruction dropped;
    auto* outer = &instruction;
    for (int depth = 0; outer->keyword == Keyword::onbuild; ++depth) {
        auto const text = outer->arguments;
        if (text.empty()) return;
        auto* inner = &dropped;
        if (depth < deepest_kept) {
            inner = reading.arena.make<ast::Instruction>();
            outer->node = ast::Onbuild{inner, {}};
        }
        *inner = {};
        reading.in_trigger = true;
        split_one(text, reading, *inner);
        outer = inner;
    }
}

}  // namespace dockcheck::dockerfile

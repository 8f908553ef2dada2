// Taking a logical line apart.
#include "analyzer/syntax/dockerfile/split.hpp"

#include <bit>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "analyzer/syntax/dockerfile/cook.hpp"
#include "analyzer/syntax/dockerfile/grammar/classes.hpp"
#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/syntax/dockerfile/malformed.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

using ast::FaultKind;
using ast::Keyword;
using ast::Tier;

// A bit of each byte that is a blank or another control character, up to the first of them.
inline std::uint64_t low_bytes(char const* text) {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text, sizeof bytes);
    return (bytes - ones * 0x21U) & ~bytes & (ones * 0x80U);
}
static_assert(std::endian::native == std::endian::little);

bool is_word_blank(char c) { return (grammar::class_of(c) & grammar::blank_class) != 0; }

Mapped slice(Mapped const& text, Span range) { return text.slice(range.begin, range.end); }

Mapped slice_from(Mapped const& text, std::uint32_t begin) {
    return text.slice(begin, text.size());
}

// Where the first word ends.
inline std::uint32_t word_end(std::string_view text) {
    auto const size = static_cast<std::uint32_t>(text.size());
    std::uint32_t at = 0;
    // Eight bytes at once; what may be a blank is looked at by itself.
    for (; at + sizeof(std::uint64_t) <= size; at += sizeof(std::uint64_t)) {
        auto const low = low_bytes(text.data() + at);
        if (low != 0) {
            at += static_cast<std::uint32_t>(std::countr_zero(low)) / 8;
            break;
        }
    }
    while (at != size && !is_word_blank(text[at])) ++at;
    return at;
}

// The first run of blanks at or behind the start of the text.
inline Span first_blanks(std::string_view text) {
    auto const begin = word_end(text);
    auto end = begin;
    while (end != text.size() && is_word_blank(text[end])) ++end;
    return {begin, end};
}

// The part between Unicode white space at both ends.
inline Span trimmed(std::string_view text) {
    auto const inside = trim_unicode_space(text);
    auto const begin = static_cast<std::uint32_t>(inside.data() - text.data());
    return {begin, begin + static_cast<std::uint32_t>(inside.size())};
}

ast::Word word(Mapped const& text) { return {text, text.source(), false}; }

std::span<ast::Word const> one_word(Mapped const& text, Span span, Reading& reading) {
    return {::new (reading.arena.allocate<ast::Word>(1)) ast::Word{text, span, false}, 1};
}

// Words made from what a grammar found.
template <typename Found, typename Make>
std::span<ast::Word const> words_from(std::vector<Found> const& found, Reading& reading,
                                      Make make) {
    if (found.empty() || !reading.may_keep(found.size())) return {};
    auto* const words = reading.arena.allocate<ast::Word>(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) ::new (words + i) ast::Word(make(found[i]));
    return {words, found.size()};
}

// A flag whose value holds quotes, escapes or bytes above 7F; `--` ends the flags, written anyhow.
Mapped cook_flag_word(Mapped const& written, Reading& reading) {
    Cook cook(written, reading);
    grammar::cook_flag(written.text(), reading.escape, cook);
    return cook.done();
}

ast::Flag make_flag(Mapped const& written, bool plain, Reading& reading) {
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
std::uint32_t read_flags(Mapped const& rest, Reading& reading, ast::Instruction& instruction) {
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
        if (!reading.may_keep(1)) break;
        flags.push_back(flag);
    }
    if (!flags.empty()) instruction.flags = reading.arena.copy(flags);
    return at;
}

std::span<ast::Word const> json_words(Mapped const& text, Reading& reading) {
    return words_from(reading.pools.parts, reading, [&](grammar::Part const& part) {
        auto inner = slice(text, part.range);
        auto const span = text.source({part.range.begin - 1, part.range.end + 1});
        if (!part.plain) {
            Cook cook(inner, reading);
            grammar::cook_json_string(inner.text(), cook);
            inner = cook.done();
        }
        return ast::Word{inner, span, true};
    });
}

// Records a text that begins with [ and is no JSON array of strings.
void blame_json(Mapped const& text, Keyword keyword, Reading& reading) {
    if (auto const other = grammar::find_other_element(text.text())) {
        reading.fault(FaultKind::json_not_strings, Tier::a, text.source(*other));
    } else if (auto const broken = find_json_break(keyword, text.text())) {
        // The only instruction that has no other form is SHELL.
        bool const is_refused = keyword == Keyword::shell && !reading.in_trigger;
        auto const tier = is_refused ? Tier::b : Tier::accepted;
        reading.fault(FaultKind::malformed_json, tier, text.source(broken->range), broken->cause);
    }
}

// Reads a JSON array of strings; false when the text is none.
bool read_json(Mapped const& arguments, Reading& reading, ast::Instruction& instruction) {
    auto const written = arguments.text();
    if (written.empty() || (written[0] > ' ' && written[0] < '\x7F' && written[0] != '['))
        return false;
    auto const inside = trimmed(written);
    if (inside.empty() || written[inside.begin] != '[') return false;
    auto const text = slice(arguments, inside);
    reading.pools.parts.clear();
    instruction.json = grammar::read_string_array(text.text(), reading.pools.parts);
    if (instruction.json) {
        instruction.words = json_words(text, reading);
    } else {
        blame_json(text, instruction.keyword, reading);
    }
    return instruction.json;
}

std::span<ast::Word const> blank_separated(Mapped const& text, Reading& reading) {
    if (word_end(text.text()) == text.size()) return one_word(text, reading.arguments, reading);
    auto& ranges = reading.pools.ranges;
    ranges.clear();
    grammar::split_words(text.text(), ranges);
    return words_from(ranges, reading, [&](Span range) { return word(slice(text, range)); });
}

// `ENV key the rest`: cut at the first blanks, whatever the quotes say.
void read_legacy(Mapped const& text, Reading& reading, ast::Instruction& instruction) {
    reading.is_legacy = true;
    auto const gap = first_blanks(text.text());
    auto const key = text.slice(0, gap.begin);
    if (gap.empty()) {
        instruction.words = one_word(key, key.source(), reading);
        reading.fault(FaultKind::legacy_value_missing, Tier::a, key.source(), key.text());
        return;
    }
    auto* const words = reading.arena.allocate<ast::Word>(2);
    ::new (words) ast::Word(word(key));
    auto const value = slice_from(text, gap.end);
    Span const rest{value.source_offset(0), reading.arguments.end};
    ::new (words + 1) ast::Word{value, rest, false};
    instruction.words = {words, 2};
}

// True where the first word surely has no equals sign: for many an ENV that is all to be known.
bool begins_without_equals(std::string_view text) {
    using namespace grammar;
    for (char const c : text) {
        auto const bits = class_of(c);
        if ((bits & blank_class) != 0) return true;
        if (c == '=' || (bits & (quote_class | escape_class | high_class)) != 0) return false;
    }
    return true;
}

void read_pairs(Mapped const& text, Reading& reading, ast::Instruction& instruction) {
    if (instruction.keyword != Keyword::arg && begins_without_equals(text.text())) {
        read_legacy(text, reading, instruction);
        return;
    }
    auto& parts = reading.pools.parts;
    parts.clear();
    grammar::split_pairs(text.text(), {reading.escape, reading.is_ascii}, parts);
    if (parts.empty()) return;
    auto const first = slice(text, parts.front().range);
    bool const has_equals = first.text().find('=') != std::string_view::npos;
    if (instruction.keyword != Keyword::arg && !has_equals) {
        read_legacy(text, reading, instruction);
        return;
    }
    instruction.words = words_from(parts, reading, [&](grammar::Part const& part) {
        auto const written = slice(text, part.range);
        if (part.plain) return word(written);
        Cook cook(written, reading);
        grammar::cook_pair_word(written.text(), reading.escape, cook);
        return ast::Word{cook.done(), written.source(), false};
    });
    if (instruction.keyword == Keyword::arg) return;
    for (auto const& word : instruction.words) {
        if (word.text.text().find('=') == std::string_view::npos)
            reading.fault(FaultKind::missing_equals, Tier::a, word.span, word.text.text());
    }
}

void read_healthcheck_words(Mapped const& text, Reading& reading, ast::Instruction& instruction) {
    auto const parts = grammar::read_healthcheck(text.text());
    if (parts.type.empty() || !reading.may_keep(1)) return;
    auto const rest = slice_from(text, parts.rest);
    auto behind = std::span<ast::Word const>();
    if (read_json(rest, reading, instruction)) {
        behind = instruction.words;
    } else if (!rest.empty()) {
        behind = one_word(rest, rest.source(), reading);
    }
    auto* const words = reading.arena.allocate<ast::Word>(1 + behind.size());
    ::new (words) ast::Word(word(slice(text, parts.type)));
    std::ranges::uninitialized_copy(behind, std::span(words + 1, behind.size()));
    instruction.words = {words, 1 + behind.size()};
}

// Fills in the words, and whether they are elements of a JSON array.
void read_words(Mapped const& text, Reading& reading, ast::Instruction& instruction) {
    if (text.empty()) return;
    switch (instruction.keyword) {
        case Keyword::run:
        case Keyword::cmd:
        case Keyword::entrypoint:
        case Keyword::shell:
            if (!read_json(text, reading, instruction))
                instruction.words = one_word(text, reading.arguments, reading);
            break;
        case Keyword::copy:
        case Keyword::add:
        case Keyword::volume:
            if (!read_json(text, reading, instruction))
                instruction.words = blank_separated(text, reading);
            break;
        case Keyword::from:
        case Keyword::expose:
            instruction.words = blank_separated(text, reading);
            break;
        case Keyword::env:
        case Keyword::label:
        case Keyword::arg:
            read_pairs(text, reading, instruction);
            break;
        case Keyword::healthcheck:
            read_healthcheck_words(text, reading, instruction);
            break;
        case Keyword::maintainer:
        case Keyword::user:
        case Keyword::workdir:
        case Keyword::stopsignal:
            instruction.words = one_word(text, reading.arguments, reading);
            break;
        case Keyword::onbuild:
        case Keyword::unknown:
            break;
    }
}

// Name, flags, arguments and words. Offsets are those of one text, and no slice is made of a slice,
// which would wait for the one before it.
void split_one(Mapped const& untrimmed, Reading& reading, ast::Instruction& instruction) {
    auto const* const text = untrimmed.text().data();
    auto const part = [text](std::uint32_t begin, std::uint32_t end) {
        return std::string_view(text + begin, end - begin);
    };
    auto const whole = trimmed(untrimmed.text());
    auto const name_end = whole.begin + word_end(part(whole.begin, whole.end));
    auto at = name_end;
    while (at != whole.end && is_word_blank(text[at])) ++at;
    instruction.line = slice(untrimmed, whole);
    instruction.span = untrimmed.source(whole);
    instruction.name = part(whole.begin, name_end);
    instruction.name_span = untrimmed.source({whole.begin, name_end});
    instruction.keyword = keyword_of(instruction.name);
    // Flags begin with a dash, or with a byte that BuildKit takes for a blank before one.
    auto const first = at < whole.end ? text[at] : 'x';
    if (first == '-' || static_cast<unsigned char>(first) >= 0x80)
        at += read_flags(untrimmed.slice(at, whole.end), reading, instruction);
    auto const arguments = trimmed(part(at, whole.end));
    instruction.arguments = untrimmed.slice(at + arguments.begin, at + arguments.end);
    reading.arguments = instruction.arguments.source();
    read_words(instruction.arguments, reading, instruction);
}

// ONBUILD ONBUILD ... is refused, but the last of the chain is read: a loop, since the chain may be
// as long as the file.
void split_trigger(Reading& reading, ast::Instruction& instruction) {
    reading.in_trigger = true;
    auto text = instruction.arguments;
    if (text.empty()) return;
    auto* const trigger = reading.arena.make<ast::Instruction>();
    instruction.node = ast::Node(reading.arena.make<ast::Onbuild>(trigger));
    split_one(text, reading, *trigger);
    text = trigger->arguments;
    for (auto keyword = trigger->keyword; keyword == Keyword::onbuild && !text.empty();) {
        ast::Instruction dropped;
        split_one(text, reading, dropped);
        keyword = dropped.keyword;
        text = dropped.arguments;
    }
}

}  // namespace

void split_line(Mapped const& line, Reading& reading, ast::Instruction& instruction) {
    split_one(line, reading, instruction);
    if (instruction.keyword == Keyword::onbuild) split_trigger(reading, instruction);
}

void split_words(Reading& reading, ast::Instruction& instruction) {
    reading.arguments = instruction.arguments.source();
    read_words(instruction.arguments, reading, instruction);
}

}  // namespace dockcheck::dockerfile

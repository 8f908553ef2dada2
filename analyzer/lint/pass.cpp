// Reporting: a message's holes filled, a finding made.
#include "analyzer/lint/pass.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "analyzer/image/image.hpp"
#include "analyzer/lint/rule_set.hpp"

namespace dockcheck {
namespace {

/// The beginning of a text that is too long for a message, cut between two code points.
std::string_view beginning(std::string_view text, std::size_t size) {
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return text.substr(0, size);
}

/// A text that is written into room that was made for it.
class Line {
 public:
    Line(Arena& arena, std::size_t room) : begin_(arena.allocate<char>(room)), end_(begin_) {}

    void operator+=(std::string_view text) { end_ = std::copy(text.begin(), text.end(), end_); }
    void operator+=(char c) { *end_++ = c; }
    [[nodiscard]] std::string_view text() const { return {begin_, end_}; }

 private:
    char* begin_;
    char* end_;
};

/// Appends a text of the user on one line: line ends, with continuations and indents, become one
/// blank.
void append_on_one_line(Line& out, std::string_view text) {
    while (true) {
        auto const newline = text.find('\n');
        if (newline == std::string_view::npos) break;
        auto const line = text.substr(0, newline);
        auto const last = line.find_last_not_of(" \t\r\\`");
        out += line.substr(0, last == std::string_view::npos ? 0 : last + 1);
        auto const next = text.find_first_not_of(" \t\r\n", newline);
        if (next == std::string_view::npos) return;
        out += ' ';
        text.remove_prefix(next);
    }
    out += text;
}

constexpr std::size_t longest_quote = 160;
constexpr std::string_view ellipsis = "...";

void append_quote(Line& out, std::string_view text) {
    bool const is_long = text.size() > longest_quote;
    append_on_one_line(out, is_long ? beginning(text, longest_quote) : text);
    if (is_long) out += ellipsis;
}

/// The number of the hole at a brace; what is no hole gives one too many.
std::size_t hole_at(std::string_view rest, std::size_t count) {
    bool const is_hole = rest.size() > 2 && rest[2] == '}' && rest[1] >= '0';
    return is_hole ? std::min<std::size_t>(static_cast<unsigned char>(rest[1]) - '0', count)
                   : count;
}

/// A text without holes stays where it is: it is constant.
std::string_view fill_holes(std::string_view text, std::span<std::string_view const> holes,
                            Arena& arena) {
    struct Place {
        std::size_t brace;
        std::size_t hole;
    };
    constexpr std::size_t most_places = 16;
    std::array<Place, most_places> places;  // NOLINT(*-member-init): what is behind is not read
    std::size_t count = 0;
    auto room = text.size();
    for (auto brace = text.find('{'); brace != text.npos && count < most_places;
         brace = text.find('{', brace + 1)) {
        auto const hole = hole_at(text.substr(brace), holes.size());
        if (hole == holes.size()) continue;
        places[count++] = {brace, hole};
        room += std::min(holes[hole].size(), longest_quote) + ellipsis.size();
    }
    if (count == 0) return text;
    Line out(arena, room);
    std::size_t done = 0;
    for (auto const& place : std::span(places).first(count)) {
        out += text.substr(done, place.brace - done);
        append_quote(out, holes[place.hole]);
        done = place.brace + 3;
    }
    out += text.substr(done);
    return out.text();
}

/// A part of a JSON string as it is meant.
std::string_view text_of_json(image::Image const& image, Span span, std::string_view written) {
    // Looking for the part takes the time of the whole: of long strings it stays as it is written.
    constexpr std::uint32_t longest_string = 16 * 1024;
    auto const* const node = image.document->node_at(span);
    if (node == nullptr || node->kind != image::Node::Kind::string) return written;
    auto const& text = node->text;
    if (text.size() > longest_string) return written;
    std::uint32_t begin = 0;
    while (begin < text.size() && text.source({begin, begin + 1}).begin < span.begin) ++begin;
    auto end = begin;
    while (end < text.size() && text.source({end, end + 1}).end <= span.end) ++end;
    return text.slice(begin, end).text();
}

/// A text with another part in the place of some of its bytes.
std::string_view with_part(std::string_view text, std::size_t at, std::size_t size,
                           std::string_view part, Arena& arena) {
    Line line(arena, text.size() + part.size());
    line += text.substr(0, at);
    line += part;
    line += text.substr(at + size);
    return line.text();
}

/// The help with sudo in front of what is to be run, as its command has it.
std::string_view with_sudo(std::string_view help, Arena& arena) {
    constexpr std::string_view all_leads[] = {" with: && ", "in the same RUN: "};
    for (auto const lead : all_leads) {
        auto const at = help.find(lead);
        if (at == help.npos) continue;
        return with_part(help, at + lead.size(), 0, "sudo ", arena);
    }
    return help;
}

Fix& fix_of(Finding& finding) {
    if (!finding.fix) {
        finding.fix.emplace();
        bool const is_safe = finding.rule->fix == FixKind::safe;
        finding.fix->applicability = is_safe ? Applicability::safe : Applicability::unsafe;
    }
    return *finding.fix;
}

}  // namespace

Reported& Reported::help(std::string_view text) {
    finding().help = arena_->copy(text);
    return *this;
}

Reported& Reported::in_script_of(model::Command const& command) {
    constexpr std::string_view said = "end this RUN with: && ";
    std::string_view meant;
    auto& help = finding().help;
    if ((command.wrappers & model::wrapper_sudo) != 0) help = with_sudo(help, *arena_);
    auto const at = help.find(said);
    if (command.script == nullptr || at == help.npos) return *this;
    auto const text = command.script->text.text();
    auto const last = text.find_last_not_of(" \t\r\n");
    if (command.script->is_heredoc) {
        meant = "make this the script's last line: ";
    } else if (last != text.npos && text[last] == ';') {
        meant = "end this RUN with: ";
    } else {
        return *this;
    }
    help = with_part(help, at, said.size(), meant, *arena_);
    return *this;
}

Reported& Reported::related(Span span, std::string_view message) {
    return related(Place{source_, span}, message);
}

Reported& Reported::related(Place place, std::string_view message) {
    finding().related.push_back({place, arena_->copy(message)});
    return *this;
}

Reported& Reported::severity(Severity severity) {
    if (!severity_is_set_) finding().severity = severity;
    return *this;
}

Reported& Reported::mask(Span span) {
    finding().masked.push_back({source_, span});
    return *this;
}

Reported& Reported::variant(std::string_view variant) {
    finding().variant = variant;
    return *this;
}

Reported& Reported::replace(Span span, std::string text) {
    return replace(Place{source_, span}, std::move(text));
}

Reported& Reported::insert(std::uint32_t offset, std::string text) {
    return replace(Span{offset, offset}, std::move(text));
}

Reported& Reported::remove(Span span) { return replace(span, {}); }

Reported& Reported::replace(Place place, std::string text) {
    fix_of(finding()).edits.push_back({place, std::move(text)});
    return *this;
}

Reported& Reported::applicability(Applicability applicability) {
    fix_of(finding()).applicability = applicability;
    return *this;
}

ast::Instruction const& Pass::instruction() const {
    assert(instruction_ != nullptr);
    return *instruction_;
}

std::string_view Pass::text(Span span) const {
    auto const written = Place{&build_->source(), span}.text();
    if (build_->image() == nullptr || written.find('\\') == std::string_view::npos) return written;
    return text_of_json(*build_->image(), span, written);
}

Value Pass::value(ast::Word const& word) const {
    auto const text = word.text.text();
    if (text.empty()) return {};
    if (is_trigger_ && text.find('$') != std::string_view::npos) {
        std::array<Piece, 1> const pieces{Piece{text, false, {}}};
        return Value(std::span<Piece const>(build_->arena().copy(pieces)));
    }
    return build_->expand(*instruction_, text).value;
}

Reported Pass::add(Place place, std::string_view text, std::string_view help,
                   std::span<std::string_view const> holes) {
    constexpr std::size_t usual = 8;
    bool const is_kept = looks_->may_report(*active_);
    if (!is_kept) dropped_->clear();
    auto& findings = is_kept ? *findings_ : *dropped_;
    if (findings.empty()) findings.reserve(usual);
    auto& finding = findings.emplace_back();
    finding.rule = active_->rule;
    finding.severity = active_->severity;
    finding.place = place;
    finding.message = fill_holes(text, holes, build_->arena());
    if (with_help_) finding.help = fill_holes(help, holes, build_->arena());
    return {findings, build_->source(), build_->arena(), active_->severity_is_set};
}

std::vector<std::string_view> Pass::aliases_behind(std::string_view prefix) const {
    return rules_ == nullptr ? std::vector<std::string_view>{} : rules_->aliases_behind(prefix);
}

}  // namespace dockcheck

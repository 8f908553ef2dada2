// Finds quotes that end too early, backslashes in front of letters, and quotes of a word processor.
#include "rules/shell/suspicious-shell-quoting.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/text/byte_search.hpp"

namespace dockcheck::rules::suspicious_shell_quoting {
namespace {

using model::ShellScript;
using shell::Kind;
using shell::Node;

constexpr std::string_view typographic_quotes[] = {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9A",
                                                   "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E",
                                                   "\xC2\xB4"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_word(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == ' ';
    });
}

class Finder {
 public:
    Finder(ShellScript const& script, Pass& pass, Options const& options, bool is_plain_text)
        : script_(script),
          tree_(script.tree),
          pass_(pass),
          options_(options),
          is_plain_text_(is_plain_text) {}

    void see_command(Node const& command) {
        bool is_program = true;
        bool behind_dollar = false;
        for (auto const& child : tree_.children(command)) {
            if (child.kind != Kind::word) continue;
            auto const text = tree_.text_of(child);
            if (behind_dollar && text.starts_with('{')) see_dollar(child);
            behind_dollar = text == "$";
            see_word(child, is_program);
            is_program = false;
        }
    }

 private:
    [[nodiscard]] bool wants(std::string_view kind) const {
        return std::ranges::find(options_.kinds, kind) != options_.kinds.end();
    }

    void see_word(Node const& word, bool is_program) {
        if (tree_.children(word).empty()) return see_typographic(word);
        Node const* before_last = nullptr;
        Node const* last = nullptr;
        for (auto const& part : tree_.children(word)) {
            if (part.kind == Kind::literal) see_typographic(part);
            bool const protects_alias = is_program && last == nullptr;
            if (part.kind == Kind::escape && !protects_alias) see_escape(part);
            if (last != nullptr) see_swallowed(*last, part);
            bool const is_behind_middle = before_last != nullptr && last->kind == Kind::literal;
            if (is_behind_middle && is_plain(*before_last) && is_plain(part)) see_middle(*last);
            before_last = last;
            last = &part;
        }
    }

    /// `$ {HOME}`; the word is the one behind it.
    void see_dollar(Node const& word) {
        auto const at = tree_.text.rfind('$', word.begin - 1);
        if (!wants("dollar") || at == std::string_view::npos) return;
        auto const begin = static_cast<std::uint32_t>(at);
        pass_.report(script_.text.slice(begin, begin + 1).source(), dollar).variant("dollar");
    }

    /// A text of several lines with a word right behind its end.
    void see_swallowed(Node const& part, Node const& next) {
        if (part.kind != Kind::double_quoted || next.kind != Kind::literal) return;
        if (!is_letter(tree_.text_of(next).front()) || !wants("swallowed")) return;
        if (tree_.text_of(part).find('\n') == std::string_view::npos) return;
        pass_.report(script_.text.slice(part.begin, part.begin + 1).source(), swallowed)
            .variant("swallowed");
    }

    /// "text" without expansions in it.
    [[nodiscard]] bool is_plain(Node const& part) const {
        if (part.kind != Kind::double_quoted) return false;
        for (auto const& child : tree_.children(part)) {
            if (child.kind != Kind::quoted_text && child.kind != Kind::escape) return false;
        }
        return true;
    }

    void see_middle(Node const& part) {
        auto const text = tree_.text_of(part);
        if (wants("middle") && is_word(text))
            pass_.report(script_.span(part), middle, text).variant("middle");
    }

    void see_escape(Node const& part) {
        auto const text = tree_.text_of(part);
        // In a shell of Windows a backslash is a part of paths.
        if (!wants("letter") || !script_.shell_is_known || text.size() != 2 || !is_letter(text[1]))
            return;
        pass_.report(script_.span(part), letter, text, text.substr(1)).variant("letter");
    }

    void see_typographic(Node const& part) {
        if (is_plain_text_ || !wants("typographic")) return;
        auto const text = tree_.text_of(part);
        for (auto const quote : typographic_quotes) {
            auto const at = text.find(quote);
            if (at == text.npos) continue;
            auto const begin = part.begin + static_cast<std::uint32_t>(at);
            auto const end = begin + static_cast<std::uint32_t>(quote.size());
            pass_.report(script_.text.slice(begin, end).source(), typographic, quote)
                .variant("typographic");
            return;
        }
    }

    ShellScript const& script_;
    shell::Tree const& tree_;
    Pass& pass_;
    Options const& options_;
    bool is_plain_text_;  ///< nothing but ASCII
};

/// `[ “word” ]`: a broken JSON form has a rule of its own.
bool is_broken_json(ShellScript const& script) {
    auto text = script.text.text();
    if (!text.starts_with('[')) return false;
    if (script.use != model::Use::run) return true;
    text.remove_prefix(std::min(text.find_first_not_of("[ "), text.size()));
    return std::ranges::any_of(typographic_quotes,
                               [&](std::string_view quote) { return text.starts_with(quote); });
}

/// False where none of what is looked for can be.
bool may_be_suspicious(ShellScript const& script, bool is_plain_text) {
    auto const text = script.tree.text;
    if (script.holds(Kind::escape, Kind::double_quoted) || !is_plain_text) return true;
    // A dollar that may be a word of its own.
    for (auto at = text.find('$'); at != text.npos; at = text.find('$', at + 1)) {
        auto const next = text.substr(at + 1, 1);
        if (!next.empty() && std::string_view(" \t\n<>\\").find(next) != next.npos) return true;
    }
    return false;
}

void check(ShellScript const& script, Pass& pass, Options const& options) {
    bool const is_plain_text = is_ascii(script.tree.text);
    if (!may_be_suspicious(script, is_plain_text) || is_broken_json(script)) return;
    Finder finder(script, pass, options, is_plain_text);
    for (auto const* const command : script.simple_commands) finder.see_command(*command);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::suspicious_shell_quoting

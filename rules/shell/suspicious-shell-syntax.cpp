// Finds shell text that parses and cannot mean what it looks like.
#include "rules/shell/suspicious-shell-syntax.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/syntax_slips.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::suspicious_shell_syntax {
namespace {

using model::ShellScript;
using shell::Kind;
using shell::Node;

constexpr std::string_view no_break_blank = "\xC2\xA0";

bool is_identifier(std::string_view text) {
    if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
           == text.npos;
}

/// The keyword in small letters for `If`, `Then`; empty for others.
std::string_view keyword_of(std::string_view text) {
    struct Pair {
        std::string_view written;
        std::string_view meant;
    };
    static constexpr Pair pairs[] = {
        {"If", "if"},       {"Then", "then"},   {"Else", "else"}, {"Elif", "elif"},
        {"Fi", "fi"},       {"For", "for"},     {"Do", "do"},     {"Done", "done"},
        {"While", "while"}, {"Until", "until"}, {"IF", "if"},     {"THEN", "then"},
        {"ELSE", "else"},   {"FI", "fi"},       {"DONE", "done"}, {"WHILE", "while"}};
    if (text.empty() || text[0] < 'A' || text[0] > 'Z') return {};
    auto const found = std::ranges::find(pairs, text, &Pair::written);
    return found == std::ranges::end(pairs) ? std::string_view{} : found->meant;
}

class Finder {
 public:
    Finder(ShellScript const& script, Pass& pass, Options const& options)
        : script_(script),
          tree_(script.tree),
          pass_(pass),
          options_(options),
          has_blank_(tree_.text.find(no_break_blank) != std::string_view::npos) {}

    /// False where nothing but simple commands can be suspicious.
    [[nodiscard]] bool looks_at_all() const {
        return has_blank_ || script_.holds(Kind::for_clause, Kind::assignment)
               || (script_.holds(Kind::parameter)
                   && tree_.text.find('[') != std::string_view::npos);
    }

    void see(Node const& node) {
        switch (node.kind) {
            case Kind::word:
                return see_word(node);
            case Kind::for_clause:
                return see_loop(node);
            case Kind::assignment:
                return see_double(node);
            case Kind::parameter:
                return see_array(node);
            case Kind::simple_command:
                return see_command(node);
            default:
                return;
        }
    }

 private:
    [[nodiscard]] bool wants(std::string_view kind) const {
        return std::ranges::find(options_.kinds, kind) != options_.kinds.end();
    }

    /// `for $x in`.
    void see_loop(Node const& node) {
        auto const& name = *tree_.children(node).begin();
        auto const text = tree_.text_of(name);
        if (!text.starts_with('$') || !wants("loop")) return;
        pass_.report(script_.span(name), loop, text).variant("loop");
    }

    /// `X==1`.
    void see_double(Node const& node) {
        if (node.detail != 0 || !wants("double")) return;
        auto const parts = shell::children_of(tree_, node);
        if (parts.size() < 2 || parts[0]->kind != Kind::name) return;
        bool const is_doubled =
            parts[1]->kind == Kind::literal && tree_.text_of(*parts[1]).starts_with('=');
        if (!is_doubled) return;
        auto const name = tree_.text_of(*parts[0]);
        auto const value = tree_.text.substr(parts[1]->begin, node.end - parts[1]->begin);
        pass_.report(script_.span(node), doubled, name, value).variant("double");
    }

    /// True for a name that the script gives an array.
    [[nodiscard]] bool is_array(std::string_view name) {
        if (!arrays_) {
            arrays_.emplace();
            for (auto const& node : tree_.nodes) {
                if (node.kind != Kind::assignment) continue;
                auto const parts = shell::children_of(tree_, node);
                bool const given = parts.size() == 2 && parts[1]->kind == Kind::array;
                if (given) arrays_->insert(tree_.text_of(*parts[0]));
            }
        }
        return arrays_->contains(name);
    }

    /// `$list[0]` of an array.
    void see_array(Node const& node) {
        auto const text = tree_.text_of(node);
        if (text.size() < 2 || text[1] == '{' || node.end >= tree_.text.size()) return;
        if (tree_.text[node.end] != '[' || !is_identifier(text.substr(1))) return;
        if (!wants("array") || !is_array(text.substr(1))) return;
        constexpr std::size_t longest_index = 100;
        auto const close = tree_.text.substr(node.end, longest_index).find(']');
        if (close == std::string_view::npos) return;
        auto const end = node.end + static_cast<std::uint32_t>(close + 1);
        pass_
            .report(script_.text.slice(node.begin, end).source(), array, text,
                    tree_.text.substr(node.end, end - node.end), text.substr(1))
            .variant("array");
    }

    void see_word(Node const& word) {
        if (!has_blank_ || !wants("blank")) return;
        auto const holds = [&](Node const& part) {
            return tree_.text_of(part).find(no_break_blank) != std::string_view::npos;
        };
        bool found = tree_.children(word).empty() && holds(word);
        for (auto const& part : tree_.children(word)) {
            found = found || (part.kind == Kind::literal && holds(part));
        }
        if (found) pass_.report(script_.span(word), blank).variant("blank");
    }

    void see_command(Node const& command) {
        Node const* program = nullptr;
        for (auto const& child : tree_.children(command)) {
            if (child.kind != Kind::word) continue;
            if (program != nullptr) {
                if (see_assignment(*program, child)) return;
                break;
            }
            program = &child;
        }
        if (program != nullptr) see_program(command, *program);
    }

    /// All of these are told by the first character.
    void see_program(Node const& command, Node const& first) {
        static constexpr ByteSet beginnings("$[{eABCDEFGHIJKLMNOPQRSTUVWXYZ");
        auto const text = tree_.text_of(first);
        if (text.empty() || !beginnings.holds(text.front())) return;
        if (text.starts_with('$') && see_dollar(first)) return;
        if (text.starts_with('[') && see_brackets(shell::words_of(tree_, command))) return;
        bool const glued = text.size() > 1 && text[0] == '{' && is_identifier(text.substr(1));
        if (glued && wants("brace"))
            pass_.report(script_.span(first), brace, text).variant("brace");
        if (auto const meant = keyword_of(text); !meant.empty() && wants("keyword")) {
            pass_.report(script_.span(first), keyword, text, meant).variant("keyword");
        }
        bool const is_elseif = text == "elseif" || text == "elsif";
        if (is_elseif && wants("elseif"))
            pass_.report(script_.span(first), elseif, text).variant("elseif");
    }

    /// `X = 1` and `x == y`.
    bool see_assignment(Node const& first, Node const& second) {
        auto const sign = tree_.text_of(second);
        if (!sign.starts_with('=')) return false;
        auto const name = tree_.text_of(first);
        if ((sign != "=" && sign != "==") || !is_identifier(name)) return false;
        if (model::list_holds(" test expr echo printf ", name)) return false;
        if (!wants("assignment")) return false;
        pass_.report(join(script_.span(first), script_.span(second)), assignment, name)
            .variant("assignment");
        return true;
    }

    /// `$X=1`.
    bool see_dollar(Node const& first) {
        if (tree_.children(first).empty()) return false;
        auto const parts = shell::children_of(tree_, first);
        if (parts.size() < 2 || parts[0]->kind != Kind::parameter) return false;
        auto const name = tree_.text_of(*parts[0]);
        bool const plain = is_identifier(name.substr(1));
        bool const assigns =
            parts[1]->kind == Kind::literal && tree_.text_of(*parts[1]).starts_with('=');
        if (!plain || !assigns || !wants("dollar")) return false;
        pass_.report(script_.span(first), dollar, name).variant("dollar");
        return true;
    }

    /// `[-f a]` and `[ -f a]`.
    bool see_brackets(shell::NodeList const& words) {
        auto const first = tree_.text_of(*words[0]);
        auto const& last = *words.back();
        auto const end = tree_.text_of(last);
        // Anything else is a broken JSON form.
        bool const is_test = first.starts_with("[-") || first.starts_with("[!")
                             || first.starts_with("[$") || first.starts_with("[\"$");
        bool const is_glued = first.size() > 1 && is_test;
        if (is_glued && words.size() > 1 && end.ends_with(']') && wants("bracket")) {
            pass_.report(script_.span(*words[0]), bracket, first).variant("bracket");
            return true;
        }
        bool const unclosed = first == "[" && end != "]" && end.size() > 1 && end.ends_with(']')
                              && end.find('[') == std::string_view::npos;
        if (!unclosed || !wants("closing")) return false;
        pass_.report(script_.span(last), closing).variant("closing");
        return true;
    }

    ShellScript const& script_;
    shell::Tree const& tree_;
    Pass& pass_;
    Options const& options_;
    std::optional<std::unordered_set<std::string_view>> arrays_;
    bool has_blank_;  ///< one that does not break is somewhere in the text
};

void report_slip(ShellScript const& script, Pass& pass, Options const& options) {
    auto const slip = model::slip_of(script, pass.build().arena());
    if (!slip) return;
    auto const span = script.text.slice(slip->begin, slip->end).source();
    auto const text = script.tree.text.substr(slip->begin, slip->end - slip->begin);
    auto const wants = [&](std::string_view kind) {
        return std::ranges::find(options.kinds, kind) != options.kinds.end();
    };
    using Slip = model::SyntaxSlip::Kind;
    if (slip->kind == Slip::separator && wants("separator")) {
        pass.report(span, separator, text).variant("separator");
    } else if (slip->kind == Slip::brace && wants("stray-brace")) {
        pass.report(span, stray_brace).variant("stray-brace");
    } else if (slip->kind == Slip::background && wants("background")) {
        pass.report(span, background).variant("background");
    } else if (slip->kind == Slip::comment && wants("comment")) {
        pass.report(span, comment).variant("comment");
    } else if (slip->kind == Slip::parameters && wants("parameters")) {
        pass.report(span, parameters).variant("parameters");
    } else if (slip->kind == Slip::function && wants("function")) {
        pass.report(span, function, text).variant("function");
    }
}

void check(ShellScript const& script, Pass& pass, Options const& options) {
    // A broken JSON form has a rule of its own.
    if (script.use != model::Use::run && script.text.text().starts_with('[')) return;
    Finder finder(script, pass, options);
    if (finder.looks_at_all()) {
        for (auto const& node : script.tree.nodes) finder.see(node);
    } else {
        for (auto const* const command : script.simple_commands) finder.see(*command);
    }
    // A shell of Windows may read it.
    if (script.tree.first_error != nullptr && script.shell_is_known) {
        report_slip(script, pass, options);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::suspicious_shell_syntax

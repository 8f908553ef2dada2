// Finds stages that start PowerShell in RUN after RUN.
#include "rules/windows/powershell-wrapper-instead-of-shell.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/powershell_script.hpp"

namespace dockcheck::rules::powershell_wrapper_instead_of_shell {
namespace {

using model::PowerShellScript;

/// The words of a wrapper, without what stands between them.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    constexpr std::string_view between = " \t\r\n\\`";
    for (auto at = text.find_first_not_of(between); at != text.npos;) {
        auto const end = std::min(text.find_first_of(" \t\r\n", at), text.size());
        words.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(between, end);
    }
    return words;
}

Span written_span(PowerShellScript const& script, Pass const& pass) {
    auto const text = pass.text(script.wrapper);
    auto const end = text.find_last_not_of(" \t\r\n\\`'\"");
    return {script.wrapper.begin, script.wrapper.begin + static_cast<std::uint32_t>(end) + 1};
}

bool begins_its_run(PowerShellScript const& script) {
    auto const* const run = ast::get_if<ast::Run>(&script.instruction->node);
    return run != nullptr && run->command.span.begin == script.wrapper.begin;
}

std::string shell_words(std::vector<std::string_view> const& words) {
    std::string text = "[";
    for (auto const word : words) {
        if (text.size() > 1) text += ", ";
        text += '"';
        for (auto const c : word) {
            if (c == '\\') text += '\\';
            text += c;
        }
        text += '"';
    }
    return text + "]";
}

bool has_shell_form(ast::Instruction const& instruction) {
    return instruction.keyword == ast::Keyword::run || instruction.keyword == ast::Keyword::cmd
           || instruction.keyword == ast::Keyword::entrypoint
           || instruction.keyword == ast::Keyword::healthcheck
           || instruction.keyword == ast::Keyword::shell
           || instruction.keyword == ast::Keyword::onbuild;
}

using Scripts = std::vector<PowerShellScript const*>;

/// True where nothing but these scripts depends on the shell, and nothing is in other quotes.
bool can_be_rewritten(Scripts const& scripts, model::Stage const& stage, Pass const& pass) {
    for (auto const* const script : scripts) {
        auto const text = script->text.text();
        if (script->is_quoted || !script->on_windows || text.find('^') != text.npos) return false;
    }
    for (auto const& other : pass.build().stages()) {
        if (other.parent == &stage) return false;
    }
    // Both are in the order of the file.
    auto next = scripts.begin();
    for (auto const& instruction : stage.instructions) {
        bool const is_next = next != scripts.end() && (*next)->instruction == &instruction;
        bool const is_in_front = next == scripts.begin() && !is_next;
        if (is_next) ++next;
        if (is_next || is_in_front || !has_shell_form(instruction) || instruction.json) continue;
        return false;
    }
    return next == scripts.end();
}

void report(Scripts const& scripts, bool is_alone, model::Stage const& stage, Pass& pass) {
    auto const& first = *scripts.front();
    auto const span = written_span(first, pass);
    auto const new_shell = shell_words(words_of(pass.text(span)));
    auto reported =
        pass.report(span, repeated, std::to_string(scripts.size()), pass.text(span), new_shell);
    for (auto const* const other : scripts) {
        if (other != &first) reported.related(written_span(*other, pass), again.text);
    }
    if (!is_alone || !can_be_rewritten(scripts, stage, pass)) return;
    reported.insert(first.instruction->span.begin, "SHELL " + new_shell + "\n");
    for (auto const* const script : scripts) reported.remove(script->wrapper);
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    if (stage.powershell_scripts.empty()) return;
    std::map<std::vector<std::string_view>, Scripts> by_words;
    for (auto const* const script : stage.powershell_scripts) {
        if (script->wrapper.empty() || !begins_its_run(*script)) continue;
        by_words[words_of(pass.text(written_span(*script, pass)))].push_back(script);
    }
    for (auto const& [words, scripts] : by_words) {
        if (static_cast<std::int64_t>(scripts.size()) < options.min_repeats) continue;
        report(scripts, by_words.size() == 1, stage, pass);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_wrapper_instead_of_shell

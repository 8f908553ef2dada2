// Finds elements of exec forms that have quotes of their own.
#include "rules/runtime/literal-quotes-in-exec-form.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::literal_quotes_in_exec_form {
namespace {

/// What is left without the outer quotes; empty when it has none, or others between them.
std::string_view without_quotes(std::string_view text) {
    if (text.size() < 3) return {};
    auto const quote = text.front();
    if ((quote != '\'' && quote != '"') || text.back() != quote) return {};
    auto const inner = text.substr(1, text.size() - 2);
    return inner.find_first_of("'\"\\\n\t") == std::string_view::npos ? inner : std::string_view();
}

/// Programs that print what they are given.
bool prints(std::string_view program) {
    auto const name = base_name(program);
    return name == "echo" || name == "printf";
}

/// An option with the text of a script or query behind it: -c, -ec, -e, --command.
bool takes_script(std::string_view word) {
    if (word == "--command" || word == "--eval" || word == "/c" || word == "/C") return true;
    return word.size() > 1 && word[0] == '-' && word[1] != '-'
           && (word.ends_with('c') || word.ends_with('e') || word.ends_with("Command"));
}

bool ends_with_script_option(model::Setting<model::StartCommand> const& entrypoint) {
    return entrypoint.is_set() && !entrypoint.value.arguments.empty()
           && takes_script(entrypoint.value.arguments.back().value.text_or_empty());
}

void look_at(ast::CommandForm const& form, Pass& pass) {
    if (!form.json || form.words.empty() || prints(form.words.front().text.text())) return;
    for (std::size_t i = 0; i < form.words.size(); ++i) {
        auto const& word = form.words[i];
        if (i > 0 && takes_script(form.words[i - 1].text.text())) return;
        auto const inner = without_quotes(word.text.text());
        if (inner.empty()) continue;
        auto const mended = "\"" + std::string(inner) + "\"";
        pass.report(word.span, quotes, pass.text(word.span), mended).replace(word.span, mended);
    }
}

void check_run(ast::Run const& run, Pass& pass) { look_at(run.command, pass); }
void check_entrypoint(ast::Entrypoint const& node, Pass& pass) { look_at(node.command, pass); }
void check_healthcheck(ast::Healthcheck const& node, Pass& pass) { look_at(node.command, pass); }

void check_cmd(ast::Cmd const& cmd, Pass& pass) {
    // Behind `sh -c` the first word is a script.
    auto const* stage = pass.stage();
    if (stage != nullptr && ends_with_script_option(stage->config.entrypoint)) return;
    look_at(cmd.command, pass);
}

}  // namespace

constinit Check const rule = on<check_run, check_entrypoint, check_healthcheck, check_cmd>();

}  // namespace dockcheck::rules::literal_quotes_in_exec_form

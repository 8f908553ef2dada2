// Finds options and commands of Poetry 1 that Poetry 2 does not have.
#include "rules/python/removed-poetry-option.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/poetry.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::removed_poetry_option {
namespace {

struct Removed {
    std::string_view verbs;   ///< words between blanks
    std::string_view option;  ///< empty: the command itself
    std::string_view help;
};

/// Source: the changelog of Poetry 2.0.0 and its commands (python-poetry/poetry). Date: 2026-11-27.
constexpr Removed all_removed[] = {
    {" install update ", "--no-dev", "write --only main in place of --no-dev"},
    {" install ", "--remove-untracked", "write poetry sync in place of poetry install"},
    {" lock ", "--no-update", "leave --no-update out: it is what poetry lock does now"},
    {" lock ", "--check", "write poetry check --lock"},
    {" export ", "", "install poetry-plugin-export beside poetry"},
    {" shell ", "", "start programs by poetry run"},
};

/// A plugin that the project asks for is installed by Poetry itself.
bool may_have_plugin(Pass const& pass, model::Command const& command) {
    if (pass.build().may_hold(std::string_view("poetry-plugin"))) return true;
    std::string path;
    auto const* manifest =
        model::manifest_beside(pass.build(), *pass.stage(), command, "pyproject.toml", &path);
    // Nobody has seen it.
    if (manifest == nullptr) return pass.context() != nullptr;
    auto const* source = pass.context()->read(path);
    return source == nullptr || source->bytes().find("requires-plugins") != std::string_view::npos;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const verb = command.argument(1);
    if (verb.empty() || verb.starts_with('-')) return;
    auto const wanted = " " + std::string(verb) + " ";
    for (auto const& removed : all_removed) {
        if (removed.verbs.find(wanted) == removed.verbs.npos) continue;
        model::Argument const* word = nullptr;
        for (auto const& argument : command.arguments.subspan(1)) {
            auto const text = argument.value.text_or_empty();
            if (removed.option.empty() ? text == verb : text == removed.option) {
                word = &argument;
                break;
            }
        }
        if (word == nullptr || !model::must_succeed(*pass.stage(), command)) continue;
        if (!pass.may_look_around() || !model::is_poetry_two(pass.build(), *pass.stage(), command))
            return;
        if (removed.option.empty()) {
            if (!may_have_plugin(pass, command))
                pass.report(word->span, plugin, verb, removed.help);
        } else {
            pass.report(word->span, option, removed.option, verb, removed.help);
        }
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" poetry ");

}  // namespace dockcheck::rules::removed_poetry_option

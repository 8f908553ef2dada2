// Finds an ENTRYPOINT that takes the words of the parent stage's CMD away.
#include "rules/runtime/inherited-cmd-reset.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/positional_parameters.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::rules::inherited_cmd_reset {
namespace {

bool sets_cmd(model::Stage const& stage) {
    return std::ranges::any_of(stage.instructions, [](ast::Instruction const& instruction) {
        return instruction.keyword == ast::Keyword::cmd;
    });
}

/// Programs that run what they are given, and are of no use without it.
bool needs_words(std::string_view program) {
    static constexpr std::string_view programs[] = {
        "catatonit", "dumb-init", "env",     "gosu", "java",    "nice", "node",       "perl",
        "php",       "python",    "python3", "ruby", "su-exec", "tini", "tini-static"};
    return std::ranges::find(programs, program) != std::ranges::end(programs);
}

/// True for a script of the build context that uses the words behind its name.
bool is_script_with_words(Pass const& pass, std::string_view program) {
    auto const& stage = *pass.stage();
    auto const path =
        model::join_workdir(pass.build().arena(), stage.config.workdir, Value(program), false);
    if (pass.context() == nullptr || !path.is_known()) return false;
    auto const file = model::placed_file(pass.build(), stage, *path.known());
    auto const* source = file ? pass.context()->read(*file) : nullptr;
    if (source == nullptr || !source->bytes().starts_with("#!")) return false;
    return model::positional_use(source->bytes(), pass.build().arena()).others;
}

/// True when ENTRYPOINT by itself is certainly half a command.
bool waits_for_words(Pass const& pass, model::StartCommand const& entrypoint,
                     model::StartCommand const& lost) {
    auto const words = entrypoint.arguments;
    if (entrypoint.shell_form || words.empty()) return false;
    if (words.back().value.text_or_empty() == "--") return true;
    if (words.size() > 1) return false;
    if (!lost.shell_form && lost.arguments.front().value.text_or_empty().starts_with('-'))
        return true;
    auto const program = model::program_name(words.front());
    return needs_words(program) || model::is_shell(program)
           || is_script_with_words(pass, words.front().value.text_or_empty());
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const& entrypoint = config.entrypoint;
    if (!config.cmd.is_absent() || !entrypoint.is_set()) return;
    if (entrypoint.origin.instruction == nullptr) return;
    auto const* stage = pass.build().stage_of(*entrypoint.origin.instruction);
    if (stage == nullptr || stage->parent == nullptr || sets_cmd(*stage)) return;
    auto const& cmd = stage->parent->config.cmd;
    if (!cmd.is_set() || cmd.origin.instruction == nullptr || cmd.value.arguments.empty()) return;
    if (!waits_for_words(pass, entrypoint.value, cmd.value)) return;
    auto const name = stage->parent->name.empty() ? std::to_string(stage->parent->index)
                                                  : std::string(stage->parent->name);
    pass.report(entrypoint.origin.instruction->name_span, reset, name,
                entrypoint.origin.place.text(), cmd.origin.place.text())
        .related(cmd.origin.place, "the CMD that is lost");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::inherited_cmd_reset

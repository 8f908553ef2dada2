// Finds ENTRYPOINT with the file that the base image's own ENTRYPOINT would have run.
#include "rules/runtime/entrypoint-drops-interpreter.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/bare_entrypoint.hpp"

namespace dockcheck::rules::entrypoint_drops_interpreter {
namespace {

/// True when the stages put something into a folder of programs, or may.
bool may_bring_program(model::Stage const& last) {
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty()) return true;
        bool const runs = std::ranges::any_of(stage->commands, [](model::Command const& command) {
            return command.use == model::Use::run;
        });
        if (runs) return true;
        for (auto const& transfer : stage->transfers) {
            auto const target = transfer.target.known();
            if (!target || *target == "/" || target->find("bin") != target->npos
                || target->starts_with("/usr")) {
                return true;
            }
        }
    }
    auto const* const path = last.config.find_environment("PATH");
    return path != nullptr && path->origin.instruction != nullptr;
}

/// What the name ends in, with its dot; empty for none.
std::string_view ending_of(std::string_view file) {
    auto const dot = file.rfind('.');
    return dot == file.npos ? std::string_view() : file.substr(dot);
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    auto const& entrypoint = config.entrypoint;
    if (stage == nullptr || !entrypoint.is_set() || entrypoint.origin.instruction == nullptr)
        return;
    auto const words = entrypoint.value.arguments;
    if (entrypoint.value.shell_form || words.empty()) return;
    auto const& root = stage->root();
    auto const base = model::bare_entrypoint(root);
    if (!base) return;
    auto const file = words.front().value.text_or_empty();
    auto const ending = " " + std::string(ending_of(file)) + " ";
    if (ending.size() < 4 || base->endings.find(ending) == std::string_view::npos) return;
    // A file with a path may be made to run by itself, an archive of Java not.
    bool const is_archive = ending == " .jar ";
    if (!is_archive && (file.find('/') != file.npos || may_bring_program(*stage))) return;
    pass.report(words.front().span, dropped, pass.text(root.span), base->shown, file,
                pass.text(entrypoint.origin.place.span))
        .related(root.span, "the base image");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::entrypoint_drops_interpreter

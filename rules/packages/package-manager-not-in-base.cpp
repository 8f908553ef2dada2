// Finds package managers of another distribution than that of the base image.
#include "rules/packages/package-manager-not-in-base.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_manager.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::package_manager_not_in_base {
namespace {

/// True for an ADD of files by names that no archive has: nothing is unpacked from them.
bool adds_plain_files(model::Transfer const& transfer) {
    static constexpr std::string_view endings[] = {".conf", ".jar", ".js",  ".json", ".properties",
                                                   ".py",   ".sh",  ".txt", ".war",  ".xml",
                                                   ".yaml", ".yml"};
    return std::ranges::all_of(transfer.sources, [](auto const& source) {
        auto const text = source.value.known();
        return text && !source.is_remote && std::ranges::any_of(endings, [&](auto ending) {
                   return text->ends_with(ending);
               });
    });
}

/// Something in front may have brought the program: a copy from another image, a download, a
/// package of that name, a whole file system.
bool may_be_brought(Pass const& pass, model::Command const& command) {
    auto const position = pass.build().position_of(*command.instruction);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty()) return true;
        for (auto const& transfer : stage->transfers) {
            if (transfer.position >= position && stage == pass.stage()) continue;
            if (transfer.from != nullptr) return true;
            if (transfer.is_add && !adds_plain_files(transfer)) return true;
            auto const target = transfer.target.known_prefix();
            if (target.empty() || target == "/" || target.find("bin") != target.npos) return true;
        }
        for (auto const& other : stage->commands) {
            if (other.use != model::Use::run) continue;
            bool const is_earlier =
                stage != pass.stage() || pass.build().position_of(*other.instruction) < position
                || (other.instruction == command.instruction && other.sequence < command.sequence);
            if (is_earlier && &other != &command && model::has_word_with(other, command.program)
                && other.program != command.program) {
                return true;
            }
        }
    }
    return false;
}

/// Some commands in front ask which system this is.
bool may_be_skipped(model::Stage const& stage, model::Command const& command) {
    if (command.is_conditional || command.can_fail_unseen) return true;
    static constexpr std::string_view tests[] = {"[",    "[[",   "test", "command", "which",
                                                 "type", "hash", "grep", "exit"};
    return std::ranges::any_of(
        stage.commands_of(*command.instruction), [&](model::Command const& other) {
            return other.sequence < command.sequence
                   && std::ranges::find(tests, other.program) != std::ranges::end(tests);
        });
}

/// The first of its kind in the stage: one finding tells it all.
bool is_first(Pass const& pass, model::Command const& command) {
    for (auto const& other : pass.stage()->commands) {
        if (&other == &command) return true;
        if (other.program == command.program && other.use == model::Use::run) return false;
    }
    return true;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const& stage = *pass.stage();
    auto const manager = model::manager_of(command);
    if (!model::is_of_system(manager) || stage.is_windows || pass.is_trigger()) return;
    // A path says which program is meant, wherever it comes from.
    if (command.argument(0) != command.program) return;
    auto const base = model::base_without(manager, stage);
    if (base.name.empty() || !pass.may_look_around() || may_be_skipped(stage, command)) return;
    if (!is_first(pass, command)) return;
    if (may_be_brought(pass, command)) return;
    auto const span = command.arguments.front().span;
    auto const& root = stage.root();
    if (base.manager.empty()) {
        pass.report(span, none, command.program, base.name).related(root.span, "the base image");
    } else {
        pass.report(span, other, command.program, base.name, base.manager)
            .related(root.span, "the base image");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers();

}  // namespace dockcheck::rules::package_manager_not_in_base

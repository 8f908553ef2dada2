// Finds globs in front of which nothing keeps a name from being an option.
#include "rules/shell/glob-may-expand-to-option.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::glob_may_expand_to_option {
namespace {

/// Those for which ./name is the same file and nothing else changes.
constexpr model::WordList same_result = " chgrp chmod chown cp mv rm ";

/// The folder that a cd in front of the command leads to; empty when there is none.
std::string_view folder_of(model::Command const& command, model::Stage const& stage,
                           bool& changed) {
    std::string_view folder;
    for (auto const& other : stage.commands_of(*command.instruction)) {
        if (&other == &command) break;
        if (other.program != "cd" && other.program != "pushd") continue;
        changed = true;
        folder = other.argument(1);
    }
    return folder;
}

/// True when some mkdir of the stage makes the folder, or its name is not known.
bool is_made_here(std::string_view folder, model::Stage const& stage) {
    if (!folder.starts_with('/')) return true;
    return std::ranges::any_of(stage.commands, [&](model::Command const& other) {
        if (other.program != "mkdir" && other.program != "install" && other.program != "git") {
            return false;
        }
        return std::ranges::any_of(other.arguments.subspan(1), [&](auto const& argument) {
            auto const made = argument.value.text_or_empty();
            return made == folder || (made.starts_with(folder) && made[folder.size()] == '/');
        });
    });
}

bool is_ours(model::Command const& command, Pass const& pass) {
    bool changed = false;
    auto const& stage = *pass.stage();
    auto const folder = folder_of(command, stage, changed);
    if (changed) {
        bool const copied = std::ranges::any_of(stage.transfers, [&](auto const& transfer) {
            return transfer.target.known_prefix().starts_with(folder);
        });
        return copied || is_made_here(folder, stage);
    }
    auto const workdir = pass.build().workdir(*command.instruction);
    return workdir.is_unknown() || workdir.origin.kind == model::Origin::Kind::instruction;
}

/// True when the RUN has put the files there itself: it knows their names.
bool are_fetched_here(model::Command const& command, model::Stage const& stage) {
    static constexpr model::WordList bringers = " curl wget git tar unzip svn aria2c ";
    return std::ranges::any_of(
        stage.commands_of(*command.instruction), [&](model::Command const& other) {
            return other.sequence < command.sequence && bringers.holds(other.program);
        });
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || command.script == nullptr || pass.stage() == nullptr) {
        return;
    }
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const raw = argument.raw.text();
        if (argument.value.text_or_empty() == "--") return;
        if (argument.quoted || (!raw.starts_with('*') && !raw.starts_with('?'))) continue;
        if (!pass.may_look_around() || is_ours(command, pass)) return;
        if (are_fetched_here(command, *pass.stage())) return;
        auto finding = pass.report(argument.span, glob, command.program, raw);
        if (model::list_holds(same_result, command.program)) {
            finding.insert(argument.span.begin, "./");
        }
    }
}

}  // namespace

// Programs whose operands are files.
constinit Check const rule = on<check>().for_programs(
    " cat chgrp chmod chown cp dpkg du gunzip gzip head ln ls mv rm rmdir rpm sort tail tar touch "
    "unzip wc xz zip ");

}  // namespace dockcheck::rules::glob_may_expand_to_option

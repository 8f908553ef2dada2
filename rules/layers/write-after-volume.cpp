// Finds changes below a folder that a VOLUME in front of them names.
#include "rules/layers/write-after-volume.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::write_after_volume {
namespace {

/// A VOLUME in front of an instruction.
struct Volume {
    std::string_view path;
    Span span;
};

/// The one that holds the path, or nothing.
Volume volume_around(Pass const& pass, ast::Instruction const& before, std::string_view path) {
    if (!pass.may_look_around()) return {};
    auto const& build = pass.build();
    auto const position = build.position_of(before);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& instruction : stage->instructions) {
            if (stage == pass.stage() && build.position_of(instruction) >= position) break;
            auto const* volume = ast::get_if<ast::Volume>(&instruction.node);
            if (volume == nullptr) continue;
            for (auto const& word : volume->paths) {
                auto const value = build.expand(instruction, word.text.text()).value;
                if (!value.text_or_empty().starts_with('/')) continue;
                auto const folder = model::clean_path(value.text_or_empty(), build.arena());
                if (folder != "/" && model::is_at_or_below(path, folder)) {
                    return {folder, word.span};
                }
            }
        }
    }
    return {};
}

/// Which words of a command name something that it changes.
enum class Changes : std::uint8_t { nothing, all, all_but_first, last };

Changes changes_of(model::Command const& command) {
    auto const program = command.program;
    if (program == "touch" || program == "tee") return Changes::all;
    if (program == "chown" || program == "chmod" || program == "chgrp") {
        return Changes::all_but_first;
    }
    if (program == "cp" || program == "mv" || program == "ln") return Changes::last;
    return program == "mkdir" ? Changes::all : Changes::nothing;
}

bool writes(model::Redirection const& redirection) {
    return redirection.operation.find('>') != std::string_view::npos;
}

std::span<model::Argument const* const> changed_by(model::Command const& command, Arena& arena) {
    auto const what = changes_of(command);
    ArenaVector<model::Argument const*> words(arena);
    if (what != Changes::nothing) {
        words.append(model::operands_of(command, arena));
    }
    auto const operands = words.size();
    for (auto const& redirection : command.redirections) {
        if (writes(redirection)) words.push_back(&redirection.target);
    }
    auto const kept = what == Changes::all_but_first ? std::size_t{1}
                      : what == Changes::last && operands > 0
                          ? std::max(operands - 1, std::size_t{1})
                          : 0;
    return words.items().subspan(std::min(kept, operands));
}

void check_command(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    if (pass.stage()->is_windows || command.is_conditional || command.arguments.empty()) return;
    static constexpr ByteSet wildcards("*?[");
    for (auto const* word : changed_by(command, pass.build().arena())) {
        auto const path = model::path_of(pass.build(), *pass.stage(), command, word->value);
        if (!path.is_known() || wildcards.is_in(path.text_or_empty())) {
            continue;
        }
        auto const cleaned = model::clean_path(*path.known(), pass.build().arena());
        auto const volume = volume_around(pass, *command.instruction, cleaned);
        if (volume.path.empty()) continue;
        // The folder itself is there in any case.
        if (command.program == "mkdir" && volume.path == cleaned) continue;
        std::string_view const paths[] = {cleaned};
        if (model::may_be_emptied(pass.build(), *pass.stage(), command, paths)) continue;
        if (pass.build().image() == nullptr && model::relies_on_buildkit(pass.build())) return;
        pass.report(word->span, changed, pass.text(word->span), volume.path)
            .related(volume.span, "declared a volume here");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check_command>().for_files_with<ast::Volume>();

}  // namespace dockcheck::rules::write_after_volume

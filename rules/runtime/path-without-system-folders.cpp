// Finds ENV PATH that leaves out the folders of the system's programs.
#include "rules/runtime/path-without-system-folders.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::path_without_system_folders {
namespace {

/// True where the shell finds its programs: one folder is enough, since most of today's systems
/// have one for both names. Nix and Guix keep theirs elsewhere.
bool has_system_folder(std::string_view path) {
    if (path.find("/nix") != path.npos || path.find("/gnu") != path.npos) return true;
    while (!path.empty()) {
        auto folder = path.substr(0, path.find(':'));
        path.remove_prefix(std::min(folder.size() + 1, path.size()));
        if (folder.ends_with('/')) folder.remove_suffix(1);
        if (folder == "/bin" || folder == "/usr/bin") return true;
    }
    return false;
}

/// A command of a later RUN whose program lies in one of those folders; or nullptr.
model::Command const* lost_command(model::Stage const& stage, std::uint32_t behind) {
    static constexpr model::WordTable of_system =
        " apk apt apt-get cat chgrp chmod chown cp dnf dpkg find grep groupadd install ln ls "
        "microdnf mkdir mv rm sed tar touch tr uname useradd usermod yum ";
    auto const found = std::ranges::find_if(stage.commands, [&](model::Command const& command) {
        return command.use == model::Use::run && command.span.begin > behind
               && command.argument(0) == command.program && of_system.holds(command.program)
               && command.assignments.empty();
    });
    return found == stage.commands.end() ? nullptr : &*found;
}

/// True when a COPY may bring programs of its own to one of the folders.
bool may_be_filled(model::Stage const& stage, std::string_view path) {
    return std::ranges::any_of(stage.transfers, [&](model::Transfer const& transfer) {
        auto const target = transfer.target.known_prefix();
        return target.empty() || path.find(target) != path.npos
               || target.find("bin") != target.npos;
    });
}

/// A later ENV gives another value, in front of what is run.
bool is_set_again(model::Stage const& stage, ast::Instruction const& own, std::uint32_t before) {
    return std::ranges::any_of(stage.instructions, [&](ast::Instruction const& other) {
        if (other.span.begin <= own.span.begin || other.span.begin >= before) return false;
        auto const* const env = ast::get_if<ast::Env>(&other.node);
        return env != nullptr && std::ranges::any_of(env->pairs, [](ast::Pair const& pair) {
                   return pair.key.text.text() == "PATH";
               });
    });
}

void check(ast::Env const& env, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->is_windows || pass.is_trigger()) return;
    auto const* const image = model::known_image(stage->root());
    if (image == nullptr || image->shell == knowledge::ShellKind::none
        || image->shell == knowledge::ShellKind::unknown) {
        return;
    }
    for (auto const& pair : env.pairs) {
        if (pair.key.text.text() != "PATH") continue;
        auto const value = pass.value(pair.value).known();
        if (!value || value->find('/') == value->npos || has_system_folder(*value)) continue;
        if (!pass.may_look_around()) return;
        auto const* const lost = lost_command(*stage, pass.instruction().span.end);
        if (lost != nullptr && !may_be_filled(*stage, *value)
            && !is_set_again(*stage, pass.instruction(), lost->span.begin)) {
            pass.report(pair.value.span, lost_program, lost->program, *value)
                .severity(Severity::error)
                .related(lost->span, "not found");
        } else {
            pass.report(pair.value.span, lost_folders, *value);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::path_without_system_folders

// Finds commands of RUN that start a file which a COPY below them brings.
#include "rules/files/file-run-before-copy.hpp"

#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/model/started_files.hpp"

namespace dockcheck::rules::file_run_before_copy {
namespace {

using model::Landing;

/// The consoles of PHP's frameworks, which have no ending.
bool is_console(std::string_view word) { return word == "artisan" || word == "bin/console"; }

/// The word that names the file which a command starts: a program by its path, or what an
/// interpreter is told to run; nullptr for others.
model::Argument const* file_of(model::Command const& command) {
    if (command.program.empty() || command.arguments.empty()) return nullptr;
    if (command.argument(0).find('/') != std::string_view::npos) return &command.arguments[0];
    if (command.program == "php" && is_console(command.argument(1))) return &command.arguments[1];
    return model::started_file(command);
}

/// Whether what fills the folder of a path certainly does not bring the file.
bool is_certain(Pass const& pass, Landing const& landing) {
    auto const& from = landing.context_path;
    if (landing.transfer == nullptr || from.empty()) return true;
    // What the repository leaves out may be made in front of the build.
    return pass.build().context_is_certain(from) && !pass.context()->is_git_ignored(from)
           && pass.context()->look(from) != context::Presence::ignored;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const* const file = file_of(command);
    if (file == nullptr || pass.context() == nullptr) return;
    auto const& stage = *pass.stage();
    auto const& build = pass.build();
    if (!model::must_succeed(stage, command) || model::has_mount(*command.instruction, "bind"))
        return;
    auto const path = model::path_of(build, stage, command, file->value).known();
    if (!path || !pass.may_look_around()) return;
    auto const before = build.landing(command, *path);
    if (before.kind != Landing::Kind::absent || !is_certain(pass, before)
        || !model::is_absent_before(build, stage, command, *path)) {
        return;
    }

    auto const place = join(command.arguments[0].span, file->span);
    auto const written = pass.text(place);
    auto const at_end = build.landing(stage, *path);
    // What is never copied may be made by one of the programs in front.
    bool const comes_later = at_end.kind == Landing::Kind::context_file
                             && at_end.transfer != nullptr
                             && at_end.transfer->position > build.position_of(*command.instruction);
    if (!comes_later) return;
    auto const copy = at_end.transfer->instruction->span;
    pass.report(place, later, written, *path, pass.text(copy)).related(copy, "this copies it");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::file_run_before_copy

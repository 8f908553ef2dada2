// Finds go commands that compile packages of other modules where there is no go.sum.
#include "rules/go/go-sum-not-in-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/go_sources.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/own_context.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::go_sum_not_in_image {
namespace {

/// Since Go 1.16 a build writes no go.sum, and since 1.18 no `go mod download` either.
constexpr int first_strict_release = 18;

/// `go get`, `go mod tidy`: what writes go.sum.
bool writes_sums(model::Stage const& stage) {
    static constexpr model::WordList of_mod = " edit init tidy vendor ";
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& command : part->commands) {
            if (command.program != "go") continue;
            auto const verb = command.argument(1);
            bool const has_module = std::ranges::any_of(
                command.arguments, [](auto const& word) { return !word.value.is_known(); });
            if (verb == "get" || verb == "work" || has_module) return true;
            if (verb == "mod" && of_mod.holds(command.argument(2))) return true;
        }
    }
    return false;
}

/// A module that the sources import and that comes from elsewhere; or nullptr.
context::Dependency const* imported_module(model::GoSources const& sources,
                                           model::GoImport const** import) {
    for (auto const& module : sources.module->dependencies) {
        auto const is_it = [&](context::Dependency const& one) { return one.name == module.name; };
        if (std::ranges::any_of(sources.module->local_packages, is_it)) continue;
        *import = sources.find(module.name);
        if (*import != nullptr && !(*import)->in_cgo) return &module;
    }
    return nullptr;
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || pass.is_trigger()) return;
    if (!model::needs_files_of_image(*stage, command) || !pass.may_look_around()) return;
    auto const release = model::go_release(*stage);
    if (!release || release->minor < first_strict_release) return;
    auto const& build = pass.build();
    auto const& context = *pass.context();
    auto const folder = model::directory_of(build, *stage, command).known();
    if (!folder || writes_sums(*stage) || !model::is_first_compilation(*stage, command)) return;
    auto const path = model::clean_path(std::string(*folder) + "/go.sum");
    if (build.landing(command, path).kind != model::Landing::Kind::absent) return;
    auto const sources = model::go_sources(build, *stage, command);
    if (!sources || !sources->module->is_complete || !model::has_all_sources(build)) return;
    model::GoImport const* import = nullptr;
    auto const* module = imported_module(*sources, &import);
    if (module == nullptr) return;
    auto const sums = sources->folder + "go.sum";
    auto const presence = context.look(sums);
    if (presence == context::Presence::unknown || presence == context::Presence::directory) return;
    bool const is_missing = presence == context::Presence::missing;
    if (is_missing && (context.is_git_ignored(sums) || !build.context_is_certain(sums))) return;
    auto const place = join(command.arguments[0].span, command.arguments[1].span);
    auto const said = "go " + std::string(command.argument(1));
    auto const& message = is_missing                               ? absent
                          : presence == context::Presence::ignored ? ignored
                                                                   : later;
    pass.report(place, message, said, module->name, context.shown(sums))
        .related(import->place, "imported here");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" go ");

}  // namespace dockcheck::rules::go_sum_not_in_image

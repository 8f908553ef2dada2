// Finds go commands that run in front of the COPY of modules which go.mod takes from folders.
#include "rules/go/go-module-not-copied.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/local_packages.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::go_module_not_copied {
namespace {

/// `go mod download`, `go build ./...`: what loads all modules that go.mod requires.
bool loads_modules(model::Command const& command) {
    static constexpr model::WordList verbs = " build install list run test vet ";
    static constexpr model::WordList of_mod = " download tidy vendor verify ";
    auto const verb = command.argument(1);
    // `go install example.com/tool@latest` reads no go.mod of the folder.
    bool const has_version =
        std::ranges::any_of(command.arguments.subspan(1), [](model::Argument const& word) {
            auto const text = word.value.known();
            return !text || text->find('@') != text->npos;
        });
    if (has_version || (verb == "list" && command.argument(2) == "-m")) return false;
    return verb == "mod" ? of_mod.holds(command.argument(2)) : verbs.holds(verb);
}

/// Modules may come from elsewhere: a vendor folder, a workspace, another go.mod.
bool may_take_others(Pass const& pass, model::Command const& command,
                     model::PlacedManifest const& project) {
    static constexpr std::string_view names[] = {"vendor", "go.work"};
    bool const has_others = std::ranges::any_of(names, [&](std::string_view name) {
        auto const path = project.folder + std::string(name);
        return pass.context()->look(path) != context::Presence::missing
               || pass.context()->look(std::string(name)) != context::Presence::missing;
    });
    if (has_others || model::has_word_with(command, "-mod")) return true;
    static constexpr std::string_view words[] = {"GOFLAGS",  "GOWORK",  "go work",
                                                 "-replace", "go.work", "GO111MODULE"};
    return std::ranges::any_of(words, [&](std::string_view word) {
        return model::is_mentioned_before(pass.build(), *pass.stage(), command, word);
    });
}

/// The build does not get to a command behind one that stops.
bool is_first(Pass const& pass, model::Command const& command) {
    auto const same = [&](model::Command const& other) {
        return other.program == "go" && other.use == command.use && loads_modules(other)
               && model::needs_files_of_image(*pass.stage(), other);
    };
    auto const first = std::ranges::find_if(pass.stage()->commands, same);
    return first == pass.stage()->commands.end() || &*first == &command;
}

void check(model::Command const& command, Pass& pass) {
    if (!loads_modules(command) || pass.stage() == nullptr || pass.context() == nullptr) return;
    if (pass.is_trigger() || !model::needs_files_of_image(*pass.stage(), command)) return;
    if (!pass.may_look_around()) return;
    auto const& build = pass.build();
    if (!is_first(pass, command)) return;
    auto const project = model::placed_manifest_beside(build, *pass.stage(), command, "go.mod");
    if (project.manifest == nullptr || project.manifest->local_packages.empty()) return;
    if (may_take_others(pass, command, project)) return;
    auto const* manifest = pass.context()->read(project.path);
    for (auto const& module : project.manifest->local_packages) {
        // What nothing requires is not read.
        if (project.manifest->find(module.name) == nullptr) continue;
        auto const found =
            model::local_package(build, *pass.stage(), command, project, module.version, "go.mod");
        if (found == model::LocalPackage::there) continue;
        bool const is_mod = command.argument(1) == "mod";
        auto const text = std::string("go ") + std::string(command.argument(1))
                          + (is_mod ? " " + std::string(command.argument(2)) : "");
        auto const place = join(command.arguments[0].span, command.arguments[is_mod ? 2 : 1].span);
        auto const shown = pass.context()->shown(project.path);
        auto const& message = found == model::LocalPackage::outside ? outside : later;
        auto finding = pass.report(place, message, text, shown, module.version, module.name);
        finding.related(Place{manifest, module.span}, "named here");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" go ");

}  // namespace dockcheck::rules::go_module_not_copied

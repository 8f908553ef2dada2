// Finds cargo commands that run in front of the COPY of packages and sources which they read.
#include "rules/files/cargo-package-not-copied.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::cargo_package_not_copied {
namespace {

/// Members that are looked for, over all patterns.
constexpr std::size_t most_members = 300;

/// Cargo.toml of the context, and the folder of the image that it was copied to.
struct Project {
    context::Manifest const* manifest = nullptr;
    std::string path;
    std::string folder;        ///< of the context: empty or with a `/` at its end
    std::string image_folder;  ///< with a `/` at its end
};

class Search {
 public:
    Search(Pass const& pass, model::Command const& command, Project const& project)
        : pass_(pass), command_(command), project_(project) {}

    /// The context has the package, and the image has not.
    [[nodiscard]] bool comes_later(std::string const& folder) const {
        auto const manifest = folder + "/Cargo.toml";
        return model::is_copied_too_late(pass_.build(), command_, project_.image_folder + manifest,
                                         model::context_path(project_.folder + manifest));
    }

    /// A member by its folder, or a pattern of which no folder is there.
    [[nodiscard]] bool lacks_member(std::string const& pattern) const {
        if (pattern.find_first_of("?[{!\\") != pattern.npos || pattern.empty()
            || pattern.starts_with("..") || pattern.find("**") != pattern.npos) {
            return false;
        }
        if (pattern.find('*') == pattern.npos) return comes_later(pattern);
        auto const glob = model::context_path(project_.folder + pattern + "/Cargo.toml");
        auto const matches = pass_.context()->matches(glob);
        if (matches.empty() || matches.size() > most_members) return false;
        return std::ranges::all_of(matches, [&](std::string const& match) {
            auto const below = match.substr(project_.folder.size());
            return comes_later(below.substr(0, below.rfind('/')));
        });
    }

    [[nodiscard]] bool lacks_sources() const {
        static constexpr std::array<std::string_view, 6> places{
            "src/main.rs", "src/lib.rs", "src/bin", "examples", "tests", "benches"};
        bool const is_in_context = std::ranges::any_of(
            std::array<std::string_view, 2>{"src/main.rs", "src/lib.rs"}, [&](auto place) {
                return pass_.context()->look(project_.folder + std::string(place))
                       == context::Presence::file;
            });
        return is_in_context && std::ranges::all_of(places, [&](auto place) {
                   auto const path = model::clean_path(project_.image_folder + std::string(place));
                   return model::is_absent_before(pass_.build(), *pass_.stage(), command_, path);
               });
    }

 private:
    Pass const& pass_;
    model::Command const& command_;
    Project const& project_;
};

bool is_subject(Pass const& pass, model::Command const& command) {
    static constexpr model::WordList verbs =
        " build b check c clippy doc fetch generate-lockfile metadata run r rustc test t tree "
        "vendor ";
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger())
        return false;
    if (!verbs.holds(command.argument(1)) || model::has_word_with(command, "--manifest-path")
        || model::has_word_with(command, "--help") || model::has_word_with(command, "-h")) {
        return false;
    }
    return pass.context() != nullptr && !pass.stage()->is_windows
           && model::must_succeed(*pass.stage(), command) && !model::may_hide_option(command)
           && !model::has_mount(*command.instruction, "bind");
}

void check(model::Command const& command, Pass& pass) {
    if (!is_subject(pass, command) || !pass.may_look_around()) return;
    auto const& build = pass.build();
    auto const folder = model::directory_of(build, *pass.stage(), command).known();
    Project project;
    project.manifest =
        model::manifest_beside(build, *pass.stage(), command, "Cargo.toml", &project.path);
    if (project.manifest == nullptr || !folder) return;
    project.folder = project.path.substr(0, project.path.rfind('/') + 1);
    project.image_folder = std::string(*folder) + "/";
    auto const shown = pass.context()->shown(project.path);
    auto const text = std::string(command.program) + " " + std::string(command.argument(1));
    auto const place = join(command.arguments[0].span, command.arguments[1].span);
    auto const* manifest = pass.context()->read(project.path);
    Search const search(pass, command, project);
    for (auto const& pattern : project.manifest->workspaces) {
        if (!search.lacks_member(pattern)) continue;
        pass.report(place, member, text, shown, pattern);
        return;
    }
    for (auto const& package : project.manifest->local_packages) {
        std::string_view below = package.version;
        if (below.starts_with("./")) below.remove_prefix(2);
        if (below.empty() || below.starts_with('.') || below.starts_with('/')) continue;
        if (!search.comes_later(std::string(below))) continue;
        pass.report(place, path, text, shown, below, package.name)
            .related(Place{manifest, package.span}, "named here");
        return;
    }
    bool const needs_source = project.manifest->is_package && project.manifest->is_complete;
    if (needs_source && search.lacks_sources()) pass.report(place, source, text);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" cargo ");

}  // namespace dockcheck::rules::cargo_package_not_copied

// Finds cargo commands that run in front of the COPY of packages and sources which they read.
#include "rules/files/cargo-package-not-copied.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/local_packages.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::cargo_package_not_copied {
namespace {

using Project = model::PlacedManifest;

/// Members that are looked for, over all patterns.
constexpr std::size_t most_members = 300;

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

/// `cargo install --path .`
bool installs_project(model::Command const& command) {
    if (command.argument(1) != "install") return false;
    for (std::size_t i = 2; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        auto const path = text == "--path"              ? command.argument(i + 1)
                          : text.starts_with("--path=") ? text.substr(7)
                                                        : std::string_view();
        if (path == "." || path == "./") return true;
    }
    return false;
}

bool is_subject(Pass const& pass, model::Command const& command) {
    static constexpr model::WordList verbs =
        " build b check c clippy doc fetch generate-lockfile metadata run r rustc test t tree "
        "vendor ";
    if (!(verbs.holds(command.argument(1)) || installs_project(command))
        || model::has_word_with(command, "--manifest-path")
        || model::has_word_with(command, "--help") || model::has_word_with(command, "-h")) {
        return false;
    }
    return pass.stage() != nullptr && pass.context() != nullptr && !pass.is_trigger()
           && model::needs_files_of_image(*pass.stage(), command);
}

void check(model::Command const& command, Pass& pass) {
    if (!is_subject(pass, command) || !pass.may_look_around()) return;
    auto const& build = pass.build();
    auto const project = model::placed_manifest_beside(build, *pass.stage(), command, "Cargo.toml");
    if (project.manifest == nullptr) return;
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
        auto const found = model::local_package(build, *pass.stage(), command, project,
                                                package.version, "Cargo.toml");
        if (found == model::LocalPackage::there) continue;
        std::string_view below = package.version;
        if (below.starts_with("./")) below.remove_prefix(2);
        auto const& message = found == model::LocalPackage::outside ? outside : path;
        auto finding = pass.report(place, message, text, shown, below, package.name);
        finding.related(Place{manifest, package.span}, "named here");
        return;
    }
    bool const needs_source = project.manifest->is_package && project.manifest->is_complete;
    if (needs_source && search.lacks_sources()) pass.report(place, source, text);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" cargo ");

}  // namespace dockcheck::rules::cargo_package_not_copied

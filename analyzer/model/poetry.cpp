// Poetry 2 stops where it cannot install the project itself (its `install` command); the versions
// before only warn. pip takes Poetry 2 on Python 3.9 and newer.
#include "analyzer/model/poetry.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/model/tool_installs.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

constexpr std::string_view version_variable = "POETRY_VERSION";

/// `2.1.0` or `2`: the first part is a number of two or more.
bool is_two(std::string_view version) {
    auto const major = version.substr(0, version.find('.'));
    if (major.empty() || major.find_first_not_of("0123456789") != major.npos) return false;
    return major != "0" && major != "1";
}

/// Of a requirement: what pip takes for it is of version 2 or newer.
bool gives_two(std::string_view version) {
    if (version.empty()) return true;
    if (version.starts_with("==") || version.starts_with("~=")) {
        version.remove_prefix(2);
        return version.find(',') == version.npos && is_two(version);
    }
    if (!version.starts_with(">=")) return false;
    version.remove_prefix(2);
    // The newest one is taken, unless something ends the range.
    return version.find_first_not_of("0123456789.") == version.npos;
}

/// Commands that leave the Poetry which is there as it is, whatever their words.
bool changes_no_program(std::string_view program) {
    static constexpr WordTable programs =
        " . : [ cd chmod chown command echo export ln ls mkdir printf rm set test touch true "
        "which ";
    return programs.holds(program);
}

class PoetrySearch {
 public:
    PoetrySearch(Build const& build, Command const& command) : build_(build), command_(command) {}

    bool finds_two(Stage const& stage) {
        for (std::string_view const name : {"PIP_CONSTRAINT", "PIP_INDEX_URL", "PIP_NO_INDEX"}) {
            auto const variable = build_.variable(*command_.instruction, name);
            if (variable.state != dockerfile::Variable::State::unset) return false;
        }
        auto const last = build_.position_of(*command_.instruction);
        for (auto const* part = &stage; part != nullptr; part = part->parent) {
            if (part->is_windows || !part->triggered.instructions.empty()) return false;
            for (auto const& transfer : part->transfers) {
                if (transfer.position < last && may_bring_poetry(transfer)) return false;
            }
            for (auto const& one : part->commands) {
                if (one.use != Use::run || !is_in_front(*part, stage, one)) continue;
                if (!follow(*part, one)) return false;
            }
            if (part->parent == nullptr && !has_new_python(part->base)) return false;
        }
        return is_found_;
    }

 private:
    static bool may_bring_poetry(Transfer const& transfer) {
        return transfer.from != nullptr
               || std::ranges::any_of(transfer.sources, &Transfer::Source::is_remote);
    }

    [[nodiscard]] bool is_in_front(Stage const& part, Stage const& stage,
                                   Command const& one) const {
        if (&part != &stage) return true;
        auto const position = build_.position_of(*one.instruction);
        auto const last = build_.position_of(*command_.instruction);
        return position < last || (position == last && one.sequence < command_.sequence);
    }

    /// Of Python's own image: 3.9 or newer, or the tag names no version.
    static bool has_new_python(Reference const& base) {
        if (base.known_image == nullptr || base.known_image->name != "python") return false;
        auto const language = language_of(base);
        constexpr std::uint32_t first_minor = 9;
        if (language) return language->major == 3 && language->minor.value_or(99) >= first_minor;
        auto const tag = base.image.tag;
        return tag.empty() || tag == "latest" || tag == "slim" || tag == "alpine";
    }

    /// False when nobody knows which Poetry the command leaves.
    bool follow(Stage const& part, Command const& one) {
        if (one.arguments.empty() || changes_no_program(one.program)) {
            return !has_word_with(one, version_variable) && !sets_version(one);
        }
        auto const& install = package_command(one, build_.arena());
        switch (install.manager) {
            case Manager::poetry:
                return one.argument(1) != "self";
            case Manager::pip:
            case Manager::pipx:
            case Manager::uv:
                return follow_packages(part, one, install);
            default:
                break;
        }
        if (fetches_poetry(part, one, build_.arena())) return true;
        if (runs_fetched_poetry(part, one, build_.arena())) return follow_installer(part, one);
        return !has_word_with(one, "poetry");
    }

    static bool sets_version(Command const& one) {
        return std::ranges::any_of(one.assignments, [](Assignment const& assignment) {
            return assignment.name == version_variable;
        });
    }

    bool follow_packages(Stage const& part, Command const& one, PackageCommand const& install) {
        if (install.verb != Verb::install) return !has_word_with(one, "poetry");
        static constexpr std::string_view other_indexes[] = {
            "--index-url", "-i", "--no-index", "--find-links", "-f", "--default-index"};
        bool const is_open = !install.paths.empty() || !install.constraint_files.empty()
                             || std::ranges::any_of(other_indexes, [&](auto option) {
                                    return install.has_option(option);
                                });
        if (is_open || may_hide_option(one)) return false;
        for (auto const* argument : install.requirement_files) {
            auto const file = requirement_file(build_, part, one, *argument);
            if (file.state != RequirementFile::State::found || names_poetry(file.context_path))
                return false;
        }
        for (auto const& package : install.packages) {
            if (package.name.empty() || package.name == "poetry-core") return false;
            if (package.name != "poetry") continue;
            bool const is_known = package.argument != nullptr && package.argument->value.is_known();
            if (!is_known || one.is_conditional || !gives_two(package.version)) return false;
            is_found_ = true;
        }
        return true;
    }

    /// A requirements file, or those that it includes, may bring it.
    [[nodiscard]] bool names_poetry(std::string const& path) const {
        auto const* requirements = build_.context()->requirements(path);
        if (requirements == nullptr || !requirements->is_complete
            || !requirements->included.empty()) {
            return true;
        }
        return std::ranges::any_of(requirements->requirements, [](auto const& entry) {
            return entry.name.empty() || entry.name.find("poetry") != entry.name.npos;
        });
    }

    /// The program of install.python-poetry.org, which takes the newest version when nothing else
    /// is said.
    bool follow_installer(Stage const& part, Command const& one) {
        using State = dockerfile::Variable::State;
        auto const variable = build_.variable(*one.instruction, version_variable);
        if (one.is_conditional || variable.state == State::unknown || sets_version(one)
            || is_exported(part, one)) {
            return false;
        }
        bool const is_newest = variable.state == State::unset;
        if (!is_newest && !is_two(variable.value.text_or_empty())) return false;
        for (auto const& word : one.arguments.subspan(1)) {
            auto const text = word.value.text_or_empty();
            if (text != "-" && text != "-y" && text != "--yes") return false;
        }
        is_found_ = true;
        return true;
    }

    /// By the shell, in the same RUN.
    static bool is_exported(Stage const& part, Command const& one) {
        auto const beside = part.commands_of(*one.instruction);
        return std::ranges::any_of(beside, [](Command const& other) {
            return sets_version(other) || has_word_with(other, version_variable);
        });
    }

    Build const& build_;
    Command const& command_;
    bool is_found_ = false;
};

/// What lies in the folder that Poetry works in.
class ProjectFolder {
 public:
    ProjectFolder(Build const& build, Stage const& stage, Command const& command,
                  std::string_view folder)
        : build_(build), stage_(stage), command_(command), folder_(folder) {}

    /// Certainly neither a file nor a folder that anything was put into.
    [[nodiscard]] bool lacks(std::string_view name) const {
        auto const path = clean_path(std::string(folder_) + "/" + std::string(name));
        auto const landing = build_.landing(command_, path);
        if (landing.kind != Landing::Kind::absent || may_be_filled(path)) return false;
        auto const& from = landing.context_path;
        return from.empty()
               || (build_.context_is_certain(from) && !build_.context()->is_git_ignored(from));
    }

 private:
    [[nodiscard]] bool may_be_filled(std::string_view path) const {
        auto const before = build_.position_of(*command_.instruction);
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            for (auto const& transfer : part->transfers) {
                if (transfer.position >= before) continue;
                if (!transfer.target.is_known() || is_at_or_below(target_of(transfer), path))
                    return true;
            }
        }
        return false;
    }

    Build const& build_;
    Stage const& stage_;
    Command const& command_;
    std::string_view folder_;
};

bool is_plain(std::string_view path) {
    return !path.empty() && path.find_first_of("*?[]{}") == path.npos && !path.starts_with("..");
}

}  // namespace

bool is_poetry_two(Build const& build, Stage const& stage, Command const& command) {
    return build.context() != nullptr && PoetrySearch(build, command).finds_two(stage);
}

namespace {

/// Where a command looks for the project, and what lies there.
struct ProjectPlace {
    context::Manifest const* manifest = nullptr;
    std::string path;    ///< of the manifest in the context
    std::string folder;  ///< of the image
};

ProjectPlace project_place(Build const& build, Stage const& stage, Command const& command) {
    ProjectPlace place;
    auto const* manifest = manifest_beside(build, stage, command, "pyproject.toml", &place.path);
    auto const folder = directory_of(build, stage, command).known();
    if (manifest == nullptr || !manifest->project_package || !folder) return place;
    place.manifest = manifest;
    place.folder = *folder;
    return place;
}

/// True where the context has a file of the project's own folder.
bool is_in_context(Build const& build, ProjectPlace const& place, std::string const& name) {
    auto const beside = place.path.substr(0, place.path.rfind('/') + 1);
    return build.context()->look(context_path(beside + name)) != context::Presence::missing;
}

}  // namespace

MissingProject missing_project(Build const& build, Stage const& stage, Command const& command) {
    using Kind = MissingProject::Kind;
    auto const place = project_place(build, stage, command);
    if (place.manifest == nullptr) return {};
    auto const& package = *place.manifest->project_package;
    ProjectFolder const image(build, stage, command, place.folder);
    auto const in_context = [&](std::string const& name) {
        return is_in_context(build, place, name);
    };
    for (auto const& listed : package.packages) {
        if (is_plain(listed) && image.lacks(listed))
            return {Kind::package, listed, place.folder, place.path, in_context(listed)};
    }
    if (package.packages.empty()) {
        std::string const places[] = {package.module, package.module + ".py",
                                      "src/" + package.module, "src/" + package.module + ".py"};
        if (std::ranges::all_of(places, [&](auto const& name) { return image.lacks(name); })) {
            return {Kind::module, package.module, place.folder, place.path,
                    std::ranges::any_of(places, in_context)};
        }
    }
    return missing_readme(build, stage, command);
}

MissingProject missing_readme(Build const& build, Stage const& stage, Command const& command) {
    auto const place = project_place(build, stage, command);
    if (place.manifest == nullptr) return {};
    ProjectFolder const image(build, stage, command, place.folder);
    for (auto const& readme : place.manifest->project_package->readmes) {
        if (is_plain(readme) && image.lacks(readme)) {
            return {MissingProject::Kind::readme, readme, place.folder, place.path,
                    is_in_context(build, place, readme)};
        }
    }
    return {};
}

}  // namespace dockcheck::model

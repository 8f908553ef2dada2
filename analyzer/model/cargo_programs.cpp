// What `cargo build` and `cargo install --path .` are told, and which targets a package has ("The
// Cargo Book", package layout and build cache).
#include "analyzer/model/cargo_programs.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/file_changes.hpp"
#include "analyzer/model/named_writes.hpp"
#include "analyzer/model/own_context.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

constexpr std::string_view installed_folder = "/usr/local/cargo/bin";

bool builds(Command const& command) {
    auto const verb = command.argument(1);
    return command.program == "cargo" && (verb == "build" || verb == "b" || verb == "install");
}

/// The folder that a command puts its programs into; nothing where some word may change that.
std::optional<std::string> output_of(std::string const& folder, Command const& command) {
    static constexpr WordTable plain =
        " --all-features --frozen --locked --offline --quiet --verbose --no-default-features "
        "--bins -q -v -vv --color --features -F -j --jobs --force ";
    bool is_release = false;
    bool is_here = false;
    std::string target;
    for (std::size_t i = 2; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        auto const name = text.substr(0, text.find('='));
        if (text == "--release" || text == "-r") {
            is_release = true;
        } else if (name == "--target") {
            auto const is_next = name.size() == text.size();
            target = is_next ? command.argument(++i) : text.substr(name.size() + 1);
            if (target.empty()) return std::nullopt;
        } else if (name == "--path") {
            auto const path =
                name.size() == text.size() ? command.argument(++i) : text.substr(name.size() + 1);
            if (path != "." && path != "./") return std::nullopt;
            is_here = true;
        } else if (plain.holds(name)) {
            static constexpr WordList with_value = " --color --features -F -j --jobs ";
            if (with_value.holds(text)) ++i;
        } else {
            return std::nullopt;
        }
    }
    if (command.argument(1) == "install")
        return is_here ? std::optional(std::string(installed_folder)) : std::nullopt;
    return folder + "/target/" + (target.empty() ? "" : target + "/")
           + (is_release ? "release" : "debug");
}

/// True where a word, a variable or a file may move what Cargo makes.
bool may_be_moved(Build const& build) {
    for (std::string_view const word :
         {"CARGO_TARGET_DIR", "CARGO_BUILD", "CARGO_INSTALL_ROOT", "CARGO_HOME", ".cargo"}) {
        if (build.may_hold(word)) return true;
    }
    return false;
}

/// A command that speaks of the name or of Cargo.toml, so that it may make another package.
bool may_change(Command const& command, std::string_view name) {
    return command.use == Use::run
           && (has_word_with(command, name) || has_word_with(command, "Cargo.toml"));
}

std::vector<std::string> names_of(context::Context const& context, std::string const& folder,
                                  context::Manifest const& manifest) {
    std::vector<std::string> names;
    if (context.look(folder + "src/main.rs") == context::Presence::file)
        names.push_back(manifest.package_name);
    for (auto const& file : context.matches(folder + "src/bin/*.rs")) {
        auto const name = base_name(file);
        names.emplace_back(name.substr(0, name.size() - 3));
    }
    for (auto const& file : context.matches(folder + "src/bin/*/main.rs")) {
        auto const parent = std::string_view(file).substr(0, file.rfind('/'));
        names.emplace_back(base_name(parent));
    }
    return names;
}

/// Other commands of a stage that certainly put no program beside those that Cargo builds.
bool makes_no_program(Build const& build, Stage const& stage, Command const& command,
                      std::string_view path) {
    static constexpr WordTable harmless =
        " cat file find grep head ldd rustc rustup size strip tail touch uname ";
    static constexpr WordList verbs = " --version chef check clippy fetch fmt generate-lockfile ";
    for (auto const& redirection : command.redirections) {
        auto const& target = redirection.target.value;
        if (redirection.operation.find('>') != std::string_view::npos
            && (!target.is_known() || target.text_or_empty().find("target") != std::string::npos)) {
            return false;
        }
    }
    if (command.program == "cargo") return verbs.holds(command.argument(1));
    if (command.program.empty()) return command.arguments.empty();
    if (command.program == "." || command.program == "source") return false;
    if (has_word_with(command, "-exec")) return false;
    return harmless.holds(command.program) || edits_in_place(command)
           || writes_no_project_files(command, build.arena())
           || writes_elsewhere(build, stage, command, path);
}

/// A script of the package that runs while it is built may leave files.
bool has_build_script(context::Context const& context, std::string const& root,
                      std::string const& manifest) {
    if (context.look(root + "build.rs") != context::Presence::missing) return true;
    auto const* source = context.read(manifest);
    if (source == nullptr) return true;
    auto const text = source->bytes();
    return text.find("\nbuild =") != text.npos || text.find("\nbuild=") != text.npos;
}

/// The package in the folder of a command; its programs, or none.
CargoPrograms programs_of(Build const& build, Stage const& stage, Command const& command,
                          std::string const& folder) {
    auto const& context = *build.context();
    auto const file = placed_file(build, stage, folder + "/Cargo.toml");
    auto const* manifest = file ? context.manifest(*file) : nullptr;
    bool const is_package = manifest != nullptr && manifest->is_package && manifest->is_complete
                            && manifest->workspaces.empty() && !manifest->package_name.empty();
    if (!is_package) return {};
    auto const root = file->substr(0, file->rfind('/') + 1);
    // The sources lie beside it, in both places.
    auto const source = placed_file(build, stage, folder + "/src/main.rs");
    if (!source || *source != root + "src/main.rs") return {};
    if (context.look(root + ".cargo") != context::Presence::missing
        || has_build_script(context, root, *file)) {
        return {};
    }
    return {&command, *file, names_of(context, root, *manifest), {}};
}

/// The folder whose target Cargo fills for a package in another one: that of the workspace which
/// the package belongs to ("Workspaces" of the Cargo Book); nothing where that is not certain.
std::optional<std::string> workspace_of(Build const& build, Stage const& stage,
                                        std::string const& project) {
    for (auto end = project.rfind('/'); end != project.npos;
         end = end == 0 ? project.npos : project.rfind('/', end - 1)) {
        auto const folder = project.substr(0, end);
        auto const file = placed_file(build, stage, folder + "/Cargo.toml");
        if (!file) continue;
        auto const* const source = build.context()->read(*file);
        if (source == nullptr) return std::nullopt;
        auto const text = source->bytes();
        if (text.find("[workspace") == text.npos) continue;
        if (text.find("exclude") != text.npos) return std::nullopt;
        return folder;
    }
    return project;
}

/// True when a COPY --from of the stage may bring a file to the path.
bool may_be_copied(Stage const& stage, std::string_view path) {
    return std::ranges::any_of(stage.transfers, [&](Transfer const& transfer) {
        if (transfer.from == nullptr) return false;
        auto const target = transfer.target.known();
        if (!target) return true;
        auto const cleaned = clean_path(*target);
        return path == cleaned || lies_below(path, cleaned);
    });
}

/// Looks for the build that makes the programs of a folder.
class CargoSearch {
 public:
    CargoSearch(Build const& build, Stage const& stage, std::string_view path)
        : build_(build), stage_(stage), path_(path) {}

    /// The last one; without a command where it is not certain.
    CargoPrograms find() {
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            if (!part->triggered.instructions.empty() || may_be_copied(*part, path_)) return {};
            for (auto const& instruction : part->instructions) {
                // What no shell runs.
                if (instruction.keyword == ast::Keyword::run
                    && part->commands_of(instruction).empty()) {
                    return {};
                }
            }
            for (auto const& command : part->commands) {
                if (!see(*part, command)) return {};
            }
        }
        return found_.command != nullptr ? found_ : elsewhere_;
    }

 private:
    /// False where it is not certain what the command makes.
    bool see(Stage const& part, Command const& command) {
        if (may_change(command, base_name(path_))) return false;
        if (command.use != Use::run) return true;
        if (!builds(command)) return makes_no_program(build_, part, command, path_);
        auto const where = directory_of(build_, part, command).known();
        if (!where) return false;
        auto const project = clean_path(*where);
        auto const root = workspace_of(build_, stage_, project);
        auto const output = root ? output_of(*root, command) : std::nullopt;
        if (!output) return false;
        if (*output != path_.substr(0, path_.rfind('/'))) {
            auto others = programs_of(build_, stage_, command, project);
            // What is installed lies in the folder of the build, too.
            if (others.command == nullptr || command.argument(1) == "install") return false;
            elsewhere_ = std::move(others);
            elsewhere_.folder = *output;
            return true;
        }
        auto next = programs_of(build_, stage_, command, project);
        if (next.command == nullptr) return false;
        // Members of a workspace lie there side by side.
        for (auto& name : found_.names) {
            if (std::ranges::find(next.names, name) == next.names.end())
                next.names.push_back(std::move(name));
        }
        found_ = std::move(next);
        found_.folder = *output;
        return true;
    }

    Build const& build_;
    Stage const& stage_;
    std::string_view path_;
    CargoPrograms found_;
    CargoPrograms elsewhere_;  ///< of the last build into another folder
};

}  // namespace

CargoPrograms cargo_programs_instead(Build const& build, Stage const& stage,
                                     std::string_view path) {
    auto const name = base_name(path);
    auto const folder = path.substr(0, path.rfind('/'));
    static constexpr WordTable tools =
        " cargo cargo-clippy cargo-fmt cargo-miri clippy-driver rls rust-analyzer rust-gdb "
        "rust-gdbgui rust-lldb rustc rustdoc rustfmt rustup ";
    // Folders of Cargo itself.
    static constexpr WordList folders = " build deps examples incremental ";
    bool const is_subject =
        folder == installed_folder || folder.ends_with("/release") || folder.ends_with("/debug");
    auto const* image = known_image(stage.root());
    if (!is_subject || image == nullptr || image->name != "rust" || build.context() == nullptr
        || name.empty() || name.find('.') != name.npos || tools.holds(name) || folders.holds(name)
        || may_be_moved(build)) {
        return {};
    }
    auto const found = CargoSearch(build, stage, path).find();
    bool const is_named = std::ranges::find(found.names, name) != found.names.end();
    // A build into another folder says nothing of other names.
    bool const is_other =
        found.command != nullptr && !found.names.empty() && is_named == (found.folder != folder);
    return is_other && is_own_context(build) ? found : CargoPrograms{};
}

}  // namespace dockcheck::model

// What `cargo build` and `cargo install --path .` are told, and which targets a package has ("The
// Cargo Book", package layout and build cache).
#include "analyzer/model/cargo_programs.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
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
    if (context.look(root + ".cargo") != context::Presence::missing) return {};
    return {&command, *file, names_of(context, root, *manifest)};
}

}  // namespace

CargoPrograms cargo_programs_instead(Build const& build, Stage const& stage,
                                     std::string_view path) {
    auto const name = base_name(path);
    auto const folder = path.substr(0, path.rfind('/'));
    static constexpr WordTable tools =
        " cargo cargo-clippy cargo-fmt cargo-miri clippy-driver rls rust-analyzer rust-gdb "
        "rust-gdbgui rust-lldb rustc rustdoc rustfmt rustup ";
    bool const is_subject =
        folder == installed_folder || folder.ends_with("/release") || folder.ends_with("/debug");
    auto const* image = known_image(stage.root());
    if (!is_subject || image == nullptr || image->name != "rust" || build.context() == nullptr
        || name.empty() || name.find('.') != name.npos || tools.holds(name)
        || may_be_moved(build)) {
        return {};
    }
    CargoPrograms found;
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty()) return {};
        for (auto const& transfer : part->transfers) {
            auto const target = transfer.target.known();
            if (transfer.from == nullptr) continue;
            if (!target) return {};
            auto const cleaned = clean_path(*target);
            if (path == cleaned || lies_below(path, cleaned)) return {};
        }
        for (auto const& command : part->commands) {
            if (may_change(command, name)) return {};
            if (command.use != Use::run || !builds(command)) continue;
            auto const where = directory_of(build, *part, command).known();
            auto const project = where ? clean_path(*where) : std::string();
            auto const output = where ? output_of(project, command) : std::nullopt;
            if (!output) return {};
            if (*output != folder) continue;
            found = programs_of(build, stage, command, project);
            if (found.command == nullptr) return {};
        }
    }
    bool const is_other = found.command != nullptr && !found.names.empty()
                          && std::ranges::find(found.names, name) == found.names.end();
    return is_other && is_own_context(build) ? found : CargoPrograms{};
}

}  // namespace dockcheck::model

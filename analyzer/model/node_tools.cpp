// What npm, Yarn and pnpm leave out for production, and which of their own scripts they run then
// (seen with npm 8 to 11, Yarn 1 and pnpm 8 to 10).
#include "analyzer/model/node_tools.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/node_installs.hpp"
#include "analyzer/model/node_script_programs.hpp"
#include "analyzer/model/node_tool_table.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

bool has_word(Command const& command, std::string_view text) {
    return std::ranges::any_of(command.arguments, [&](Argument const& argument) {
        return argument.value.text_or_empty() == text;
    });
}

bool has_pair(Command const& command, std::string_view option, std::string_view value) {
    for (std::size_t i = 0; i + 1 < command.arguments.size(); ++i) {
        if (command.argument(i) == option && command.argument(i + 1) == value) return true;
    }
    return false;
}

bool is_of_node(Manager manager) {
    return manager == Manager::npm || manager == Manager::yarn || manager == Manager::pnpm
           || manager == Manager::bun;
}

bool is_global(Command const& command) {
    return has_word(command, "-g") || has_word(command, "--global") || has_word(command, "global");
}

/// Commands that bring no package of Node.js.
bool brings_nothing(std::string_view program) {
    static constexpr WordTable programs =
        " : [ addgroup adduser apk apt apt-get cat cd chmod chown corepack echo export groupadd ls "
        "mkdir npx openssl printf prisma rm set sleep test touch true useradd usermod "
        "update-ca-certificates ";
    return programs.holds(program);
}

/// The project whose packages a command installs or uses, and what certainly is not there.
class NodeToolProject {
 public:
    NodeToolProject(Build const& build, Stage const& stage, Command const& command)
        : build_(build), stage_(stage), command_(command) {}

    /// False when something may change what the files say.
    bool read(bool runs_own_scripts) {
        auto const* image = known_image(stage_.root());
        bool const is_node = image != nullptr && image->name == "node";
        if (build_.context() == nullptr || !is_node) return false;
        auto const folder = directory_of(build_, stage_, command_).known();
        if (!folder) return false;
        folder_ = std::string(*folder);
        auto const path = context_file("package.json");
        manifest = path.empty() ? nullptr : build_.context()->manifest(path);
        // Other projects of the same repository have packages of their own.
        if (manifest == nullptr || !manifest->is_complete) return false;
        manifest_path = path;
        lock_path = context_file("package-lock.json");
        auto const* lock = lock_path.empty() ? nullptr : build_.context()->manifest(lock_path);
        if (lock != nullptr && !lock->programs.empty()) lock_ = lock;
        return !may_be_set_otherwise(runs_own_scripts) && !has_other_programs();
    }

    /// Goes through all that comes before; false when something may bring what was left out.
    bool follow() {
        auto const last = build_.position_of(*command_.instruction);
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            if (part->is_windows || !part->triggered.instructions.empty()) return false;
            for (auto const& transfer : part->transfers) {
                if (transfer.position >= last) continue;
                if (may_bring_modules(transfer)) return false;
                if (brings_folder_ && (doubt == nullptr || doubt->position < transfer.position))
                    doubt = &transfer;
            }
            for (auto const& one : part->commands) {
                auto const position = build_.position_of(*one.instruction);
                bool const is_before =
                    position < last || (position == last && one.sequence < command_.sequence);
                if (one.use == Use::run && is_before && !follow(one)) return false;
            }
        }
        // npm ci begins with an empty folder.
        if (doubt != nullptr && clean_install_ && doubt->position < *clean_install_)
            doubt = nullptr;
        return true;
    }

    /// True when a command certainly leaves the development packages out.
    [[nodiscard]] bool leaves_out_development(Command const& one) const {
        auto const& install = package_command(one, build_.arena());
        for (std::string_view const word : {"--include", "--production=", "--dev", "-D", "--also"})
            if (has_word_with(one, word)) return false;
        for (std::string_view const option : {"--production", "--prod"})
            if (install.has_option(option)) return true;
        bool const is_npm = install.manager == Manager::npm;
        for (std::string_view const option : {"--omit=dev", "--only=prod", "--only=production"})
            if (is_npm && install.has_option(option)) return true;
        if (is_npm
            && (has_pair(one, "--omit", "dev") || has_pair(one, "--only", "prod")
                || has_pair(one, "--only", "production"))) {
            return true;
        }
        bool const is_old_yarn = install.manager == Manager::yarn && uses_old_yarn();
        return (is_npm || is_old_yarn) && is_for_production(one);
    }

    [[nodiscard]] bool uses_old_yarn() const {
        auto const& tool = manifest->tool_version;
        if (tool && !tool->text.starts_with("yarn@1.")) return false;
        return !is_mentioned_before(build_, stage_, command_, "yarn set")
               && !is_mentioned_before(build_, stage_, command_, "yarn policies")
               && is_absent(".yarnrc.yml");
    }

    [[nodiscard]] LeftOutTool left_out(std::string_view script) const {
        NodeTools const tools(*manifest, build_.context()->read(manifest_path), lock_);
        auto const ask = [&](std::string_view program) { return tools.state_of(program); };
        auto const needed = first_left_out(*manifest, script, ask);
        if (!needed) return {};
        auto tool = described(tools, needed->program);
        tool.script_name = needed->script->name;
        tool.script = {build_.context()->read(manifest_path), needed->script->span};
        return tool;
    }

    /// A program that the command itself starts.
    [[nodiscard]] LeftOutTool left_out_program(std::string_view program) const {
        NodeTools const tools(*manifest, build_.context()->read(manifest_path), lock_);
        return tools.state_of(program) == ToolState::left_out ? described(tools, program)
                                                              : LeftOutTool{};
    }

    [[nodiscard]] LeftOutTool described(NodeTools const& tools, std::string_view program) const {
        auto const* entry = tools.entry_of(program);
        if (entry == nullptr || is_named(program) || is_named(tools.package_of(*entry))) return {};
        auto const* context = build_.context();
        LeftOutTool tool;
        tool.program = program;
        tool.package = std::string(tools.package_of(*entry));
        auto const* direct = manifest->find(tool.package);
        if (direct != nullptr) tool.listed = {context->read(manifest_path), direct->span};
        tool.manifest = manifest_path;
        tool.install = install_;
        return tool;
    }

    /// A script that may bring packages itself.
    [[nodiscard]] bool may_install(std::string_view script) const {
        return std::ranges::any_of(manifest->scripts, [&](context::Dependency const& one) {
            bool const is_it = one.name == script || one.name == "pre" + std::string(script);
            return is_it && one.version.find("install") != std::string::npos;
        });
    }

    /// pnpm runs `prebuild` in front of `build` in some versions only.
    [[nodiscard]] bool has_script_in_front(std::string_view script) const {
        return std::ranges::any_of(manifest->scripts, [&](context::Dependency const& one) {
            return one.name == "pre" + std::string(script);
        });
    }

    context::Manifest const* manifest = nullptr;
    std::string manifest_path;
    std::string lock_path;
    /// The last COPY that brings packages for development where somebody has put them into the
    /// context, which has none now.
    Transfer const* doubt = nullptr;

 private:
    [[nodiscard]] std::string context_file(std::string_view name) const {
        auto landing = landing_of(name);
        return landing.kind == Landing::Kind::context_file ? std::move(landing.context_path)
                                                           : std::string();
    }

    [[nodiscard]] bool is_absent(std::string_view name) const {
        return landing_of(name).kind == Landing::Kind::absent;
    }

    /// What lies in the project's folder. Installs leave such files as they are, and what else may
    /// change them ends the search in follow().
    [[nodiscard]] Landing landing_of(std::string_view name) const {
        auto const path = clean_path(folder_ + "/" + std::string(name));
        auto landing = build_.landing(command_, path);
        auto const last = build_.position_of(*command_.instruction);
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            for (auto i = part->instructions.size(); i-- > 0;) {
                auto const& one = part->instructions[i];
                if (landing.kind != Landing::Kind::unknown) return landing;
                if (one.keyword == ast::Keyword::run && build_.position_of(one) <= last)
                    landing = build_.landing(one, path);
            }
        }
        return landing;
    }

    /// The programs of another project are on the PATH.
    [[nodiscard]] bool has_other_programs() const {
        return is_mentioned_before(build_, stage_, command_, "node_modules/.bin");
    }

    /// A file or a variable of npm's that may say which packages come, or which scripts run.
    [[nodiscard]] bool may_be_set_otherwise(bool runs_own_scripts) const {
        if (runs_own_scripts && is_mentioned_before(build_, stage_, command_, "ignore-scripts"))
            return true;
        for (std::string_view const word :
             {"npm_config", "npm config", "npm pkg", "set-script", "npmrc"}) {
            if (is_mentioned_before(build_, stage_, command_, word)) return true;
        }
        if (is_absent(".npmrc")) return false;
        auto const path = context_file(".npmrc");
        auto const* source = path.empty() ? nullptr : build_.context()->read(path);
        if (source == nullptr) return true;
        auto const text = source->bytes();
        return std::ranges::any_of(
            std::to_array<std::string_view>({"scripts", "include", "omit", "production", "dev"}),
            [&](std::string_view word) { return text.find(word) != text.npos; });
    }

    /// NODE_ENV=production holds at the command.
    [[nodiscard]] bool is_for_production(Command const& one) const {
        constexpr std::string_view name = "NODE_ENV";
        for (auto const& assignment : one.assignments) {
            if (assignment.name == name) return assignment.value.text_or_empty() == "production";
        }
        auto const* part = build_.stage_of(*one.instruction);
        if (part == nullptr) return false;
        for (auto const& beside : part->commands_of(*one.instruction)) {
            if (has_word_with(beside, name)) return false;
            if (beside.arguments.empty() && !beside.assignments.empty()) return false;
        }
        auto const variable = build_.variable(*one.instruction, name);
        return variable.state == dockerfile::Variable::State::known
               && variable.value.text_or_empty() == "production";
    }

    /// False when packages for development may be there behind the command.
    bool follow(Command const& one) {
        if (one.arguments.empty()) return true;
        auto const& install = package_command(one, build_.arena());
        if (!is_of_node(install.manager)) {
            if (has_word_with(one, "node_modules")) return one.program == "rm";
            return brings_nothing(one.program) && !has_word_with(one, "package.json");
        }
        if (install.verb == Verb::clean || install.verb == Verb::remove) return true;
        if (is_global(one)) return install.verb == Verb::install;
        if (install.verb != Verb::install) {
            auto const verb = one.argument(1);
            return verb == "prune" || verb == "--version" || verb == "-v";
        }
        if (!leaves_out_development(one)) return false;
        if (is_node_install(one, build_.arena())) install_ = &one;
        auto const position = build_.position_of(*one.instruction);
        bool const is_clean = install.manager == Manager::npm && one.argument(1) == "ci";
        if (is_clean && position >= clean_install_.value_or(0)) clean_install_ = position;
        return true;
    }

    /// A COPY of another stage, and one of a folder in which the developer's own packages may lie.
    [[nodiscard]] bool may_bring_modules(Transfer const& transfer) {
        brings_folder_ = false;
        if (transfer.from != nullptr || !transfer.target.is_known()) return true;
        return std::ranges::any_of(transfer.sources, [&](Transfer::Source const& source) {
            auto const text = source.value.known();
            if (!text || source.is_remote) return true;
            if (source.written->is_inline) return false;
            auto const path = context_path(*text);
            if (base_name(path) == "node_modules") return true;
            if (source.has_wildcard) return path.find_first_of("*?[") == 0 && path.size() < 3;
            auto const* context = build_.context();
            if (context->look(path) != context::Presence::directory) return false;
            auto const modules = path.empty() ? "node_modules" : path + "/node_modules";
            auto const* ignore_file = context->ignore_file();
            bool const is_kept_out =
                ignore_file != nullptr && ignore_file->verdict(modules).excluded;
            if (is_kept_out || !is_of_project(path)) return false;
            bool const is_missing = context->look(modules) == context::Presence::missing;
            brings_folder_ |= is_missing;
            return !is_missing;
        });
    }

    /// The folder holds a package.json: packages may be installed there.
    [[nodiscard]] bool is_of_project(std::string const& path) const {
        auto const file = path.empty() ? "package.json" : path + "/package.json";
        return build_.context()->look(file) != context::Presence::missing;
    }

    /// A RUN in front of the command speaks of the program or the package.
    [[nodiscard]] bool is_named(std::string_view name) const {
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            for (auto const& one : part->commands) {
                if (one.use == Use::run && &one != &command_ && has_word_with(one, name))
                    return true;
            }
        }
        return false;
    }

    Build const& build_;
    Stage const& stage_;
    Command const& command_;
    std::string folder_;
    context::Manifest const* lock_ = nullptr;
    Command const* install_ = nullptr;
    bool brings_folder_ = false;                  ///< of the transfer looked at last
    std::optional<std::uint32_t> clean_install_;  ///< where the last npm ci stands
};

/// npm 7 and newer, which come with Node.js 16, run the project's scripts for production, too.
bool has_new_npm(Stage const& stage) {
    auto const language = language_of(stage.root());
    constexpr std::uint32_t first_major = 16;
    return !language || language->major >= first_major;
}

/// In the order in which the manager runs them.
std::span<std::string_view const> scripts_of(Manager manager) {
    static constexpr std::string_view of_npm[] = {"preinstall", "install", "postinstall",
                                                  "prepublish", "prepare"};
    static constexpr std::string_view of_pnpm[] = {"preinstall", "install", "postinstall",
                                                   "prepare"};
    static constexpr std::string_view of_yarn[] = {"preinstall", "install", "postinstall"};
    if (manager == Manager::npm) return of_npm;
    if (manager == Manager::pnpm) return of_pnpm;
    return of_yarn;
}

bool goes_elsewhere(PackageCommand const& install) {
    static constexpr std::string_view options[] = {"--prefix", "-C",          "--cwd",    "--dir",
                                                   "-w",       "--workspace", "--filter", "-F",
                                                   "--help",   "-h",          "--dry-run"};
    return std::ranges::any_of(options, [&](auto option) { return install.has_option(option); });
}

/// An option behind the script's name that means another project.
bool names_other_project(Command const& command) {
    static constexpr std::string_view options[] = {"--prefix", "--workspace", "--filter", "--cwd",
                                                   "--dir",    "-w",          "-C",       "-F"};
    return std::ranges::any_of(command.arguments, [](Argument const& word) {
        auto const text = word.value.text_or_empty();
        return std::ranges::any_of(options, [&](auto option) { return text.starts_with(option); });
    });
}

/// The script that the command names; empty when it is another command.
std::string_view named_script(Command const& command) {
    auto const manager = manager_of(command);
    if (!is_of_node(manager) || manager == Manager::bun || names_other_project(command)) return {};
    auto const verb = command.argument(1);
    bool const is_run = verb == "run" || verb == "run-script";
    if (is_run) return command.argument(2).starts_with('-') ? "" : command.argument(2);
    return manager == Manager::npm || verb.starts_with('-') ? "" : verb;
}

/// The program of the project that the command names: `npx tsc`, `pnpm exec tsc`, `yarn tsc`. What
/// npx does not find it fetches, unless it is told not to; of the name tsc there is a package that
/// only says that it is the wrong one.
std::string_view named_program(Command const& command) {
    if (command.program == "npx") {
        auto const option = command.argument(1);
        bool const is_local = option == "--no-install" || option == "--no";
        auto const program = command.argument(is_local ? 2 : 1);
        return is_local || program == "tsc" ? program : "";
    }
    auto const manager = manager_of(command);
    if (manager == Manager::pnpm && command.argument(1) == "exec") return command.argument(2);
    return manager == Manager::yarn ? named_script(command) : "";
}

}  // namespace

LeftOutTool tool_missing_at_install(Build const& build, Stage const& stage,
                                    Command const& install) {
    auto const& words = package_command(install, build.arena());
    if (!is_node_install(install, build.arena()) || goes_elsewhere(words) || !has_new_npm(stage))
        return {};
    if (words.has_option("--ignore-scripts") || is_global(install)) return {};
    NodeToolProject project(build, stage, install);
    if (!project.read(true) || !project.leaves_out_development(install)) return {};
    if (words.manager == Manager::yarn && !project.uses_old_yarn()) return {};
    if (!project.follow() || project.doubt != nullptr) return {};
    for (auto const name : scripts_of(words.manager)) {
        auto tool = project.left_out(name);
        tool.install = &install;
        if (!tool.program.empty()) return tool;
        if (project.may_install(name)) return {};
    }
    return {};
}

LeftOutTool tool_missing_at_program(Build const& build, Stage const& stage,
                                    Command const& command) {
    auto const name = named_program(command);
    if (name.empty() || name.starts_with('-') || name.find_first_of("@/") != name.npos) return {};
    NodeToolProject project(build, stage, command);
    if (!project.read(false) || !project.follow()) return {};
    auto const is_it = [&](context::Dependency const& script) { return script.name == name; };
    if (std::ranges::any_of(project.manifest->scripts, is_it)) return {};
    auto tool = project.left_out_program(name);
    tool.doubt = project.doubt;
    return tool.install == nullptr ? LeftOutTool{} : tool;
}

LeftOutTool tool_missing_at_script(Build const& build, Stage const& stage, Command const& command) {
    auto const name = named_script(command);
    if (name.empty()) return {};
    NodeToolProject project(build, stage, command);
    if (!project.read(false) || !project.follow()) return {};
    if (manager_of(command) == Manager::pnpm && project.has_script_in_front(name)) return {};
    auto tool = project.left_out(name);
    tool.doubt = project.doubt;
    return tool.install == nullptr ? LeftOutTool{} : tool;
}

}  // namespace dockcheck::model

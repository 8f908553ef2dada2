// Finds copies of a source tree in front of an install that needs only the manifests.
#include "rules/layers/source-copied-before-dependency-install.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/install_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::source_copied_before_dependency_install {
namespace {

using model::Manager;

/// The file without which the manager has nothing to install; empty for those that take another.
std::string_view manifest_of(Manager manager) {
    switch (manager) {
        case Manager::npm:
        case Manager::yarn:
        case Manager::pnpm:
        case Manager::bun:
            return "package.json";
        case Manager::bundler:
            return "Gemfile";
        case Manager::composer:
            return "composer.json";
        case Manager::mix:
            return "mix.exs";
        case Manager::go:
            return "go.mod";
        case Manager::poetry:
        case Manager::uv:
        case Manager::pdm:
            return "pyproject.toml";
        case Manager::pipenv:
            return "Pipfile";
        default:
            return {};
    }
}

bool is_manifest(std::string_view path) {
    auto const name = base_name(path);
    static constexpr std::string_view endings[] = {".txt",    ".in",     ".lock", ".toml",   ".cfg",
                                                   ".json",   ".yaml",   ".yml",  ".mod",    ".sum",
                                                   ".csproj", ".fsproj", ".sln",  ".props",  ".xml",
                                                   ".gradle", ".kts",    ".md",   ".gemspec"};
    return name.starts_with("Gemfile") || name.starts_with("Pipfile") || name.starts_with('.')
           || std::ranges::any_of(endings, [&](auto ending) { return name.ends_with(ending); });
}

/// True for a source that certainly takes a tree with more than manifests in it.
bool takes_source_tree(model::Transfer::Source const& source, Pass const& pass) {
    auto const* const context = pass.context();
    auto const text = source.value.known();
    if (!text || source.is_remote || source.written->is_inline) return false;
    auto const path = model::context_path(*text, pass.build().arena());
    if (path.empty() || path == "*") return true;
    if (context == nullptr || source.has_wildcard) return false;
    // Gems and modules that lie in the repository come with the manifests.
    if (base_name(path) == "vendor") return false;
    if (context->look(path) != context::Presence::directory) return false;
    auto const files = context->files_below(path);
    return std::ranges::any_of(files, [](auto const& file) { return !is_manifest(file); });
}

/// The transfer in front of a position that put the source tree around `path` there, or nullptr.
model::Transfer const* source_tree_around(model::Stage const& stage, std::uint32_t before,
                                          std::string_view path, Pass const& pass) {
    for (auto const& transfer : stage.transfers) {
        if (transfer.position >= before || transfer.from != nullptr) continue;
        if (!transfer.target.is_known()) continue;
        auto const target = model::clean_path(*transfer.target.known(), pass.build().arena());
        bool const is_around = target == "/" || path == target
                               || (path.starts_with(target) && path[target.size()] == '/');
        if (!is_around) continue;
        auto const takes = [&](auto const& source) { return takes_source_tree(source, pass); };
        if (std::ranges::any_of(transfer.sources, takes)) return &transfer;
    }
    return nullptr;
}

/// The path that an install reads first: its requirements file or project, else its working
/// directory.
Value path_read(Pass const& pass, model::Command const& command,
                model::PackageCommand const& install) {
    if (!install.requirement_files.empty()) {
        return model::path_of(pass.build(), *pass.stage(), command,
                              install.requirement_files.front()->value);
    }
    if (!install.paths.empty()) {
        return model::path_of(pass.build(), *pass.stage(), command, install.paths.front()->value);
    }
    return model::directory_of(pass.build(), *pass.stage(), command);
}

/// True when the requirements name the project itself or parts of it, which takes the source.
bool needs_source(Pass const& pass, model::Command const& command, std::string_view path) {
    auto const landing = pass.build().landing(command, path);
    if (landing.kind != model::Landing::Kind::context_file) return false;
    auto const* requirements = pass.context()->requirements(landing.context_path);
    return requirements != nullptr
           && std::ranges::any_of(requirements->requirements,
                                  [](auto const& entry) { return entry.is_editable_or_url; });
}

/// True when the same manager has installed what the manifests say already, in front of the copy.
bool installed_before(Pass const& pass, Manager manager, std::uint32_t position) {
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (stage == pass.stage()
                && pass.build().position_of(*command.instruction) >= position) {
                break;
            }
            auto const& earlier = model::package_command(command, pass.build().arena());
            if (earlier.manager == manager && earlier.verb == model::Verb::install) return true;
        }
    }
    return false;
}

/// True when something of the copy is run in front of the install, which may count on what it does.
bool runs_something_of(model::Transfer const& transfer, model::Command const& install,
                       Pass const& pass) {
    auto const folder = model::clean_path(*transfer.target.known());
    return std::ranges::any_of(pass.stage()->commands, [&](model::Command const& command) {
        if (command.use != model::Use::run || command.arguments.empty()) return false;
        if (command.span.begin < transfer.instruction->span.end) return false;
        if (command.span.begin >= install.span.begin) return false;
        auto const word = command.argument(0);
        bool const is_path = word.starts_with("./") || word.starts_with("../");
        return is_path
               || (word.starts_with('/') && folder != "/"
                   && model::is_at_or_below(model::clean_path(word), folder));
    });
}

/// True when the install itself makes what other stages take (by scripts of the package): nothing
/// else in the stage runs behind it.
bool is_the_build(Pass const& pass, model::Command const& command, Manager manager,
                  std::string_view folder) {
    bool const runs_scripts = manager == Manager::npm || manager == Manager::yarn
                              || manager == Manager::pnpm || manager == Manager::bun;
    auto const& own = *pass.stage();
    if (!runs_scripts || own.reach != model::Reach::builder) return false;
    bool const is_last = std::ranges::none_of(own.commands, [&](model::Command const& other) {
        return other.use == model::Use::run && other.span.begin > command.span.begin;
    });
    if (!is_last) return false;
    for (auto const& stage : pass.build().stages()) {
        for (auto const& transfer : stage.transfers) {
            if (transfer.from == nullptr || transfer.from->stage != &own) continue;
            for (auto const& source : transfer.sources) {
                auto const path = model::clean_path(source.value.text_or_empty());
                bool const is_below = path.size() > folder.size() && path.starts_with(folder)
                                      && (folder == "/" || path[folder.size()] == '/');
                if (is_below && path.find("/node_modules") == path.npos) return true;
            }
        }
    }
    return false;
}

/// `replace example.org/a => ./a` in the go.mod: go wants to read the go.mod of that folder.
bool replaces_by_folders(Pass const& pass, model::Command const& command) {
    auto const* manifest = model::manifest_beside(pass.build(), *pass.stage(), command, "go.mod");
    return manifest != nullptr && !manifest->is_complete;
}

/// Where the context has the file, or would have it: below the tree that was copied.
std::string path_in_context(model::Landing const& landing, std::string_view path,
                            model::Transfer const& transfer) {
    if (!landing.context_path.empty()) return landing.context_path;
    auto const folder = model::clean_path(*transfer.target.known());
    if (folder == "/") return std::string(path.substr(1));
    return std::string(path.size() > folder.size() ? path.substr(folder.size() + 1)
                                                   : base_name(path));
}

/// True for an option by which the manifest lies in another folder than the command runs in.
bool names_folder(model::PackageCommand const& install) {
    static constexpr std::string_view options[] = {"--prefix", "-C",          "--cwd",
                                                   "--dir",    "--directory", "--working-dir",
                                                   "-d",       "--project",   "--gemfile"};
    return std::ranges::any_of(options, [&](auto name) { return install.has_option(name); });
}

/// True where the copy certainly brings no manifest to the folder of the install: that comes from
/// elsewhere, such as an archive.
bool brings_no_manifest(model::Transfer const& transfer, std::string_view folder, Manager manager,
                        Pass const& pass) {
    auto const name = manifest_of(manager);
    if (pass.context() == nullptr || name.empty()) return false;
    auto& arena = pass.build().arena();
    auto const target = model::clean_path(*transfer.target.known(), arena);
    auto rest = folder.substr(target == "/" ? 0 : target.size());
    while (rest.starts_with('/')) rest.remove_prefix(1);
    return std::ranges::none_of(transfer.sources, [&](auto const& source) {
        auto const from = model::context_path(source.value.text_or_empty(), arena);
        if (source.has_wildcard || base_name(from) == name) return true;
        std::string path(from);
        for (auto const part : {rest, name}) {
            if (!path.empty() && !part.empty()) path += '/';
            path += part;
        }
        return pass.context()->look(path) != context::Presence::missing
               || !pass.build().context_is_certain(path);
    });
}

/// True for an install of packages that are all named, by options that name no file.
bool is_of_names(model::Command const& command, model::PackageCommand const& install) {
    if (install.verb != model::Verb::install || install.packages.empty()) return false;
    if (install.installs_manifests || !install.paths.empty() || !install.requirement_files.empty()
        || !install.constraint_files.empty())
        return false;
    switch (install.manager) {
        case Manager::apt:
        case Manager::apk:
        case Manager::dnf:
        case Manager::microdnf:
        case Manager::yum:
        case Manager::pip:
        case Manager::gem:
            break;
        case Manager::npm:
            if (!install.has_option("-g") && !install.has_option("--global")) return false;
            break;
        default:
            return false;
    }
    return std::ranges::all_of(command.arguments, [](model::Argument const& word) {
        auto const text = word.value.known();
        // Scopes of npm have a slash.
        bool const takes_files = text
                                 && (text->starts_with("--find-links") || text->starts_with("-f")
                                     || text->starts_with("--no-index"));
        return text && !takes_files && (text->find('/') == text->npos || text->starts_with('@'))
               && text->find(".whl") == text->npos && text->find(".deb") == text->npos;
    });
}

/// What may stand beside such an install: other steps of managers, and what is removed behind it.
bool is_of_install(model::Command const& command, Arena& arena) {
    auto const& install = model::package_command(command, arena);
    using model::Verb;
    if (install.verb == Verb::update || install.verb == Verb::clean
        || is_of_names(command, install))
        return true;
    if (command.program == "set" || command.program == "true") return true;
    return command.program == "rm"
           && std::ranges::all_of(command.arguments, [](model::Argument const& word) {
                  auto const text = word.value.text_or_empty();
                  return text == "rm" || text.starts_with('-') || text.starts_with("/var/")
                         || text.starts_with("/tmp/") || text.starts_with("/root/.");
              });
}

/// True for a folder in which no manager looks for its settings.
bool is_folder_of_application(std::string_view path) {
    static constexpr std::string_view others[] = {"/",          "/root", "/etc", "/usr",
                                                  "/usr/local", "/var",  "/tmp"};
    if (std::ranges::find(others, path) != std::ranges::end(others)) return false;
    if (path.starts_with("/etc/")) return false;
    // The home of an account.
    return !path.starts_with("/home/") || path.find('/', 6) != path.npos;
}

/// Of an install of named packages: the copy of the whole source right in front of its RUN.
void check_names(model::Command const& command, model::PackageCommand const& install, Pass& pass) {
    auto const& stage = *pass.stage();
    if (!is_of_names(command, install) || !command.assignments.empty()) return;
    auto const beside = stage.commands_of(*command.instruction);
    // The first one speaks for its RUN.
    for (auto const& other : beside) {
        if (&other == &command) break;
        auto const& earlier = model::package_command(other, pass.build().arena());
        if (is_of_names(other, earlier)) return;
    }
    auto& arena = pass.build().arena();
    auto const* run = ast::get_if<ast::Run>(&command.instruction->node);
    if (run == nullptr || std::ranges::any_of(run->mounts, [](ast::Mount const& mount) {
            auto const* type = mount.find("type");
            return type == nullptr || type->value.text() != "cache";
        }))
        return;
    if (!std::ranges::all_of(beside, [&](auto const& one) { return is_of_install(one, arena); }))
        return;
    if (!pass.may_look_around() || pass.build().may_hold(std::string_view("PIP_"))
        || pass.build().may_hold(std::string_view("NPM_CONFIG")))
        return;
    model::Transfer const* copy = nullptr;
    for (auto const& instruction : stage.instructions) {
        if (&instruction == command.instruction) break;
        // A step between them may have made use of the source for this one.
        if (ast::get_if<ast::Run>(&instruction.node) != nullptr
            || ast::get_if<ast::Shell>(&instruction.node) != nullptr)
            copy = nullptr;
        auto const* transfer = stage.transfer_of(instruction);
        if (transfer == nullptr || transfer->from != nullptr || !transfer->target.is_known())
            continue;
        auto const takes = [&](auto const& source) { return takes_source_tree(source, pass); };
        if (std::ranges::any_of(transfer->sources, takes)) copy = transfer;
    }
    if (copy == nullptr) return;
    auto const target = model::clean_path(*copy->target.known());
    if (!is_folder_of_application(target)) return;
    // npm may take a folder of that name for the package.
    auto const is_folder = [&](model::Package const& package) {
        return package.name == base_name(target);
    };
    if (std::ranges::any_of(install.packages, is_folder)) return;
    // Of an install of what manifests say this is told anyway, and mended by the same move.
    for (auto const& other : stage.commands) {
        if (other.use == model::Use::run && model::package_command(other, arena).installs_manifests)
            return;
    }
    pass.report(copy->instruction->span, named, pass.text(copy->instruction->span),
                pass.text(command.span))
        .related(command.span, "installed here");
}

/// The options by which Composer installs packages without the project, where they are not given.
std::string without_project(model::PackageCommand const& composer) {
    std::string result;
    for (auto const* const option : {"--no-scripts", "--no-autoloader"}) {
        if (!composer.has_option(option)) result += std::string(" ") + option;
    }
    return result;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    // Most packages of systems are installed before anything is copied.
    auto const transfers = pass.stage()->transfers;
    if (transfers.empty() || transfers.front().instruction->span.begin > command.span.begin) return;
    if (pass.stage()->is_windows || command.is_conditional) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (!install.installs_manifests) return check_names(command, install, pass);
    if (!install.paths.empty() && install.manager != Manager::dotnet) return;
    // Of cargo, fetch alone needs no source.
    if (install.manager == Manager::cargo && command.argument(1) != "fetch") return;
    if (model::has_mount(*command.instruction, "bind")) return;

    auto const path = path_read(pass, command, install);
    if (!path.is_known()) return;
    if (!pass.may_look_around()) return;
    auto const position = pass.build().position_of(*command.instruction);
    auto const* transfer = source_tree_around(*pass.stage(), position, *path.known(), pass);
    if (transfer == nullptr || installed_before(pass, install.manager, transfer->position)) return;
    if (runs_something_of(*transfer, command, pass)) return;
    bool const reads_file = !install.requirement_files.empty();
    if (reads_file && needs_source(pass, command, *path.known())) return;

    // The manifests may also come from elsewhere: another stage, or a copy of their own behind the
    // tree.
    std::string manifests;
    if (!reads_file) {
        if (!names_folder(install)
            && brings_no_manifest(*transfer, *path.known(), install.manager, pass)) {
            return;
        }
        manifests = model::files_of_install(pass.build(), *pass.stage(), command, install);
    } else {
        auto const landing = pass.build().landing(command, *path.known());
        if (landing.kind == model::Landing::Kind::created) return;
        if (landing.transfer != nullptr && landing.transfer != transfer) return;
        manifests = path_in_context(landing, *path.known(), *transfer);
    }
    if (is_the_build(pass, command, install.manager, *path.known())) return;
    if (install.manager == Manager::go && replaces_by_folders(pass, command)) {
        manifests += " and the go.mod of each folder that it replaces a module by";
    }
    // Poetry installs the project itself, too, which is not there yet then.
    bool const installs_project =
        install.manager == Manager::poetry && !install.has_option("--no-root");
    auto const span = transfer->instruction->span;
    auto const copy = pass.text(span);
    auto const called = pass.text(command.span);
    auto reported =
        install.manager == Manager::composer ? pass.report(
            span, composer, copy, called, manifests, std::string(called) + without_project(install))
        : install.manager == Manager::cargo ? pass.report(span, cargo, copy, called, manifests)
        : installs_project                  ? pass.report(span, poetry, copy, called, manifests)
                                            : pass.report(span, order, copy, called, manifests);
    reported.related(command.span, "installed here");
}

}  // namespace

constinit Check const rule = on<check>().for_managers();

}  // namespace dockcheck::rules::source_copied_before_dependency_install

// Looking for Python modules among what the build puts into the image.
#include "analyzer/model/python_presence.hpp"

#include <algorithm>

#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/python_projects.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {

std::optional<std::vector<std::string>> import_roots(std::string const& folder,
                                                     Stage const& stage) {
    std::vector<std::string> roots{folder};
    auto const* path = stage.config.find_environment("PYTHONPATH");
    if (path == nullptr) return roots;
    if (!path->value.is_known()) return std::nullopt;
    for (auto rest = *path->value.known(); !rest.empty();) {
        auto const colon = std::min(rest.find(':'), rest.size());
        auto const one = rest.substr(0, colon);
        if (!one.starts_with('/') && folder.empty()) return std::nullopt;
        roots.push_back(
            clean_path(one.starts_with('/') ? std::string(one) : folder + "/" + std::string(one)));
        rest.remove_prefix(std::min(colon + 1, rest.size()));
    }
    return roots;
}

std::optional<std::vector<std::string>> import_roots(PythonStart const& start, Stage const& stage) {
    auto found = import_roots(std::string(start.folder), stage);
    if (!found) return std::nullopt;
    auto& roots = *found;
    auto const words = start.words;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = words[i].value.text_or_empty();
        constexpr std::string_view unclear[] = {"-c", "--config", "--pythonpath", "--env-file"};
        for (auto const option : unclear) {
            if (text == option || text.starts_with(std::string(option) + "=")) return std::nullopt;
        }
        for (std::string_view const option : {"--chdir", "--app-dir"}) {
            if (!text.starts_with(option)) continue;
            auto const value = text.size() > option.size() ? text.substr(option.size() + 1)
                               : i + 1 < words.size()      ? words[i + 1].value.text_or_empty()
                                                           : std::string_view();
            if (value.empty()) return std::nullopt;
            roots.push_back(clean_path(value.starts_with('/')
                                           ? std::string(value)
                                           : std::string(start.folder) + "/" + std::string(value)));
        }
    }
    return found;
}

bool lies_anywhere(Build const& build, std::string_view module) {
    if (build.context() == nullptr) return false;
    auto tail = "/" + std::string(module);
    std::ranges::replace(tail, '.', '/');
    auto const files = build.context()->files_below("");
    return std::ranges::any_of(files, [&](std::string const& file) {
        auto const path = "/" + file;
        return path.ends_with(tail + ".py") || path.find(tail + "/") != std::string::npos;
    });
}

std::optional<std::string> folder_with_module(Build const& build, std::string_view module) {
    if (build.context() == nullptr) return std::nullopt;
    auto tail = std::string(module);
    std::ranges::replace(tail, '.', '/');
    for (auto const& file : build.context()->files_below("")) {
        auto const path = "/" + file;
        for (std::string_view const end : {".py", "/__main__.py", "/__init__.py"}) {
            if (!path.ends_with("/" + tail + std::string(end))) continue;
            return end == ".py" ? file : file.substr(0, file.size() - end.size());
        }
    }
    return std::nullopt;
}

bool is_standard_program(std::string_view module) {
    static constexpr WordList names =
        " ast asyncio base64 cProfile calendar code codeop compileall ctypes curses dis doctest "
        "email encodings ensurepip ftplib gzip http idlelib imaplib inspect json lib2to3 locale "
        "mimetypes nntplib pdb pickle pickletools platform poplib profile pstats py_compile "
        "pyclbr pydoc quopri random runpy sched shlex site smtpd smtplib sqlite3 symtable "
        "sysconfig tabnanny tarfile telnetlib test this timeit tkinter token tokenize trace "
        "turtle turtledemo unittest uuid venv webbrowser wsgiref xml xmlrpc zipapp zipfile ";
    return names.holds(module.substr(0, module.find('.')));
}

bool fills_packages(Build const& build) {
    for (std::string_view const word : {"site-packages", "dist-packages", ".pth"}) {
        for (auto const position : build.positions_with(word)) {
            if (build.file().instructions[position].keyword == ast::Keyword::run) return true;
        }
    }
    return false;
}

namespace {

/// True when a command installs what cannot be seen: by a variable, or from a file that is not
/// there or that some condition has read.
bool installs_unseen(Build const& build, Stage const& stage, Command const& command,
                     PackageCommand const& install) {
    if (std::ranges::any_of(install.packages,
                            [](Package const& package) { return package.name.empty(); })) {
        return true;
    }
    return std::ranges::any_of(install.requirement_files, [&](Argument const* argument) {
        auto const file = requirement_file(build, stage, command, *argument);
        return command.is_conditional || file.state == RequirementFile::State::unknown;
    });
}

}  // namespace

bool may_be_installed(Build const& build, Stage const& at, std::string_view module) {
    auto const first = module.substr(0, module.find('.'));
    auto const wanted = context::normalised_package_name(first);
    if (fills_packages(build)) return true;
    for (auto const* stage = &at; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != Use::run) continue;
            auto const& install = package_command(command, build.arena());
            bool const is_python = install.manager == Manager::pip || install.manager == Manager::uv
                                   || install.manager == Manager::pipx;
            bool const is_project =
                install.manager == Manager::poetry || install.manager == Manager::pipenv
                || install.manager == Manager::pdm || install.manager == Manager::conda;
            if (changes_no_packages(command, install)
                || dependencies_lack_module(build, *stage, command, module)) {
                continue;
            }
            if (is_project || (is_python && !install.paths.empty())) return true;
            if (is_python && installs_unseen(build, *stage, command, install)) return true;
            if (install.manager == Manager::uv && install.packages.empty()
                && install.requirement_files.empty()) {
                return true;
            }
        }
    }
    auto const packages = python_packages(build, at);
    return std::ranges::any_of(packages, [&](PythonPackage const& package) {
        return package.is_path_or_url || package.name.find(wanted) != std::string::npos
               || wanted.find(package.name) != std::string::npos;
    });
}

ModulePresence look_for_path(Build const& build, Stage const& stage, std::string const& path) {
    auto const landing = build.landing(stage, path);
    if (landing.kind == Landing::Kind::unknown) return ModulePresence::unknown;
    if (landing.kind != Landing::Kind::absent) return ModulePresence::present;
    auto const* context = build.context();
    if (context == nullptr) return ModulePresence::unknown;
    auto const& from = landing.context_path;
    // Files that some step makes, or that an ignore file keeps out, are another matter.
    bool const is_clear =
        from.empty()
        || (context->look(from) == context::Presence::missing && !context->is_git_ignored(from));
    return is_clear && build.context_is_certain(from) ? ModulePresence::absent
                                                      : ModulePresence::unknown;
}

ModulePresence look_for_module(Build const& build, Stage const& stage,
                               std::vector<std::string> const& roots, std::string const& module) {
    auto tail = module;
    std::ranges::replace(tail, '.', '/');
    for (auto const& root : roots) {
        for (auto const& path : {tail + ".py", tail + "/__init__.py", tail}) {
            auto const one = look_for_path(build, stage, clean_path(root + "/" + path));
            if (one != ModulePresence::absent) return one;
        }
    }
    return ModulePresence::absent;
}

}  // namespace dockcheck::model

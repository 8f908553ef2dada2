// Finds cache mounts that their own RUN empties, or that the package manager does not use.
#include "rules/layers/cache-mount-without-effect.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/knowledge/absent_packages.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/package_sources.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::cache_mount_without_effect {
namespace {

using model::Command;
using model::Manager;
using model::Verb;

/// Where a manager keeps what it downloads, from its documentation.
struct Cache {
    Manager manager;
    std::string_view folder;
    model::WordList cleaners;  ///< the words behind the program that empty it
    model::WordList settings;  ///< variables that move it
    model::WordList off;       ///< options that turn it off
};

constexpr Cache caches[] = {
    {Manager::apt, "/var/cache/apt/archives", " clean distclean dist-clean ", " APT_CONFIG ", {}},
    {Manager::apt, "/var/lib/apt/lists", " distclean dist-clean ", " APT_CONFIG ", {}},
    {Manager::dnf, "/var/cache/dnf", " clean ", {}, {}},
    {Manager::dnf, "/var/cache/libdnf5", " clean ", {}, {}},
    {Manager::microdnf, "/var/cache/yum", " clean ", {}, {}},
    {Manager::microdnf, "/var/cache/dnf", " clean ", {}, {}},
    {Manager::yum, "/var/cache/yum", " clean ", {}, {}},
    {Manager::yum, "/var/cache/dnf", " clean ", {}, {}},
    {Manager::zypper, "/var/cache/zypp", {}, {}, {}},
    {Manager::apk, "/etc/apk/cache", {}, {}, " --no-cache "},
    {Manager::pip, "/root/.cache/pip", " purge ",
     " PIP_CACHE_DIR XDG_CACHE_HOME HOME PIP_CONFIG_FILE ", " --no-cache-dir "},
    {Manager::uv, "/root/.cache/uv", " clean ", " UV_CACHE_DIR XDG_CACHE_HOME HOME ",
     " --no-cache "},
    {Manager::npm, "/root/.npm", " clean clear ", " npm_config_cache NPM_CONFIG_CACHE HOME ", {}},
    {Manager::yarn,
     "/usr/local/share/.cache/yarn",
     " clean ",
     " YARN_CACHE_FOLDER YARN_GLOBAL_FOLDER XDG_CACHE_HOME HOME ",
     {}},
    {Manager::composer,
     "/root/.composer/cache",
     {},
     " COMPOSER_HOME COMPOSER_CACHE_DIR XDG_CACHE_HOME HOME ",
     {}},
};

/// A cache mount whose target is a known path without a slash at its end.
struct Mounted {
    ast::Mount const* mount = nullptr;
    Span span;  ///< of the target's text
    std::string target;
};

std::optional<Mounted> read_mount(ast::Mount const& mount, Pass const& pass) {
    auto const* const type = mount.find("type");
    auto const* const target = mount.find("target", "dst", "destination");
    if (type == nullptr || type->value.text() != "cache" || target == nullptr) return std::nullopt;
    auto const known = pass.build().expand(pass.instruction(), target->value.text()).value.known();
    if (!known || !known->starts_with('/')) return std::nullopt;
    return Mounted{&mount, target->value.source(), model::clean_path(*known)};
}

bool holds_folder(std::string_view outer, std::string_view folder) {
    return folder == outer || model::lies_below(folder, outer);
}

bool is_moved(Cache const& cache, Command const& command, Pass const& pass) {
    bool moved = std::ranges::any_of(command.assignments, [&](model::Assignment const& one) {
        return cache.settings.holds(one.name);
    });
    cache.settings.each([&](std::string_view name) {
        auto const variable = pass.build().variable(*command.instruction, name);
        if (variable.state != dockerfile::Variable::State::known) return;
        // What an official image sets is where it is looked for.
        moved = moved || name != "HOME" || variable.value.text_or_empty() != "/root";
    });
    return moved;
}

bool is_usual_place(Cache const& cache, Command const& command, Pass const& pass) {
    if (command.wrappers & (model::wrapper_user | model::wrapper_sudo)) return false;
    // Of an account that nobody knows the mount in /root tells.
    auto const user = pass.build().user(*command.instruction);
    if (user.is_set() && model::is_run_by_other_account(pass.build(), command)) return false;
    return !is_moved(cache, command, pass);
}

/// True when a command in front of this one installs by a manager whose cache lies in the mount.
bool fills(Command const& command, Mounted const& mounted, Command const& cleaner,
           Pass const& pass) {
    if (command.sequence >= cleaner.sequence || command.in_substitution) return false;
    auto const& install = model::package_command(command, pass.build().arena());
    bool const downloads = install.verb == Verb::install || install.verb == Verb::upgrade
                           || install.verb == Verb::update || install.verb == Verb::download;
    return downloads && std::ranges::any_of(caches, [&](Cache const& cache) {
               return cache.manager == install.manager
                      && (holds_folder(mounted.target, cache.folder)
                          || holds_folder(cache.folder, mounted.target));
           });
}

/// The words of a command as one line: "npm cache clean --force".
std::string line_of(Command const& command) {
    std::string line;
    for (auto const& word : command.arguments) {
        if (!line.empty()) line += ' ';
        line += word.raw.text();
    }
    return line;
}

/// True when what a cleaning command takes away is in mounts alone.
bool takes_only_mounted(Command const& command, model::PackageCommand const& clean,
                        std::span<Mounted const> mounts) {
    // apt-get clean also takes the binary caches beside the archives.
    if (clean.manager == Manager::apt) {
        bool const takes_lists = clean.verb_argument->value.text_or_empty() != "clean";
        auto const is_covered = [&](std::string_view folder) {
            return std::ranges::any_of(
                mounts, [&](Mounted const& one) { return holds_folder(one.target, folder); });
        };
        return is_covered("/var/cache/apt") && (!takes_lists || is_covered("/var/lib/apt/lists"));
    }
    return !command.arguments.empty();
}

/// Takes the command out of its list: `a && clean` becomes `a`.
void offer_removal(Reported finding, Command const& command, Pass const& pass) {
    auto const beside = pass.stage()->commands_of(*command.instruction);
    auto const own = std::ranges::find(beside, command.sequence, &Command::sequence);
    if (own == beside.begin() || own == beside.end() || !command.redirections.empty()) return;
    auto const& previous = *(own - 1);
    if (previous.script != command.script || previous.depth != command.depth) return;
    if (previous.span.end > command.span.begin) return;
    auto const between = pass.text({previous.span.end, command.span.begin});
    auto const joint = between.find_first_not_of(" \t\\\r\n");
    bool const is_and = joint != between.npos && between.substr(joint).starts_with("&&")
                        && between.find_first_not_of(" \t\\\r\n", joint + 2) == between.npos;
    if (!is_and && joint != between.npos) return;
    finding.remove({previous.span.end, command.span.end});
}

/// True for a command that certainly runs when all before it went well.
bool runs_always(Command const& command) {
    return !command.is_conditional && !command.in_substitution && !command.exec_form;
}

void check_cleaner(Command const& command, std::span<Mounted const> mounts,
                   std::span<Command const> all, Pass& pass) {
    auto const& clean = model::package_command(command, pass.build().arena());
    if (clean.verb != Verb::clean || clean.verb_words.empty()) return;
    auto const verb = clean.verb_words.back().value.text_or_empty();
    bool const is_rpm = clean.manager == Manager::dnf || clean.manager == Manager::yum
                        || clean.manager == Manager::microdnf;
    if (is_rpm
        && (command.arguments.empty() || command.arguments.back().value.text_or_empty() != "all"))
        return;
    bool const is_npm = clean.manager == Manager::npm;
    if (is_npm && !clean.has_option("--force") && !clean.has_option("-f")) return;
    auto const operands = std::ranges::count_if(command.arguments, [](auto const& word) {
        return !word.value.known_prefix().starts_with('-');
    });
    // `uv cache clean ruff`: one package alone.
    if (!is_rpm && operands != 1 + std::ssize(clean.verb_words)) return;
    for (auto const& cache : caches) {
        if (cache.manager != clean.manager || !cache.cleaners.holds(verb)) continue;
        auto const mounted = std::ranges::find_if(
            mounts, [&](Mounted const& one) { return holds_folder(one.target, cache.folder); });
        if (mounted == mounts.end() || !is_usual_place(cache, command, pass)) continue;
        bool const is_filled = std::ranges::any_of(
            all, [&](Command const& other) { return fills(other, *mounted, command, pass); });
        if (!is_filled) continue;
        auto const finding = pass.report(command.span, emptied, line_of(command), mounted->target);
        if (takes_only_mounted(command, clean, mounts)) offer_removal(finding, command, pass);
        return;
    }
}

/// What rm does to a mount by one of its words.
enum class Removal : std::uint8_t { none, contents, folder };

Removal removal_of(std::string_view path, Mounted const& mounted) {
    bool const has_star = path.ends_with("/*");
    auto const base = has_star ? path.substr(0, path.size() - 2) : path;
    if (base.find_first_of("*?[{") != base.npos || base.size() < 2) return Removal::none;
    if (has_star && base == mounted.target) return Removal::contents;
    if (holds_folder(base, mounted.target)) return Removal::folder;
    if (!model::lies_below(base, mounted.target)) return Removal::none;
    bool const is_cache = std::ranges::find(caches, base, &Cache::folder) != std::end(caches);
    return is_cache ? Removal::contents : Removal::none;
}

void check_rm(Command const& command, std::span<Mounted const> mounts, std::span<Command const> all,
              Pass& pass) {
    bool is_recursive = false;
    int paths = 0;
    for (auto const& word : command.arguments.subspan(1)) {
        auto const text = word.value.known_prefix();
        if (!text.starts_with('-')) ++paths;
        bool const is_letters = text.starts_with('-') && !text.starts_with("--");
        is_recursive = is_recursive || text == "--recursive"
                       || (is_letters && text.find_first_of("rR") != text.npos);
    }
    if (!is_recursive) return;
    for (auto const& word : command.arguments.subspan(1)) {
        auto const written = word.value.text_or_empty();
        if (written.starts_with('-')) continue;
        auto const known = model::path_of(pass.build(), *pass.stage(), command, word.value).known();
        if (!known) continue;
        auto const path = model::clean_path(*known);
        for (auto const& mounted : mounts) {
            auto const removal = removal_of(path, mounted);
            if (removal == Removal::none) continue;
            bool const is_filled = std::ranges::any_of(
                all, [&](Command const& other) { return fills(other, mounted, command, pass); });
            if (!is_filled) continue;
            if (removal == Removal::folder) {
                if (!model::fails_the_build(*pass.stage(), command)) continue;
                pass.report(word.span, busy, path, mounted.target).severity(Severity::error);
            } else if (paths == 1) {
                auto const finding =
                    pass.report(command.span, emptied, line_of(command), mounted.target);
                offer_removal(finding, command, pass);
            } else {
                pass.report(word.span, emptied, path, mounted.target);
            }
            break;
        }
    }
}

void check_options(Command const& command, std::span<Mounted const> mounts, Pass& pass) {
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != Verb::install) return;
    // Of another root the cache is another.
    if (install.has_option("--root") || install.has_option("-p")) return;
    for (auto const& cache : caches) {
        if (cache.manager != install.manager || cache.off.empty()) continue;
        auto const mounted = std::ranges::find(mounts, cache.folder, &Mounted::target);
        if (mounted == mounts.end()) continue;
        for (auto const* option : install.options) {
            auto const text = option->value.text_or_empty();
            if (!cache.off.holds(text) || !is_usual_place(cache, command, pass)) continue;
            auto finding = pass.report(option->span, turned_off, text, mounted->target);
            if (cache.manager == Manager::apk) {
                // Without its index apk finds nothing.
                finding.help("write --update-cache in place of --no-cache");
                if (!option->quoted) finding.replace(option->span, "--update-cache");
                continue;
            }
            auto const end = option->span.end;
            auto const behind = pass.text({end, command.instruction->span.end});
            if (behind.starts_with(' ') && !option->quoted)
                finding.remove({option->span.begin, end + 1});
        }
    }
}

/// `ENV PIP_NO_CACHE_DIR=1` in force.
void check_variable(Command const& command, std::span<Mounted const> mounts, Pass& pass) {
    struct Switch {
        Manager manager;
        std::string_view variable;
        std::string_view folder;
    };
    static constexpr Switch switches[] = {
        {Manager::pip, "PIP_NO_CACHE_DIR", "/root/.cache/pip"},
        {Manager::uv, "UV_NO_CACHE", "/root/.cache/uv"},
    };
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != Verb::install) return;
    for (auto const& one : switches) {
        if (one.manager != install.manager) continue;
        auto const mounted = std::ranges::find(mounts, one.folder, &Mounted::target);
        if (mounted == mounts.end()) continue;
        bool const is_set_here = std::ranges::any_of(
            command.assignments,
            [&](model::Assignment const& assignment) { return assignment.name == one.variable; });
        auto const value =
            pass.build().variable(*command.instruction, one.variable).value.text_or_empty();
        static constexpr model::WordList truths = " 1 true True TRUE yes on ";
        if (is_set_here || !truths.holds(value)) continue;
        auto const& script = command.script;
        // `unset PIP_NO_CACHE_DIR`
        if (script != nullptr && script->text.text().find(one.variable) != std::string_view::npos)
            continue;
        pass.report(mounted->span, turned_off_by_variable, one.variable, mounted->target);
        return;
    }
}

/// True when the account may have root's home, or the command names a place of its own.
bool may_be_at_home_of_root(Command const& command, Pass const& pass) {
    auto const home = pass.build().variable(*command.instruction, "HOME");
    if (home.state == dockerfile::Variable::State::known) return true;
    static constexpr model::WordList makers = " useradd adduser usermod ";
    auto const speaks_of = [](Command const& one, std::string_view wanted) {
        return std::ranges::any_of(one.arguments, [&](model::Argument const& word) {
            return word.value.known_prefix().find(wanted) != std::string_view::npos;
        });
    };
    // --cache-min and --cache-max say how old what lies there may be.
    bool const names_cache =
        std::ranges::any_of(command.arguments, [](model::Argument const& word) {
            auto const text = word.value.known_prefix();
            return text.starts_with("--cache") && !text.starts_with("--cache-m");
        });
    if (names_cache || speaks_of(command, "/root")) return true;
    for (auto const& stage : pass.build().stages()) {
        for (auto const& one : stage.commands) {
            if (makers.holds(one.program) && speaks_of(one, "/root")) return true;
        }
    }
    return false;
}

/// `USER node` and a mount at /root/.npm: nobody looks there.
void check_account(Command const& command, std::span<Mounted const> mounts, Pass& pass) {
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != Verb::install || command.wrappers != 0) return;
    auto const user = pass.build().user(*command.instruction);
    if (!user.is_set() || !model::is_run_by_other_account(pass.build(), command)) return;
    for (auto const& cache : caches) {
        if (cache.manager != install.manager || !cache.folder.starts_with("/root/")) continue;
        auto const mounted = std::ranges::find(mounts, cache.folder, &Mounted::target);
        if (mounted == mounts.end() || is_moved(cache, command, pass)) continue;
        if (may_be_at_home_of_root(command, pass)) return;
        auto const text = user.value.text_or_empty();
        pass.report(mounted->span, of_root, command.program, text.substr(0, text.find(':')),
                    mounted->target);
    }
}

/// Words of what may turn docker-clean off, and of other settings for apt.
constexpr std::string_view words_of_settings[] = {"docker-clean", "apt.conf",    "keep-downloaded",
                                                  "apt_config",   "post-invoke", "dir::"};

void check_docker_clean(Command const& command, std::span<Mounted const> mounts, Pass& pass) {
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.manager != Manager::apt || install.verb != Verb::install) return;
    auto const mounted = std::ranges::find_if(mounts, [](Mounted const& one) {
        return one.target == "/var/cache/apt" || one.target == "/var/cache/apt/archives";
    });
    if (mounted == mounts.end()) return;
    // Those of these images that have apt-get are made of Debian's or Ubuntu's.
    if (pass.stage()->root().kind != model::Reference::Kind::image) return;
    auto const image = model::name_of(pass.stage()->root().image);
    if (!knowledge::has_sources_of_release_only(image) || !pass.may_look_around()) return;
    if (model::may_have_other_sources(pass.build(), *pass.stage(), command, words_of_settings))
        return;
    pass.report(mounted->span, cleaned_by_image, mounted->target);
}

void check(ast::Run const& run, Pass& pass) {
    auto const* const stage = pass.stage();
    if (run.mounts.empty() || stage == nullptr || stage->is_windows || pass.is_trigger()) return;
    std::vector<Mounted> mounts;
    for (auto const& mount : run.mounts) {
        if (auto mounted = read_mount(mount, pass)) mounts.push_back(std::move(*mounted));
    }
    if (mounts.empty()) return;
    auto const all = stage->commands_of(pass.instruction());
    constexpr std::size_t most_commands = 200;  // each looks at all the others
    if (all.size() > most_commands) return;
    bool has_apt_install = false;
    for (auto const& command : all) {
        if (!runs_always(command)) continue;
        check_options(command, mounts, pass);
        check_account(command, mounts, pass);
        check_variable(command, mounts, pass);
        if (command.program == "rm") {
            check_rm(command, mounts, all, pass);
        } else {
            check_cleaner(command, mounts, all, pass);
        }
        bool const installs =
            model::manager_of(command) == Manager::apt
            && model::package_command(command, pass.build().arena()).verb == Verb::install;
        if (installs && !has_apt_install) check_docker_clean(command, mounts, pass);
        has_apt_install = has_apt_install || installs;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_files_with<ast::Run>();

}  // namespace dockcheck::rules::cache_mount_without_effect

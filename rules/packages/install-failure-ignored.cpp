// Finds installs in front of a || whose other side cannot fail.
#include "rules/packages/install-failure-ignored.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/script_effects.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::install_failure_ignored {
namespace {

using model::Connector;
using model::Manager;
using model::Verb;
using shell::Kind;
using shell::Node;

constexpr model::WordList test_programs = " [ test which type hash getent command grep ls stat ";

/// `echo failed >> /failed.txt`: somebody may read it. What is told on the screen is lost.
bool writes_file(shell::Tree const& tree, Node const& command) {
    return std::ranges::any_of(shell::children_of(tree, command), [&](Node const* part) {
        auto const text = tree.text_of(*part);
        return part->kind == Kind::redirection && text.find("/dev/") == text.npos
               && text.find('&') == text.npos;
    });
}

/// True for `true`, `echo failed`, `exit 0` and groups of these.
bool only_says_something(shell::Tree const& tree, Node const& node) {
    if (node.kind == Kind::simple_command) {
        auto const words = shell::words_of(tree, node);
        if (words.empty() || writes_file(tree, node)) return false;
        auto const program = tree.text_of(*words.front());
        if (program == "exit") return words.size() == 2 && tree.text_of(*words[1]) == "0";
        return model::list_holds(" true : /bin/true echo printf ", program);
    }
    bool const is_group = node.kind == Kind::brace_group || node.kind == Kind::subshell;
    bool const is_list = node.kind == Kind::statement || node.kind == Kind::pipeline;
    if (!is_group && !is_list) return false;
    return std::ranges::all_of(shell::children_of(tree, node), [&](Node const* child) {
        return child->kind == Kind::and_operator || only_says_something(tree, *child);
    });
}

/// What hides the failure of one of the pipelines of a list.
struct Hiding {
    Node const* left = nullptr;       ///< what stands in front of it
    Node const* operation = nullptr;  ///< the ||
    Node const* answer = nullptr;     ///< what stands behind it
    bool is_next = false;             ///< nothing stands between
    bool has_test = false;            ///< the list asks for something first
};

bool is_test(shell::Tree const& tree, Node const& pipeline) {
    auto const parts = shell::children_of(tree, pipeline);
    if (parts.size() != 1) return true;  // `cat x | grep y`
    if (parts.front()->kind == Kind::test_clause) return true;
    if (parts.front()->kind == Kind::subshell) {
        for (auto const* statement : shell::children_of(tree, *parts.front())) {
            for (auto const* inner : shell::children_of(tree, *statement)) {
                if (inner->kind == Kind::pipeline && is_test(tree, *inner)) return true;
            }
        }
        return false;
    }
    return test_programs.holds(shell::program_of(tree, *parts.front()));
}

/// The || that takes the failure of the i-th part of a statement, when its other side only says
/// something.
std::optional<Hiding> hiding_in(shell::Tree const& tree, Node const& statement,
                                Node const& pipeline) {
    auto const parts = shell::children_of(tree, statement);
    auto const begin =
        static_cast<std::size_t>(std::ranges::find(parts, &pipeline) - parts.begin());
    for (auto i = begin + 1; i + 1 < parts.size(); ++i) {
        if (parts[i]->kind != Kind::or_operator) continue;
        if (!only_says_something(tree, *parts[i + 1])) return std::nullopt;
        Hiding hiding{parts[i - 1], parts[i], parts[i + 1], i == begin + 1};
        for (auto j = i + 2; j < parts.size(); ++j) {
            if (parts[j]->kind != Kind::pipeline) continue;
            if (model::failure_of(tree, *parts[j]) != model::Failure::not_certain)
                return std::nullopt;
        }
        for (std::size_t j = 0; j < begin; ++j) {
            hiding.has_test =
                hiding.has_test || (parts[j]->kind == Kind::pipeline && is_test(tree, *parts[j]));
        }
        return hiding;
    }
    return std::nullopt;
}

/// The || that hides the failure of a command, looked for from the inside to the outside; nothing
/// where something else may take it.
std::optional<Hiding> hiding_of(model::ShellScript const& script, model::Command const& command) {
    auto const& tree = script.tree;
    std::optional<Hiding> found;
    Node const* previous = nullptr;
    std::vector<Node const*> around;
    shell::for_each_node(tree, [&](Node const& node, std::span<Node const* const> ancestors) {
        if (node.kind != Kind::simple_command) return;
        auto const span = script.span(node);
        if (span.begin > command.span.begin || span.end < command.span.end) return;
        around.assign(ancestors.begin(), ancestors.end());
    });
    for (auto at = around.rbegin(); at != around.rend(); ++at) {
        auto const& node = **at;
        switch (node.kind) {
            case Kind::pipeline:
                if ((node.detail & shell::pipeline_negated) != 0) return std::nullopt;
                if (shell::children_of(tree, node).size() != 1) return std::nullopt;
                break;
            case Kind::statement:
                if (auto hiding = hiding_in(tree, node, *previous)) {
                    if (found) return std::nullopt;
                    found = hiding;
                } else if (!found
                           && std::ranges::any_of(shell::children_of(tree, node),
                                                  [&](Node const* part) {
                                                      return part->kind == Kind::or_operator
                                                             && part->begin > previous->begin;
                                                  })) {
                    return std::nullopt;  // a || that does something
                }
                break;
            case Kind::condition:
            case Kind::for_clause:
            case Kind::while_clause:
            case Kind::until_clause:
            case Kind::function_definition:
            case Kind::command_substitution:
            case Kind::backquote:
                return std::nullopt;
            default:
                break;
        }
        previous = &node;
    }
    return found;
}

/// The manager itself, brought up to date: nothing is lacking without it.
bool is_manager_itself(model::PackageCommand const& install) {
    if (install.packages.empty()) return false;
    return std::ranges::all_of(install.packages, [](model::Package const& package) {
        return model::list_holds(" pip setuptools wheel npm yarn pnpm bundler apt-utils ",
                                 package.name);
    });
}

bool names_all_of(model::PackageCommand const& later, model::PackageCommand const& install) {
    constexpr std::size_t most = 100;
    if (later.verb != Verb::install || install.packages.empty()) return false;
    if (install.packages.size() > most || later.packages.size() > most) return false;
    return std::ranges::all_of(install.packages, [&](model::Package const& package) {
        return std::ranges::find(later.packages, package.name, &model::Package::name)
               != later.packages.end();
    });
}

/// True for a manager of a whole distribution.
bool is_of_distribution(Manager manager) {
    switch (manager) {
        case Manager::apt:
        case Manager::apk:
        case Manager::dnf:
        case Manager::microdnf:
        case Manager::yum:
        case Manager::zypper:
            return true;
        default:
            return false;
    }
}

/// True when the file also installs by the manager of another distribution: it is for several of
/// them, and all but one of its managers fail.
bool is_for_several_distributions(model::PackageCommand const& install, Pass const& pass) {
    if (!is_of_distribution(install.manager)) return false;
    auto const is_red_hat = [](Manager manager) {
        return manager == Manager::dnf || manager == Manager::microdnf || manager == Manager::yum;
    };
    return std::ranges::any_of(pass.stage()->commands, [&](model::Command const& other) {
        auto const manager =
            other.use == model::Use::run ? model::manager_of(other) : Manager::none;
        if (!is_of_distribution(manager) || manager == install.manager) return false;
        return !is_red_hat(manager) || !is_red_hat(install.manager);
    });
}

/// True for a program that the image certainly has before anything is installed.
bool is_in_base(std::string_view program, Pass const& pass) {
    static constexpr model::WordList everywhere = " tar gzip sed grep ";
    static constexpr model::WordList with_debian = " bash perl ";
    // github.com/docker-library/buildpack-deps, scm and curl
    static constexpr model::WordList with_sources = " git curl wget make gcc ";
    static constexpr model::WordList from_sources =
        " buildpack-deps python node ruby golang rust perl gcc ";
    auto const* const image = model::known_image(pass.stage()->root());
    if (image == nullptr || pass.stage()->is_windows) return false;
    if (image->shell == knowledge::ShellKind::none) return false;
    if (everywhere.holds(program)) return true;
    bool const is_debian = image->family == knowledge::ImageFamily::debian
                           || image->family == knowledge::ImageFamily::ubuntu;
    if (!is_debian) return false;
    if (with_debian.holds(program)) return true;
    return image->variant.empty() && from_sources.holds(image->name) && with_sources.holds(program);
}

/// True when the command starts or imports one of the packages: `jq --version`,
/// `python -c "import flask"`. It ends the build where that is lacking. What the base image has
/// starts without the install.
bool uses_one_of(model::Command const& command, model::PackageCommand const& install,
                 Pass const& pass) {
    if (command.can_fail_unseen || install.packages.empty()) return false;
    bool const imports = command.argument(1) == "-c" || command.argument(1) == "-e";
    auto const code = imports ? command.argument(2) : std::string_view();
    return std::ranges::any_of(install.packages, [&](model::Package const& package) {
        if (package.name.empty()) return false;
        if (code.find(package.name) != code.npos) return true;
        return command.program == package.name && !is_in_base(package.name, pass);
    });
}

/// True when a command behind it looks at what came out, or does the same again.
bool is_made_good(model::Command const& command, model::PackageCommand const& install,
                  Pass const& pass) {
    if (is_for_several_distributions(install, pass)) return true;
    return std::ranges::any_of(pass.stage()->commands, [&](model::Command const& other) {
        if (other.use != model::Use::run || other.span.begin <= command.span.end) return false;
        if (uses_one_of(other, install, pass)) return true;
        if (other.instruction == command.instruction && test_programs.holds(other.program))
            return true;
        if (other.program != command.program || other.can_fail_unseen) return false;
        auto const& later = model::package_command(other, pass.build().arena());
        if (names_all_of(later, install)) return true;
        // These restore, too, or fail without it.
        static constexpr model::WordList dotnet_verbs = " build publish pack test run ";
        if (install.manager == Manager::dotnet && dotnet_verbs.holds(other.argument(1)))
            return true;
        bool const installs = later.verb == Verb::install || later.verb == Verb::download;
        if (install.verb == Verb::download || install.manager == Manager::cargo)
            return install.verb == Verb::download || installs;
        return installs && later.installs_manifests && install.installs_manifests;
    });
}

bool knows_what(model::PackageCommand const& install) {
    if (install.installs_manifests) return true;
    // It also fails where nothing is wrong: "no buildable Go source files".
    if (install.manager == Manager::go) return false;
    return !install.packages.empty()
           && std::ranges::none_of(install.packages, [](model::Package const& package) {
                  return package.name.empty();
              });
}

/// What a command installs, when its failure would leave something out; else nullptr.
model::PackageCommand const* wanted_install(model::Command const& command, Pass const& pass) {
    if (!command.can_fail_unseen || command.in_substitution) return nullptr;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != Verb::install && install.verb != Verb::download) return nullptr;
    if (!knows_what(install) || is_manager_itself(install)) return nullptr;
    if (install.verb == Verb::download && !install.installs_manifests) return nullptr;
    return &install;
}

/// True when the same || was told of an install in front of this one.
bool is_told(model::Command const& command, Hiding const& hiding, Pass const& pass) {
    auto const beside = pass.stage()->commands_of(*command.instruction);
    return std::ranges::any_of(beside, [&](model::Command const& other) {
        if (other.sequence >= command.sequence || other.script != command.script) return false;
        if (wanted_install(other, pass) == nullptr) return false;
        auto const own = hiding_of(*command.script, other);
        return own && own->operation == hiding.operation;
    });
}

void offer_fix(Reported finding, model::Command const& command, Hiding const& hiding,
               Pass const& pass) {
    auto const& script = *command.script;
    Span const gap{script.span(*hiding.left).end, script.span(*hiding.operation).begin};
    // A comment in between needs the line behind it.
    if (hiding.has_test || pass.text(gap).find_first_not_of(" \t\\\r\n") != std::string_view::npos)
        return;
    finding.remove({gap.begin, script.span(*hiding.answer).end});
}

/// The `exit 0` or `true` that ends the RUN right behind the install and what && joins to it; or
/// nullptr.
model::Command const* ending_behind(model::Command const& command, Pass const& pass) {
    auto const commands = pass.stage()->commands_of(*command.instruction);
    if (commands.empty() || command.depth != 0 || command.is_conditional) return nullptr;
    auto const& last = commands.back();
    bool const succeeds = last.program == "true" || last.program == ":"
                          || (last.program == "exit" && last.argument(1) == "0");
    if (!succeeds || last.script != command.script || last.connector != Connector::sequence)
        return nullptr;
    bool const is_joined = std::ranges::all_of(commands, [&](model::Command const& other) {
        return other.sequence <= command.sequence || &other == &last
               || (other.connector == Connector::conjunction && other.depth == 0);
    });
    bool const is_simple =
        command.connector == Connector::first || command.connector == Connector::conjunction;
    return is_joined && is_simple && !command.errexit ? &last : nullptr;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || command.script == nullptr || pass.stage() == nullptr)
        return;
    auto const& script = *command.script;
    // Each install looks at the whole script.
    constexpr std::size_t most_commands = 200;
    if (script.simple_commands.size() > most_commands || script.tree.first_error != nullptr) return;
    auto const* const install = wanted_install(command, pass);
    if (install == nullptr || pass.is_trigger()) return;
    if (pass.stage()->reach == model::Reach::unreachable) return;
    if (model::is_for_development(pass.build(), *pass.stage())) return;
    if (auto const* const last = ending_behind(command, pass)) {
        bool const is_first = std::ranges::none_of(
            pass.stage()->commands_of(*command.instruction), [&](model::Command const& other) {
                return other.sequence < command.sequence && wanted_install(other, pass) != nullptr;
            });
        if (!is_first || !pass.may_look_around() || is_made_good(command, *install, pass)) return;
        auto finding = pass.report(model::called_at(*install), ended, model::called(*install),
                                   pass.text(last->span));
        if (!install->installs_manifests) finding.severity(Severity::info);
        return;
    }
    if (!script.holds(Kind::or_operator)) return;
    auto const hiding = hiding_of(script, command);
    if (!hiding || (hiding->has_test && !install->installs_manifests)) return;
    if (!pass.may_look_around() || is_made_good(command, *install, pass)) return;
    auto const hider = "|| " + std::string(script.text_of(*hiding->answer));
    auto const name = model::called(*install);
    auto const at = model::called_at(*install);
    if (!hiding->is_next) {
        if (!is_told(command, *hiding, pass)) pass.report(at, list, name, hider);
    } else if (install->installs_manifests) {
        offer_fix(pass.report(at, manifest, name, hider), command, *hiding, pass);
    } else {
        offer_fix(pass.report(at, package, name, hider).severity(Severity::info), command, *hiding,
                  pass);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers();

}  // namespace dockcheck::rules::install_failure_ignored

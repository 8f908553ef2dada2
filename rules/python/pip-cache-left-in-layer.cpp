// Finds pip installs that leave their download cache in the image.
#include "rules/python/pip-cache-left-in-layer.hpp"

#include <algorithm>
#include <initializer_list>
#include <ranges>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::pip_cache_left_in_layer {
namespace {

/// pip's own reading of a boolean in the environment.
bool is_true(std::string_view value) {
    static constexpr std::string_view no[] = {"",   "0",  "f",  "false", "False", "FALSE", "n",
                                              "no", "No", "NO", "off",   "Off",   "OFF"};
    return std::ranges::find(no, value) == std::ranges::end(no);
}

/// Whether the environment switches the cache off, or moves it where nobody looks here.
bool is_off_by_environment(model::Command const& command, Pass const& pass) {
    for (auto const& assignment : command.assignments) {
        if (assignment.name == "PIP_CACHE_DIR" || assignment.name == "XDG_CACHE_HOME") return true;
        if (assignment.name != "PIP_NO_CACHE_DIR") continue;
        return !assignment.value.is_known() || is_true(*assignment.value.known());
    }
    using State = dockerfile::Variable::State;
    static constexpr std::string_view all_names[] = {"PIP_CACHE_DIR", "XDG_CACHE_HOME",
                                                     "PIP_CONFIG_FILE"};
    for (auto const name : all_names) {
        if (pass.build().variable(*command.instruction, name).state == State::known) return true;
    }
    auto const variable = pass.build().variable(*command.instruction, "PIP_NO_CACHE_DIR");
    return variable.state == State::known && is_true(variable.value.text_or_empty());
}

bool is_export_of_setting(model::Command const& command) {
    return command.program == "export"
           && std::ranges::any_of(command.arguments, [](model::Argument const& argument) {
                  return argument.value.known_prefix().starts_with("PIP_");
              });
}

bool removes_cache(model::Command const& command) {
    bool const is_pip = command.program.starts_with("pip");
    if (is_pip && command.argument(1) == "cache") return true;
    if (command.program == "pip" || command.program == "python") return false;
    if (command.program != "rm" && command.program != "find") return false;
    return std::ranges::any_of(command.arguments, [](model::Argument const& argument) {
        auto const text = argument.raw.text();
        return text.find(".cache") != std::string_view::npos || text == "/root/*" || text == "/root"
               || text.starts_with("~/.c") || text.find("/root/.[") != std::string_view::npos;
    });
}

bool is_cleaned_in_same_run(model::Command const& command, model::Stage const& stage) {
    auto const beside = stage.commands_of(*command.instruction);
    return std::ranges::any_of(beside, [&](model::Command const& other) {
        if (other.sequence < command.sequence) return is_export_of_setting(other);
        return removes_cache(other);
    });
}

bool has_covering_mount(ast::Instruction const& instruction) {
    auto const* run = ast::get_if<ast::Run>(&instruction.node);
    if (run == nullptr) return false;
    return std::ranges::any_of(run->mounts, [](ast::Mount const& mount) {
        auto const* type = mount.find("type");
        auto const* target = mount.find("target", "dst", "destination");
        if (type == nullptr || target == nullptr) return false;
        if (type->value.text() != "cache" && type->value.text() != "tmpfs") return false;
        auto const path = target->value.text();
        // Where a home other than root's is, or a variable stands for it, nobody knows here.
        return path.find("cache") != std::string_view::npos
               || path.find('$') != std::string_view::npos || path.starts_with("/root")
               || path.starts_with("/home");
    });
}

/// The pip of these distributions is older than its cache (6.0) and knows no --no-cache-dir.
bool has_ancient_pip(model::Stage const& stage) {
    auto const& image = stage.root().image;
    auto const is_one_of = [&](std::initializer_list<std::string_view> lines) {
        return std::ranges::any_of(lines, [&](auto line) { return image.tag.starts_with(line); });
    };
    if (image.hub_name() == "ubuntu") return is_one_of({"12.", "14.", "precise", "trusty"});
    return image.hub_name() == "debian" && is_one_of({"7", "8", "wheezy", "jessie"});
}

/// Nothing but wheels that lie there.
bool has_wheels_alone(model::PackageCommand const& install) {
    return install.packages.empty() && install.requirement_files.empty()
           && std::ranges::all_of(install.paths, [](model::Argument const* path) {
                  return path->raw.text().ends_with(".whl");
              });
}

bool downloads(model::PackageCommand const& install) {
    return !has_wheels_alone(install) && !install.has_option("--no-index")
           && !install.has_option("--dry-run")
           && (!install.packages.empty() || !install.requirement_files.empty()
               || !install.paths.empty());
}

/// The pip install that a command is, when it leaves its cache behind and nothing says otherwise in
/// its words; or nullptr.
model::PackageCommand const* caching_install(model::Command const& command, Arena& arena) {
    if (command.use != model::Use::run) return nullptr;
    auto const& install = model::package_command(command, arena);
    if (install.manager != model::Manager::pip || install.verb != model::Verb::install)
        return nullptr;
    if (install.verb_argument == nullptr || install.manager_words.empty() || !downloads(install))
        return nullptr;
    for (auto const& argument : command.arguments) {
        // An option may hide in a variable.
        if (argument.value.known_prefix().empty() && !argument.value.is_known()) return nullptr;
        // Options may be cut short: no other one begins like this.
        if (argument.value.text_or_empty().starts_with("--no-ca")) return nullptr;
        if (argument.value.text_or_empty().starts_with("--cache-dir")) return nullptr;
    }
    return &install;
}

/// Whether the cache of a command stays in the layer, as far as what stands around it tells.
bool stays(model::Command const& command, model::Stage const& stage, Pass const& pass) {
    return !is_off_by_environment(command, pass) && !is_cleaned_in_same_run(command, stage)
           && !has_covering_mount(*command.instruction);
}

/// Where the cache of the account root lies.
std::string cache_folder(model::Command const& command, Pass const& pass) {
    auto const home = pass.build().variable(*command.instruction, "HOME");
    using State = dockerfile::Variable::State;
    auto const text = home.value.text_or_empty();
    bool const is_set = home.state == State::known && text.starts_with('/') && text != "/";
    return (is_set ? std::string(text) : std::string("/root")) + "/.cache/pip";
}

void add_option(Reported& finding, model::Command const& command,
                model::PackageCommand const& install) {
    finding.insert(install.verb_argument->span.end,
                   command.exec_form ? ", \"--no-cache-dir\"" : " --no-cache-dir");
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->is_windows) return;
    if (stage->reach == model::Reach::unreachable || has_ancient_pip(*stage)) return;
    if (stage->reach != model::Reach::final && !options.include_builder_stages) return;
    auto& arena = pass.build().arena();
    auto const* install = caching_install(command, arena);
    if (install == nullptr || !pass.may_look_around() || !stays(command, *stage, pass)) return;
    // The first one of an instruction tells it for all of them.
    auto const beside = stage->commands_of(*command.instruction);
    auto const own = static_cast<std::size_t>(&command - beside.data());
    for (auto const& other : beside.first(own) | std::views::reverse) {
        if (caching_install(other, arena) != nullptr && stays(other, *stage, pass)) return;
    }
    auto const span = join(install->manager_words.back().span, install->verb_argument->span);
    auto const written = command.exec_form ? std::string_view("pip install") : pass.text(span);
    bool const is_other = model::is_run_by_other_account(pass.build(), command);
    auto finding = is_other ? pass.report(span, of_other, written)
                            : pass.report(span, cache, written, cache_folder(command, pass));
    add_option(finding, command, *install);
    for (auto const& other : beside.subspan(own + 1)) {
        auto const* too = caching_install(other, arena);
        if (too == nullptr || !stays(other, *stage, pass)) continue;
        finding.related(other.span, "and here");
        add_option(finding, other, *too);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::pip);

}  // namespace dockcheck::rules::pip_cache_left_in_layer

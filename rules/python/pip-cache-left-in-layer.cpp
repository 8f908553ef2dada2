// Finds pip installs that leave their download cache in the image.
#include "rules/python/pip-cache-left-in-layer.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::pip_cache_left_in_layer {
namespace {

/// PIP_NO_CACHE_DIR switches the cache off by any boolean, false ones too (pip's cmdoptions.py,
/// _handle_no_cache_dir); an empty one counts for nothing.
bool is_off_by(std::string_view no_cache_dir) { return !no_cache_dir.empty(); }

/// Whether the environment switches the cache off, or moves it where nobody looks here.
bool is_off_by_environment(model::Command const& command, Pass const& pass) {
    for (auto const& assignment : command.assignments) {
        if (assignment.name == "PIP_CACHE_DIR" || assignment.name == "XDG_CACHE_HOME") return true;
        if (assignment.name != "PIP_NO_CACHE_DIR") continue;
        return !assignment.value.is_known() || is_off_by(*assignment.value.known());
    }
    using State = dockerfile::Variable::State;
    static constexpr std::string_view all_names[] = {"PIP_CACHE_DIR", "XDG_CACHE_HOME",
                                                     "PIP_CONFIG_FILE"};
    for (auto const name : all_names) {
        if (pass.build().variable(*command.instruction, name).state == State::known) return true;
    }
    auto const variable = pass.build().variable(*command.instruction, "PIP_NO_CACHE_DIR");
    return variable.state == State::known && is_off_by(variable.value.text_or_empty());
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

/// What cleans up or switches the cache off for commands of an instruction.
struct CleanUp {
    std::uint32_t first_setting = ~std::uint32_t{0};  ///< in front of which the cache is on
    std::uint32_t last_removal = 0;                   ///< behind which it stays

    [[nodiscard]] bool covers(model::Command const& command) const {
        return first_setting < command.sequence || last_removal > command.sequence;
    }
};

CleanUp clean_up_in(std::span<model::Command const> commands) {
    CleanUp result;
    for (auto const& command : commands) {
        if (is_export_of_setting(command))
            result.first_setting = std::min(result.first_setting, command.sequence);
        if (removes_cache(command))
            result.last_removal = std::max(result.last_removal, command.sequence);
    }
    return result;
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

/// What a base image that nobody knows may have set, as the end of the sentence.
std::string doubt(model::Stage const& stage) {
    auto const& root = stage.root();
    if (root.known_image != nullptr) return {};
    auto const name = root.value.is_known() ? model::shown_name(root) : "the base image";
    return ", unless " + std::string(name) + " switches it off";
}

Reported report(Pass& pass, model::Command const& command, model::PackageCommand const& install) {
    auto const span = join(install.manager_words.back().span, install.verb_argument->span);
    auto const written = command.exec_form ? std::string_view("pip install") : pass.text(span);
    auto const unless = doubt(*pass.stage());
    return model::is_run_by_other_account(pass.build(), command)
               ? pass.report(span, of_other, written, unless)
               : pass.report(span, cache, written, unless, cache_folder(command, pass));
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->is_windows) return;
    if (stage->reach == model::Reach::unreachable || has_ancient_pip(*stage)) return;
    if (stage->reach != model::Reach::final && !options.include_builder_stages) return;
    auto& arena = pass.build().arena();
    auto const is_caching = [&](model::Command const& one) {
        return caching_install(one, arena) != nullptr && !is_off_by_environment(one, pass);
    };
    if (!is_caching(command) || has_covering_mount(*command.instruction)) return;
    // The first one of an instruction tells it for all of them.
    auto const beside = stage->commands_of(*command.instruction);
    auto const own = static_cast<std::size_t>(&command - beside.data());
    for (auto i = own; i-- > 0;) {
        if (is_caching(beside[i])) return;
    }
    if (!pass.may_look_around()) return;
    auto const clean_up = clean_up_in(beside);
    std::optional<Reported> finding;
    for (auto const& one : beside.subspan(own)) {
        if (!is_caching(one) || clean_up.covers(one)) continue;
        auto const& install = *caching_install(one, arena);
        if (finding) {
            finding->related(one.span, "and here");
        } else {
            finding = report(pass, one, install);
        }
        add_option(*finding, one, install);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::pip);

}  // namespace dockcheck::rules::pip_cache_left_in_layer

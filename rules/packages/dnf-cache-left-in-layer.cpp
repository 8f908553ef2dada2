// Finds installs of dnf and yum that leave their cache in a layer of the image.
#include "rules/packages/dnf-cache-left-in-layer.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/base_manager.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/run_end.hpp"

namespace dockcheck::rules::dnf_cache_left_in_layer {
namespace {

using model::Manager;
using model::Verb;

constexpr std::string_view folders[] = {"/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5",
                                        "/var/cache/tdnf", "/var/cache/yum/metadata"};

bool is_of_family(Manager manager) {
    return manager == Manager::dnf || manager == Manager::yum || manager == Manager::microdnf;
}

constexpr model::PackageCommand no_command;

model::PackageCommand const& rpm_command(model::Command const& command, Pass const& pass) {
    if (!is_of_family(model::manager_of(command))) return no_command;
    return model::package_command(command, pass.build().arena());
}

bool fills_cache(model::PackageCommand const& dnf) {
    if (dnf.verb != Verb::install && dnf.verb != Verb::upgrade) return false;
    static constexpr std::string_view all_options[] = {"--assumeno", "--downloadonly",
                                                       "--installroot", "-C", "--cacheonly"};
    for (auto const option : all_options) {
        if (dnf.has_option(option)) return false;
    }
    return true;
}

bool cleans_all(model::Command const& command, model::PackageCommand const& dnf) {
    return dnf.verb == Verb::clean
           && std::ranges::any_of(command.arguments, [](model::Argument const& argument) {
                  return !argument.value.is_known() || argument.value.text_or_empty() == "all";
              });
}

/// "dnf" for dnf5 and tdnf too: they are told by the word that the user wrote.
std::string_view variant_of(Manager manager) {
    if (manager == Manager::yum) return "yum";
    return manager == Manager::microdnf ? "microdnf" : "dnf";
}

/// True where yum is a name of dnf: Fedora, and what is made from Red Hat's releases 8 and later.
bool yum_is_dnf(model::Stage const& stage) {
    auto const& root = stage.root();
    if (root.kind != model::Reference::Kind::image) return false;
    auto const name = model::name_of(root.image);
    auto const last = std::string_view(name).substr(name.rfind('/') + 1);
    if (last == "fedora" || last == "rockylinux" || last == "almalinux") return true;
    auto const tag = root.image.tag;
    if (last == "centos") return tag.starts_with('8') || tag.starts_with("stream");
    if (last == "amazonlinux") return tag.starts_with("202");
    return last.starts_with("ubi8") || last.starts_with("ubi9") || last.starts_with("ubi10");
}

/// True when both certainly keep their cache in one folder.
bool share_cache(model::Command const& one, model::Command const& other,
                 model::Stage const& stage) {
    if (one.program == other.program) return true;
    auto const is_either = [](std::string_view name) { return name == "dnf" || name == "yum"; };
    return is_either(one.program) && is_either(other.program) && yum_is_dnf(stage);
}

/// Farther back than so many commands nobody looks.
constexpr int most_commands = 1000;

/// The last command of an earlier RUN that has left the cache in the image, or nullptr.
model::Command const* left_before(model::Command const& command, Pass const& pass) {
    auto const& build = pass.build();
    auto const position = build.position_of(*command.instruction);
    int count = 0;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto at = stage->commands.rbegin(); at != stage->commands.rend(); ++at) {
            auto const& other = *at;
            if (stage == pass.stage() && build.position_of(*other.instruction) >= position)
                continue;
            if (++count > most_commands) return nullptr;
            auto const& dnf = rpm_command(other, pass);
            if (cleans_all(other, dnf)) return nullptr;
            if (!fills_cache(dnf) || other.use != model::Use::run || other.is_conditional) continue;
            if (model::is_mounted(other, folders) || !share_cache(command, other, *stage)) continue;
            return model::may_be_emptied(build, *stage, other, folders) ? nullptr : &other;
        }
    }
    return nullptr;
}

Reported report(model::Command const& command, model::PackageCommand const& dnf, Pass& pass) {
    auto const span = model::called_at(dnf);
    auto const* before = left_before(command, pass);
    if (before == nullptr) return pass.report(span, left, model::called(dnf), command.program);
    auto const other = model::called(rpm_command(*before, pass));
    auto reported = pass.report(span, left_too, model::called(dnf), command.program, other);
    reported.related(before->span, "the cache was left here");
    return reported;
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, options.include_builder_stages)) return;
    if ((command.wrappers & model::wrapper_user) != 0) return;
    auto const& dnf = rpm_command(command, pass);
    auto const chosen = std::ranges::find(options.managers, variant_of(dnf.manager));
    if (!fills_cache(dnf) || chosen == options.managers.end()) return;
    auto const& stage = *pass.stage();
    for (auto const& other : model::commands_behind(stage, command)) {
        auto const& later = rpm_command(other, pass);
        if (fills_cache(later) || cleans_all(other, later)) return;
    }
    if (model::is_mounted(command, folders)) return;
    if (!model::base_without(dnf.manager, stage).manager.empty()) return;
    if (model::may_be_emptied(pass.build(), stage, command, folders)) return;
    auto reported = report(command, dnf, pass).variant(variant_of(dnf.manager));
    reported.in_script_of(command);
    auto clean = std::string(command.program) + " clean all";
    if ((command.wrappers & model::wrapper_sudo) != 0) clean = "sudo " + clean;
    auto const end = model::append_command(pass.build(), *command.instruction, clean);
    if (end) reported.insert(end->offset, end->text);
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(Manager::dnf, Manager::yum, Manager::microdnf);

}  // namespace dockcheck::rules::dnf_cache_left_in_layer

// Finds RUNs that refresh a package index and install nothing.
#include "rules/layers/package-index-update-alone.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_index.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/run_end.hpp"

namespace dockcheck::rules::package_index_update_alone {
namespace {

using model::Manager;
using model::PackageCommand;
using model::Verb;

constexpr std::string_view apt_folders[] = {"/var/lib/apt/lists"};
constexpr std::string_view apk_folders[] = {"/var/cache/apk", "/etc/apk/cache"};
constexpr std::string_view zypper_folders[] = {"/var/cache/zypp"};
constexpr std::string_view pacman_folders[] = {"/var/lib/pacman/sync"};

/// `apk add --no-cache` works with an index of its own.
bool fetches_index(PackageCommand const& install) {
    return install.manager == Manager::apk && install.has_option("--no-cache");
}

/// What a later RUN of the stage, or of one that is FROM it, installs without a refresh; else
/// nullptr. One that fetches the index for itself is told where there is no other.
model::Command const* install_later(model::Build const& build, model::Command const& update,
                                    Manager manager) {
    auto const* const own = build.stage_of(*update.instruction);
    model::Command const* independent = nullptr;
    for (auto const& stage : build.stages()) {
        auto const* at = &stage;
        while (at != nullptr && at != own) at = at->parent;
        if (at == nullptr) continue;
        for (auto const& command : stage.commands) {
            if (command.use != model::Use::run || command.span.begin < update.span.end) continue;
            if (command.instruction == update.instruction) continue;
            if (model::manager_of(command) != manager) continue;
            auto const& install = model::package_command(command, build.arena());
            if (install.verb != Verb::install && install.verb != Verb::upgrade) continue;
            if (model::refreshed_before(build, stage, command, manager) == model::IndexUse::yes)
                continue;
            if (!fetches_index(install)) return &command;
            if (independent == nullptr) independent = &command;
        }
    }
    return independent;
}

/// How the same program installs: `apt install` for `apt update`.
std::string install_with(model::Command const& update, std::string_view usual) {
    return update.program == "apt" ? "apt install -y" : std::string(usual);
}

struct Indexed {
    Manager manager;
    std::string_view name;  ///< value of the option
    std::string_view install;
    model::CacheFolders folders;
};

constexpr Indexed all_indexed[] = {
    {Manager::apt, "apt", "apt-get install -y", apt_folders},
    {Manager::apk, "apk", "apk add", apk_folders},
    {Manager::zypper, "zypper", "zypper -n install", zypper_folders},
    {Manager::pacman, "pacman", "pacman -S --noconfirm", pacman_folders},
};

bool is_plain_run(ast::Instruction const& instruction) {
    auto const* run = ast::get_if<ast::Run>(&instruction.node);
    return run != nullptr && !run->command.json && instruction.flags.empty()
           && instruction.heredocs.empty() && !instruction.is_faulty;
}

/// The instruction behind another one in its stage, or nullptr.
ast::Instruction const* next_of(model::Stage const& stage, ast::Instruction const& instruction) {
    auto const begin = [](ast::Instruction const& other) { return other.span.begin; };
    auto const next =
        std::ranges::upper_bound(stage.instructions, instruction.span.begin, {}, begin);
    return next == stage.instructions.end() ? nullptr : &*next;
}

/// Joins the RUN with the next one where that begins with the install.
void fix(model::Command const& command, Manager manager, Pass const& pass, Reported& reported) {
    auto const& stage = *pass.stage();
    auto const& update = *command.instruction;
    auto const* next = next_of(stage, update);
    if (next == nullptr || !is_plain_run(update) || !is_plain_run(*next)) return;
    if (!model::commands_behind(stage, command).empty()) return;
    auto const commands = stage.commands_of(*next);
    if (commands.empty() || model::manager_of(commands.front()) != manager) return;
    auto const verb = model::package_command(commands.front(), pass.build().arena()).verb;
    if (verb != Verb::install && verb != Verb::upgrade) return;
    auto const end = model::append_command(pass.build(), update, "");
    if (!end) return;
    auto const between = pass.text({end->offset, next->span.begin});
    if (between.find_first_not_of(" \t\r\n") != between.npos) return;
    auto const begin = ast::get<ast::Run>(next->node).command.text.source().begin;
    reported.replace({end->offset, begin}, end->text);
}

void report(model::Command const& command, PackageCommand const& update, Indexed const& row,
            Pass& pass) {
    auto const install = install_with(command, row.install);
    auto const span = model::called_at(update);
    // As the refresh is run.
    bool const has_sudo = (command.wrappers & model::wrapper_sudo) != 0;
    std::string const sudo = has_sudo ? "sudo " : "";
    auto const* const later = install_later(pass.build(), command, row.manager);
    if (later == nullptr) {
        pass.report(span, useless, model::called(update), install, sudo);
        return;
    }
    auto const& used = model::package_command(*later, pass.build().arena());
    bool const is_file = pass.build().image() == nullptr;
    if (fetches_index(used) && is_file) {
        pass.report(span, unused, model::called(update), model::called(used),
                    std::to_string(later->instruction->first_line));
        return;
    }
    auto reported = pass.report(span, alone, model::called(update), install, sudo);
    if (is_file) {
        auto const use = used.verb == Verb::upgrade ? model::called(used) : install + " PACKAGE";
        reported.help("do both in one RUN, that of line "
                      + std::to_string(later->instruction->first_line) + ": " + sudo
                      + model::called(update) + " && " + sudo + use);
    }
    fix(command, row.manager, pass, reported);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (pass.stage()->reach == model::Reach::unreachable) return;
    if ((command.wrappers & model::wrapper_user) != 0) return;
    auto const row = std::ranges::find(all_indexed, model::manager_of(command), &Indexed::manager);
    if (row == std::ranges::end(all_indexed)) return;
    if (std::ranges::find(options.managers, row->name) == options.managers.end()) return;
    auto const& update = model::package_command(command, pass.build().arena());
    if (update.verb != Verb::update || model::is_mounted(command, row->folders)) return;
    auto const& stage = *pass.stage();
    auto const behind = model::commands_behind(stage, command);
    bool const is_last = std::ranges::none_of(behind, [&](model::Command const& other) {
        return model::package_command(other, pass.build().arena()).verb == Verb::update;
    });
    if (!is_last) return;
    if (model::used_behind(pass.build(), stage, command, row->manager) != model::IndexUse::no) {
        return;
    }
    if (!pass.may_look_around()) return;
    report(command, update, *row, pass);
}

}  // namespace

constinit Check const rule =
    on<check>().for_managers(Manager::apt, Manager::apk, Manager::zypper, Manager::pacman);

}  // namespace dockcheck::rules::package_index_update_alone

// Finds npm and its like at work, as another account, in a folder that belongs to root.
#include "rules/users/install-directory-not-writable.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/privileges.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::install_directory_not_writable {
namespace {

using model::Command;
using model::Manager;

/// The account of a USER without its group; empty for root, and where it is not known.
std::string_view account_at(model::Build const& build, ast::Instruction const& instruction) {
    auto const user = build.user(instruction);
    if (!user.is_set() || !user.value.is_known()) return {};
    auto const text = user.value.text_or_empty();
    return model::names_root(text) ? std::string_view() : text.substr(0, text.find(':'));
}

bool lie_together(std::string_view a, std::string_view b) {
    return model::is_at_or_below(a, b) || model::is_at_or_below(b, a);
}

/// True where a command may give folders to somebody, or nobody can see what it does.
bool may_give_away(Command const& command) {
    static constexpr model::WordList programs =
        " chown chmod chgrp install setfacl sh bash ash sudo su gosu su-exec rsync ";
    auto const program = command.program;
    if (command.arguments.empty()) return false;
    return program.empty() || programs.holds(program) || program.ends_with(".sh")
           || command.argument(0).find('/') != std::string_view::npos;
}

/// A command that speaks of the folder may make it for somebody: `useradd -d /app -m`,
/// `mkdir -m 0777 /app`.
bool names(Command const& command, std::string_view folder) {
    bool const is_of_accounts = command.program == "useradd" || command.program == "adduser"
                                || command.program == "usermod";
    return command.program != "cd"
           && std::ranges::any_of(command.arguments, [&](model::Argument const& word) {
                  auto const text = word.value.known();
                  return text ? text->find(folder) != text->npos : is_of_accounts;
              });
}

/// True where an instruction in front of the command may change whose a folder is; an empty folder
/// stands for those of the image.
bool may_be_given(Pass const& pass, Command const& last, std::string_view folder) {
    auto const& build = pass.build();
    auto const end = build.position_of(*last.instruction);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty()) return true;
        for (auto const& command : stage->commands) {
            if (command.instruction == nullptr || command.use != model::Use::run) continue;
            auto const position = build.position_of(*command.instruction);
            if (position > end || (position == end && command.sequence >= last.sequence)) continue;
            if (may_give_away(command) || (!folder.empty() && names(command, folder))) return true;
        }
        for (auto const& transfer : stage->transfers) {
            auto const& copy = *transfer.instruction;
            bool const has_owner = copy.flag("chown") != nullptr || copy.flag("chmod") != nullptr
                                   || transfer.from != nullptr;
            auto const target = transfer.target.known();
            if (has_owner && (!target || lie_together(model::clean_path(*target), folder)))
                return true;
        }
        for (auto const& volume : stage->config.volumes) {
            auto const path = volume.path.known();
            if (!path || lie_together(model::clean_path(*path), folder)) return true;
        }
    }
    return false;
}

/// True where the first WORKDIR that makes the folder does so for root.
bool is_made_for_root(Pass const& pass, std::string_view folder) {
    auto const& build = pass.build();
    ast::Instruction const* first = nullptr;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        // Parents stand in front: the first of the last stage that has one is the first of all.
        ast::Instruction const* own = nullptr;
        for (auto const& instruction : stage->instructions) {
            auto const* const workdir = ast::get_if<ast::Workdir>(&instruction.node);
            if (workdir == nullptr || own != nullptr) continue;
            auto const path = build.expand(instruction, workdir->value.text.text()).value.known();
            if (!path || !path->starts_with('/')) return false;
            if (model::is_at_or_below(model::clean_path(*path), folder)) own = &instruction;
        }
        if (own != nullptr) first = own;
    }
    if (first == nullptr || build.position_of(*first) > build.position_of(pass.instruction()))
        return false;
    auto const user = build.user(*first);
    return user.is_absent() || (user.is_set() && model::names_root(user.value.text_or_empty()));
}

/// Folders where every account may write, or where its own lie.
bool may_be_open(std::string_view folder) {
    static constexpr std::string_view open[] = {"/home", "/tmp", "/var/tmp", "/dev", "/run"};
    return folder == "/" || std::ranges::any_of(open, [&](std::string_view each) {
               return model::is_at_or_below(folder, each);
           });
}

bool has_mount_in(Pass const& pass, std::string_view folder) {
    auto const* const run = ast::get_if<ast::Run>(&pass.instruction().node);
    return run == nullptr || std::ranges::any_of(run->mounts, [&](ast::Mount const& mount) {
               auto const* const target = mount.find("target", "dst", "destination");
               if (target == nullptr) return false;
               auto const path =
                   pass.build().expand(pass.instruction(), target->value.text()).value.known();
               return !path || lie_together(model::clean_path(*path), folder);
           });
}

/// Node.js 10 and newer unpack for root what older images left to a number.
bool is_recent_node(model::Reference const& root) {
    static constexpr model::WordList newest =
        " latest current lts slim alpine lts-slim lts-alpine ";
    if (root.known_image == nullptr || root.known_image->name != "node") return false;
    auto const tag = model::tag_of(root.image);
    bool const is_number = !tag.empty() && tag.front() >= '0' && tag.front() <= '9';
    return is_number ? knowledge::compare_versions(tag, "10") >= 0 : newest.holds(tag);
}

/// Words that lead the manager elsewhere, or keep it from writing.
bool goes_elsewhere(Command const& command) {
    static constexpr model::WordList words =
        " --prefix -C --cwd --dir --dry-run --package-lock-only --help --version --lockfile-only ";
    return std::ranges::any_of(command.arguments, [](model::Argument const& word) {
        auto const text = word.value.known();
        return !text || words.holds(text->substr(0, text->find('=')));
    });
}

bool is_global(model::PackageCommand const& install) {
    return install.has_option("-g") || install.has_option("--global")
           || install.has_option("--location");
}

void check(Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const& stage = *pass.stage();
    if (stage.is_windows || !is_recent_node(stage.root())) return;
    auto const manager = model::manager_of(command);
    bool const is_of_node =
        manager == Manager::npm || manager == Manager::yarn || manager == Manager::pnpm;
    if (!is_of_node || command.is_conditional || command.can_fail_unseen) return;
    if (command.wrappers != model::wrapper_none || command.in_substitution) return;
    if (command.follower == model::Connector::disjunction) return;
    auto const account = account_at(pass.build(), *command.instruction);
    if (account.empty() || !pass.may_look_around()) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install || goes_elsewhere(command)) return;
    // `yarn global add` and its like have a folder of their own.
    if (manager != Manager::npm && model::has_word_with(command, "global")) return;
    auto const span = model::called_at(install);
    auto const called = model::called(install);
    if (is_global(install)) {
        bool const may_be_moved = pass.build().may_hold(std::string_view("prefix"))
                                  || pass.build().may_hold(std::string_view("PREFIX"))
                                  || pass.build().may_hold(std::string_view(".npmrc"));
        if (manager != Manager::npm || may_be_moved) return;
        if (may_be_given(pass, command, "/usr/local")) return;
        pass.report(span, global, called, account);
        return;
    }
    auto const directory = model::directory_of(pass.build(), stage, command);
    auto const folder = directory.known() ? model::clean_path(*directory.known()) : std::string();
    if (folder.empty() || may_be_open(folder) || !is_made_for_root(pass, folder)) return;
    if (has_mount_in(pass, folder) || may_be_given(pass, command, folder)) return;
    pass.report(span, install_directory_not_writable::directory, called, account, folder);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::npm, Manager::yarn, Manager::pnpm);

}  // namespace dockcheck::rules::install_directory_not_writable

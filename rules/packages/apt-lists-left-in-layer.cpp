// Finds package lists of apt that stay in a layer of the image.
#include "rules/packages/apt-lists-left-in-layer.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_manager.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/run_end.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::rules::apt_lists_left_in_layer {
namespace {

using model::Manager;
using model::Verb;

constexpr std::string_view lists[] = {"/var/lib/apt/lists"};
constexpr std::string_view archives[] = {"/var/cache/apt/archives"};

constexpr model::PackageCommand no_command;

model::PackageCommand const& apt_command(model::Command const& command, Pass const& pass) {
    if (model::manager_of(command) != Manager::apt) return no_command;
    return model::package_command(command, pass.build().arena());
}

bool is_cleaned_by_apt(model::Command const& command, Pass const& pass, bool lists_too) {
    auto const behind = model::commands_behind(*pass.stage(), command);
    return std::ranges::any_of(behind, [&](model::Command const& other) {
        auto const& apt = apt_command(other, pass);
        if (apt.verb != Verb::clean) return false;
        auto const verb = apt.verb_argument->value.text_or_empty();
        return lists_too ? verb.starts_with("dist") : !verb.starts_with("auto");
    });
}

/// Behind so many commands nobody is sure any more: then the lists count as needed.
constexpr int most_commands = 1000;

/// True when an instruction behind this one installs from the lists that it leaves.
bool are_needed_later(model::Command const& command, Pass const& pass) {
    auto const position = pass.build().position_of(*command.instruction);
    int count = 0;
    for (auto const& stage : pass.build().stages()) {
        model::Command const* updated = nullptr;
        for (auto const& other : stage.commands) {
            if (pass.build().position_of(*other.instruction) <= position) continue;
            if (++count > most_commands) return true;
            auto const& apt = apt_command(other, pass);
            if (apt.refreshes_index) updated = &other;
            bool const has_own_lists =
                updated != nullptr && updated->instruction == other.instruction;
            if (apt.verb == Verb::install && !has_own_lists) return true;
        }
    }
    return false;
}

/// True when a later RUN of the stage installs from the lists and asks for no newer ones.
bool feeds_next_run(model::Command const& command, Pass const& pass) {
    int count = 0;
    for (auto const& other : pass.stage()->commands) {
        if (other.span.begin < command.instruction->span.end) continue;
        if (++count > most_commands) return false;
        auto const& apt = apt_command(other, pass);
        auto const verb = apt.verb;
        if (apt.refreshes_index) return false;
        if (verb == Verb::install || verb == Verb::upgrade) return true;
    }
    return false;
}

/// True when a script that nobody sees here runs behind this instruction: it may install.
bool may_be_needed_later(model::Command const& command, Pass const& pass) {
    if (!pass.may_look_around()) return true;
    auto const position = pass.build().position_of(*command.instruction);
    return std::ranges::any_of(pass.build().stages(), [&](model::Stage const& stage) {
        return std::ranges::any_of(stage.commands, [&](model::Command const& other) {
            if (other.use != model::Use::run) return false;
            if (pass.build().position_of(*other.instruction) <= position) return false;
            auto const word = other.argument(0);
            return word.ends_with(".sh") || word.starts_with("./") || word == "."
                   || word == "source" || model::is_shell(other.program);
        });
    });
}

void check_lists(model::Command const& command, model::PackageCommand const& update, Pass& pass) {
    auto const& stage = *pass.stage();
    auto const behind = model::commands_behind(stage, command);
    bool const is_last = std::ranges::none_of(behind, [&](model::Command const& other) {
        return apt_command(other, pass).refreshes_index;
    });
    if (!is_last) return;
    if (pass.build().may_hold(TrigramWord("Dir::")) && model::has_word_with(command, "Dir::"))
        return;
    if (!model::base_without(model::Manager::apt, stage).manager.empty()) return;
    if (model::is_mounted(command, lists) || is_cleaned_by_apt(command, pass, true)) return;
    if (model::may_be_emptied(pass.build(), stage, command, lists)) return;

    bool const feeds = feeds_next_run(command, pass);
    auto reported = feeds ? pass.report(model::called_at(update), shared, model::called(update))
                          : pass.report(model::called_at(update), left, model::called(update));
    reported.in_script_of(command);
    if (are_needed_later(command, pass)) return;
    bool const has_sudo = (command.wrappers & model::wrapper_sudo) != 0;
    auto const removal =
        has_sudo ? "sudo rm -rf /var/lib/apt/lists/*" : "rm -rf /var/lib/apt/lists/*";
    auto const end = model::append_command(pass.build(), *command.instruction, removal);
    if (!end) return;
    reported.insert(end->offset, end->text);
    if (may_be_needed_later(command, pass)) reported.applicability(Applicability::unsafe);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, options.include_builder_stages)) return;
    // In a chroot the lists are elsewhere.
    if ((command.wrappers & model::wrapper_user) != 0) return;
    auto const& apt = apt_command(command, pass);
    if (apt.refreshes_index) check_lists(command, apt, pass);
    if (apt.verb != Verb::install || !options.require_apt_clean) return;
    if (is_cleaned_by_apt(command, pass, false) || model::is_mounted(command, archives)) return;
    if (model::may_be_emptied(pass.build(), *pass.stage(), command, archives)) return;
    pass.report(model::called_at(apt), kept_archives, model::called(apt)).in_script_of(command);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::apt);

}  // namespace dockcheck::rules::apt_lists_left_in_layer

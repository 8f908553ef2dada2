// Finds accounts that are made for nothing.
#include "rules/users/user-created-but-not-used.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/privileges.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::user_created_but_not_used {
namespace {

/// The word that names the account of a useradd or adduser; nullptr where that is not plain.
model::Argument const* account_of(model::Command const& command) {
    bool const is_useradd = command.program == "useradd";
    if (!is_useradd && command.program != "adduser") return nullptr;
    auto const words = command.arguments;
    if (command.use != model::Use::run || words.size() < 2) return nullptr;
    for (auto const& word : words) {
        auto const text = word.value.known();
        if (!text) return nullptr;
        // Accounts of the system run daemons of their own; -D shows or sets defaults of useradd.
        bool const is_system = *text == "-r" || *text == "--system";
        if (is_system || (is_useradd && (*text == "-D" || *text == "--defaults"))) return nullptr;
    }
    // A shell to log in to: it is for people, who choose the account from outside.
    if (model::has_login_shell(command)) return nullptr;
    auto const& last = words.back();
    auto const& before = words[words.size() - 2].value.text_or_empty();
    bool const is_value = before.size() > 1 && before.front() == '-';
    static constexpr model::WordList flags =
        " -m --create-home -D -H -S -N -M -U -l -o --no-create-home --disabled-password"
        " --disabled-login --no-log-init --user-group --no-user-group --quiet ";
    if (is_value && !model::list_holds(flags, before)) return nullptr;
    // `adduser NAME GROUP` makes nothing.
    if (!is_useradd && words.size() > 2 && !before.empty() && before.front() != '-') {
        auto const option = words[words.size() - 3].value.text_or_empty();
        bool const takes_value = option.starts_with('-') && !model::list_holds(flags, option);
        if (!takes_value) return nullptr;
    }
    auto const name = last.value.text_or_empty();
    bool const is_name = !name.empty()
                         && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-")
                                == std::string_view::npos
                         && name.front() != '-';
    return is_name ? &last : nullptr;
}

/// True where the name stands for itself: not as a part of a path or of a longer word.
bool has_word(std::string_view text, std::string_view name) {
    auto const joins = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || std::string_view("_-./").find(c) != std::string_view::npos;
    };
    for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        auto const end = at + name.size();
        bool const begins = at == 0 || !joins(text[at - 1]);
        if (begins && (end == text.size() || !joins(text[end]))) return true;
    }
    return false;
}

bool names(model::Command const& command, std::string_view name) {
    return std::ranges::any_of(command.arguments, [&](model::Argument const& word) {
        auto const text = word.value.known();
        return !text || has_word(*text, name);
    });
}

/// True when something besides the programs that make accounts speaks of it.
bool is_used(model::Command const& made, std::string_view name, Pass const& pass) {
    if (!pass.may_look_around()) return true;
    auto const own = pass.build().position_of(*made.instruction);
    auto const instructions = pass.build().file().instructions;
    for (auto const position : pass.build().positions_with(name)) {
        if (position != own && has_word(pass.text(instructions[position].whole), name)) return true;
    }
    auto const* const stage = pass.build().stage_of(*made.instruction);
    if (stage == nullptr) return true;
    return std::ranges::any_of(
        stage->commands_of(*made.instruction), [&](model::Command const& other) {
            bool const is_of_accounts =
                model::list_holds(" useradd adduser groupadd addgroup ", other.program);
            return !is_of_accounts && (names(other, name) || !other.redirections.empty());
        });
}

bool runs_as_root(model::RuntimeConfig const& config) {
    auto const name = config.user.value.text_or_empty();
    return config.user.is_absent() || (config.user.is_set() && (name == "root" || name == "0"));
}

/// The one account that is made and not used; nullptr for none, and for several: the container
/// cannot run as all of them, a program shares its work between them.
model::Argument const* unused_account(Pass const& pass) {
    model::Argument const* found = nullptr;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            auto const* const account = command.is_conditional ? nullptr : account_of(command);
            if (account == nullptr) continue;
            if (is_used(command, account->value.text_or_empty(), pass)) continue;
            if (found != nullptr) return nullptr;
            found = account;
        }
    }
    return found;
}

/// True for a program of the build context, `bin/start`: a script that may change the account.
bool is_of_context(model::Setting<model::StartCommand> const& start) {
    if (!start.is_set() || start.value.shell_form || start.value.arguments.empty()) return false;
    auto const program = start.value.arguments.front().value.text_or_empty();
    return program.find('/') != program.npos && program.front() != '/';
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    if (config.is_windows || !runs_as_root(config) || pass.stage() == nullptr) return;
    if (is_of_context(config.entrypoint) || is_of_context(config.cmd)) return;
    auto const* const account = unused_account(pass);
    if (account == nullptr) return;
    if (model::privileges_of(pass.build(), *pass.stage()) != model::Privileges::kept) return;
    pass.report(account->span, unused, account->value.text_or_empty());
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::user_created_but_not_used

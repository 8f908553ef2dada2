// Finds COPY --chown that gives programs and settings to an account other than root.
#include "rules/users/executable-owned-by-non-root.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/image_use.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::executable_owned_by_non_root {
namespace {

/// The account of an owner, where it certainly is not root; else empty.
std::string_view account_of(ast::Flag const& flag, Pass const& pass) {
    auto const value = pass.build().expand(pass.instruction(), flag.value.text()).value;
    auto const owner = value.text_or_empty();
    auto const name = owner.substr(0, owner.find(':'));
    return name == "root" || name == "0" ? std::string_view() : name;
}

/// The pattern of the list whose folder holds the path, or empty.
std::string_view folder_of(std::string_view path, Options const& options) {
    for (auto const folder : options.paths) {
        if (folder.empty()) continue;
        if (matches_wildcard(path, folder)) return folder;
        if (matches_wildcard(path, std::string(folder) + "/*")) return folder;
    }
    return {};
}

/// The last part of the first source where each of them is run, by the end of its name; or empty.
std::string_view program_of(model::Transfer const& transfer, Options const& options) {
    std::string_view first;
    for (auto const& source : transfer.sources) {
        auto const name = base_name(source.value.known_suffix());
        auto const dot = name.rfind('.');
        if (dot == name.npos) return {};
        auto const extension = name.substr(dot + 1);
        if (std::ranges::find(options.extensions, extension) == options.extensions.end()) return {};
        if (first.empty()) first = name;
    }
    return first;
}

/// What ADD fetches has mode 600.
bool is_download(model::Transfer const& transfer) {
    return std::ranges::any_of(transfer.sources,
                               [](model::Transfer::Source const& one) { return one.is_remote; });
}

/// A repository keeps the modes of its files.
bool is_repository(model::Transfer::Source const& source) {
    auto const text = source.value.text_or_empty();
    return text.empty() || text.find('#') != text.npos || text.ends_with(".git")
           || text.starts_with("git@");
}

/// True where all others may read what is copied; --chmod may say that only its owner may.
bool is_for_all(model::Transfer const& transfer) {
    auto const* const flag = transfer.instruction->flag("chmod");
    if (flag == nullptr) return true;
    auto const mode = flag->value.text();
    bool const is_octal = mode.find_first_not_of("01234567") == mode.npos && !mode.empty();
    return is_octal && mode.back() >= '4';
}

bool may_not_be_root(model::Command const& command, Pass const& pass) {
    auto const user = pass.build().user(*command.instruction);
    if (!user.is_set()) return false;
    auto const value = user.value.text_or_empty();
    auto const name = value.substr(0, value.find(':'));
    return user.is_unknown() || (name != "root" && name != "0");
}

/// True when a word of a command is one of these paths, lies below, or stands for one.
bool names_one(Value const& word, std::span<std::string_view const> paths,
               model::Command const& command, Pass const& pass) {
    auto const path = model::path_of(pass.build(), *pass.stage(), command, word).known_prefix();
    bool const goes_down = model::is_recursive(command);
    return std::ranges::any_of(paths, [&](std::string_view one) {
        return model::is_at_or_below(path, one) || matches_wildcard(one, path)
               || (goes_down && path.starts_with('/') && model::is_at_or_below(one, path));
    });
}

/// True when a later command that may not run as root names what is copied behind its program: it
/// may change that.
bool is_changed_later(model::Transfer const& transfer, Pass const& pass) {
    constexpr std::size_t most = 1000;
    auto const target = model::target_of(transfer);
    if (target.empty()) return true;
    // What is a folder nobody knows without the context, and what lies in it.
    auto const paths =
        target == "/" ? model::made_by(pass.build(), transfer) : std::span(&target, 1);
    auto const& stage = *pass.stage();
    auto const commands = stage.commands.first(std::min(stage.commands.size(), most));
    return std::ranges::any_of(commands, [&](model::Command const& command) {
        if (command.use != model::Use::run) return false;
        if (pass.build().position_of(*command.instruction) < transfer.position) return false;
        if (!may_not_be_root(command, pass)) return false;
        auto const is_named = [&](model::Argument const& word) {
            return names_one(word.value, paths, command, pass);
        };
        return model::any_operand(command, is_named)
               || std::ranges::any_of(command.redirections, [&](model::Redirection const& one) {
                      return is_named(one.target);
                  });
    });
}

/// True for settings that a start script, which nobody sees here, may write as that account.
bool may_be_written_at_start(std::string_view folder, std::string_view account, Pass const& pass) {
    auto const& stage = *pass.stage();
    auto const& user = stage.config.user;
    auto const runs_as = user.value.text_or_empty();
    if (!model::is_at_or_below(folder, "/etc")) return false;
    return runs_as.substr(0, runs_as.find(':')) == account
           && model::may_be_of_context(stage, model::start_of(pass.build(), stage).commands);
}

/// The flag and the blanks behind it; of a download, what lets all others read it instead.
void remove_flag(Reported reported, ast::Flag const& flag, model::Transfer const& transfer,
                 Pass const& pass) {
    if (is_download(transfer)) {
        bool const is_alone = transfer.sources.size() == 1 && !is_repository(transfer.sources[0]);
        bool const has_mode = transfer.instruction->flag("chmod") != nullptr;
        if (is_alone && !has_mode) reported.replace(flag.span, "--chmod=0644");
        if (!has_mode) return;
    }
    auto const bytes = pass.build().source().bytes();
    auto const end = bytes.find_first_not_of(" \t", flag.span.end);
    if (end == bytes.npos) return;
    reported.remove({flag.span.begin, static_cast<std::uint32_t>(end)});
}

void check(model::Transfer const& transfer, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    auto const* const flag = transfer.instruction->flag("chown");
    if (flag == nullptr || stage == nullptr || stage->is_windows) return;
    if (stage->reach != model::Reach::final) return;
    auto const account = account_of(*flag, pass);
    if (account.empty()) return;
    if (!is_for_all(transfer) || is_changed_later(transfer, pass)) return;
    auto const path = model::target_of(transfer);
    auto const folder = folder_of(path, options);
    auto const program = program_of(transfer, options);
    bool const needs_mode = is_download(transfer) && transfer.instruction->flag("chmod") == nullptr;
    auto const report = [&](auto const& message, auto... words) {
        remove_flag(pass.report(flag->span, message, account, words...), *flag, transfer, pass);
    };
    if (!folder.empty()) {
        if (may_be_written_at_start(path, account, pass)) return;
        report(needs_mode ? system_download : system, path);
    } else if (!program.empty() && !model::copies_folder(pass.build(), transfer)) {
        report(needs_mode ? script_download : script, program);
    } else if (options.flag_any_chown) {
        report(needs_mode ? any_download : any);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::executable_owned_by_non_root

// Finds settings of a shell at the end of a RUN, where nothing can use them any more.
#include "rules/shell/environment-change-lost-after-run.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/variable_uses.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::environment_change_lost_after_run {
namespace {

enum class Kind : std::uint8_t { none, variable, activation, folder, shell, account, service };

bool runs_something(std::string_view text) {
    return text.find("$(") != text.npos || text.find('`') != text.npos;
}

bool is_activation(std::string_view path) {
    auto const name = base_name(path);
    return name.starts_with("activate") || path.ends_with(".cargo/env")
           || model::list_holds(
               " .bashrc .bash_profile .profile asdf.sh conda.sh nvm.sh profile sdkman-init.sh "
               "setup.bash ",
               name);
}

constexpr model::WordList programs =
    " export . source conda cd alias umask ulimit unset service su ";

/// The account of `su NAME` and `su - NAME`, whose shell has nothing to do; or empty.
std::string_view account_of(model::Command const& command) {
    std::string_view account;
    for (auto const& word : command.arguments.subspan(1)) {
        auto const text = word.value.text_or_empty();
        if (text == "-" || text == "-l" || text == "--login") continue;
        if (text.empty() || text.starts_with('-') || !account.empty()) return {};
        account = text;
    }
    return account;
}

Kind kind_of(model::Command const& command, std::string_view text) {
    auto const program = command.program;
    bool const may_change = command.arguments.empty() || programs.holds(program)
                            || command.argument(0).starts_with("/etc/");
    if (!may_change) return Kind::none;
    if (command.arguments.empty()) {
        bool const sets = !command.assignments.empty() && !runs_something(text);
        return sets ? Kind::variable : Kind::none;
    }
    auto const first = command.argument(1);
    if (program == "export") {
        bool const names = command.arguments.size() > 1 && !first.starts_with('-');
        return names && !runs_something(text) ? Kind::variable : Kind::none;
    }
    if (program == "." || program == "source") {
        bool const activates = command.arguments.size() > 1
                               && is_activation(command.arguments[1].value.known_suffix());
        return activates ? Kind::activation : Kind::none;
    }
    if (program == "conda") return first == "activate" ? Kind::activation : Kind::none;
    if (program == "cd") return command.arguments.size() == 2 ? Kind::folder : Kind::none;
    if (program == "alias" || program == "umask" || program == "ulimit") {
        return command.arguments.size() > 1 ? Kind::shell : Kind::none;
    }
    // At the end of other commands it only tidies up.
    if (program == "unset") {
        return command.sequence == 0 && command.arguments.size() > 1 ? Kind::shell : Kind::none;
    }
    if (program == "su") return account_of(command).empty() ? Kind::none : Kind::account;
    auto const is_start = [](std::string_view verb) {
        return verb == "start" || verb == "restart";
    };
    if (command.argument(0).starts_with("/etc/init.d/")) {
        return is_start(first) ? Kind::service : Kind::none;
    }
    return program == "service" && is_start(command.argument(2)) ? Kind::service : Kind::none;
}

/// True when the command runs for certain in the RUN's own shell and writes nothing.
bool is_of_run(model::Command const& command) {
    return command.use == model::Use::run && command.script != nullptr && !command.script->is_nested
           && command.depth == 0 && !command.in_substitution
           && command.connector != model::Connector::pipe && !command.is_conditional
           && command.follower != model::Connector::pipe
           && command.follower != model::Connector::background && command.redirections.empty();
}

/// The fix where the setting is all that the RUN does.
void offer_fix(Reported finding, model::Command const& command, std::string_view keyword,
               std::string_view text, Pass const& pass) {
    auto const& instruction = pass.instruction();
    bool const is_all = command.span.begin == instruction.arguments.source().begin
                        && command.span.end == instruction.span.end && instruction.flags.empty();
    auto const dollar = text.find('$');
    bool const plain = dollar == text.npos || text.substr(dollar).starts_with("$PATH");
    if (is_all && plain && text.find('=') != 0) {
        finding.replace(instruction.span, std::string(keyword) + " " + std::string(text));
    }
}

bool is_of_name(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string_view name_at(std::string_view text) {
    return text.substr(
        0, static_cast<std::size_t>(std::ranges::find_if_not(text, is_of_name) - text.begin()));
}

/// The names behind each $ of a text.
std::vector<std::string_view> names_used(std::string_view text) {
    std::vector<std::string_view> names;
    for (auto at = text.find('$'); at != text.npos; at = text.find('$', at + 1)) {
        auto const rest = text.substr(at + 1);
        auto const name = name_at(rest.substr(rest.starts_with('{') ? 1 : 0));
        if (!name.empty()) names.push_back(name);
    }
    return names;
}

/// True when a script gives the variable a value: NAME=..., read NAME or for NAME.
bool sets(std::string_view script, std::string_view name) {
    for (auto at = script.find(name); at != script.npos; at = script.find(name, at + 1)) {
        auto const before = script.substr(0, at);
        auto const behind = script.substr(at + name.size());
        if (!before.empty() && (is_of_name(before.back()) || before.back() == '$')) continue;
        if (behind.starts_with('=') || before.ends_with("read ") || before.ends_with("for ")) {
            return true;
        }
    }
    return false;
}

/// True when the RUN has set this variable, or one that its value is made of, before.
bool is_of_script(model::Command const& command, std::string_view text, Pass const& pass) {
    // Of a very long script only as much as anybody reads.
    constexpr std::uint32_t most = 4000;
    auto const end = std::max(command.span.begin, pass.instruction().span.begin);
    auto const start = std::max(pass.instruction().span.begin, end - std::min(end, most));
    auto const earlier = pass.text({start, end});
    auto const is_set = [&](std::string_view name) { return sets(earlier, name); };
    for (auto at = text.find('='); at != text.npos; at = text.find('=', at + 1)) {
        auto begin = at;
        while (begin > 0 && is_of_name(text[begin - 1])) --begin;
        if (begin < at && is_set(text.substr(begin, at - begin))) return true;
    }
    return std::ranges::any_of(names_used(text), is_set);
}

/// A name in the text that the builder knows nothing of, or empty.
std::string_view unknown_to_builder(std::string_view text, Pass const& pass) {
    for (auto const name : names_used(text)) {
        auto const setter = model::setter_of(pass.build(), pass.instruction(), name);
        if (name != "PATH" && setter == model::Setter::nobody) return name;
    }
    return {};
}

void check_variable(model::Command const& command, Pass& pass) {
    auto const text = pass.text(command.span);
    auto const whole =
        text.empty() && !command.assignments.empty()
            ? pass.text(join(command.assignments.front().span, command.assignments.back().span))
            : text;
    if (is_of_script(command, whole, pass)) return;
    auto const behind = command.arguments.empty()
                            ? command.span
                            : Span{command.arguments[1].span.begin, command.span.end};
    if (auto const name = unknown_to_builder(whole, pass); !name.empty()) {
        auto const words = pass.text(behind);
        pass.report(command.span, value_unknown, name_at(words), name);
        return;
    }
    auto const finding = pass.report(command.span, variable, pass.text(behind));
    if (command.arguments.empty()) return;
    bool const has_values =
        std::ranges::all_of(command.arguments.subspan(1), [](model::Argument const& argument) {
            return argument.raw.text().find('=') != std::string_view::npos;
        });
    if (has_values) offer_fix(finding, command, "ENV", pass.text(behind), pass);
}

/// True when nothing that works in a folder follows in the stage.
bool is_last(Pass const& pass) {
    auto const all = pass.stage()->instructions;
    if (pass.is_trigger() || all.empty()) return false;
    auto const* const end = all.data() + all.size();
    return std::none_of(&pass.instruction() + 1, end, [](ast::Instruction const& other) {
        using enum ast::Keyword;
        return other.keyword == run || other.keyword == copy || other.keyword == add
               || other.keyword == workdir || other.keyword == cmd || other.keyword == entrypoint;
    });
}

void check_folder(model::Command const& command, Pass& pass) {
    auto const path = command.arguments[1].raw.text();
    if (path.find_first_not_of("./") == path.npos && path != "/") {
        pass.report(command.span, folder_up);
        return;
    }
    auto const here = pass.stage() == nullptr
                          ? Value()
                          : model::directory_of(pass.build(), *pass.stage(), command);
    auto const there = command.arguments[1].value.known();
    // It does nothing, and nothing is lost.
    if (there && here.known() == there) return;
    if (is_last(pass)) {
        pass.report(command.span, folder_last, path);
        return;
    }
    auto const finding = pass.report(command.span, folder, path);
    bool const literal = path.starts_with('/') && path.find('$') == path.npos;
    if (literal) offer_fix(finding, command, "WORKDIR", path, pass);
}

void report(Kind kind, model::Command const& command, Pass& pass) {
    switch (kind) {
        case Kind::variable:
            return check_variable(command, pass);
        case Kind::activation:
            pass.report(command.span, activation);
            return;
        case Kind::folder:
            return check_folder(command, pass);
        case Kind::shell:
            pass.report(command.span, shell, command.program);
            return;
        case Kind::account:
            pass.report(command.span, account, account_of(command));
            return;
        default:
            pass.report(command.span, service);
    }
}

/// True when the RUN has changed its folder before.
bool comes_back(model::Command const& command, model::Stage const& stage) {
    auto const* const begin = stage.commands.data();
    for (auto const* other = &command; other != begin;) {
        --other;
        if (other->instruction != command.instruction) return false;
        if (other->depth == 0 && (other->program == "cd" || other->program == "pushd")) return true;
    }
    return false;
}

/// The SHELL in force at an instruction, or nullptr for the one of the base image.
ast::Instruction const* shell_before(model::Build const& build, model::Stage const& last,
                                     ast::Instruction const& instruction) {
    auto const position = build.position_of(instruction);
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto i = stage->instructions.size(); i-- > 0;) {
            auto const& each = stage->instructions[i];
            if (each.keyword == ast::Keyword::shell && build.position_of(each) < position)
                return &each;
        }
    }
    return nullptr;
}

/// True for the shells that RUN starts by itself, and for bash when it reads no file first.
bool reads_no_settings(Pass const& pass, model::Stage const& stage) {
    static constexpr model::WordList words =
        " /bin/sh sh /bin/bash bash /usr/bin/bash -c -e -o -u -x pipefail -ec -eo -euo -eux -euxo "
        "-exo -eou -ex -exc -euc -euxc ";
    auto const* const shell = shell_before(pass.build(), stage, pass.instruction());
    if (shell == nullptr) {
        static constexpr model::WordList images =
            " continuumio/anaconda3 continuumio/miniconda3 condaforge/miniforge3 ";
        auto const& root = stage.root();
        return root.known_image != nullptr || images.holds(model::name_of(root.image));
    }
    if (stage.config.find_environment("BASH_ENV") != nullptr) return false;
    auto rest = pass.text(shell->arguments.source());
    while (true) {
        auto const begin = rest.find_first_not_of("[]\", \t");
        if (begin == rest.npos) return true;
        rest.remove_prefix(begin);
        auto const word = rest.substr(0, rest.find_first_of("[]\", \t"));
        if (!words.holds(word)) return false;
        rest.remove_prefix(word.size());
    }
}

/// `conda activate` is a function of a shell that read what conda made for it. The program of that
/// name only says so, and fails.
bool fails_to_activate(model::Command const& command, Pass const& pass) {
    auto const& stage = *pass.stage();
    static constexpr model::WordList makers = " . source eval function bash sh zsh shopt ";
    if (command.program != "conda" || command.argument(1) != "activate") return false;
    if (!is_of_run(command) || command.can_fail_unseen || !reads_no_settings(pass, stage))
        return false;
    if (command.follower == model::Connector::disjunction) return false;
    return std::ranges::none_of(
        stage.commands_of(*command.instruction), [&](model::Command const& other) {
            return other.sequence < command.sequence
                   && (makers.holds(other.program) || other.program.empty());
        });
}

void check_conda(model::Command const& command, Pass& pass) {
    if (!fails_to_activate(command, pass)) return;
    auto const name = command.argument(2);
    bool const is_plain = !name.empty() && name.find('/') == name.npos && name != "base";
    auto finding = is_plain ? pass.report(command.span, conda, name)
                            : pass.report(command.span, conda_unnamed);
    finding.severity(Severity::error);
}

/// From the last command of an instruction backwards, as long as there are only settings.
void check(model::Command const& last, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr) return;
    if (last.program == "conda") check_conda(last, pass);
    auto const* const begin = stage->commands.data();
    auto const* const end = begin + stage->commands.size();
    if (&last + 1 != end && (&last + 1)->instruction == last.instruction) return;
    for (auto const* command = &last; command->instruction == last.instruction; --command) {
        if (!is_of_run(*command)) return;
        auto const kind = kind_of(*command, pass.text(command->span));
        if (kind == Kind::none) return;
        // The way back to where the RUN came from is not meant to last.
        if (kind == Kind::folder && comes_back(*command, *stage)) return;
        if (fails_to_activate(*command, pass)) return;
        report(kind, *command, pass);
        if (command == begin) return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::environment_change_lost_after_run

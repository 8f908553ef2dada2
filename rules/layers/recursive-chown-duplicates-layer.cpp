// Finds chown -R and chmod -R over a tree that an instruction in front has copied.
#include "rules/layers/recursive-chown-duplicates-layer.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::recursive_chown_duplicates_layer {
namespace {

/// The transfer that has copied a tree to the path or below it, or nullptr.
model::Transfer const* tree_at(Pass const& pass, model::Command const& command,
                               std::string_view path) {
    auto const& build = pass.build();
    auto const position = build.position_of(*command.instruction);
    return model::find_transfer_before(
        *pass.stage(), position, [&](model::Transfer const& transfer) {
            if (!model::copies_folder(build, transfer)) return false;
            auto const target = model::target_of(transfer);
            return !target.empty() && model::is_at_or_below(target, path);
        });
}

/// True when `root`, `0` or nobody has been asked to own what a transfer has brought, or the very
/// owner that the command names.
bool has_owner_already(model::Transfer const& transfer, std::string_view owner) {
    auto const* flag = transfer.instruction->flag("chown");
    if (flag != nullptr) return !owner.empty() && flag->value.text() == owner;
    return owner == "root" || owner == "0" || owner == "root:root" || owner == "0:0"
           || owner == "root:" || owner == "root:0" || owner == "0:root";
}

/// True when the command goes through the folder and all that lies in it.
bool goes_through(Pass const& pass, model::Stage const& stage, model::Command const& command,
                  std::string_view path) {
    return model::is_recursive(command)
           && model::any_operand(command, [&](model::Argument const& word) {
                  auto const value = model::path_of(pass.build(), stage, command, word.value);
                  return value.is_known()
                         && model::is_at_or_below(path, model::clean_path(*value.known()));
              });
}

/// The program that goes through the folder behind a command in the same RUN, or empty: the files
/// are stored again by that, too.
std::string_view also_gone_through(Pass const& pass, model::Command const& command,
                                   std::string_view path) {
    static constexpr std::string_view programs[] = {"chown", "chgrp", "chmod"};
    for (auto const& other : pass.stage()->commands_of(*command.instruction)) {
        if (other.sequence <= command.sequence) continue;
        bool const changes =
            std::ranges::find(programs, other.program) != std::ranges::end(programs);
        if (changes && goes_through(pass, *pass.stage(), other, path)) return other.program;
    }
    return {};
}

/// True when a chown behind the transfer has gone through the tree already: this one changes what
/// was made since, or gives back what that one took. In one RUN a chmod behind it costs nothing
/// more.
bool is_repeated(Pass const& pass, model::Command const& command, model::Transfer const& transfer,
                 std::string_view path) {
    constexpr int most_commands = 1000;
    int count = 0;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->commands) {
            if (other.span.begin >= command.span.begin) break;
            if (other.span.begin < transfer.instruction->span.end) continue;
            if (++count > most_commands) return true;
            bool const is_beside = other.instruction == command.instruction
                                   && (other.program == "chown" || other.program == "chmod");
            if (other.program != command.program && !is_beside) continue;
            if (goes_through(pass, *stage, other, path)) return true;
        }
    }
    return false;
}

/// True when a folder at the path or below it is certainly there before the copy: a copy leaves its
/// owner as it is.
bool is_made_before(model::Command const& other, Pass const& pass, model::Stage const& stage,
                    std::string_view path) {
    return model::any_operand(other, [&](model::Argument const& word) {
        auto const value = model::path_of(pass.build(), stage, other, word.value);
        return value.is_known() && model::is_at_or_below(model::clean_path(*value.known()), path);
    });
}

/// True when nothing else is run between the copy and the command, or beside it, or has made
/// folders there before: what it goes through is the copy's alone.
bool is_of_copy_alone(Pass const& pass, model::Command const& command,
                      model::Transfer const& transfer, std::string_view path) {
    if (model::target_of(transfer) != path) return false;
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->commands) {
            if (other.use != model::Use::run || &other == &command) continue;
            if (is_made_before(other, pass, *stage, path)) return false;
            if (other.instruction != command.instruction
                && (other.span.begin > command.span.begin
                    || other.span.begin < transfer.instruction->span.end)) {
                continue;
            }
            if (other.program != "chown" && other.program != "chmod") return false;
        }
    }
    return true;
}

/// True when the account is made between the copy and the command: the copy does not know it yet.
bool makes_account_behind(Pass const& pass, model::Command const& command,
                          model::Transfer const& transfer) {
    return std::ranges::any_of(pass.stage()->commands, [&](model::Command const& other) {
        return (other.program == "useradd" || other.program == "adduser")
               && other.span.begin > transfer.instruction->span.end
               && other.span.begin < command.span.begin;
    });
}

/// True for modes that take nothing away from ordinary files: `o-w`, `go-w`.
bool changes_little(std::string_view mode) { return mode == "o-w" || mode == "go-w"; }

bool has_digits_alone(std::string_view owner) {
    return !owner.empty() && owner.find_first_not_of("0123456789:") == owner.npos;
}

/// --chown in place of the RUN: where the RUN does nothing else, for the whole of what the nearest
/// COPY has made, and the owner needs no table of users.
void add_fix(Reported& reported, Pass const& pass, model::Command const& command,
             model::Transfer const& transfer, std::string_view path) {
    auto const& run = *command.instruction;
    auto const owner = command.arguments.size() == 4 ? command.argument(2) : std::string_view();
    bool const is_alone = pass.stage()->commands_of(run).size() == 1 && run.flags.empty()
                          && run.heredocs.empty() && command.redirections.empty();
    if (command.program != "chown" || command.argument(1) != "-R" || !is_alone) return;
    if (!has_digits_alone(owner) || model::target_of(transfer) != path) return;
    if (pass.build().stage_of(*transfer.instruction) != pass.stage()) return;
    if (transfer.instruction->flag("chown") != nullptr) return;
    auto const bytes = pass.build().source().bytes();
    auto const newline = bytes.find('\n', run.whole.end);
    auto const end = newline == bytes.npos ? bytes.size() : newline + 1;
    reported.insert(transfer.instruction->name_span.end, " --chown=" + std::string(owner))
        .remove({run.whole.begin, static_cast<std::uint32_t>(end)});
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    bool const is_chown = command.program == "chown";
    if (!is_chown && command.program != "chmod") return;
    if (pass.stage()->reach != model::Reach::final || command.is_conditional) return;
    if (!model::is_recursive(command)) return;
    // It passes over what has another owner.
    bool const is_choosy = std::ranges::any_of(command.arguments, [](auto const& argument) {
        return argument.value.known_prefix().starts_with("--from");
    });
    if (is_choosy) return;
    auto words = model::operands_of(command, pass.build().arena());
    bool const has_reference = std::ranges::any_of(command.arguments, [](auto const& argument) {
        return argument.value.known_prefix().starts_with("--reference");
    });
    if (!is_chown && !words.empty() && changes_little(words.front()->value.text_or_empty())) return;
    auto const owner = is_chown && !has_reference && !words.empty()
                           ? words.front()->value.text_or_empty()
                           : std::string_view();
    if (!has_reference && !words.empty()) words = words.subspan(1);
    for (auto const* word : words) {
        auto const value = model::path_of(pass.build(), *pass.stage(), command, word->value);
        if (!value.is_known()) continue;
        auto const path = model::clean_path(*value.known(), pass.build().arena());
        if (!pass.may_look_around()) return;
        auto const* transfer = path == "/" ? nullptr : tree_at(pass, command, path);
        if (transfer == nullptr) continue;
        if (is_chown && has_owner_already(*transfer, owner)) continue;
        if (is_repeated(pass, command, *transfer, path)) continue;
        auto const span = join(command.arguments.front().span, word->span);
        auto const shown = model::target_of(*transfer);
        auto const copier = pass.build().image() != nullptr
                                ? std::string("an earlier layer")
                                : "line " + std::to_string(transfer->instruction->first_line);
        bool const is_alone = words.size() == 1 && is_of_copy_alone(pass, command, *transfer, path);
        auto reported = !is_chown  ? pass.report(span, modes, command.program, shown, copier)
                        : is_alone ? pass.report(span, owners, command.program, shown, copier)
                                   : pass.report(span, partly, command.program, shown, copier);
        if (is_chown && makes_account_behind(pass, command, *transfer)) {
            reported.help(
                "make the account above the copy, let that set the owner, COPY "
                "--chown=USER:GROUP, and change here only what the build itself has made");
        }
        auto const beside = also_gone_through(pass, command, path);
        if (!beside.empty()) {
            reported.help(
                fmt::format("{0} -R beside it stores it just the same: let the copy set both, COPY "
                            "--chown=USER:GROUP --chmod=MODE, and change here only what the build "
                            "itself has made",
                            beside));
        }
        reported.related(transfer->instruction->span, "copied here");
        if (is_alone && beside.empty()) add_fix(reported, pass, command, *transfer, path);
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" chown chmod ");

}  // namespace dockcheck::rules::recursive_chown_duplicates_layer

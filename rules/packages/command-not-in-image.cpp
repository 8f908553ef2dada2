// Finds RUN of a program that neither the base image nor anything in front of it brings.
#include "rules/packages/command-not-in-image.hpp"

#include <algorithm>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::command_not_in_image {
namespace {

using model::Command;

/// True when a command in front asks what is there, or makes a function of the name.
bool may_be_skipped(model::Stage const& stage, Command const& command) {
    static constexpr model::WordList tests = " [ [[ test command which type hash grep exit alias ";
    if (command.is_conditional || command.can_fail_unseen || command.in_substitution) return true;
    if (command.connector == model::Connector::disjunction) return true;
    if (command.follower == model::Connector::disjunction) return true;
    return std::ranges::any_of(stage.commands_of(*command.instruction), [&](Command const& other) {
        return other.sequence < command.sequence && tests.holds(other.program);
    });
}

bool has_mounts(ast::Instruction const& instruction) {
    auto const* const run = ast::get_if<ast::Run>(&instruction.node);
    return run == nullptr || std::ranges::any_of(run->mounts, [](ast::Mount const& mount) {
               auto const* const type = mount.find("type");
               return type == nullptr || type->value.text() == "bind";
           });
}

/// The first of its kind in the stage: one finding tells it all.
bool is_first(model::Stage const& stage, Command const& command) {
    for (auto const& other : stage.commands) {
        if (&other == &command) return true;
        if (other.program == command.program && other.use == model::Use::run) return false;
    }
    return true;
}

/// True when the RUN sets a PATH or makes functions of its own, or packages come from a list.
bool says_more(Pass const& pass, Command const& command) {
    auto const text = pass.text(command.instruction->whole);
    for (std::string_view const word : {"PATH=", "()", "function ", "alias "}) {
        if (text.find(word) != text.npos) return true;
    }
    return pass.build().may_hold(std::string_view("xargs"));
}

bool lacks(Pass const& pass, Command const& command, std::string_view program) {
    return model::find_program(pass.build(), *pass.stage(), program, &command)
           == knowledge::Brings::no;
}

bool is_of_accounts(std::string_view program) {
    return program == "useradd" || program == "groupadd" || program == "usermod";
}

bool is_of_yarn(std::string_view program) { return program == "yarn" || program == "yarnpkg"; }

void check(Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const program = command.program;
    // chroot and its like run it in another system.
    if ((command.wrappers & model::wrapper_other) != 0) return;
    // A path says which program is meant, wherever it comes from.
    if (command.argument(0) != program) return;
    auto const& stage = *pass.stage();
    auto const& root = stage.root();
    if (stage.is_windows || root.kind != model::Reference::Kind::image) return;
    if (root.known_image == nullptr
        || knowledge::image_brings(*root.known_image, model::tag_of(root.image), program)
               != knowledge::Brings::no) {
        return;
    }
    if (may_be_skipped(stage, command) || has_mounts(*command.instruction)) return;
    if (!pass.may_look_around() || !is_first(stage, command)) return;
    if (says_more(pass, command) || !lacks(pass, command, program)) return;
    auto const image = model::shown_name(root);
    auto const span = command.arguments.front().span;
    auto const has = [&](std::string_view other) {
        return model::find_program(pass.build(), stage, other, &command) == knowledge::Brings::yes;
    };
    auto finding = program == "curl" && has("wget") ? pass.report(span, wget, image)
                   : program == "bash"              ? pass.report(span, shell, image)
                   : is_of_accounts(program)        ? pass.report(span, accounts, image, program)
                   : program == "corepack"          ? pass.report(span, corepack, image)
                   : is_of_yarn(program)            ? pass.report(span, yarn, image)
                                                    : pass.report(span, missing, image, program);
    finding.related(root.span, "the base image");
}

}  // namespace

// What the tables of images and packages follow; not npm, which the nodejs of some sources brings.
constinit Check const rule = on<check>().for_programs(
    " bash curl wget gcc make git python python3 pip node java ruby php envsubst unzip useradd "
    "groupadd usermod corepack yarn yarnpkg ");

}  // namespace dockcheck::rules::command_not_in_image

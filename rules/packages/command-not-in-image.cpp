// Finds RUN of a program that neither the base image nor anything in front of it brings.
#include "rules/packages/command-not-in-image.hpp"

#include <algorithm>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/base_release.hpp"
#include "analyzer/model/given_base.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/run_mounts.hpp"
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

/// True where the command is not of a RUN, or a mount of the RUN can bring programs.
bool is_beyond_image(ast::Instruction const& instruction) {
    return ast::get_if<ast::Run>(&instruction.node) == nullptr
           || model::has_mount(instruction, "bind");
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
    auto const& build = pass.build();
    auto const& stage = *pass.stage();
    auto const found = program == "pnpm"
                           ? model::find_added_program(build, stage, program, &command)
                           : model::find_program(build, stage, program, &command);
    return found == knowledge::Brings::no;
}

/// No image of Node.js has ever had pnpm; what other images bring says a table.
bool base_lacks(model::Reference const& root, std::string_view program) {
    if (root.known_image == nullptr) return false;
    if (program == "pnpm") return root.known_image->name == "node";
    return knowledge::image_brings(*root.known_image, model::tag_of(root.image), program)
           == knowledge::Brings::no;
}

bool is_of_accounts(std::string_view program) {
    return program == "useradd" || program == "groupadd" || program == "usermod";
}

/// The package that brings a program, where it is called otherwise.
std::string_view package_of(std::string_view program, knowledge::ImageFamily family) {
    bool const is_alpine = family == knowledge::ImageFamily::alpine;
    if (program == "npx") return "npm";
    if (program == "gpg") return "gnupg";
    if (program == "psql") return "postgresql-client";
    if (program == "nc") return "netcat-openbsd";
    if (program == "pip3" || program == "pip") return is_alpine ? "py3-pip" : "python3-pip";
    return program;
}

/// Up to a release of its distribution a base image, or a package that it installs, has a program
/// which later ones lack: gpg up to Debian 8 and Ubuntu 16.04, pip3 in Alpine's python3 up to 3.11,
/// npm in its nodejs up to 3.5 or so.
bool may_be_too_old(model::Stage const& stage, std::string_view program) {
    auto const& image = *stage.root().known_image;
    auto const tag = model::tag_of(stage.root().image);
    bool const is_alpine = image.family == knowledge::ImageFamily::alpine;
    auto const* const release = model::base_release(stage);
    auto const is_before = [&](std::string_view first) {
        if (release != nullptr) return knowledge::compare_versions(release->number, first) < 0;
        return image.name != "alpine" || tag != "latest";
    };
    if (is_alpine) {
        if (program == "pip3") return is_before("3.12");
        return (program == "npm" || program == "npx") && is_before("3.9");
    }
    if (program != "gpg") return false;
    if (release != nullptr) return is_before(release->product == "ubuntu" ? "18.04" : "9");
    return image.name == "debian" || image.name == "ubuntu"
           || (image.name == "python" && knowledge::compare_versions(tag, "3.7") < 0);
}

/// True where a folder of the project may be on the PATH.
bool may_be_of_project(Pass const& pass, std::string_view program) {
    return (program == "pnpm" || program == "npx")
           && pass.build().may_hold(std::string_view("node_modules/.bin"));
}

bool is_of_yarn(std::string_view program) { return program == "yarn" || program == "yarnpkg"; }

Reported report(Command const& command, Pass& pass) {
    auto const program = command.program;
    auto const& root = pass.stage()->root();
    auto const image = model::shown_name(root);
    auto const span = command.arguments.front().span;
    auto const has = [&](std::string_view other) {
        return model::find_program(pass.build(), *pass.stage(), other, &command)
               == knowledge::Brings::yes;
    };
    if (program == "curl" && has("wget")) return pass.report(span, wget, image);
    if (program == "bash") return pass.report(span, shell, image);
    if (is_of_accounts(program)) return pass.report(span, accounts, image, program);
    if (program == "adduser")
        return pass.report(span, debian_accounts, image, program, "useradd --create-home");
    if (program == "addgroup")
        return pass.report(span, debian_accounts, image, program, "groupadd");
    if (program == "apt-key") return pass.report(span, apt_key, image);
    // Yarn left the images of Node.js a release later.
    if (program == "corepack" && lacks(pass, command, "yarn"))
        return pass.report(span, corepack, image);
    if (program == "corepack") return pass.report(span, corepack_beside_yarn, image);
    if (program == "pnpm" && lacks(pass, command, "corepack"))
        return pass.report(span, pnpm_alone, image);
    if (program == "pnpm") return pass.report(span, pnpm, image);
    if (is_of_yarn(program)) return pass.report(span, yarn, image);
    auto const family = root.known_image->family;
    bool const is_of_debian =
        family == knowledge::ImageFamily::debian || family == knowledge::ImageFamily::ubuntu;
    if (program == "python" && is_of_debian) return pass.report(span, python, image);
    return pass.report(span, missing, image, program, package_of(program, family));
}

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
    if (!base_lacks(root, program)) return;
    if (may_be_skipped(stage, command) || is_beyond_image(*command.instruction)) return;
    if (!pass.may_look_around() || !is_first(stage, command)) return;
    if (may_be_too_old(stage, program)) return;
    if (says_more(pass, command) || may_be_of_project(pass, program)) return;
    if (!lacks(pass, command, program)) return;
    if (root.instruction != nullptr && model::may_be_another_base(pass.build(), root)) return;
    report(command, pass).related(root.span, "the base image");
}

}  // namespace

// What the tables of images and packages follow.
constinit Check const rule = on<check>().for_programs(
    " bash curl wget gcc make git python python3 pip node java ruby php envsubst unzip useradd "
    "groupadd usermod corepack yarn yarnpkg pnpm npm npx pip3 g++ jq gpg psql nc adduser addgroup "
    "apt-key ");

}  // namespace dockcheck::rules::command_not_in_image

// Finds build arguments that change with every build in front of installs that do not use them.
#include "rules/layers/volatile-arg-before-install.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/mentions.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::volatile_arg_before_install {
namespace {

/// True for a name that says its value is another one for each commit or each build. With another
/// word in front it may be that of something which is downloaded.
bool is_volatile(std::string_view name) {
    static constexpr std::string_view names[] = {
        "BUILDDATE",    "BUILDNUMBER",   "BUILDTIME",    "BUILD_COMMIT", "BUILD_DATE",
        "BUILD_ID",     "BUILD_NUM",     "BUILD_NUMBER", "BUILD_SHA",    "BUILD_TIME",
        "COMMIT",       "COMMIT_HASH",   "COMMIT_ID",    "COMMIT_SHA",   "GITCOMMIT",
        "GITHASH",      "GITHUB_SHA",    "GITSHA",       "GIT_COMMIT",   "GIT_COMMIT_SHA",
        "GIT_HASH",     "GIT_REF",       "GIT_REV",      "GIT_REVISION", "GIT_SHA",
        "REVISION",     "SOURCE_COMMIT", "TIMESTAMP",    "VCS_COMMIT",   "VCS_REF",
        "VCS_REVISION", "CI_COMMIT_SHA"};
    return std::ranges::any_of(names, [&](auto each) { return equal_without_case(each, name); });
}

/// A default that names a commit or a version: it stays the same.
bool is_pinned(ast::Pair const& pair) {
    auto const text = pair.value.text.text();
    return pair.has_value && text.find_first_of("123456789") != text.npos && !text.ends_with("-1");
}

/// The first install of a RUN that does not name the argument, or nullptr.
model::Command const* install_in(Pass const& pass, ast::Instruction const& run) {
    for (auto const& command : pass.stage()->commands_of(run)) {
        auto const& install = model::package_command(command, pass.build().arena());
        bool const loads =
            install.verb == model::Verb::install || install.verb == model::Verb::download;
        // Cargo, go, Maven and Gradle build the program itself as well.
        bool const builds =
            install.manager >= model::Manager::cargo
            || (install.manager == model::Manager::go && install.verb != model::Verb::download);
        if (loads && !builds && (install.installs_manifests || !install.packages.empty())) {
            return &command;
        }
    }
    return nullptr;
}

/// The line of the ARG moved in front of the first instruction that uses it.
void add_fix(Reported& reported, Pass const& pass, ast::Arg const& arg, std::string_view name) {
    auto const& own = pass.instruction();
    if (arg.pairs.size() != 1) return;
    auto const bytes = pass.build().source().bytes();
    auto const newline = bytes.find('\n', own.whole.end);
    if (newline == bytes.npos) return;
    bool is_behind = false;
    for (auto const& instruction : pass.stage()->instructions) {
        if (&instruction == &own) {
            is_behind = true;
        } else if (is_behind && model::is_mentioned_in(pass.build(), instruction, name)) {
            std::string line(bytes.substr(own.whole.begin, newline + 1 - own.whole.begin));
            reported.remove({own.whole.begin, static_cast<std::uint32_t>(newline + 1)})
                .insert(instruction.whole.begin, std::move(line));
            return;
        }
    }
}

/// True when the stage, or one FROM it, names the argument behind its ARG.
bool is_used(Pass const& pass, std::string_view name) {
    auto const position = pass.build().position_of(pass.instruction());
    return std::ranges::any_of(pass.build().stages(), [&](model::Stage const& stage) {
        auto const* root = &stage;
        while (root != pass.stage() && root->parent != nullptr) root = root->parent;
        if (root != pass.stage()) return false;
        return std::ranges::any_of(stage.instructions, [&](ast::Instruction const& instruction) {
            return pass.build().position_of(instruction) > position
                   && model::may_be_mentioned_in(pass.build(), instruction, name);
        });
    });
}

void check(ast::Arg const& arg, Pass& pass) {
    if (pass.stage() == nullptr || pass.is_trigger()) return;
    auto const& own = pass.instruction();
    for (auto const& pair : arg.pairs) {
        auto const name = pair.key.text.text();
        if (!is_volatile(name) || is_pinned(pair) || !pass.may_look_around()) continue;
        bool is_behind = false;
        for (auto const& instruction : pass.stage()->instructions) {
            if (&instruction == &own) is_behind = true;
            if (&instruction == &own || !is_behind) continue;
            // What uses it builds again anyway, and with it all that follows.
            if (model::may_be_mentioned_in(pass.build(), instruction, name)) break;
            if (instruction.keyword != ast::Keyword::run) continue;
            auto const* install = install_in(pass, instruction);
            if (install == nullptr) continue;
            auto const called =
                model::called(model::package_command(*install, pass.build().arena()));
            auto reported = is_used(pass, name) ? pass.report(pair.key.span, early, name, called)
                                                : pass.report(pair.key.span, unused, name, called);
            reported.related(install->span, "installed again each time");
            add_fix(reported, pass, arg, name);
            break;
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::volatile_arg_before_install

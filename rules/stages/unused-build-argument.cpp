// Finds arguments of a stage that nothing below them reads.
#include "rules/stages/unused-build-argument.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/argument_words.hpp"
#include "analyzer/model/mentions.hpp"
#include "analyzer/model/trailing_comment.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/byte_search.hpp"

namespace dockcheck::rules::unused_build_argument {
namespace {

/// Programs that read no variable but those of their own names, and the system's package managers.
constexpr model::WordList plain_programs =
    " : [ addgroup adduser apk apt apt-get apt-key apt-mark basename cat cd chgrp chmod chown cp "
    "cut "
    "date dd dirname dnf dpkg echo exit false find grep groupadd groupmod gunzip gzip head id "
    "install "
    "ldconfig ln ls microdnf mkdir mktemp mv printf pwd rm rmdir sed set sleep sort tail tar tee "
    "test touch tr true umask uname uniq unset unxz unzip useradd usermod wc which xz yum zypper ";

/// Names that programs, shells and builders look for by themselves, so that no text needs to hold
/// them.
bool is_read_by_programs(std::string_view name) {
    static constexpr std::string_view beginnings[] = {
        "APT",   "BUILDKIT", "DEB",         "DPKG", "HTTP", "http",   "LANG", "LC_",
        "NO_PR", "no_p",     "SOURCE_DATE", "TZ",   "FTP",  "TERM",   "ftp",  "ALL_",
        "all_",  "SSL",      "HOME",        "PATH", "UCF",  "DOCKER", "YUM",  "DNF"};
    return std::ranges::any_of(beginnings, [&](auto start) { return name.starts_with(start); });
}

bool is_name(std::string_view text) {
    return !text.empty()
           && text.find_first_not_of(
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
                  == text.npos;
}

/// A name that says that its value is there to make the cache unfit.
bool breaks_cache(std::string_view name) {
    static constexpr std::string_view words[] = {"CACHE",      "BUST",  "REFRESH", "REBUILD",
                                                 "INVALIDATE", "DATE",  "TIME",    "FORCE",
                                                 "RANDOM",     "EPOCH", "NONCE"};
    return std::ranges::any_of(words, [&](auto word) { return holds_without_case(name, word); });
}

/// True when a RUN may read any variable: it starts programs of which nobody knows what they read.
bool may_read_anything(model::Stage const& stage, ast::Instruction const& run) {
    auto const commands = stage.commands_of(run);
    if (commands.empty() || !run.heredocs.empty()) return true;
    return std::ranges::any_of(commands, [](model::Command const& command) {
        if (command.arguments.empty()) return false;
        if (command.argument(0) != command.program) return true;
        return !plain_programs.holds(command.program);
    });
}

/// True when an instruction of a stage behind the ARG may read it.
bool may_be_read_in(model::Stage const& stage, Pass const& pass, std::string_view name,
                    bool is_of_programs) {
    auto const& build = pass.build();
    auto const position = build.position_of(pass.instruction());
    if (!stage.triggered.instructions.empty()) return true;
    for (auto const& instruction : stage.instructions) {
        auto const at = build.position_of(instruction);
        if (at <= position) continue;
        if (instruction.keyword == ast::Keyword::unknown) return true;
        if (model::may_be_mentioned_in(build, instruction, name)) return true;
        if (instruction.keyword != ast::Keyword::run) continue;
        if (is_of_programs || may_read_anything(stage, instruction)) return true;
    }
    return false;
}

/// `FROM base-${TARGETOS}`: which stage that is, the build says.
bool may_be_any_stage(model::Stage const& stage) {
    if (stage.from == nullptr || stage.parent != nullptr) return false;
    auto const text = stage.from->image.text.text();
    auto const dollar = text.find('$');
    return dollar != text.npos && text.substr(0, dollar).find_first_of("/:@") == text.npos;
}

/// True when an instruction behind the ARG, in its stage or in one that is FROM it, may read it.
bool may_be_read(Pass const& pass, std::string_view name) {
    if (!pass.may_look_around()) return true;
    auto const& own = *pass.stage();
    auto const stages = pass.build().stages().subspan(own.index);
    bool const is_of_programs = is_read_by_programs(name);
    ArenaVector<bool> has_it(pass.build().arena());  // of each of them
    for (auto const& stage : stages) {
        auto const* const parent = stage.parent;
        has_it.push_back(&stage == &own || may_be_any_stage(stage)
                         || (parent != nullptr && parent->index >= own.index
                             && has_it[parent->index - own.index]));
        if (has_it.back() && may_be_read_in(stage, pass, name, is_of_programs)) return true;
    }
    return false;
}

/// True for `$name` and `${name`, whatever follows.
bool may_expand(std::string_view text, std::string_view name) {
    for (auto at = text.find('$'); at != text.npos; at = text.find('$', at + 1)) {
        auto const rest = text.substr(at + 1);
        if (rest.substr(rest.starts_with('{') ? 1 : 0).starts_with(name)) return true;
    }
    return false;
}

/// True for `$name` and `${name}`.
bool has_expansion(std::string_view text, std::string_view name) {
    auto const plain = "$" + std::string(name);
    auto const at = text.find(plain);
    if (at != text.npos) {
        auto const behind = text.substr(at + plain.size(), 1);
        if (behind.empty() || !is_name(behind)) return true;
    }
    return text.find("${" + std::string(name)) != text.npos;
}

/// True when an instruction of the stage above the ARG uses the name, and nothing sets it there.
bool is_used_above(Pass const& pass, std::string_view name) {
    bool is_used = false;
    for (auto const& instruction : pass.stage()->instructions) {
        if (&instruction == &pass.instruction()) return is_used;
        using enum ast::Keyword;
        bool const sets = instruction.keyword == arg || instruction.keyword == env;
        if (sets && model::is_mentioned_in(pass.build(), instruction, name)) return false;
        bool const expands = instruction.keyword != run && instruction.keyword != cmd
                             && instruction.keyword != entrypoint && !sets;
        is_used = is_used || (expands && has_expansion(instruction.arguments.text(), name));
    }
    return false;
}

/// True when nothing but other ARGs stands between the ARG and a FROM that uses the name.
bool is_meant_for_from(Pass const& pass, std::string_view name) {
    auto const instructions = pass.build().file().instructions;
    for (auto i = pass.build().position_of(pass.instruction()) + 1; i < instructions.size(); ++i) {
        if (instructions[i].keyword == ast::Keyword::arg) continue;
        return instructions[i].keyword == ast::Keyword::from
               && has_expansion(instructions[i].arguments.text(), name);
    }
    return false;
}

void check(ast::Arg const& arg, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.is_trigger() || stage->is_windows) return;
    constexpr std::size_t most_pairs = 100;  // the words of each are looked for in all the others
    if (arg.pairs.size() > most_pairs) return;
    auto const& instruction = pass.instruction();
    auto const* const no_name = model::value_without_equals(pass.build(), instruction);
    for (auto const& pair : arg.pairs) {
        if (&pair == no_name) continue;
        auto const name = pair.key.text.text();
        if (!is_name(name) || breaks_cache(name)) continue;
        // Another rule tells what a comment behind the argument is.
        if (model::is_in_trailing_comment(pass.build(), instruction, pair.span)) continue;
        if (name.starts_with("BUILDKIT_")) continue;  // the builder itself reads them
        // Another word of the same ARG may be made of it.
        if (may_expand(instruction.arguments.text(), name)) continue;
        if (may_be_read(pass, name)) continue;
        if (is_used_above(pass, name)) {
            pass.report(pair.key.span, too_late, name);
            continue;
        }
        if (is_meant_for_from(pass, name)) {
            pass.report(pair.key.span, for_from, name);
            continue;
        }
        auto reported = pass.report(pair.key.span, unused, name);
        if (arg.pairs.size() != 1) continue;
        auto const bytes = pass.build().source().bytes();
        auto const newline = bytes.find('\n', instruction.whole.end);
        auto const end = newline == bytes.npos ? bytes.size() : newline + 1;
        reported.remove({instruction.whole.begin, static_cast<std::uint32_t>(end)});
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unused_build_argument

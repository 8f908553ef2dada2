// Deciding on a context, and reading it with fixes in place of what is on the disk.
#include "analyzer/cli/contexts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>
#include <vector>

#include "analyzer/cli/changed_files.hpp"
#include "analyzer/context/files.hpp"
#include "analyzer/context/paths.hpp"

namespace dockcheck::cli {
namespace {

/// Sources that certainly name a path of the context: no variable, wildcard, URL or quoting.
bool is_literal(std::string_view source) {
    return source.find_first_of("$*?[\\\"'") == std::string_view::npos
           && source.find("://") == std::string_view::npos && !source.starts_with("git@");
}

void add_literal_sources(ast::Instruction const& instruction,
                         std::vector<std::string_view>& result) {
    std::span<ast::CopySource const> sources;
    if (auto const* const copy = ast::get_if<ast::Copy>(&instruction.node)) {
        if (copy->from == nullptr) sources = copy->sources;
    } else if (auto const* const add = ast::get_if<ast::Add>(&instruction.node)) {
        sources = add->sources;
    }
    for (auto const& source : sources) {
        auto const text = source.word.text.text();
        if (!source.is_inline && !text.empty() && is_literal(text)) result.push_back(text);
    }
}

std::vector<std::string_view> literal_sources(ast::File const& file) {
    std::vector<std::string_view> sources;
    for (auto const& instruction : file.instructions) add_literal_sources(instruction, sources);
    return sources;
}

/// A compose file that nobody may use any more names a folder that lacks what the Dockerfile's own
/// folder has.
bool is_contradicted(NamedBuild const& named, Input const& input, ast::File const& file) {
    auto const sources = literal_sources(file);
    return named.is_doubtful
           && context::holds_all(std::string(context::folder_of(input.path)), sources)
           && !context::holds_all(named.context, sources);
}

/// True for what a file that names the build may decide: COPY, ADD, a mount, a trigger that may be
/// one of them, and an argument. For others nothing is looked for: it takes as long as a check.
bool is_told_from_outside(ast::Instruction const& instruction) {
    if (auto const* const run = ast::get_if<ast::Run>(&instruction.node)) {
        return !run->mounts.empty();
    }
    return instruction.keyword == ast::Keyword::copy || instruction.keyword == ast::Keyword::add
           || instruction.keyword == ast::Keyword::onbuild
           || instruction.keyword == ast::Keyword::arg;
}

std::string_view why(context::Reason reason) {
    switch (reason) {
        case context::Reason::given:
        case context::Reason::build_file:
        case context::Reason::workflow:
            return "given";
        case context::Reason::beside:
            return "the Dockerfile's folder";
        case context::Reason::parent:
            return "the nearest folder with the most sources of COPY";
        case context::Reason::switched_off:
            return "--no-context";
        case context::Reason::bake_file:
            return "a docker-bake.hcl decides";
        case context::Reason::not_a_folder:
            return "what was named is no folder";
        case context::Reason::out_of_reach:
            break;
    }
    return {};
}

std::shared_ptr<context::Context const> opened(context::Discovered const& found,
                                               FixedTexts const& changed) {
    using context::Context;
    if (changed.empty() || found.root.empty()) return context::open_context(found);
    auto const origin =
        context::is_given(found.reason) ? Context::Origin::given : Context::Origin::assumed;
    auto ignore_files = found.ignore_folder.empty()
                            ? nullptr
                            : files_in(found.ignore_folder, found.ignore_folder, changed);
    auto const context =
        std::make_shared<Context>(files_in(found.root, found.shown, changed), origin,
                                  found.ignore_name, std::move(ignore_files));
    context->set_surroundings(found.surroundings);
    return context;
}

/// Dockerfiles that lie side by side have one context: what is known of it stays known.
std::shared_ptr<context::Context const> opened_once(context::Discovered const& found,
                                                    FixedTexts const& changed,
                                                    ReadBuildFiles& read) {
    if (!changed.empty()) return opened(found, changed);
    if (read.context == nullptr || !context::is_same_context(read.discovered, found)) {
        read.context = opened(found, changed);
        read.discovered = found;
    }
    return read.context;
}

}  // namespace

std::string ChosenContext::description() const {
    if (!reason) return "none (standard input)";
    if (reason == context::Reason::out_of_reach) {
        return fmt::format(
            "none ({} names {}, outside of the repository: only --context may do that)", named->why,
            named->context);
    }
    auto const name = context == nullptr ? "none" : shown.empty() ? "." : shown;
    if (named) return fmt::format("{} (named by {})", name, named->why);
    return fmt::format("{} ({})", name, why(*reason));
}

ChosenContext context_of(Input const& input, FileSettings const& settings, ast::File const& file,
                         FixedTexts const& changed, ReadBuildFiles& read) {
    if (input.is_standard_input && !settings.context) return {};
    if (settings.no_context) {
        ChosenContext none;
        none.reason = context::Reason::switched_off;
        return none;
    }
    ChosenContext chosen;
    if (!settings.context && std::ranges::any_of(file.instructions, is_told_from_outside)) {
        chosen.named = named_build(input.path, read, chosen.notes, input.searched, changed);
    }
    if (chosen.named && is_contradicted(*chosen.named, input, file)) {
        chosen.notes.push_back(
            fmt::format("{} was not used: the Dockerfile's folder has all sources of COPY, and {} "
                        "has not",
                        chosen.named->why, chosen.named->context));
        chosen.named.reset();
    }
    if (chosen.named && chosen.named->is_out_of_reach) {
        chosen.reason = context::Reason::out_of_reach;
        return chosen;
    }
    std::optional<context::Discovered> found;
    if (chosen.named) {
        found = context::discover(
            input.path,
            {chosen.named->context, false, true, chosen.named->is_assumed, input.searched}, {},
            read.names);
        if (found->reason == context::Reason::not_a_folder) {
            chosen.notes.push_back(fmt::format("{} names a context that is no folder: {}",
                                               chosen.named->why, chosen.named->context));
            chosen.named.reset();
            found.reset();
        }
    }
    if (!found) {
        std::vector<std::string_view> sources;
        if (!settings.context) sources = literal_sources(file);
        found =
            context::discover(input.path, {settings.context, false, false, false, input.searched},
                              sources, read.names);
    }
    chosen.context = opened_once(*found, changed, read);
    chosen.shown = found->shown;
    chosen.reason = found->reason;
    chosen.root = found->root;
    return chosen;
}

}  // namespace dockcheck::cli

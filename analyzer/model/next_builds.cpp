// Looking for the output of `next build` (Next.js documentation, "next CLI" and "distDir").
#include "analyzer/model/next_builds.hpp"

#include "analyzer/model/directories.hpp"
#include "analyzer/model/node_scripts.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/python_presence.hpp"

namespace dockcheck::model {
namespace {

/// `next start`, with options behind it.
bool starts_next(std::string_view script) {
    constexpr std::string_view words = "next start";
    bool const is_it =
        script.starts_with(words) && (script.size() == words.size() || script[words.size()] == ' ');
    return is_it && script.find_first_of("&|;<>()`") == script.npos;
}

/// Settings that name another folder, or a build of another kind.
bool is_configured(context::Context const& context, std::string const& project) {
    for (std::string_view const file : {"next.config.js", "next.config.mjs", "next.config.ts"}) {
        auto const path = project + std::string(file);
        auto const* source = context.read(path);
        if (source == nullptr && context.look(path) != context::Presence::missing) return true;
        if (source != nullptr && source->bytes().find("distDir") != std::string_view::npos)
            return true;
    }
    return false;
}

}  // namespace

MissingNextBuild missing_next_build(Build const& build, Stage const& stage,
                                    Command const& command) {
    auto const* context = build.context();
    auto const folder = directory_of(build, stage, command).known();
    if (context == nullptr || !folder) return {};
    MissingNextBuild found;
    std::string project;
    bool const is_npx = command.argument(0) == "npx";
    std::size_t const at = is_npx ? 1 : 0;
    if (command.argument(at) == "next" && command.argument(at + 1) == "start") {
        // A folder may follow.
        for (auto const& word : command.arguments.subspan(at + 2)) {
            if (!word.value.text_or_empty().starts_with('-')) return {};
        }
        found.word = &command.arguments[at];
    } else if (auto const script = node_script(build, stage, command)) {
        if (script->script == nullptr || !starts_next(script->script->version)) return {};
        for (auto const& other : script->manifest->scripts) {
            if (other.name == "pre" + script->name) return {};
        }
        found.word = script->word;
        found.script = {context->read(script->context_path), script->script->span};
        project = script->context_path.substr(0, script->context_path.rfind('/') + 1);
    } else {
        return {};
    }
    if (is_configured(*context, project)) return {};
    found.folder = clean_path(std::string(*folder) + "/.next");
    auto const landing = build.landing(stage, found.folder + "/BUILD_ID");
    if (landing.kind != Landing::Kind::absent) return {};
    auto const& from = landing.context_path;
    // Somebody may build in front of the image, where no ignore file keeps that out.
    auto const* ignore = context->ignore_file();
    bool const is_kept_out = ignore != nullptr && ignore->verdict(from).excluded;
    bool const is_certain =
        from.empty() || is_kept_out
        || (context->look(from) == context::Presence::missing && !context->is_git_ignored(from));
    return is_certain && build.context_is_certain(from) ? found : MissingNextBuild{};
}

}  // namespace dockcheck::model

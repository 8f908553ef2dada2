// Finds copies of folders where no ignore file keeps anything out.
#include "rules/files/missing-dockerignore.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/file_uses.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::missing_dockerignore {
namespace {

/// A part of a path below the folder that one of the patterns matches, or empty.
std::string_view matching_part(std::string_view path, std::size_t begin,
                               std::span<std::string_view const> patterns) {
    while (begin < path.size()) {
        auto const end = std::min(path.find('/', begin), path.size());
        auto const part = path.substr(begin, end - begin);
        if (matches_any_wildcard(part, patterns)) return part;
        begin = end + 1;
    }
    return {};
}

/// What makes folders that no image needs, and one of those.
struct Maker {
    std::string_view file;
    std::string_view made;
};

/// What does not belong into an image.
struct Needless {
    std::string name;  ///< empty: nothing
    bool is_there = false;
};

/// Something in the folder, or that will be.
Needless something_to_leave_out(context::Context const& context, Options const& options) {
    for (auto const name : {".git", ".env", "node_modules"}) {
        auto const presence = context.look(name);
        if (presence == context::Presence::file || presence == context::Presence::directory)
            return {name, true};
    }
    for (auto const& file : context.files_below("")) {
        auto const part = matching_part(file, 0, options.sensitive_patterns);
        if (!part.empty()) return {std::string(part), true};
    }
    static constexpr Maker makers[] = {{"package.json", "node_modules"},
                                       {"Cargo.toml", "target"},
                                       {"pom.xml", "target"},
                                       {"build.gradle", "build"},
                                       {"build.gradle.kts", "build"},
                                       {"composer.json", "vendor"},
                                       {".gitignore", "what .gitignore names"}};
    for (auto const& maker : makers) {
        if (context.look(maker.file) == context::Presence::file) return {std::string(maker.made)};
    }
    if (context.matches_anything("*.csproj")) return {"bin and obj"};
    // A Python project of which git knows that people work in it.
    for (auto const name : {"requirements.txt", "pyproject.toml", "manage.py", "setup.py"}) {
        if (context.look(name) != context::Presence::file) continue;
        for (std::string const made : {".venv", "venv", ".env"}) {
            // As a file, or as a folder with something in it.
            if (context.is_git_ignored(made) || context.is_git_ignored(made + "/x")) return {made};
        }
    }
    return {};
}

/// The usual lines and one for what was found, without what a later step needs.
std::string usual_lines(Pass const& pass, model::Stage const& stage,
                        model::Transfer const& transfer, std::string_view found) {
    std::vector<std::string_view> lines;
    for (std::string_view const name :
         {std::string_view(".git"), std::string_view(".env"), found}) {
        bool const is_new = std::ranges::find(lines, name) == lines.end();
        if (is_new && model::user_of_file(pass.build(), stage, transfer, name) == nullptr)
            lines.push_back(name);
    }
    return lines.empty() ? "*.log" : model::listed(lines);
}

/// A path of the context.
bool may_bring_too_much(model::Transfer::Source const& one) {
    return one.value.known() && !one.is_remote && !one.written->is_inline;
}

/// Reports such a source when it needs an ignore file.
bool look_at(model::Stage const& stage, model::Transfer const& transfer,
             model::Transfer::Source const& one, Pass& pass, Options const& options) {
    auto const text = one.value.known();
    auto const path = model::context_path(*text);
    auto const span = one.written->word.span;
    auto const& context = *pass.context();
    if (path.empty() || path == "*") {
        auto const what = something_to_leave_out(context, options);
        if (what.name.empty()) return false;
        pass.report(span, what.is_there ? root : later, *text, what.name,
                    usual_lines(pass, stage, transfer, what.name), context.shown(".dockerignore"));
        return true;
    }
    if (one.has_wildcard || context.look(path) != context::Presence::directory) return false;
    for (auto const& file : context.files_below(path)) {
        auto const part = matching_part(file, path.size() + 1, options.sensitive_patterns);
        if (part.empty()) continue;
        pass.report(span, folder, *text, file, part, context.shown(".dockerignore"));
        return true;
    }
    return false;
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    auto const* context = build.context();
    if (context == nullptr || context->ignore_file() != nullptr) return;
    // Whether it is certain is asked last: that takes a look at the folder.
    std::optional<bool> is_certain;
    for (auto const& stage : build.stages()) {
        if (stage.reach == model::Reach::unreachable) continue;
        for (auto const& transfer : stage.transfers) {
            if (transfer.from != nullptr) continue;
            for (auto const& source : transfer.sources) {
                if (!may_bring_too_much(source)) continue;
                if (!is_certain) is_certain = build.context_is_certain(".dockerignore");
                if (!*is_certain || look_at(stage, transfer, source, pass, options)) return;
            }
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_dockerignore

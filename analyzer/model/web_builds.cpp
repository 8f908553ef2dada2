// The folders that front ends are built into, by the commands and settings of the tools. Sources:
// nextjs.org/docs (output, distDir, "next CLI"), vite.dev/config/build-options, docs.astro.build
// (outDir), create-react-app.dev (BUILD_PATH), angular.dev/reference/configs/workspace-config,
// svelte.dev/docs/kit/adapters.
#include "analyzer/model/web_builds.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "analyzer/context/manifests/json_values.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/file_changes.hpp"
#include "analyzer/model/named_writes.hpp"
#include "analyzer/model/node_installs.hpp"
#include "analyzer/model/node_scripts.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/web_calls.hpp"
#include "analyzer/model/web_settings.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

using Kind = MissingWebFolder::Kind;
using WebWords = std::vector<std::string_view>;

/// Names of folders that front ends are built into: what is copied under another name may be a
/// source.
bool is_output_name(std::string_view name) {
    static constexpr WordList names = " build dist html out output www ";
    return names.holds(name);
}
bool holds_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}
/// What a stage's front end is built by, and where.
class WebSearch {
 public:
    WebSearch(Build const& build, Stage const& stage, std::string_view path)
        : build_(build), context_(*build.context()), stage_(stage), path_(path) {}

    MissingWebFolder find() {
        if (!find_builder() || !is_left_alone() || !is_absent_in_context()) return {};
        MissingWebFolder result;
        result.command = builder_;
        result.tool = call_.shown;
        switch (call_.tool) {
            case WebTool::next:
                return of_next(std::move(result));
            case WebTool::vite:
                return of_vite(std::move(result));
            case WebTool::astro:
                return of_astro(std::move(result));
            case WebTool::react_scripts:
                return of_react_scripts(std::move(result));
            case WebTool::angular:
                return of_angular(std::move(result));
            case WebTool::none:
                break;
        }
        return {};
    }

 private:
    /// The command of RUN that is the one build, and its project.
    bool find_builder() {
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            if (!part->triggered.instructions.empty() || part->may_set_more) return false;
            for (auto const& instruction : part->instructions) {
                // What no shell runs.
                if (instruction.keyword == ast::Keyword::run
                    && part->commands_of(instruction).empty()) {
                    return false;
                }
            }
            for (auto const& command : part->commands) {
                if (command.use == Use::run && !see(*part, command)) return false;
            }
        }
        return builder_ != nullptr;
    }

    /// False where a command may make the folder in a way of its own.
    bool see(Stage const& part, Command const& command) {
        if (has_variable(command, "BUILD_PATH") || has_variable(command, "NEXT_PRIVATE"))
            return false;
        if (auto const called = direct_call(command)) {
            if (called->tool != WebTool::none) return take(part, command, *called, {}, nullptr);
        } else {
            return false;
        }
        if (is_node_install(command, build_.arena())) return !redirects(command);
        if (auto const script = built_script(build_, part, command)) {
            if (script->script == nullptr) return false;
            auto const call = web_call_of_script(script->script->version + words_behind(command));
            bool const is_plain =
                call
                && are_passive_scripts(*script->manifest,
                                       {"pre" + script->name, "post" + script->name});
            if (!is_plain || redirects(command)) return false;
            if (call->tool == WebTool::none) return true;
            return take(part, command, *call, script->context_path, script->manifest);
        }
        return is_harmless(part, command);
    }

    /// `npx vite build`, `yarn next build`, `./node_modules/.bin/ng build`.
    static std::optional<WebCall> direct_call(Command const& command) {
        WebWords words;
        for (auto const& argument : command.arguments) {
            auto const text = argument.value.known();
            words.push_back(text ? *text : std::string_view("?"));
        }
        if (words.empty()) return WebCall{};
        if (command.program == "yarn" || command.program == "pnpm" || command.program == "bunx") {
            words.erase(words.begin());
            if (!words.empty() && words[0] == "exec") words.erase(words.begin());
        } else if (words[0].find('/') != std::string_view::npos) {
            words[0] = command.program;
        }
        return web_call_of(std::move(words));
    }

    /// What npm hands on to a script: ` --mode production` of `npm run build -- --mode production`.
    static std::string words_behind(Command const& command) {
        std::string words;
        bool is_behind = false;
        for (auto const& argument : command.arguments) {
            auto const text = argument.value.known();
            if (is_behind) words += " " + std::string(text ? *text : std::string_view("?"));
            is_behind = is_behind || (text && *text == "--");
        }
        return words;
    }

    bool take(Stage const& part, Command const& command, WebCall call, std::string manifest_path,
              context::Manifest const* manifest) {
        auto const where = directory_of(build_, part, command).known();
        if (!where || builder_ != nullptr || redirects(command)) return false;
        auto const folder = clean_path(*where);
        if (manifest == nullptr) {
            auto const placed = placed_file(build_, part, clean_path(folder + "/package.json"));
            if (!placed) return false;
            manifest_path = *placed;
            manifest = context_.manifest(manifest_path);
            if (manifest == nullptr) return false;
        }
        bool const installs_plainly = are_passive_scripts(
            *manifest, {"preinstall", "install", "postinstall", "prepare", "prepublish"});
        if (!installs_plainly || folder == "/" || !lies_below(path_, folder)) return false;
        builder_ = &command;
        call_ = std::move(call);
        project_ = folder;
        folder_ = manifest_path.substr(0, manifest_path.rfind('/') + 1);
        rest_ = path_.substr(folder.size() + 1);
        return true;
    }

    static bool has_variable(Command const& command, std::string_view name) {
        return std::ranges::any_of(command.assignments, [&](Assignment const& one) {
            return one.name.find(name) != std::string_view::npos;
        });
    }

    /// A command that writes a file which is no `.env`.
    static bool redirects(Command const& command) {
        return std::ranges::any_of(command.redirections, [](Redirection const& one) {
            if (one.operation.find('>') == std::string_view::npos) return false;
            auto const target = one.target.value.text_or_empty();
            return !target.starts_with('&') && target != "/dev/null"
                   && !base_name(target).starts_with(".env");
        });
    }

    [[nodiscard]] bool is_harmless(Stage const& part, Command const& command) const {
        if (redirects(command) || has_word_with(command, base_name(path_))
            || has_word_with(command, ".config") || has_word_with(command, "package.json")
            || has_word_with(command, "-exec")) {
            return false;
        }
        auto const verb = command.argument(1);
        if (command.program == "npm") return verb == "prune" || verb == "config" || verb == "cache";
        if (command.program == "yarn" || command.program == "pnpm")
            return verb == "cache" || verb == "config" || verb == "prune" || verb == "store";
        // `next export` makes out.
        if (command.program == "npx" && verb == "next") return command.argument(2) == "telemetry";
        if (command.program == "npx") return verb == "prisma" || verb == "eslint";
        static constexpr WordList readers = " cat find grep head node-gyp tail ";
        return command.arguments.empty() || readers.holds(command.program)
               || writes_no_project_files(command, build_.arena())
               || writes_elsewhere(build_, part, command, path_);
    }

    /// No other stage, archive or heredoc brings the folder or the settings.
    [[nodiscard]] bool is_left_alone() const {
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            for (auto const& transfer : part->transfers) {
                auto const target = target_of(transfer);
                if (target.empty()) return false;
                bool const is_near =
                    path_ == target || lies_below(path_, target) || lies_below(target, path_);
                bool const is_plain = transfer.from == nullptr && !transfer.is_add
                                      && transfer.instruction->flag("parents") == nullptr
                                      && transfer.instruction->flag("exclude") == nullptr;
                if (is_near && !is_plain) return false;
                for (auto const& source : transfer.sources) {
                    auto const text = source.value.known();
                    if (is_near && (!text || source.written->is_inline)) return false;
                    // Settings from elsewhere, under the name that the tool looks for.
                    if (text && target.find(".config.") != target.npos) return false;
                    if (text && text->find(".config.") != text->npos
                        && text->find('/') != text->npos && !source.has_wildcard
                        && context_path(*text).substr(0, context_path(*text).rfind('/') + 1)
                               != folder_) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /// What is copied certainly has no file or folder for the path.
    [[nodiscard]] bool is_absent_in_context() const {
        for (auto const* part = &stage_; part != nullptr; part = part->parent) {
            for (auto const& transfer : part->transfers) {
                if (transfer.from != nullptr) continue;
                auto const target = target_of(transfer);
                if (lies_below(target, path_) || target == path_) return false;
                if (!lies_below(path_, target)) continue;
                auto const below = path_.substr(target == "/" ? 1 : target.size() + 1);
                auto const first = below.substr(0, below.find('/'));
                for (auto const& source : transfer.sources) {
                    auto const text = context_path(*source.value.known());
                    if (source.has_wildcard) {
                        // Of a pattern, folders give what is in them.
                        for (auto const& match : context_.matches(text)) {
                            if (base_name(match) == first || is_folder(match)) return false;
                        }
                        continue;
                    }
                    if (!is_nothing_at(text, below)) return false;
                }
            }
        }
        return true;
    }

    [[nodiscard]] bool is_folder(std::string_view path) const {
        return context_.look(path) != context::Presence::file;
    }

    [[nodiscard]] bool is_nothing_at(std::string const& source, std::string_view below) const {
        auto const presence = context_.look(source);
        if (presence == context::Presence::file) return base_name(source) != below;
        if (presence != context::Presence::directory) return false;
        auto const inside = source.empty() ? std::string(below) : source + "/" + std::string(below);
        auto const found = context_.look(inside);
        return found == context::Presence::missing || found == context::Presence::ignored;
    }

    /// A file of the project that git keeps track of, or would.
    [[nodiscard]] bool is_certainly_missing(std::string const& path) const {
        return context_.look(path) == context::Presence::missing && !context_.is_git_ignored(path)
               && build_.context_is_certain(path);
    }

    /// tsc writes to a folder of its own.
    [[nodiscard]] bool compiles_elsewhere() const {
        for (auto const& path : context_.matches(folder_ + "tsconfig*.json")) {
            auto const* source = context_.read(path);
            if (source == nullptr || source->bytes().find("outDir") != std::string_view::npos)
                return true;
        }
        return false;
    }

    [[nodiscard]] MissingWebFolder of_next(MissingWebFolder result) const {
        auto const settings = web_settings_of(build_, folder_, "next.config");
        if (!leaves_next_alone(settings)
            || holds_one_of(settings.text, {"distDir", "outputStandalone"}))
            return {};
        if (build_.may_hold(std::string_view("NEXT_PRIVATE_STANDALONE"))) return {};
        result.has_settings = !settings.path.empty();
        result.settings = result.has_settings ? settings.path : folder_ + "next.config.js";
        if (rest_ == "public" || rest_.starts_with("public/")) {
            auto const folder = folder_ + "public";
            if (holds_one_of(settings.text, {"public"}) || !is_certainly_missing(folder)) return {};
            result.kind = Kind::public_folder;
            result.settings = folder;
            return result;
        }
        if (!build_.context_is_certain(result.settings) || says_output(settings.text)) return {};
        if (rest_ == ".next/standalone" || rest_.starts_with(".next/standalone/")) {
            result.kind = Kind::standalone;
        } else if (rest_ == "out") {
            result.kind = Kind::exported;
        } else if (is_output_name(rest_)) {
            result.kind = Kind::other;
            result.made = project_ + "/.next";
        }
        return result;
    }

    /// A member of that very name; outputFileTracingRoot is another.
    static bool says_output(std::string_view text) {
        constexpr std::string_view word = "output";
        for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
            auto const end = at + word.size();
            if (end == text.size()
                || (std::isalnum(static_cast<unsigned char>(text[end])) == 0 && text[end] != '_'))
                return true;
        }
        return false;
    }

    [[nodiscard]] MissingWebFolder of_vite(MissingWebFolder result) const {
        if (!is_output_name(rest_) || compiles_elsewhere()) return {};
        if (!call_.output.empty()) {
            if (call_.output.front() == '/') return {};
            return other(std::move(result), call_.output);
        }
        auto const settings = web_settings_of(build_, folder_, "vite.config");
        if (holds_one_of(settings.text, {"@sveltejs/kit/vite"}))
            return of_svelte(std::move(result));
        if (!leaves_vite_alone(settings) || !build_.context_is_certain(folder_ + "vite.config.js"))
            return {};
        return other(std::move(result), "dist");
    }

    [[nodiscard]] MissingWebFolder of_svelte(MissingWebFolder result) const {
        auto const settings = web_settings_of(build_, folder_, "svelte.config");
        bool const is_automatic =
            settings.is_clear && rest_ == "build"
            && holds_one_of(settings.text, {"@sveltejs/adapter-auto"})
            && !holds_one_of(settings.text, {"adapter-node", "adapter-static"});
        // Variables of the builder by which it tells platforms.
        for (std::string_view const variable :
             {"VERCEL", "CF_PAGES", "NETLIFY", "GITHUB_ACTION_REPOSITORY", "SST",
              "GCP_BUILDPACKS"}) {
            if (build_.may_hold(variable)) return {};
        }
        if (!is_automatic) return {};
        result.kind = Kind::adapter;
        result.settings = settings.path;
        result.has_settings = true;
        return result;
    }

    [[nodiscard]] MissingWebFolder of_astro(MissingWebFolder result) const {
        auto const settings = web_settings_of(build_, folder_, "astro.config");
        bool const is_plain = is_output_name(rest_) && settings.is_clear
                              && !holds_one_of(settings.text, {"outDir", "root", "./", "adapter"});
        if (!is_plain || !build_.context_is_certain(folder_ + "astro.config.mjs")) return {};
        return other(std::move(result), "dist");
    }

    [[nodiscard]] MissingWebFolder of_react_scripts(MissingWebFolder result) const {
        if (!is_output_name(rest_) || build_.may_hold(std::string_view("BUILD_PATH"))) return {};
        for (auto const& path : context_.matches(folder_ + ".env*")) {
            auto const* source = context_.read(path);
            if (source == nullptr || source->bytes().find("BUILD_PATH") != std::string_view::npos)
                return {};
        }
        return other(std::move(result), "build");
    }

    [[nodiscard]] MissingWebFolder other(MissingWebFolder result, std::string const& output) const {
        result.made = clean_path(project_ + "/" + output);
        bool const is_within = path_ == result.made || lies_below(path_, result.made)
                               || lies_below(result.made, path_);
        if (is_within) return {};
        result.kind = Kind::other;
        return result;
    }

    /// The member of angular.json that says what `ng build` of the project does; nullptr where
    /// there is none, or several projects.
    [[nodiscard]] static json::Node const* angular_project(json::Node const& root,
                                                           std::string_view name) {
        auto const* projects = root.find("projects");
        if (projects == nullptr || projects->kind != json::Node::Kind::object) return nullptr;
        if (!name.empty()) return projects->find(name);
        return projects->children.size() == 1 ? &projects->children[0] : nullptr;
    }

    [[nodiscard]] MissingWebFolder of_angular(MissingWebFolder result) const {
        auto const path = folder_ + "angular.json";
        auto const* source = context_.read(path);
        if (source == nullptr || context_.look(path) != context::Presence::file) return {};
        auto const tree = context::read_json(*source);
        auto const* root = context::object_of(tree.get());
        auto const* project = root == nullptr ? nullptr : angular_project(*root, call_.project);
        if (project == nullptr) return {};
        auto const* targets = project->find("architect");
        if (targets == nullptr) targets = project->find("targets");
        auto const* target = targets == nullptr ? nullptr : targets->find("build");
        auto const* options = target == nullptr ? nullptr : target->find("options");
        auto const* builder = target == nullptr ? nullptr : target->find("builder");
        if (options == nullptr || builder == nullptr) return {};
        bool const is_own =
            holds_one_of(context::text_of(*builder),
                         {"@angular/build:application", "@angular-devkit/build-angular:"});
        auto const text = std::string_view(source->bytes());
        auto const first = text.find("outputPath");
        bool const is_once = first == text.npos || text.find("outputPath", first + 1) == text.npos;
        if (!is_own || !is_once) return {};
        auto const name = std::string(project->key.text());
        std::string output = "dist/" + name;
        if (auto const* written = options->find("outputPath"); written != nullptr) {
            auto const* base =
                written->kind == json::Node::Kind::object ? written->find("base") : written;
            if (base == nullptr || base->kind != json::Node::Kind::string) return {};
            output = context::text_of(*base);
        } else if (first != text.npos || name.find('@') != std::string::npos) {
            return {};
        }
        bool const is_in_dist = rest_.starts_with("dist/") || is_output_name(rest_);
        return is_in_dist ? other(std::move(result), output) : MissingWebFolder{};
    }

    Build const& build_;
    context::Context const& context_;
    Stage const& stage_;
    std::string_view path_;
    Command const* builder_ = nullptr;
    WebCall call_;
    std::string project_;    ///< its absolute folder in the image
    std::string folder_;     ///< the same in the context: empty or with a `/` at its end
    std::string_view rest_;  ///< the path below the project
};

}  // namespace

MissingWebFolder missing_web_folder(Build const& build, Stage const& stage, std::string_view path) {
    bool const is_subject = path.find("/.next/standalone") != path.npos
                            || path.find("/public") != path.npos || path.find("/dist/") != path.npos
                            || is_output_name(base_name(path));
    if (!is_subject || build.context() == nullptr || !build.may_hold(std::string_view("build")))
        return {};
    auto const* const image = known_image(stage.root());
    bool const is_node = image != nullptr && (image->name == "node" || image->name == "oven/bun");
    return is_node ? WebSearch(build, stage, path).find() : MissingWebFolder{};
}

}  // namespace dockcheck::model

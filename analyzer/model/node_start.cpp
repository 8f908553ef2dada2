// Reading the words of node, npm, pnpm and Yarn (Node.js documentation, "Command-line API"; npm
// documentation, "npm run-script"; pnpm documentation, "Filtering").
#include "analyzer/model/node_start.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "analyzer/model/directories.hpp"
#include "analyzer/model/node_sources.hpp"
#include "analyzer/model/node_workspaces.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// A script that is asked for by its name.
struct Asked {
    Argument const* word = nullptr;
    Argument const* workspace_word = nullptr;
    std::string_view script;
    std::string_view workspace;
};

std::string_view behind_equals(std::string_view text) {
    auto const equals = text.find('=');
    return equals == text.npos ? std::string_view() : text.substr(equals + 1);
}

bool names_workspace(std::string_view program, std::string_view option) {
    if (program == "npm") return option == "-w" || option == "--workspace";
    return program == "pnpm" && (option == "-F" || option == "--filter");
}

/// A name that pnpm takes for one package: `@shop/api`, and nothing with a sign of its own.
bool is_plain_selector(std::string_view text) {
    return text.find("...") == text.npos && text.find_first_of("*!^[]{}") == text.npos;
}

/// `npm start`, `npm run web --workspace=api`, `pnpm --filter api start`, `yarn workspace api
/// start`; nothing when another word may matter.
std::optional<Asked> asked_script(Command const& command) {
    static constexpr std::string_view harmless[] = {"--silent", "-s", "--production",
                                                    "--if-present", "--omit=dev"};
    auto const program = command.program;
    if (program != "npm" && program != "pnpm" && program != "yarn") return std::nullopt;
    Asked asked;
    bool is_run = false;
    auto const words = command.arguments.subspan(1);
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const text = words[i].value.known();
        if (!text) return std::nullopt;
        if (*text == "--" && asked.word != nullptr) break;
        if (text->starts_with('-')) {
            auto const option = text->substr(0, text->find('='));
            if (names_workspace(program, option)) {
                bool const is_joined = option.size() < text->size();
                if (!is_joined && ++i >= words.size()) return std::nullopt;
                asked.workspace_word = &words[i];
                asked.workspace = is_joined ? behind_equals(*text) : words[i].value.text_or_empty();
                if (!is_plain_selector(asked.workspace)) return std::nullopt;
                if (asked.workspace.empty()) return std::nullopt;
            } else if (std::ranges::find(harmless, *text) == std::ranges::end(harmless)) {
                return std::nullopt;
            }
        } else if (program == "yarn" && i == 0 && *text == "workspace" && words.size() > 2) {
            asked.workspace_word = &words[++i];
            asked.workspace = words[i].value.text_or_empty();
            if (asked.workspace.empty() || asked.workspace.starts_with('-')) return std::nullopt;
        } else if (asked.word == nullptr) {
            bool const is_verb = !is_run && (*text == "run" || *text == "run-script");
            is_run |= is_verb;
            if (is_verb) continue;
            if (!is_run && *text != "start") return std::nullopt;
            asked.word = &words[i];
            asked.script = *text;
        }
    }
    return asked.word == nullptr ? std::nullopt : std::optional(asked);
}

/// The words of a script that is one command, or nothing.
std::vector<std::string_view> plain_words(std::string_view script) {
    if (script.find_first_of("&|;<>$`\"'()\\*") != script.npos) return {};
    std::vector<std::string_view> words;
    while (!script.empty()) {
        auto const blank = std::min(script.find(' '), script.size());
        if (blank > 0) words.push_back(script.substr(0, blank));
        script.remove_prefix(std::min(blank + 1, script.size()));
    }
    return words;
}

/// What the words of `node` start; false when nobody can tell.
bool read_node_words(std::vector<std::string_view> const& words, std::string_view folder,
                     NodeStart& into) {
    static constexpr std::string_view with_value[] = {"-r", "--require", "--import"};
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const word = words[i];
        if (!word.starts_with('-')) {
            into.file = word.starts_with('/')
                            ? clean_path(word)
                            : clean_path(std::string(folder) + "/" + std::string(word));
            into.folder = folder;
            return true;
        }
        auto const option = word.substr(0, word.find('='));
        bool const takes_value =
            std::ranges::find(with_value, option) != std::ranges::end(with_value);
        if (takes_value) {
            auto const value = option.size() < word.size() ? behind_equals(word)
                               : ++i < words.size()        ? words[i]
                                                           : std::string_view();
            // Other modules may set variables and load others in their own way.
            if (value != "dotenv/config") {
                into.preloaded = value;
                return false;
            }
            into.files.emplace_back(".env");
        } else if (option.starts_with("--env-file")) {
            auto const name = base_name(behind_equals(word));
            if (name.empty()) return false;
            into.files.emplace_back(name);
        } else if (!word.starts_with("--") || option.ends_with("-loader") || option == "--eval"
                   || option == "--print" || option == "--test" || option == "--watch-path"
                   || option == "--run") {
            return false;
        }
    }
    return false;
}

class Reader {
 public:
    Reader(Build const& build, Stage const& stage, Command const& command)
        : build_(build), stage_(stage), command_(command) {}

    NodeStart read() {
        auto const folder = directory_of(build_, stage_, command_).known();
        if (!folder || command_.arguments.empty()) return {};
        folder_ = *folder;
        if (command_.program == "node") return read_node();
        auto const asked = asked_script(command_);
        return asked ? read_script(*asked) : NodeStart{};
    }

 private:
    NodeStart read_node() {
        std::vector<std::string_view> words;
        for (auto const& argument : command_.arguments) {
            auto const text = argument.value.known();
            if (!text || text->empty()) return {};
            words.push_back(*text);
        }
        NodeStart found;
        if (!read_node_words(words, folder_, found)) return only_preloaded(found, words);
        for (auto const& argument : command_.arguments.subspan(1)) {
            if (found.word == nullptr && !argument.value.text_or_empty().starts_with('-'))
                found.word = &argument;
        }
        found.instruction = command_.instruction;
        return found;
    }

    /// The word that names the module, and the project that it is of.
    [[nodiscard]] NodeStart only_preloaded(NodeStart const& read,
                                           std::vector<std::string_view> const& words) const {
        NodeStart found;
        auto const path = clean_path(std::string(folder_) + "/package.json");
        auto const source = node_source(build_, stage_, path);
        if (read.preloaded.empty() || !source || source->is_compiled) return {};
        for (std::size_t i = 1; i < words.size() && found.word == nullptr; ++i) {
            if (words[i].ends_with(read.preloaded)) found.word = &command_.arguments[i];
        }
        found.preloaded = read.preloaded;
        found.manifest = source->context_path;
        return found;
    }

    NodeStart read_script(Asked const& asked) {
        NodeStart found;
        auto const source =
            node_source(build_, stage_, clean_path(std::string(folder_) + "/package.json"));
        if (!source || source->is_compiled) return {};
        found.manifest = source->context_path;
        auto const* manifest = build_.context()->manifest(found.manifest);
        if (manifest == nullptr) return {};
        if (!asked.workspace.empty()) {
            manifest = find_workspace(asked, found);
            if (found.unknown_workspace != nullptr) found.instruction = command_.instruction;
            if (manifest == nullptr) return found;
        }
        auto const named = [&](std::string const& name) {
            return std::ranges::find(manifest->scripts, name, &context::Dependency::name);
        };
        auto const name = std::string(asked.script);
        auto const script = named(name);
        // What stands in front of a script may make what it needs.
        if (script == manifest->scripts.end() || named("pre" + name) != manifest->scripts.end())
            return {};
        auto words = plain_words(script->version);
        while (!words.empty() && words.front().find('=') != std::string_view::npos) {
            found.variables.emplace_back(words.front().substr(0, words.front().find('=')));
            words.erase(words.begin());
        }
        if (words.empty() || words.front() != "node") return {};
        if (!read_node_words(words, folder_, found)) {
            NodeStart preloading;
            preloading.word = asked.word;
            preloading.manifest = found.manifest;
            preloading.preloaded = found.preloaded;
            return preloading;
        }
        found.word = asked.word;
        found.instruction = command_.instruction;
        return found;
    }

    /// Those that a name means: pnpm finds `api` in `@shop/api`, too.
    [[nodiscard]] std::vector<NodeWorkspace> named_workspace(std::vector<NodeWorkspace> const& all,
                                                             std::string_view name) const {
        std::vector<NodeWorkspace> found;
        auto const folder = name.starts_with("./") ? name.substr(2) : name;
        auto const collect = [&](auto&& is_it) {
            if (found.empty()) std::ranges::copy_if(all, std::back_inserter(found), is_it);
        };
        collect([&](auto const& one) { return one.name == name || one.folder == folder; });
        if (command_.program != "pnpm") return found;
        collect([&](auto const& one) { return one.name.ends_with("/" + std::string(name)); });
        return found;
    }

    context::Manifest const* find_workspace(Asked const& asked, NodeStart& found) {
        auto const all = node_workspaces(build_, found.manifest);
        if (!all) return nullptr;
        auto const named = named_workspace(*all, asked.workspace);
        auto const* root = build_.context()->manifest(found.manifest);
        // That of the root is one of them for pnpm and newer releases of Yarn.
        bool const is_root =
            root != nullptr
            && !named_workspace({{root->package_name, "", root}}, asked.workspace).empty();
        if (named.size() > 1 || is_root) return nullptr;
        for (auto const& one : named) {
            folder_ = clean_path(folder_ + "/" + one.folder);
            found.manifest.resize(found.manifest.size() - base_name(found.manifest).size());
            found.manifest += one.folder + "/package.json";
            return one.manifest;
        }
        bool const is_path =
            asked.workspace.starts_with('.') || asked.workspace.starts_with('/')
            || build_.context()->look(context_path(asked.workspace)) != context::Presence::missing;
        if (is_path) return nullptr;
        found.unknown_workspace = asked.workspace_word;
        if (root != nullptr && root->workspaces.empty())
            found.manifest = pnpm_workspace_file(found.manifest);
        found.workspace = asked.workspace;
        return nullptr;
    }

    Build const& build_;
    Stage const& stage_;
    Command const& command_;
    std::string folder_;
};

}  // namespace

NodeStart node_start(Build const& build, Stage const& stage) {
    auto const& start = start_of(build, stage);
    if (build.context() == nullptr || !start.is_certain || start.commands.size() != 1) return {};
    if (stage.config.find_environment("NODE_OPTIONS") != nullptr) return {};
    auto const& command = start.commands.front();
    if (command.is_conditional || command.in_substitution) return {};
    auto found = Reader(build, stage, command).read();
    for (auto const& assignment : command.assignments)
        found.variables.emplace_back(assignment.name);
    return found;
}

}  // namespace dockcheck::model

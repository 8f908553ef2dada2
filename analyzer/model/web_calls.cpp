// By the documentation that web_builds.cpp names.
#include "analyzer/model/web_calls.hpp"

#include <algorithm>

#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

using WebWords = std::vector<std::string_view>;

bool has_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}
/// The commands of a script, its words apart; nothing where it needs more of a shell than `&&`.
std::optional<std::vector<WebWords>> plain_commands(std::string_view script) {
    if (script.find_first_of(";|`$<>()\n\\*?{") != script.npos) return std::nullopt;
    std::vector<WebWords> commands;
    while (!script.empty()) {
        auto const end = std::min(script.find("&&"), script.size());
        auto part = script.substr(0, end);
        script.remove_prefix(std::min(end + 2, script.size()));
        if (part.find('&') != part.npos) return std::nullopt;
        WebWords words;
        while (true) {
            auto const begin = part.find_first_not_of(" \t");
            if (begin == part.npos) break;
            auto const stop = std::min(part.find_first_of(" \t", begin), part.size());
            words.push_back(part.substr(begin, stop - begin));
            part.remove_prefix(stop);
        }
        commands.push_back(std::move(words));
    }
    return commands;
}

/// Takes off what starts the program: `npx`, `cross-env A=b`. False for a variable that moves what
/// is built.
bool take_off_wrappers(WebWords& words) {
    std::size_t at = 0;
    while (at < words.size()) {
        auto const word = words[at];
        if (has_one_of(word, {"BUILD_PATH=", "NEXT_PRIVATE", "PUBLIC_URL="})) return false;
        bool const is_assignment = word.find('=') != word.npos && word.front() != '-';
        if (!is_assignment && word != "npx" && word != "cross-env") break;
        ++at;
    }
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
    return true;
}

/// Reads the options behind a tool's words; false for one that may move what is built.
bool read_options(WebWords const& words, std::size_t at, WebCall& call) {
    static constexpr WordTable switches =
        " --turbo --turbopack --webpack --no-lint --lint --debug -d --profile --no-mangling "
        "--emptyOutDir --sourcemap --minify --clearScreen --prod --aot --verbose --progress "
        "--no-progress --source-map --build-optimizer --optimization --silent --force ";
    static constexpr WordTable with_values =
        " --mode -m --base -l --logLevel --configuration -c --base-href --source-map "
        "--optimization --budgets --site ";
    for (; at < words.size(); ++at) {
        auto const word = words[at];
        auto const name = word.substr(0, word.find('='));
        bool const is_whole = name.size() == word.size();
        if (!word.starts_with('-')) {
            if (call.tool != WebTool::angular || !call.project.empty()) return false;
            call.project = word;
        } else if (name == "--outDir" && call.tool == WebTool::vite) {
            if (is_whole && at + 1 == words.size()) return false;
            call.output = is_whole ? words[++at] : word.substr(name.size() + 1);
            if (call.output.empty() || call.output.find_first_of("'\"") != std::string::npos)
                return false;
        } else if (with_values.holds(name)) {
            bool const is_configuration = call.tool == WebTool::angular && name == "-c";
            if (is_whole && !switches.holds(name)) ++at;
            if (is_configuration && at >= words.size()) return false;
        } else if (!switches.holds(name)) {
            return false;
        }
    }
    return true;
}

/// Programs of scripts that put nothing into a folder of output.
bool is_passive(WebWords words) {
    if (!take_off_wrappers(words)) return false;
    static constexpr WordTable harmless =
        " biome echo eslint jest prettier rimraf tsc vitest vue-tsc ";
    if (words.empty() || harmless.holds(words[0])) return true;
    if (words.size() < 2) return false;
    if (words[0] == "rm") return true;
    if (words[0] == "prisma") return words[1] == "generate";
    if (words[0] == "next") return words[1] == "lint" || words[1] == "typegen";
    return false;
}

context::Dependency const* script_named(context::Manifest const& manifest, std::string_view name) {
    auto const found = std::ranges::find(manifest.scripts, name, &context::Dependency::name);
    return found == manifest.scripts.end() ? nullptr : &*found;
}

}  // namespace

std::optional<WebCall> web_call_of(WebWords words) {
    if (!take_off_wrappers(words)) return std::nullopt;
    if (words.size() < 2 || words[1] != "build") return WebCall{};
    struct Program {
        std::string_view name;
        WebTool tool;
    };
    static constexpr Program programs[] = {{"next", WebTool::next},
                                           {"vite", WebTool::vite},
                                           {"astro", WebTool::astro},
                                           {"react-scripts", WebTool::react_scripts},
                                           {"ng", WebTool::angular}};
    auto const* const found = std::ranges::find(programs, words[0], &Program::name);
    if (found == std::ranges::end(programs)) return WebCall{};
    WebCall call{found->tool, std::string(words[0]) + " build", {}, {}};
    if (!read_options(words, 2, call)) return std::nullopt;
    return call;
}

std::optional<WebCall> web_call_of_script(std::string_view script) {
    auto const commands = plain_commands(script);
    if (!commands) return std::nullopt;
    WebCall found;
    for (auto const& words : *commands) {
        auto call = web_call_of(words);
        if (!call) return std::nullopt;
        if (call->tool == WebTool::none) {
            if (!is_passive(words)) return std::nullopt;
            continue;
        }
        if (found.tool != WebTool::none) return std::nullopt;
        found = std::move(*call);
    }
    return found;
}

bool are_passive_scripts(context::Manifest const& manifest,
                         std::initializer_list<std::string> names) {
    return std::ranges::all_of(names, [&](std::string const& name) {
        auto const* script = script_named(manifest, name);
        if (script == nullptr) return true;
        static constexpr WordList others = " husky patch-package ";
        auto const first = std::string_view(script->version);
        if (others.holds(first.substr(0, first.find(' '))) && first.find('&') == first.npos)
            return true;
        auto const call = web_call_of_script(script->version);
        return call && call->tool == WebTool::none;
    });
}

}  // namespace dockcheck::model

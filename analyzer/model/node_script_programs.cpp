// Reading scripts that are programs joined by `&&`: with anything else a failure may be meant.
#include "analyzer/model/node_script_programs.hpp"

#include <algorithm>
#include <vector>

#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

constexpr int deepest_script = 6;
/// Scripts that are looked into for one question.
constexpr int most_scripts = 40;

std::string_view take_word(std::string_view& text) {
    auto const begin = std::min(text.find_first_not_of(' '), text.size());
    auto const end = std::min(text.find(' ', begin), text.size());
    auto const word = text.substr(begin, end - begin);
    text.remove_prefix(end);
    return word;
}

bool is_assignment(std::string_view word) {
    auto const equals = word.find('=');
    return equals != 0 && equals != word.npos && word.find_first_of("/-") > equals;
}

/// What every image with a shell has, and what neither installs nor asks.
bool is_plain_program(std::string_view program) {
    static constexpr WordTable programs = " chmod cp echo ln ls mkdir mv rm rmdir touch true ";
    return programs.holds(program);
}

enum class Outcome : std::uint8_t { passes, stops, found };

class ScriptReader {
 public:
    ScriptReader(context::Manifest const& manifest, FunctionRef<ToolState(std::string_view)> ask)
        : manifest_(manifest), ask_(ask) {}

    Outcome run(std::string_view name, int depth) {
        auto const all = {"pre" + std::string(name), std::string(name)};
        for (auto const& one : all) {
            auto const* script = find(one);
            if (script == nullptr && one == name) return Outcome::stops;
            if (script == nullptr) continue;
            if (auto const outcome = read(*script, depth); outcome != Outcome::passes)
                return outcome;
        }
        return Outcome::passes;
    }

    NeededTool found;

 private:
    [[nodiscard]] context::Dependency const* find(std::string_view name) const {
        auto const script = std::ranges::find(manifest_.scripts, name, &context::Dependency::name);
        return script == manifest_.scripts.end() ? nullptr : &*script;
    }

    Outcome read(context::Dependency const& script, int depth) {
        if (depth > deepest_script || ++scripts_ > most_scripts) return Outcome::stops;
        std::string_view text = script.version;
        if (text.find_first_of(";|`$<>()\n\\") != text.npos) return Outcome::stops;
        while (!text.empty()) {
            auto const end = std::min(text.find("&&"), text.size());
            auto const part = text.substr(0, end);
            text.remove_prefix(std::min(end + 2, text.size()));
            if (part.find('&') != part.npos) return Outcome::stops;
            auto const outcome = start(script, part, depth);
            if (outcome != Outcome::passes) return outcome;
        }
        return Outcome::passes;
    }

    Outcome start(context::Dependency const& script, std::string_view rest, int depth) {
        auto word = take_word(rest);
        while (is_assignment(word)) word = take_word(rest);
        if (word.empty() || word.find_first_of("\"'/") != word.npos) return Outcome::stops;
        if (word == "npm" || word == "pnpm" || word == "yarn")
            return start_by_manager(script, word, rest, depth);
        if (word == "npx") {
            auto const option = take_word(rest);
            bool const is_local = option == "--no-install" || option == "--no";
            return is_local ? ask(script, take_word(rest)) : Outcome::stops;
        }
        if (is_plain_program(word)) return Outcome::passes;
        auto const outcome = ask(script, word);
        if (word != "cross-env" || outcome != Outcome::passes) return outcome;
        return start(script, rest, depth);
    }

    /// `npm run NAME`, `yarn NAME`, which may be a program, too.
    Outcome start_by_manager(context::Dependency const& script, std::string_view manager,
                             std::string_view rest, int depth) {
        auto word = take_word(rest);
        bool const is_run = word == "run" || word == "run-script";
        if (is_run) word = take_word(rest);
        if (word == "-s" || word == "--silent") word = take_word(rest);
        if (word.empty() || word.starts_with('-') || word.find_first_of("\"'") != word.npos)
            return Outcome::stops;
        if (manager == "pnpm" && find("pre" + std::string(word)) != nullptr) return Outcome::stops;
        if (is_run && manager != "yarn") return run(word, depth + 1);
        if (manager != "yarn" || is_verb_of_yarn(word)) return Outcome::stops;
        return find(word) != nullptr ? run(word, depth + 1) : ask(script, word);
    }

    static bool is_verb_of_yarn(std::string_view word) {
        static constexpr WordTable verbs =
            " add audit bin cache config dlx exec global info init install link list node pack "
            "publish remove set up upgrade version why workspace workspaces ";
        return verbs.holds(word);
    }

    Outcome ask(context::Dependency const& script, std::string_view program) {
        switch (ask_(program)) {
            case ToolState::unknown:
                return Outcome::stops;
            case ToolState::there:
                return Outcome::passes;
            case ToolState::left_out:
                break;
        }
        found = {std::string(program), &script};
        return Outcome::found;
    }

    context::Manifest const& manifest_;
    FunctionRef<ToolState(std::string_view)> ask_;
    int scripts_ = 0;
};

}  // namespace

std::optional<NeededTool> first_left_out(context::Manifest const& manifest, std::string_view name,
                                         FunctionRef<ToolState(std::string_view)> state_of) {
    ScriptReader reader(manifest, state_of);
    if (reader.run(name, 0) != Outcome::found) return std::nullopt;
    return std::move(reader.found);
}

}  // namespace dockcheck::model

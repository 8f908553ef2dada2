// Finds references of FROM that are no image with the defaults of the arguments alone.
#include "rules/base-image/base-image-invalid-with-default-args.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/variable_uses.hpp"
#include "analyzer/text/arena_map.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::base_image_invalid_with_default_args {
namespace {

using State = dockerfile::Variable::State;
using Names = std::vector<std::string_view>;

/// "A and B", with what stands in front of each.
std::string joined(Names const& names, std::string_view before, std::string_view after) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += before;
        text += names[i];
        text += after;
    }
    return text;
}

/// The global arguments as they are when nothing is given.
class Defaults {
 public:
    /// `filled` are taken as given, whatever they hold.
    explicit Defaults(model::Build const& build, Names filled = {})
        : build_(build), filled_(std::move(filled)), values_(build.arena()) {
        for (auto const& instruction : build.file().instructions) {
            if (instruction.keyword == ast::Keyword::from) break;
            auto const* const arg = ast::get_if<ast::Arg>(&instruction.node);
            if (arg == nullptr) continue;
            for (auto const& pair : arg->pairs) declare(pair);
        }
    }

    [[nodiscard]] dockerfile::Expansion expand(std::string_view text) const {
        auto const scope = [&](std::string_view name) { return variable(name); };
        return build_.expand(text, scope);
    }
    /// The arguments in the text that have no value, also through the defaults of others.
    [[nodiscard]] Names missing(std::string_view text) const {
        Names names;
        auto const add = [&](std::string_view name) {
            if (std::ranges::find(names, name) == names.end()) names.push_back(name);
        };
        for (auto const& use : expand(text).uses) {
            auto const* const found = values_.find(use.name);
            if (found == nullptr) continue;
            if (found->state == State::unset) add(use.name);
            auto const deeper = reasons_.find(use.name);
            if (deeper == reasons_.end()) continue;
            for (auto const name : deeper->second) add(name);
        }
        return names;
    }

 private:
    void declare(ast::Pair const& pair) {
        auto const name = pair.key.text.text();
        auto const given = build_.options().arguments.find(name);
        if (given != build_.options().arguments.end()) {
            set(name, Value(std::string_view(given->second)));
        } else if (std::ranges::find(filled_, name) != filled_.end()) {
            set(name, Value("x"));
        } else if (pair.has_value) {
            auto const reason = missing(pair.value.text.text());
            set(name, expand(pair.value.text.text()).value);
            if (!reason.empty()) reasons_[name] = reason;
        } else if (!model::is_platform_argument(name)) {
            // Those of the platform keep the value that the builder gives.
            values_.get(name, {});
        }
    }
    void set(std::string_view name, Value const& value) {
        values_.get(name, {}) = {State::known, value};
    }
    [[nodiscard]] dockerfile::Variable variable(std::string_view name) const {
        if (auto const* const found = values_.find(name)) return *found;
        // Any platform will do here.
        if (name.ends_with("OS")) return {State::known, Value("linux")};
        if (name.ends_with("PLATFORM")) return {State::known, Value("linux/amd64")};
        if (name.ends_with("ARCH")) return {State::known, Value("amd64")};
        if (name == "TARGETSTAGE") return {State::known, Value("default")};
        if (model::is_platform_argument(name)) return {State::known, Value("")};
        return {};
    }

    model::Build const& build_;
    Names filled_;
    ArenaMap<dockerfile::Variable> values_;
    std::map<std::string_view, Names> reasons_;
};

bool names_image(std::string_view text, Pass const& pass, Names const& filled) {
    auto const value = Defaults(pass.build(), filled).expand(text).value.known();
    return value && !value->empty() && dockerfile::parse_image_reference(*value).has_value();
}

/// Those of the names without which there is no image, even when all others are given; all of them
/// where that is none.
Names decisive(std::string_view text, Names const& names, Pass const& pass) {
    constexpr std::size_t most = 10;
    if (names.size() < 2 || names.size() > most || !names_image(text, pass, names)) return names;
    Names result;
    for (auto const name : names) {
        auto others = names;
        std::erase(others, name);
        if (!names_image(text, pass, others)) result.push_back(name);
    }
    return result.empty() ? names : result;
}

/// True when a word of an argument's name is one of the stage's, too: BUILDER and debian-builder.
bool shares_word(std::string_view name, std::string_view stage) {
    constexpr std::string_view borders = "-_.";
    auto const is_in_stage = [&](std::string_view word) {
        auto const found = stage.find(word);
        if (found == stage.npos) return false;
        auto const end = found + word.size();
        return (found == 0 || borders.find(stage[found - 1]) != borders.npos)
               && (end == stage.size() || borders.find(stage[end]) != borders.npos);
    };
    auto const lower = lower_case(name);
    std::string_view rest = lower;
    while (!rest.empty()) {
        auto const size = std::min(rest.find('_'), rest.size());
        if (size > 0 && is_in_stage(rest.substr(0, size))) return true;
        rest.remove_prefix(std::min(size + 1, rest.size()));
    }
    return false;
}

/// True for an argument that says by its name that it chooses a stage of the file.
bool names_choice(std::string_view name) {
    static constexpr std::string_view words[] = {"stage", "target", "variant", "flavor", "flavour"};
    auto const lower = lower_case(name);
    return std::ranges::any_of(words, [&](auto word) { return lower.find(word) != lower.npos; });
}

/// The first of several stages above whose names begin as the text does: it chooses among them. A
/// text that begins with a variable may be any image: then the variable's name has to fit.
std::string_view chosen_stage(std::string_view text, Pass const& pass) {
    // No stage has a slash in its name.
    if (text.find('/') != text.npos || !pass.may_look_around()) return {};
    auto const begin = text.substr(0, text.find('$'));
    auto const name = text.substr(std::min(text.find_first_not_of("${"), text.size()));
    auto const variable = name.substr(0, name.find_first_of(":}-"));
    bool const is_any_image = begin.empty() && !names_choice(variable);
    std::string_view first;
    int count = 0;
    for (auto const& stage : pass.build().stages()) {
        if (&stage == pass.stage()) break;
        if (stage.name.empty() || !stage.name.starts_with(begin)) continue;
        if (is_any_image && !shares_word(variable, stage.name)) continue;
        if (count++ == 0) first = stage.name;
    }
    return count > 1 ? first : std::string_view{};
}

/// True where a script or a workflow of the repository speaks of all of them.
bool are_given_by_others(Names const& names, Pass const& pass) {
    auto const* const context = pass.context();
    return context != nullptr && std::ranges::all_of(names, [&](std::string_view name) {
               return context->may_be_given(name);
           });
}

void check(ast::From const& from, Pass& pass) {
    auto const text = from.image.text.text();
    if (text.find('$') == text.npos) return;
    Defaults const defaults(pass.build());
    auto const missing = defaults.missing(text);
    if (missing.empty()) return;
    auto const value = defaults.expand(text).value.known();
    if (!value) return;
    bool const is_image = !value->empty() && dockerfile::parse_image_reference(*value).has_value();
    if (is_image) return;
    auto const names = decisive(text, missing, pass);
    // The compose file that builds it gives them.
    bool const are_given = std::ranges::all_of(names, [&](std::string_view name) {
        return pass.build().options().given_otherwise.contains(name);
    });
    if (are_given) return;
    auto const given = joined(names, "--build-arg ", "");
    auto const defaulted = joined(names, "ARG ", "=...");
    if (auto const stage = chosen_stage(text, pass); !stage.empty()) {
        auto const shown =
            value->empty() ? std::string("empty") : "\"" + std::string(*value) + "\"";
        pass.report(from.image.span, choosing, given, shown, joined(names, "ARG ", ""), stage)
            .severity(Severity::info);
    } else if (value->empty()) {
        auto finding = pass.report(from.image.span, empty, given, defaulted);
        // An argument and nothing else is meant to be given.
        if (names.size() == 1) finding.severity(Severity::info);
    } else {
        auto finding = pass.report(from.image.span, invalid, given, defaulted, *value);
        if (are_given_by_others(names, pass)) finding.severity(Severity::info);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::base_image_invalid_with_default_args

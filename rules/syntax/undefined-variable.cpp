// Finds variables in the builder's own words that nothing has set.
#include "rules/syntax/undefined-variable.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/variable_uses.hpp"
#include "analyzer/text/arena_map.hpp"
#include "analyzer/text/nearest.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::undefined_variable {
namespace {

/// Whether the option that describes the base image of the stage names the variable; nothing when
/// none does.
std::optional<bool> described(model::Stage const& stage, std::string_view name,
                              Options const& options) {
    auto const& root = stage.root();
    if (root.kind != model::Reference::Kind::image || name == "PATH") return std::nullopt;
    for (auto const& entry : options.base_environment) {
        std::string_view rest(entry);
        auto const next_word = [&] {
            rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
            auto const word = rest.substr(0, rest.find(' '));
            rest.remove_prefix(word.size());
            return word;
        };
        if (!matches_wildcard(root.value.text_or_empty(), next_word())) continue;
        for (auto word = next_word(); !word.empty(); word = next_word()) {
            if (word == name) return true;
        }
        return false;
    }
    return std::nullopt;
}

bool is_undefined(model::Stage const& stage, model::VariableUse const& use, Pass const& pass,
                  Options const& options) {
    // Two arguments of the builder itself, which never become variables.
    if (use.name.starts_with("BUILDKIT_SBOM_SCAN_")) return false;
    if (matches_any_wildcard(use.name, options.assume_defined)) return false;
    auto setter = model::setter_of(pass.build(), pass.instruction(), use.name);
    if (setter == model::Setter::dockerfile) return false;
    if (auto const is_set = described(stage, use.name, options)) {
        setter = *is_set ? model::Setter::base_image : model::Setter::nobody;
    }
    return setter == model::Setter::nobody;
}

bool is_special(std::string_view name) {
    auto const first = static_cast<unsigned char>(name.front());
    bool const is_letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    return !is_letter && first != '_' && first < 0x80;
}

/// A name that is set before the instruction and differs by a slip of the keyboard.
std::string_view similar_name(model::Stage const& stage, std::string_view name, Pass const& pass) {
    if (name.size() < 4 || model::is_set_by_shell(name)) return {};
    std::vector<std::string_view> known;
    auto position = pass.build().position_of(pass.instruction());
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const other : pass.build().variables(*at).names_to_mean(position)) {
            if (other.front() == name.front()) known.push_back(other);
        }
        position = model::Variables::end;
    }
    return nearest(name, known, name.size() < 8 ? 1 : 2);
}

bool has_fallback(model::VariableUse const& use) {
    return use.operation == ":-" || use.operation == "-" || use.operation == ":+"
           || use.operation == "+";
}

/// `ARG NAME=${NAME}`: people write it to take a value from the machine that builds.
bool is_own_default(model::VariableUse const& use, Pass const& pass) {
    auto const* const arg = ast::get_if<ast::Arg>(&pass.instruction().node);
    if (arg == nullptr || arg->pairs.empty()) return false;
    // The last pair that begins in front of the variable.
    auto const behind = std::ranges::partition_point(
        arg->pairs, [&](ast::Pair const& pair) { return pair.key.span.begin < use.span.begin; });
    if (behind == arg->pairs.begin()) return false;
    auto const& pair = *(behind - 1);
    auto const value = pair.value.text.text();
    auto const begin = value.find_first_not_of("\"${");
    return pair.key.text.text() == use.name && begin != value.npos
           && value.substr(begin, value.find_last_not_of("\"}") + 1 - begin) == use.name;
}

/// Uses with a fallback, which are told together: the same slip makes a whole list of them.
using Uses = std::vector<model::VariableUse const*>;

void report(model::Stage const& stage, model::VariableUse const& use, Uses& with_fallback,
            Pass& pass) {
    auto const name = use.name;
    if (is_special(name)) {
        auto const text = pass.text(use.span);
        use.in_heredoc ? pass.report(use.span, file_dollar, text)
                       : pass.report(use.span, dollar, text);
        return;
    }
    auto const other = has_fallback(use) ? std::string_view() : similar_name(stage, name, pass);
    if (!other.empty()) {
        pass.report(use.span, misspelt, name, other);
    } else if (is_own_default(use, pass)) {
        pass.report(use.span, own_default, name);
    } else if (use.in_heredoc) {
        pass.report(use.span, file, name);
    } else if (model::is_platform_argument(name)) {
        pass.report(use.span, platform, name);
    } else if (pass.build().variables(stage).find(name, model::Variables::end) != nullptr
               && pass.build().variables(stage).find(
                      name, pass.build().position_of(pass.instruction()) + 1)
                      == nullptr) {
        pass.report(use.span, later, name);
    } else if (has_fallback(use)) {
        with_fallback.push_back(&use);
    } else if (model::is_proxy_argument(name)) {
        pass.report(use.span, proxy, name);
    } else if (model::is_set_by_shell(name)) {
        pass.report(use.span, shell_variable, name);
    } else {
        pass.report(use.span, undefined, name);
    }
}

/// Nearly always written for a base image, or an environment of the build, that may have set them.
void report(Uses const& with_fallback, Pass& pass) {
    if (with_fallback.empty()) return;
    auto const& first = *with_fallback.front();
    auto const rest = std::span(with_fallback).subspan(1);
    if (rest.empty()) {
        pass.report(first.span, fallback, first.name).severity(Severity::info);
        return;
    }
    auto finding = pass.report(first.span, fallbacks, first.name, std::to_string(rest.size()));
    finding.severity(Severity::info);
    for (auto const* use : rest) finding.related(use->span, "nor this one");
}

/// True when the file holds the name of a platform argument somewhere.
bool may_name_platform(model::Build const& build) {
    static constexpr TrigramWord parts[] = {"TARGETARCH",    "TARGETOS",  "TARGETPLATFORM",
                                            "TARGETVARIANT", "BUILDARCH", "BUILDOS",
                                            "BUILDPLATFORM"};
    return std::ranges::any_of(parts,
                               [&](TrigramWord const& word) { return build.may_hold(word); });
}

/// The shell of a RUN gets the builder's own arguments only behind an ARG.
void look_at_shell(ast::Instruction const& instruction, Pass& pass, Options const& options) {
    bool const has_variable = instruction.line.text().find('$') != std::string_view::npos
                              || !instruction.heredocs.empty();
    if (!has_variable || pass.is_trigger() || !may_name_platform(pass.build())) return;
    ArenaMap<bool> told(pass.build().arena());
    auto const uses = model::script_uses(pass.build(), instruction, &model::is_platform_argument);
    for (auto const& use : uses) {
        // Who writes a fallback knows of builders that do not give it.
        if (pass.text(use.span).find_first_of("-+=?") != std::string_view::npos) continue;
        if (told.find(use.name) != nullptr || !is_undefined(*pass.stage(), use, pass, options))
            continue;
        told.get(use.name, true);
        pass.report(use.span, platform_in_shell, use.name);
    }
}

void check(ast::Instruction const& instruction, Pass& pass, Options const& options) {
    if (pass.stage() == nullptr || instruction.is_faulty) return;
    if (pass.build().has_broken_declaration()) return;  // it may be that of another stage
    if (!pass.build().may_use_variables(instruction)) return;
    // One finding for a name, as in ${NAME:+:$NAME}.
    ArenaMap<bool> told(pass.build().arena());
    Uses with_fallback;
    for (auto const& use : model::builder_uses(pass.build(), instruction)) {
        if (told.find(use.name) != nullptr) continue;
        if (!is_undefined(*pass.stage(), use, pass, options)) continue;
        auto const hidden = model::hidden_argument(pass.build(), instruction, use.name);
        // That is arg-outside-scope.
        bool const is_hidden =
            hidden.kind != model::HiddenArgument::Kind::none
            && model::setter_of(pass.build(), instruction, use.name) == model::Setter::nobody;
        if (is_hidden && !model::is_platform_argument(use.name)) continue;
        told.get(use.name, true);
        report(*pass.stage(), use, with_fallback, pass);
    }
    report(with_fallback, pass);
    if (instruction.keyword == ast::Keyword::run) look_at_shell(instruction, pass, options);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::undefined_variable

// Phrases of a plan.
#include "analyzer/report/plan_words.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/model/image_config.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck {
namespace {

using model::Layer;
using model::Origin;
using model::Reference;

constexpr std::size_t most_files = 10'000;

std::string at_line(ast::Instruction const* instruction) {
    return instruction == nullptr ? "" : fmt::format(" (line {})", instruction->first_line);
}

bool is_word_of(std::string_view name, std::string_view word) {
    for (std::size_t at = name.find(word); at != name.npos; at = name.find(word, at + 1)) {
        bool const begins = at == 0 || name[at - 1] == '_';
        auto const end = at + word.size();
        if (begins && (end == name.size() || name[end] == '_')) return true;
    }
    return false;
}

/// Variables of one kind: "ENV LANG (line 3), PATH (line 4)".
std::string variables_text(std::vector<model::ScopeVariable> const& variables, bool is_argument) {
    std::vector<model::ScopeVariable> chosen;
    for (auto const& variable : variables) {
        if (variable.is_argument == is_argument) chosen.push_back(variable);
    }
    std::ranges::stable_sort(chosen, {}, [](model::ScopeVariable const& variable) {
        return variable.instruction->first_line;
    });
    std::string result;
    for (auto const& variable : chosen) {
        result += result.empty() ? (is_argument ? "ARG " : "ENV ") : ", ";
        result += fmt::format("{} (line {}{})", variable.name, variable.instruction->first_line,
                              variable.is_only_if_given ? ", if it is given" : "");
    }
    return result;
}

}  // namespace

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string listed(std::vector<std::string> const& texts) {
    std::string result;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) result += i + 1 == texts.size() ? " and " : ", ";
        result += texts[i];
    }
    return result;
}

PlanWords::PlanWords(Plan const& plan) : plan_(plan), lines_(plan.build.source().bytes()) {}

std::optional<std::uint32_t> PlanWords::line(Origin const& origin) const {
    if (origin.kind != Origin::Kind::instruction) return std::nullopt;
    if (origin.place.source != nullptr) return lines_.line(origin.place.span.begin);
    if (origin.instruction != nullptr) return origin.instruction->first_line;
    return std::nullopt;
}

std::string PlanWords::name(model::Stage const& stage) {
    return stage.name.empty() ? fmt::format("stage {}", stage.index) : std::string(stage.name);
}

std::string PlanWords::name(Reference const& reference) {
    if (reference.kind == Reference::Kind::stage) return name(*reference.stage);
    auto const written = text(reference.value);
    return written.empty() ? "an unknown image" : written;
}

std::string PlanWords::text(Value const& value) {
    if (auto const known = value.known()) return std::string(*known);
    std::string result;
    for (auto const& piece : value.pieces()) {
        result += piece.known || !piece.text.empty() ? piece.text : std::string_view("?");
    }
    return result;
}

std::string PlanWords::text(ast::Instruction const& instruction) {
    std::string result;
    for (char const c : instruction.line.text()) {
        bool const is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_blank) {
            result += c;
        } else if (!result.empty() && result.back() != ' ') {
            result += ' ';
        }
    }
    return result;
}

bool PlanWords::is_secret(std::string_view name) {
    std::string lower(name);
    for (auto& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    auto const has = [&](auto const& words) {
        return std::ranges::any_of(words, [&](auto word) { return is_word_of(lower, word); });
    };
    constexpr std::string_view secret[] = {"apikey", "auth",     "credential", "credentials",
                                           "key",    "password", "pword",      "passwd",
                                           "secret", "token"};
    constexpr std::string_view open[] = {"public", "file", "version"};
    return has(secret) && !has(open);
}

std::string PlanWords::why_variable(model::Stage const& stage, std::string_view variable,
                                    Origin const& origin) const {
    auto const position = origin.instruction == nullptr
                              ? model::Variables::end
                              : plan_.build.position_of(*origin.instruction);
    for (auto const& set : plan_.build.variables(stage, position)) {
        if (set.name != variable || !set.is_only_if_given) continue;
        return fmt::format("ARG {} of line {} has no value; --build-arg {}=... gives one", variable,
                           set.instruction->first_line, variable);
    }
    if (variable.starts_with("TARGET")) {
        return fmt::format("{} depends on --platform", variable);
    }
    if (variable.starts_with("BUILD")) {
        return fmt::format("{} depends on the machine that builds", variable);
    }
    auto const& root = stage.root();
    if (root.kind == Reference::Kind::scratch) return fmt::format("{} is not known", variable);
    return fmt::format("{} may come from {}", variable, name(root));
}

std::string PlanWords::why_unknown(model::Stage const& stage, Value const& value,
                                   Origin const& origin) const {
    std::vector<std::string> reasons;
    for (auto const& piece : value.pieces()) {
        if (piece.known || piece.variable.empty()) continue;
        auto reason = why_variable(stage, piece.variable, origin);
        if (std::ranges::find(reasons, reason) == reasons.end()) {
            reasons.push_back(std::move(reason));
        }
    }
    if (!reasons.empty()) return listed(reasons);
    if (origin.kind == Origin::Kind::instruction) {
        return fmt::format("it depends on what {} sets", name(stage.root()));
    }
    return fmt::format("{} may set it", name(stage.root()));
}

std::vector<std::string> PlanWords::takes(model::Stage const& stage) const {
    std::vector<std::string> result;
    auto const add = [&](Reference const& reference, std::string_view how) {
        auto const by_trigger =
            plan_.build.stage_of(*reference.instruction) == &stage ? "" : " by ONBUILD";
        result.push_back(fmt::format("{}{}{}{}", how, name(reference), by_trigger,
                                     at_line(reference.instruction)));
    };
    auto const add_all = [&](std::span<model::Transfer const> transfers,
                             std::span<Reference const> mounts) {
        for (auto const& transfer : transfers) {
            if (transfer.from != nullptr) add(*transfer.from, "COPY from ");
        }
        for (auto const& mount : mounts) add(mount, "RUN mounts ");
    };
    add_all(stage.triggered.transfers, stage.triggered.mounts);
    add_all(stage.transfers, stage.mounts);
    return result;
}

// --- layers -------------------------------------------------------------------------------------

std::string PlanWords::context_files(model::ContextSource const& source) const {
    auto const written = text(source.path);
    auto const known = source.path.known();
    auto const* context = plan_.build.context();
    if (!known) return fmt::format("{} of the context", written);
    auto const path = model::context_path(*known);
    if (context == nullptr) return path.empty() ? "all files of the context" : written;
    auto const is_all = path.empty();
    if (!is_all && !source.has_wildcard) {
        auto const presence = context->look(path);
        if (presence == context::Presence::missing) return written + " (not found)";
        if (presence == context::Presence::ignored)
            return written + " (left out by the ignore file)";
        if (presence != context::Presence::directory) return written;
    }
    std::size_t count = 0;
    if (source.has_wildcard) {
        for (auto const& match : context->matches(path)) {
            count += std::max<std::size_t>(context->files_below(match, most_files).size(), 1);
        }
    } else {
        count = context->files_below(path, most_files).size();
    }
    auto const more = count >= most_files ? "more than " : "";
    if (is_all) return fmt::format("{}{} of the context", more, counted(count, "file"));
    return fmt::format("{} ({}{})", written, more, counted(count, "file"));
}

void PlanWords::add_base(Layer const& layer, std::vector<std::string>& result) {
    auto const& base = layer.stage->base;
    switch (base.kind) {
        case Reference::Kind::scratch:
            result.emplace_back("nothing, it is empty");
            return;
        case Reference::Kind::stage:
            result.push_back(fmt::format("any layer of {}", name(*base.stage)));
            return;
        case Reference::Kind::unknown:
            result.emplace_back("the image");
            return;
        case Reference::Kind::image:
            break;
    }
    if (!base.image.digest.empty()) {
        result.emplace_back("nothing, the digest names one image for ever");
        return;
    }
    auto const tag = base.image.tag.empty() ? std::string_view("latest") : base.image.tag;
    result.push_back(fmt::format("the image that has the tag {}", tag));
}

void PlanWords::add_sources(Layer const& layer, std::vector<std::string>& result) {
    if (layer.kind == Layer::Kind::base) return;
    for (auto const* source : layer.sources) {
        bool const is_stage = source->kind == Reference::Kind::stage;
        result.push_back(is_stage ? fmt::format("the files that it takes from {}", name(*source))
                                  : fmt::format("the image {}", name(*source)));
    }
    if (layer.transfer == nullptr) return;
    for (auto const& source : layer.transfer->sources) {
        if (source.is_remote) result.push_back("what is at " + text(source.value));
    }
}

void PlanWords::add_variables(Layer const& layer, std::vector<std::string>& result) {
    for (bool const is_argument : {false, true}) {
        auto text = variables_text(layer.variables, is_argument);
        if (!text.empty()) result.push_back(std::move(text));
    }
}

void PlanWords::add_settings(Layer const& layer, std::vector<std::string>& result) const {
    if (layer.shell != nullptr) result.push_back("SHELL" + at_line(layer.shell));
    if (auto const at = line(layer.user.origin)) {
        result.push_back(fmt::format("USER {} (line {})", text(layer.user.value), *at));
    }
    if (auto const at = line(layer.workdir.origin)) {
        result.push_back(fmt::format("WORKDIR {} (line {})", text(layer.workdir.value), *at));
    }
}

std::vector<std::string> PlanWords::inputs(Layer const& layer) const {
    std::vector<std::string> result;
    if (layer.kind == Layer::Kind::base) {
        add_base(layer, result);
        return result;
    }
    if (layer.kind == Layer::Kind::run) result.emplace_back("its text");
    if (layer.kind == Layer::Kind::workdir) result.emplace_back("its path");
    std::vector<std::string> files;
    for (auto const& source : layer.context) files.push_back(context_files(source));
    if (!files.empty()) result.push_back(listed(files));
    add_sources(layer, result);
    if (result.empty()) result.emplace_back("its text");
    add_variables(layer, result);
    add_settings(layer, result);
    return result;
}

}  // namespace dockcheck

// Phrases of a plan.
#include "analyzer/report/plan_words.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/text/without_case.hpp"

namespace dockcheck {
namespace {

using model::Origin;
using model::Reference;

bool is_word_of(std::string_view name, std::string_view word) {
    for (std::size_t at = name.find(word); at != name.npos; at = name.find(word, at + 1)) {
        bool const begins = at == 0 || name[at - 1] == '_';
        auto const end = at + word.size();
        if (begins && (end == name.size() || name[end] == '_')) return true;
    }
    return false;
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

std::string PlanWords::folder(model::Stage const& stage, Value const& value) {
    auto result = text(value);
    if (stage.is_windows) std::ranges::replace(result, '/', '\\');
    return result;
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
    auto const lower = lower_case(name);
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
    for (auto const& set : plan_.build.variables_before(stage, position)) {
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
    return fmt::format("{} may come from the base image", variable);
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
        return "it depends on what the base image sets";
    }
    return "the base image may set it";
}

std::vector<std::string> PlanWords::takes(model::Stage const& stage) const {
    struct Taken {
        std::string text;
        std::vector<std::string> lines;
    };
    std::vector<Taken> sources;
    auto const add = [&](Reference const& reference, std::string_view how) {
        bool const is_own = plan_.build.stage_of(*reference.instruction) == &stage;
        auto const text = fmt::format("{}{}{}", is_own ? "" : "ONBUILD ", how, name(reference));
        auto const line = std::to_string(reference.instruction->first_line);
        auto const found = std::ranges::find(sources, text, &Taken::text);
        if (found == sources.end()) {
            sources.push_back({text, {line}});
        } else if (found->lines.back() != line) {
            found->lines.push_back(line);
        }
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
    std::vector<std::string> result;
    result.reserve(sources.size());
    for (auto const& source : sources) {
        result.push_back(fmt::format("{} (line{} {})", source.text,
                                     source.lines.size() == 1 ? "" : "s", listed(source.lines)));
    }
    return result;
}

}  // namespace dockcheck

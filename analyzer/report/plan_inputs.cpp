// What makes a layer be built again, in words.
#include <algorithm>
#include <fmt/format.h>

#include "analyzer/model/paths.hpp"
#include "analyzer/report/plan_words.hpp"

namespace dockcheck {
namespace {

using model::Layer;
using model::Reference;

constexpr std::size_t most_files = 10'000;

/// Texts of one kind on one line: "ENV LANG (line 3), PATH (line 4)".
std::string grouped(std::string_view kind, std::vector<std::string> const& texts) {
    std::string result;
    for (auto const& text : texts) {
        result.append(result.empty() ? kind : std::string_view(","));
        result += ' ';
        result += text;
    }
    return result;
}

using ScopeVariables = std::vector<model::ScopeVariable>;

bool has_variable(ScopeVariables const& variables, model::ScopeVariable const& wanted) {
    return std::ranges::any_of(variables, [&](model::ScopeVariable const& variable) {
        return variable.name == wanted.name && variable.instruction == wanted.instruction;
    });
}

bool has_all(ScopeVariables const& variables, ScopeVariables const& wanted) {
    return std::ranges::all_of(wanted,
                               [&](auto const& one) { return has_variable(variables, one); });
}

/// The first RUN above a layer that has the variables of the last one above it, when they are many
/// and the layer has them all: short lists are clearer than a hint at another line.
Layer const* with_same_variables(model::StagePlan const& stage, std::size_t index) {
    constexpr std::size_t short_list = 2;
    auto const& layers = stage.layers;
    if (layers[index].kind != Layer::Kind::run) return nullptr;
    auto last = index;
    while (last > 0 && layers[last - 1].kind != Layer::Kind::run) --last;
    if (last == 0) return nullptr;
    auto const& shared = layers[last - 1].variables;
    if (shared.size() <= short_list || !has_all(layers[index].variables, shared)) return nullptr;
    auto const first = std::ranges::find_if(layers, [&](Layer const& layer) {
        return layer.kind == Layer::Kind::run && layer.variables.size() == shared.size()
               && has_all(layer.variables, shared);
    });
    return &*first;
}

std::string_view kinds_of(ScopeVariables const& variables) {
    auto const arguments = static_cast<std::size_t>(
        std::ranges::count(variables, true, &model::ScopeVariable::is_argument));
    if (arguments == 0) return "the ENVs";
    return arguments == variables.size() ? "the ARGs" : "the ENVs and ARGs";
}

}  // namespace

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
    result.push_back(fmt::format("the image under the tag {}", tag));
}

void PlanWords::add_global_arguments(Layer const& layer, std::vector<std::string>& result) const {
    auto const* from = layer.stage->from;
    if (from == nullptr || from->image.text.text().find('$') == std::string_view::npos) return;
    std::vector<std::string> texts;
    for (auto const& use : plan_.build.expand(*layer.instruction, from->image.text.text()).uses) {
        for (auto const& instruction : plan_.build.file().instructions) {
            if (instruction.keyword == ast::Keyword::from) break;
            auto const* arg = ast::get_if<ast::Arg>(&instruction.node);
            if (arg == nullptr) continue;
            for (auto const& pair : arg->pairs) {
                if (pair.key.text.text() != use.name) continue;
                texts.push_back(
                    fmt::format("{} (line {})", use.name, lines_.line(pair.span.begin)));
            }
        }
    }
    if (!texts.empty()) result.push_back(grouped("ARG", texts));
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

std::uint32_t PlanWords::line(model::ScopeVariable const& variable) const {
    auto const& node = variable.instruction->node;
    std::span<ast::Pair const> pairs;
    if (auto const* env = ast::get_if<ast::Env>(&node)) pairs = env->pairs;
    if (auto const* arg = ast::get_if<ast::Arg>(&node)) pairs = arg->pairs;
    auto result = variable.instruction->first_line;
    for (auto const& pair : pairs) {
        if (pair.key.text.text() == variable.name) result = lines_.line(pair.span.begin);
    }
    return result;
}

std::vector<std::string> PlanWords::variables(Layer const& layer, bool are_arguments) const {
    std::vector<std::pair<std::uint32_t, std::string>> found;
    for (auto const& variable : layer.variables) {
        if (variable.is_argument != are_arguments) continue;
        auto const at = line(variable);
        found.emplace_back(at, fmt::format("{} (line {}{})", variable.name, at,
                                           variable.is_only_if_given ? ", if it is given" : ""));
    }
    std::ranges::stable_sort(found, {}, &std::pair<std::uint32_t, std::string>::first);
    std::vector<std::string> result;
    result.reserve(found.size());
    for (auto& [at, text] : found) result.push_back(std::move(text));
    return result;
}

std::vector<std::string> PlanWords::settings(Layer const& layer) const {
    std::vector<std::string> result;
    if (layer.shell != nullptr) {
        result.push_back(fmt::format("SHELL (line {})", layer.shell->first_line));
    }
    if (auto const at = line(layer.user.origin)) {
        result.push_back(fmt::format("USER {} (line {})", text(layer.user.value), *at));
    }
    if (auto const at = line(layer.workdir.origin)) {
        result.push_back(
            fmt::format("WORKDIR {} (line {})", folder(*layer.stage, layer.workdir.value), *at));
    }
    return result;
}

std::vector<std::string> PlanWords::own_inputs(Layer const& layer) const {
    std::vector<std::string> result;
    if (layer.kind == Layer::Kind::base) {
        add_base(layer, result);
        add_global_arguments(layer, result);
        return result;
    }
    if (layer.kind == Layer::Kind::run) result.emplace_back("its text");
    if (layer.kind == Layer::Kind::workdir) result.emplace_back("its path");
    std::vector<std::string> files;
    for (auto const& source : layer.context) files.push_back(context_files(source));
    if (!files.empty()) result.push_back(listed(files));
    add_sources(layer, result);
    if (result.empty()) result.emplace_back("its text");
    return result;
}

std::vector<std::string> PlanWords::inputs(Layer const& layer) const {
    auto result = own_inputs(layer);
    for (bool const are_arguments : {false, true}) {
        auto text = grouped(are_arguments ? "ARG" : "ENV", variables(layer, are_arguments));
        if (!text.empty()) result.push_back(std::move(text));
    }
    for (auto& setting : settings(layer)) result.push_back(std::move(setting));
    return result;
}

std::string PlanWords::inputs_text(model::StagePlan const& stage, std::size_t index) const {
    auto const& layer = stage.layers[index];
    auto parts = own_inputs(layer);
    auto rest = layer;
    if (auto const* earlier = with_same_variables(stage, index)) {
        auto const& known = earlier->variables;
        std::erase_if(rest.variables, [&](model::ScopeVariable const& variable) {
            return has_variable(known, variable);
        });
        parts.push_back(
            fmt::format("{} of line {}", kinds_of(known), earlier->instruction->first_line));
    }
    for (bool const are_arguments : {false, true}) {
        auto text = grouped(are_arguments ? "ARG" : "ENV", variables(rest, are_arguments));
        if (!text.empty()) parts.push_back(std::move(text));
    }
    for (auto& setting : settings(layer)) parts.push_back(std::move(setting));
    std::string result;
    for (auto const& part : parts) result += (result.empty() ? "" : "; ") + part;
    return result;
}

}  // namespace dockcheck

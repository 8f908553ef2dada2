// A plan as a graph for Graphviz.
#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "analyzer/report/plan_table.hpp"
#include "analyzer/report/plan_words.hpp"

namespace dockcheck {
namespace {

using model::Fate;
using model::Layer;
using model::Reference;
using model::Stage;

constexpr std::uint32_t longest_label = 60;

/// A text between double quotes.
std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + "\"";
}

class PlanDot {
 public:
    explicit PlanDot(Plan const& plan) : plan_(plan) {}

    std::string write() {
        out_ = fmt::format("digraph {} {{\n", quoted(cut(plan_.path, longest_label)));
        out_ +=
            "  rankdir=TB;\n"
            "  node [shape=box, style=filled, fillcolor=white, fontname=\"monospace\", "
            "fontsize=10];\n"
            "  edge [fontname=\"sans-serif\", fontsize=9];\n";
        for (auto const& stage : plan_.stages) cluster(stage);
        for (auto const& stage : plan_.stages) edges(stage);
        return out_ + "}\n";
    }

 private:
    static std::string node(Stage const& stage, std::size_t layer) {
        return fmt::format("s{}_{}", stage.index, layer);
    }

    void cluster(model::StagePlan const& plan) {
        auto const& stage = *plan.stage;
        bool const is_built = stage.reach != model::Reach::unreachable;
        auto const targets = plan_.build.targets();
        bool const is_target = std::ranges::find(targets, &stage) != targets.end();
        auto label = PlanWords::name(stage);
        if (is_target) label += " (target)";
        if (!is_built) label += " (not built)";
        out_ +=
            fmt::format("  subgraph cluster_{} {{\n    label={};\n    fontname=\"sans-serif\";\n",
                        stage.index, quoted(cut(label, longest_label)));
        out_ += is_target  ? "    penwidth=2;\n"
                : is_built ? "    penwidth=1;\n"
                           : "    style=dashed; color=gray; fontcolor=gray;\n";
        for (std::size_t i = 0; i < plan.layers.size(); ++i) layer_node(plan, i);
        for (std::size_t i = 1; i < plan.layers.size(); ++i) {
            out_ += fmt::format("    {} -> {}{};\n", node(stage, i - 1), node(stage, i),
                                plan.layers[i].is_independent ? " [style=dotted]" : "");
        }
        out_ += "  }\n";
    }

    void layer_node(model::StagePlan const& plan, std::size_t i) {
        auto const& layer = plan.layers[i];
        auto label = layer.instruction == nullptr
                         ? std::string("an unknown image")
                         : fmt::format("{}: {}", layer.instruction->first_line,
                                       PlanWords::text(*layer.instruction));
        std::string attributes = "label=" + quoted(cut(label, longest_label));
        if (plan_.asks_changes) {
            attributes += fmt::format(", fillcolor={}", color(plan.fates[i].fate));
        }
        if (plan.stage->reach == model::Reach::unreachable) {
            attributes += ", color=gray, fontcolor=gray";
        }
        out_ += fmt::format("    {} [{}];\n", node(*plan.stage, i), attributes);
    }

    static std::string_view color(Fate fate) {
        switch (fate) {
            case Fate::cached:
                return "white";
            case Fate::unsure:
                return "lightblue";
            case Fate::rebuilt:
                break;
        }
        return "orange";
    }

    void edges(model::StagePlan const& plan) {
        for (std::size_t i = 0; i < plan.layers.size(); ++i) {
            auto const& layer = plan.layers[i];
            for (auto const* source : layer.sources) edge(plan, i, layer, *source);
        }
    }

    void edge(model::StagePlan const& plan, std::size_t i, Layer const& layer,
              Reference const& source) {
        auto const style = layer.kind == Layer::Kind::base  ? "label=\"FROM\", style=bold"
                           : layer.kind == Layer::Kind::run ? "label=\"mount\", style=dashed"
                                                            : "label=\"COPY\", style=solid";
        std::string from;
        if (source.kind == Reference::Kind::stage) {
            auto const& of_source = plan_.stages[source.stage->index];
            from = node(*source.stage, of_source.layers.size() - 1);
        } else if (source.kind == Reference::Kind::scratch) {
            return;
        } else {
            from = image(PlanWords::name(source));
        }
        out_ += fmt::format("  {} -> {} [{}];\n", from, node(*plan.stage, i), style);
    }

    std::string image(std::string const& name) {
        auto const id = quoted(cut("image " + name, 200));
        if (images_.insert(name).second) {
            out_ += fmt::format("  {} [shape=ellipse, label={}];\n", id,
                                quoted(cut(name, longest_label)));
        }
        return id;
    }

    Plan const& plan_;
    std::string out_;
    std::set<std::string> images_;
};

}  // namespace

std::string plan_dot(Plan const& plan) { return PlanDot(plan).write(); }

}  // namespace dockcheck

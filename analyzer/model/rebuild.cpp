// Following changes down the layers of a stage and from stage to stage.
#include "analyzer/model/rebuild.hpp"

#include <algorithm>

#include "analyzer/context/ignore_file.hpp"

namespace dockcheck::model {
namespace {

using Cause = LayerFate::Cause;

void worsen(LayerFate& fate, Fate to, Cause cause, Stage const* stage = nullptr) {
    if (to <= fate.fate) return;
    fate.fate = to;
    fate.cause = cause;
    fate.stage = stage;
}

void ask_files(LayerFate& fate, Layer const& layer, std::span<std::string const> changed) {
    for (auto const& path : changed) {
        auto const takes = takes_file(layer, path);
        if (takes == Takes::no) continue;
        fate.files.push_back(path);
        worsen(fate, takes == Takes::yes ? Fate::rebuilt : Fate::unsure, Cause::files);
    }
}

/// What the stages that a layer reads from bring about. Files that come out as they were change
/// nothing, so that COPY --from is never certain; FROM takes all.
void ask_stages(LayerFate& fate, Layer const& layer, std::vector<StagePlan> const& earlier) {
    for (auto const* source : layer.sources) {
        if (source->stage == nullptr || source->stage->index >= earlier.size()) continue;
        auto const of_source = earlier[source->stage->index].fate();
        if (layer.kind == Layer::Kind::base) {
            worsen(fate, of_source, Cause::base, source->stage);
        } else if (of_source != Fate::cached) {
            worsen(fate, Fate::unsure, Cause::source, source->stage);
        }
    }
}

}  // namespace

Fate StagePlan::fate() const {
    auto result = Fate::cached;
    for (auto const& layer : fates) result = std::max(result, layer.fate);
    return result;
}

bool is_ignored(Build const& build, std::string_view path) {
    if (build.context() == nullptr) return false;
    auto const* ignore_file = build.context()->ignore_file();
    return ignore_file != nullptr && ignore_file->verdict(path).excluded;
}

std::vector<StagePlan> plan_stages(Build const& build, std::span<std::string const> changed) {
    std::vector<std::string> sent;
    for (auto const& path : changed) {
        if (!is_ignored(build, path)) sent.push_back(path);
    }
    std::vector<StagePlan> plans;
    for (auto const& stage : build.stages()) {
        StagePlan plan{&stage, layers_of(build, stage), {}};
        auto above = Fate::cached;
        for (auto const& layer : plan.layers) {
            LayerFate fate;
            if (stage.reach != Reach::unreachable) {
                ask_files(fate, layer, sent);
                if (!layer.is_independent) worsen(fate, above, Cause::above);
                ask_stages(fate, layer, plans);
                above = std::max(above, fate.fate);
            }
            plan.fates.push_back(std::move(fate));
        }
        plans.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace dockcheck::model

// What a Dockerfile builds, drawn: stages, the image's configuration, layers.
#pragma once

#include <string>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/rebuild.hpp"
#include "analyzer/model/reorder.hpp"
#include "analyzer/report/explain.hpp"

namespace dockcheck {

/// All that a drawing shows.
struct Plan {
    model::Build const& build;
    std::string path;                    ///< of the Dockerfile, as given
    std::string context;                 ///< the folder and why it is the context; "none (...)"
    bool asks_changes = false;           ///< --changed was given
    std::vector<std::string> changed{};  ///< files of the context, cleaned
    std::vector<std::string> outside{};  ///< changed files that the context has not
    std::vector<model::StagePlan> stages{};
    std::vector<model::Reordering> orders{};
    std::string version;  ///< of dockcheck
};

/// For a terminal. With changes: the layers and what becomes of them; else all there is to know.
std::string plan_text(Plan const& plan, PageStyle style);
/// Everything, as one object.
std::string plan_json(Plan const& plan);
/// A graph for Graphviz: a cluster a stage, its layers in it.
std::string plan_dot(Plan const& plan);

}  // namespace dockcheck

// Which layers are built again when files of the context change.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/model/layers.hpp"

namespace dockcheck::model {

/// What becomes of a layer.
enum class Fate : std::uint8_t {
    cached,   ///< taken from the cache
    unsure,   ///< built again if something comes out different that cannot be seen here
    rebuilt,  ///< built again
};

struct LayerFate {
    Fate fate = Fate::cached;
    enum class Cause : std::uint8_t {
        none,
        files,   ///< it reads changed files
        above,   ///< a layer above it in its stage
        base,    ///< the stage that its own is FROM
        source,  ///< a stage whose files it copies or mounts
    } cause = Cause::none;
    std::vector<std::string> files;  ///< those that it reads or may read
    Stage const* stage = nullptr;    ///< for base and source
};

/// A stage with its layers and what becomes of each.
struct StagePlan {
    Stage const* stage = nullptr;
    std::vector<Layer> layers;
    std::vector<LayerFate> fates;  ///< one a layer

    /// The worst of them.
    [[nodiscard]] Fate fate() const;
};

/// All stages in the order of the file. `changed` are cleaned paths of the context; ignored files
/// and stages that no target needs keep their layers.
std::vector<StagePlan> plan_stages(Build const& build, std::span<std::string const> changed);

/// True when the ignore file keeps a file of the context, there or not, out of the build.
bool is_ignored(Build const& build, std::string_view path);

}  // namespace dockcheck::model

// The variant of an official image that runs programs and holds nothing to build them with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

enum class HeavyBase : std::uint8_t { python, node, java, dotnet };

struct LighterBase {
    HeavyBase language = HeavyBase::python;
    std::string image;  ///< what to write in place of it: "python:3.12-slim"
};

/// Nothing for images that are light themselves, for tags that name no version, and where no such
/// variant is known to exist.
std::optional<LighterBase> lighter_base(Reference const& base);

}  // namespace dockcheck::model

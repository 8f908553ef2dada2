// Finds ENV that names GPUs.
#include "rules/gpu/gpu-visible-devices-hardcoded.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::gpu_visible_devices_hardcoded {
namespace {

/// Numbers and ids: `0`, `0,1`, `GPU-8a56...`, `MIG-...`.
bool names_devices(std::string_view value) {
    auto const first = value.front();
    return (first >= '0' && first <= '9') || value.starts_with("GPU-") || value.starts_with("MIG-");
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    static constexpr std::string_view all_names[] = {"NVIDIA_VISIBLE_DEVICES",
                                                     "CUDA_VISIBLE_DEVICES"};
    for (auto const name : all_names) {
        auto const* const entry = config.find_environment(name);
        if (entry == nullptr || entry->value_place.source == nullptr) continue;
        auto const value = entry->value.known();
        if (!value || value->empty() || !names_devices(*value)) continue;
        pass.report(entry->value_place, devices, name, *value);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::gpu_visible_devices_hardcoded

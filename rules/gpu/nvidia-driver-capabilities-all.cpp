// Finds NVIDIA_DRIVER_CAPABILITIES=all.
#include "rules/gpu/nvidia-driver-capabilities-all.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::nvidia_driver_capabilities_all {
namespace {

void check(model::RuntimeConfig const& config, Pass& pass) {
    constexpr std::string_view name = "NVIDIA_DRIVER_CAPABILITIES";
    auto const* const entry = config.find_environment(name);
    if (entry == nullptr || entry->value_place.source == nullptr) return;
    auto const value = entry->value.text_or_empty();
    bool const is_all = value == "all" || value == "ALL" || value == "All";
    if (is_all) pass.report(entry->value_place, all, name);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::nvidia_driver_capabilities_all

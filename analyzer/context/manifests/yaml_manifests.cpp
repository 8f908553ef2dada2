// pnpm-workspace.yaml, read with yaml-cpp.
#include <string>
#include <yaml-cpp/yaml.h>

#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {
namespace {

/// Larger ones nobody wrote, and reading YAML takes its time.
constexpr std::size_t largest_workspace_file = std::size_t{64} * 1024;

}  // namespace

std::optional<Manifest> read_pnpm_workspace(std::string_view text) {
    if (text.size() > largest_workspace_file) return std::nullopt;
    try {
        auto const document = YAML::Load(std::string(text));
        if (!document.IsMap()) return std::nullopt;
        Manifest manifest;
        auto const packages = document["packages"];
        if (!packages.IsDefined() || !packages.IsSequence()) return manifest;
        for (auto const& entry : packages) {
            if (entry.IsScalar()) manifest.workspaces.push_back(entry.Scalar());
            manifest.is_complete &= entry.IsScalar();
        }
        return manifest;
    } catch (YAML::Exception const&) {
        return std::nullopt;
    }
}

}  // namespace dockcheck::context

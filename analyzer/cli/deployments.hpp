// What the services of a compose file start, in the words of the model.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "analyzer/compose/build_section.hpp"
#include "analyzer/model/deployment.hpp"

namespace dockcheck::cli {

/// What other files of the project may say otherwise.
enum class Overrides : std::uint8_t {
    none,
    of_containers,  ///< how containers are started
    of_build,       ///< that, and what is built
};

/// The services of `naming`, sections of one file that name the same Dockerfile. Sections that
/// other files hold are left out.
std::vector<model::Deployment> deployments_of(
    std::vector<compose::BuildSection const*> const& naming,
    std::shared_ptr<Source const> const& file, Overrides overrides);

/// The services of a file that start images which it does not build; none where other files of the
/// project may say otherwise.
std::vector<model::ImageDeployment> image_deployments_of(
    std::vector<compose::ImageService> const& services, std::shared_ptr<Source const> const& file,
    Overrides overrides);

}  // namespace dockcheck::cli

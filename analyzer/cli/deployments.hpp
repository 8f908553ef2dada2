// What the services of a compose file start, in the words of the model.
#pragma once

#include <memory>
#include <vector>

#include "analyzer/compose/build_section.hpp"
#include "analyzer/model/deployment.hpp"

namespace dockcheck::cli {

/// The services of `naming`, sections of one file that name the same Dockerfile; `all` are all
/// sections of it. Sections that other files hold are left out. With `may_be_overridden`, what
/// another file of the project may say otherwise is not known.
std::vector<model::Deployment> deployments_of(
    std::vector<compose::BuildSection const*> const& naming, compose::BuildSections const& all,
    std::shared_ptr<Source const> const& file, bool may_be_overridden);

}  // namespace dockcheck::cli

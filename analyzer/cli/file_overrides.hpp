// What [[overrides]] say of findings that lie in another file than the Dockerfile.
#pragma once

#include <vector>

#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/repository_paths.hpp"
#include "analyzer/config/profile.hpp"
#include "analyzer/lint/finding.hpp"

namespace dockcheck::cli {

/// Holds findings in a compose file, a manifest or a requirements file against the overrides that
/// name that file: takes out those of rules that are off there, and gives the severity of others.
class FileOverrides {
 public:
    /// Both outlive this object.
    FileOverrides(config::Profiles& profiles, RepositoryPaths const& paths)
        : profiles_(profiles), paths_(paths) {}

    /// `source` is the text of the input that was checked.
    void apply(Input const& input, Source const& source, std::vector<Finding>& findings) const;

 private:
    [[nodiscard]] bool is_on(Input const& input, Finding& finding) const;

    config::Profiles& profiles_;
    RepositoryPaths const& paths_;
};

}  // namespace dockcheck::cli

// Lines of a script that build images: `docker build -f docker/web/Dockerfile .`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::compose {

/// What such a line names. Paths are as written, from the folder in which the script runs.
struct DockerBuildLine {
    std::string context;
    std::optional<std::string> file;     ///< nothing: the Dockerfile of the context
    std::string target;                  ///< "": the last stage
    std::vector<std::string> arguments;  ///< names
};

/// Those of a script that are certain: one command of plain words without variables and quotes, in
/// a script that does not change its folder. `docker buildx build` is the same.
std::vector<DockerBuildLine> docker_build_lines(std::string_view script);

}  // namespace dockcheck::compose

// What the kinds of inputs are called.
#include "analyzer/image/image.hpp"

namespace dockcheck::image {

std::string_view name_of(Input input) {
    switch (input) {
        case Input::oci_config:
            return "an OCI image config";
        case Input::docker_config:
            return "a Docker image config";
        case Input::docker_inspect:
            return "the output of docker image inspect";
        case Input::podman_inspect:
            return "the output of podman image inspect";
        case Input::container_inspect:
            return "the description of a container";
        case Input::history_lines:
            return "the output of docker history";
        case Input::docker_archive:
            return "a docker save archive";
        case Input::oci_archive:
            return "an OCI archive";
        case Input::oci_layout:
            return "an OCI layout folder";
    }
    return "an image";
}

}  // namespace dockcheck::image

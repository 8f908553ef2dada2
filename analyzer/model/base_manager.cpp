// The families of known images, and the managers they have.
#include "analyzer/model/base_manager.hpp"

#include "analyzer/knowledge/images.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

using knowledge::ImageFamily;

bool is_rpm(Manager manager) {
    return manager == Manager::dnf || manager == Manager::microdnf || manager == Manager::yum
           || manager == Manager::zypper;
}

/// Official images that have an RPM package manager because they are made from Oracle Linux.
constexpr WordList of_oracle_linux = " maven mysql openjdk ";

BaseSystem known_base_without(Manager manager, knowledge::KnownImage const& image) {
    switch (image.family) {
        case ImageFamily::debian:
            if (manager != Manager::apt) return {"Debian", "apt-get"};
            break;
        case ImageFamily::ubuntu:
            if (manager != Manager::apt) return {"Ubuntu", "apt-get"};
            break;
        case ImageFamily::alpine:
            if (manager != Manager::apk) return {"Alpine", "apk"};
            break;
        case ImageFamily::wolfi:
            if (manager != Manager::apk) return {"Wolfi", "apk"};
            break;
        case ImageFamily::rpm:
            if (manager != Manager::apt && manager != Manager::apk) break;
            if (of_oracle_linux.holds(image.name)) {
                return {"made from Oracle Linux", "microdnf or yum"};
            }
            return {"a distribution with RPM packages", "dnf, microdnf or yum"};
        case ImageFamily::busybox:
            return {"BusyBox", {}};
        case ImageFamily::distroless:
            return {"distroless", {}};
        case ImageFamily::scratch:
        case ImageFamily::windows:
        case ImageFamily::unknown:
            break;
    }
    return {};
}

}  // namespace

bool is_of_system(Manager manager) {
    return is_rpm(manager) || manager == Manager::apt || manager == Manager::apk
           || manager == Manager::pacman;
}

BaseSystem base_without(Manager manager, Stage const& stage) {
    auto const& root = stage.root();
    if (root.kind == Reference::Kind::scratch) return {"empty", {}};
    if (root.known_image == nullptr) return {};
    return known_base_without(manager, *root.known_image);
}

}  // namespace dockcheck::model

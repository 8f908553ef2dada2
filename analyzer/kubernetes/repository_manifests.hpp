// The manifests of one repository, and the containers in them that start an image.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/kubernetes/image_names.hpp"
#include "analyzer/kubernetes/manifest.hpp"

namespace dockcheck::kubernetes {

/// Texts of YAML files that may be manifests, each read when it is asked for. Not for several
/// threads.
class RepositoryManifests {
 public:
    /// True for a text that counts.
    static bool is_wanted(std::string_view text);

    /// `path` is from the repository's root, the source's name as shown.
    void add(std::string const& path, std::shared_ptr<Source const> file);

    /// A note for readers may say that the cluster is one of OpenShift.
    void see_note(std::string_view text);

    /// The containers of images that the Dockerfile makes, as far as they are certain. What the
    /// first list knows the second one is not asked.
    [[nodiscard]] std::vector<model::PodContainer> containers_of(
        std::vector<NamedImage> const& images, std::vector<NamedImage> const& others = {});

 private:
    struct File {
        std::string folder;  ///< with a `/` at its end, or empty
        std::string name;
        std::shared_ptr<Source const> source;
        bool is_read = false;
        Manifest manifest;
    };
    class Folder;

    template <typename Find>
    void add_containers_of(std::string_view folder, Find find_image,
                           std::vector<model::PodContainer>& result);
    void read(File& file);
    [[nodiscard]] std::vector<File*> files_in(std::string_view folder);
    /// True where a kustomization may put other values into a file.
    [[nodiscard]] bool may_be_patched(File const& file) const;

    std::vector<File> files_;
    std::vector<std::shared_ptr<Source const>> kustomizations_;
    bool patches_some_ = false;  ///< a kustomization has patches
    bool patches_all_ = false;   ///< one whose files are not told
    bool has_openshift_ = false;
    std::size_t bytes_ = 0;     ///< of the files that were read
    bool is_too_much_ = false;  ///< reading them all would take too long: nothing is known
};

}  // namespace dockcheck::kubernetes

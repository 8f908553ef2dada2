// What scripts, manifests and notes around a context say of how its image is started (not for use
// outside of this folder).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/files.hpp"

namespace dockcheck::context {

/// The files of a tree that people start containers with: manifests of Kubernetes, workflows,
/// Terraform and the like, scripts, environment files, and the notes that tell how it is done.
class DeploymentFiles {
 public:
    /// Reads them all, up to a bound.
    explicit DeploymentFiles(Files const& tree);

    /// Whether one of them may give a container a variable: a manifest that names it, a script
    /// about containers that assigns it, a note that hands it to one, or an environment file where
    /// something takes such files. True, too, where not all could be read.
    [[nodiscard]] bool may_give(std::string_view variable) const;
    /// Whether one of them mounts something at a path or at a folder above it; as above.
    [[nodiscard]] bool may_mount(std::string_view path) const;
    /// Whether a script or a manifest runs envsubst and names a file: it fills that in before the
    /// build. True, too, where not all could be read.
    [[nodiscard]] bool may_fill_in(std::string_view file_name) const;
    /// Whether a script about containers copies or moves something into a folder of that name,
    /// which it does before the build.
    [[nodiscard]] bool copy_into(std::string_view folder_name) const;
    /// True where several scripts of a shell are among them and none has an x bit: what unpacked or
    /// copied the tree has not kept the modes of files.
    [[nodiscard]] bool lack_modes() const;
    /// True when a compose file is among them and nothing speaks of Kubernetes, its tools or a
    /// cluster of another kind. False where not all could be read.
    [[nodiscard]] bool are_of_compose_alone() const;

 private:
    enum class Kind : std::uint8_t { none, manifest, json, script, note, environment };
    struct File {
        std::string folder;  ///< with a `/` behind it, or empty
        std::string text;
        Kind kind = Kind::none;
    };

    static Kind kind_of(std::string_view name);
    [[nodiscard]] static bool gives(File const& file, std::string_view variable);
    /// Whether something beside or above an environment file takes such files.
    [[nodiscard]] bool is_taken(File const& file) const;

    void read(Files const& tree, std::string const& path, Kind kind);

    std::vector<File> files_;
    std::size_t bytes_ = 0;
    bool is_complete_ = true;
    bool has_compose_ = false;         ///< a compose file
    std::size_t scripts_ = 0;          ///< of a shell, by their names
    bool has_x_bit_ = false;           ///< one of those
    bool has_kubernetes_ = false;      ///< something that speaks of Kubernetes
    std::vector<std::string> takers_;  ///< folders in which a file takes environment files
};

/// True for a path with `/` at its end through a folder that is not looked into, such as tests.
bool lies_in_left_out(std::string_view path);

/// Those of one repository for all contexts in it, read at the first question. For several threads.
class SharedDeploymentFiles {
 public:
    explicit SharedDeploymentFiles(std::shared_ptr<Files const> tree) : tree_(std::move(tree)) {}

    [[nodiscard]] bool may_give(std::string_view variable);
    [[nodiscard]] bool may_mount(std::string_view path);
    [[nodiscard]] bool may_fill_in(std::string_view file_name);
    [[nodiscard]] bool copy_into(std::string_view folder_name);
    [[nodiscard]] bool lack_modes();
    [[nodiscard]] bool are_of_compose_alone();

 private:
    using Answers = std::map<std::string, bool, std::less<>>;
    bool ask(Answers& answers, std::string_view what,
             bool (DeploymentFiles::*question)(std::string_view) const);

    std::shared_ptr<Files const> tree_;
    std::mutex mutex_;
    std::optional<DeploymentFiles> files_;
    Answers given_;
    Answers mounted_;
    Answers filled_in_;
    Answers copied_into_;
};

/// Those of each repository that a run comes to, by its root. For several threads.
class RepositoryDeploymentFiles {
 public:
    /// `tree` are the files of the root where somebody looks at them already, or nothing.
    [[nodiscard]] std::shared_ptr<SharedDeploymentFiles> of(std::string const& root,
                                                            std::shared_ptr<Files const> tree);

 private:
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<SharedDeploymentFiles>> by_root_;
};

}  // namespace dockcheck::context

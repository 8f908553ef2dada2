// Which names lie in folders that many files are looked for in.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::context {

class Files;
class RepositoryDeploymentFiles;
class SharedDeploymentFiles;

/// A folder that is asked for many names is listed first, which takes the place of most questions.
/// Of others, and of a large one, nothing is known. For one run; not for several threads.
class FolderNames {
 public:
    FolderNames();
    /// What repositories say of their containers is read for both of them.
    void share_repositories_of(FolderNames const& other) { repositories_ = other.repositories_; }
    /// Lists a folder, where that was not done before.
    void list(std::string const& folder);
    /// False where certainly nothing of that name lies in a folder, whatever the case of its
    /// letters.
    [[nodiscard]] bool may_hold(std::string const& folder, std::string_view name) const;
    /// Whether is_compose_name() holds for a name in a folder; nothing for one that is not listed.
    /// A large folder is looked through for it at the second question.
    [[nodiscard]] std::optional<bool> holds_compose_name(std::string const& folder) const;
    /// What people start containers with in a repository, by its root. `tree` are its files where
    /// somebody looks at them already, or nothing.
    [[nodiscard]] std::shared_ptr<SharedDeploymentFiles> deployment_files(
        std::string const& root, std::shared_ptr<Files const> tree) const;

 private:
    struct Names {
        bool is_known = false;
        std::optional<bool> holds_compose_name;
        int questions = 0;               ///< for that, before it was known
        std::vector<std::string> small;  ///< the names in small letters, sorted
    };
    [[nodiscard]] Names const* known(std::string const& folder) const;

    mutable std::map<std::string, Names, std::less<>> folders_;
    std::shared_ptr<RepositoryDeploymentFiles> repositories_;
};

}  // namespace dockcheck::context

// How files are called in reports that are read apart from the working folder.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "analyzer/cli/inputs.hpp"

namespace dockcheck::cli {

/// Paths relative to the root of the repository that they lie in, else to the working folder.
class RepositoryPaths {
 public:
    explicit RepositoryPaths(std::string working_folder);
    /// Of an absolute path.
    std::string of(std::string const& absolute);
    /// Of a path as shown.
    std::string of_shown(std::string_view shown);
    /// Of an input; standard input without a name is "-".
    std::string of(Input const& input);
    /// The absolute path of one as shown, with '/', without '.' and '..'.
    [[nodiscard]] std::string absolute(std::string_view shown) const;
    /// A path as shown, from the working folder on where it leads there.
    [[nodiscard]] std::string below_working_folder(std::string_view shown) const;

 private:
    std::string const& root_of(std::string const& folder);

    std::string working_folder_;
    std::map<std::string, std::string, std::less<>> roots_;  ///< of repositories, by folder
};

}  // namespace dockcheck::cli

// Which names lie in folders that many files are looked for in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::context {

/// Folders are listed at the first question and kept: one listing takes the place of many questions
/// for files that are not there. Of a large folder nothing is known. For one run; not for several
/// threads.
class FolderNames {
 public:
    /// What is known of the names in a folder.
    struct Names {
        bool is_known = false;
        bool holds_compose_name = false;  ///< is_compose_name() of one of them
        std::vector<std::string> small;  ///< the names in small letters, sorted
    };

    Names const& names(std::string const& folder);
    /// False where certainly nothing of that name lies in a folder, whatever the case of its
    /// letters.
    bool may_hold(std::string const& folder, std::string_view name);

 private:
    std::map<std::string, Names, std::less<>> folders_;
};

}  // namespace dockcheck::context

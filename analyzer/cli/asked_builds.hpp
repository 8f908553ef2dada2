// Whether the stages and build arguments that a user names are in the files.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/cli/settings.hpp"
#include "analyzer/config/configuration.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::cli {

/// What is asked of some files, and what these have.
class AskedBuilds {
 public:
    /// Looks at one file.
    void add(std::string_view path, FileSettings const& settings, model::Build const& build);
    /// Looks for the stages that `[images]` names for one file.
    void add_images(std::string_view path, config::Configuration const& configuration,
                    model::Build const& build);
    /// Stages that none of the files has which are to build them.
    [[nodiscard]] std::vector<Error> unknown_stages() const;
    /// Build arguments that no file declares. docker build only warns of them.
    [[nodiscard]] std::vector<std::string> unused_arguments() const;

 private:
    /// A name that was asked for, until a file has it.
    struct Asked {
        bool is_there = false;
        std::string first_path;  ///< of the files that were to have it
        std::size_t files = 0;
        std::set<std::string, std::less<>> near_by;  ///< what these files have
    };
    static void look(Asked& asked, std::string_view path, bool is_there,
                     std::vector<std::string_view> const& names);

    std::map<std::pair<std::string, std::string>, Asked> stages_;  ///< by who asks, and name
    std::map<std::string, Asked, std::less<>> arguments_;
};

}  // namespace dockcheck::cli

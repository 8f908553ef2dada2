// From the paths on the command line to the files that are checked.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/progress.hpp"
#include "analyzer/config/discover.hpp"
#include "analyzer/config/profile.hpp"
#include "analyzer/system/disk.hpp"

namespace dockcheck::cli {

/// What the system knows a file by, whatever its paths are.
struct FileNumber {
    std::uint64_t device;
    std::uint64_t inode;
    friend auto operator<=>(FileNumber const&, FileNumber const&) = default;
};

/// A file to check, and what is in force for it.
struct Input {
    std::string path;      ///< as shown
    std::string absolute;  ///< with '/', without '.' and '..'
    bool is_standard_input = false;
    bool is_image_folder = false;  ///< an OCI layout
    std::shared_ptr<config::Profile const> profile;
    std::optional<FileNumber> number = {};  ///< where it was asked for already
    std::string searched = {};              ///< the folder that was given and holds it, or empty
};

struct Inputs {
    std::vector<Input> files;
    std::vector<std::string> folders;  ///< all that were searched, absolute
    std::vector<Error> errors;         ///< what could not be found or configured
    std::vector<std::string> notes;    ///< for the user to know
};

/// Where files are looked for, and what is in force for them.
class InputFinder {
 public:
    /// `configuration` is the one that the user named, or nullptr: the nearest of each file.
    /// `excluded` are --exclude's globs, relative to the working folder. `progress` is told of the
    /// names in folders.
    InputFinder(std::string working_folder, config::Discovery& discovery,
                config::Profiles& profiles,
                std::shared_ptr<config::Configuration const> configuration, GlobList excluded,
                Progress* progress = nullptr);

    /// Long lists and many folders are looked at by `jobs` threads, or the usual number.
    Inputs find(Arguments const& arguments, std::optional<unsigned> jobs = {});

 private:
    void add(std::string const& given);
    void add(std::string given, std::string path, system::Status const& status);
    void add_folder(std::string const& given, std::string const& folder);
    void add_standard_input(Arguments const& arguments);
    void add_file(Input input, std::string const& folder);
    void add_list(std::string const& list);
    [[nodiscard]] std::string absolute(std::string const& path) const;
    [[nodiscard]] std::string shown(std::string const& given, std::string const& folder,
                                    std::string const& file) const;
    Result<std::shared_ptr<config::Configuration const>> configuration_of(
        std::string const& folder);
    bool is_excluded(std::string_view file, std::string const& folder);
    void tell_excluded();
    void fail(Error error);

    std::string working_folder_;
    std::string prefix_;  ///< of what lies in it
    config::Discovery& discovery_;
    config::Profiles& profiles_;
    std::shared_ptr<config::Configuration const> configuration_;
    GlobList excluded_;
    Progress* progress_;
    std::optional<unsigned> jobs_;
    Inputs result_;
    std::vector<std::string> excluded_names_;             ///< of files that were named
    std::set<std::pair<std::string, std::string>> told_;  ///< the errors among it
};

/// The folder that holds a path, with '/'.
std::string folder_of(std::string const& path);

}  // namespace dockcheck::cli

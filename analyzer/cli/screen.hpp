// What is not shown: findings that a baseline has, those on lines that did not change, and those of
// rules that are off in the file where they lie.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/changed_lines.hpp"
#include "analyzer/cli/check_file.hpp"
#include "analyzer/cli/file_overrides.hpp"
#include "analyzer/cli/repository_paths.hpp"
#include "analyzer/report/baseline.hpp"

namespace dockcheck::cli {

/// Takes findings out of checked files, and writes the baseline anew when that is asked for.
class Screen {
 public:
    /// All outlive this object.
    Screen(Arguments const& arguments, RepositoryPaths& paths, config::Profiles& profiles)
        : arguments_(arguments), paths_(paths), overrides_(profiles, paths) {}

    /// Reads the diff of --changed-lines, relative to the working folder, and the baselines that
    /// hold for the inputs; the errors.
    std::vector<Error> open(Inputs const& inputs, std::string const& working_folder);
    /// Takes out what is not to be shown. With --write-baseline all goes into the new baseline,
    /// where what the old one has of files and by rules that were not looked for stays.
    void apply(Input const& input, FileCheck& check);
    /// Takes the fixes from findings that the baseline has: they were accepted, their lines stay.
    /// `source` is the text that was checked. What overrides leave out is not there either.
    void hold_back(Input const& input, Source const& source, std::vector<Finding>& findings) const;
    /// Writes the new baseline.
    [[nodiscard]] Result<void> write() const;
    /// For the user to know at the end: what was written, what baselines have that is gone.
    [[nodiscard]] std::vector<std::string> notes() const;

 private:
    struct Read {
        Baseline baseline;
        std::unordered_set<std::string> gone;  ///< fingerprints of rules that ran in vain
    };

    std::optional<Error> open_diff(std::string const& working_folder);
    void open_baseline(std::string const& path, std::string const& where,
                       std::vector<Error>& errors);
    std::optional<Error> keep_others(Inputs const& inputs);
    void compare(Input const& input, FileCheck& check, std::vector<std::string> const& prints,
                 std::vector<bool>& kept);
    void drop_unchanged(Input const& input, FileCheck const& check, std::vector<bool>& kept) const;
    [[nodiscard]] std::string const* baseline_of(Input const& input) const;
    void keep_those_of_other_rules(Input const& input, FileCheck const& check);
    void count_gone(Read& read, Input const& input, FileCheck const& check,
                    std::vector<std::string> const& found) const;
    void keep(FileCheck& check, std::vector<std::string> const& prints,
              std::vector<bool> const& kept) const;

    Arguments const& arguments_;
    RepositoryPaths& paths_;
    FileOverrides overrides_;
    std::map<std::string, Read, std::less<>> baselines_;  ///< by path
    std::vector<BaselineEntry> written_;
    /// Of the old baseline, in checked files (by path) where not every rule was asked.
    std::map<std::string, std::vector<BaselineEntry>, std::less<>> old_;
    std::vector<BaselineEntry> kept_;  ///< of the old baseline, which the new one has as well
    std::optional<ChangedLines> changed_;
};

}  // namespace dockcheck::cli

// The fingerprint `dockcheck/v1`, which tells findings apart and survives moved lines.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck {

/// The repository's path of another file, by its name as shown.
using PathOfName = FunctionRef<std::string(std::string_view name)>;

/// One fingerprint for each finding of a file, 64 lower-case hexadecimal digits: SHA-256 of rule,
/// path relative to the repository's root, stage name, normalised instruction, and how many
/// findings before it had the same. A finding in another file than `source` has that file's path
/// and its line there in the place of stage and instruction, so that no change of the Dockerfile
/// makes it another one. No two of a file are equal.
std::vector<std::string> fingerprints(std::string_view repository_path, Source const& source,
                                      std::span<Finding const> findings, PathOfName path_of);

/// The path for one of several images of a file, so that no two findings of the file are equal.
std::string path_in_fingerprints(std::string_view repository_path, std::string_view image);

}  // namespace dockcheck

// The fingerprint `dockcheck/v1`, which tells findings apart and survives moved lines.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/finding.hpp"

namespace dockcheck {

/// One fingerprint for each finding of a file, 64 lower-case hexadecimal digits: SHA-256 of rule,
/// path relative to the repository's root, stage name, normalised instruction, and how many
/// findings before it had the same. No two of a file are equal.
std::vector<std::string> fingerprints(std::string_view repository_path,
                                      std::span<Finding const> findings);

/// The path for one of several images of a file, so that no two findings of the file are equal.
std::string path_in_fingerprints(std::string_view repository_path, std::string_view image);

}  // namespace dockcheck

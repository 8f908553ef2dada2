// Making the edits that findings propose. Works on bytes in memory; who calls writes the files.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck {

/// A file as it is after some edits.
struct FixedFile {
    Source const* source = nullptr;  ///< as it was
    std::string bytes;
};

/// A text that a fix has put into a file.
struct MadeText {
    Rule const* rule = nullptr;
    std::string text;
    std::uint32_t end = 0;  ///< where it ends in the file as it is now
};

/// Such texts by the name of their file and by where they begin.
using MadeTexts = std::map<std::pair<std::string, std::uint32_t>, MadeText>;

/// One round of fixes.
struct FixPass {
    std::vector<FixedFile> files;  ///< those that were changed
    std::vector<Finding const*> applied;
    MadeTexts made;
};

/// Makes the fixes of findings that are not suppressed; `unsafe` makes those that are safe as well.
/// Of two fixes that touch, the first in the order of rules (by name), then of places, is made; the
/// other waits. A fix is made whole or not at all, over all files that it edits. New lines end as
/// those of their file do.
FixPass apply_fixes(std::span<Finding const> findings, Applicability up_to);

/// Bytes by the name of their source.
using FixedTexts = std::map<std::string, std::string, std::less<>>;

/// Checks the files again with these in place of what is on the disk. The sources that the findings
/// point into stay alive until the next call.
using Relint = FunctionRef<std::vector<Finding>(FixedTexts const& changed)>;

struct FixOutcome {
    FixedTexts changed;             ///< files that differ from what was there at first
    std::size_t fixes = 0;          ///< how many were made
    std::vector<Finding> findings;  ///< what remains; points into the sources of the last call
    /// Rules whose fixes together would have made a syntax error; that pass was undone.
    std::vector<Rule const*> undone;
    bool is_settled = true;  ///< false: after the last pass something could still be fixed
};

inline constexpr int most_fix_passes = 10;

/// Fixes and checks again until nothing is left to fix, at most `most_fix_passes` times. A fix that
/// a rule offers again where it has just been made is taken off its finding: it mends nothing.
/// `dockerfile` is the name of the source that must stay free of new syntax errors.
FixOutcome fix_all(Relint relint, Applicability up_to, std::string_view dockerfile);

}  // namespace dockcheck

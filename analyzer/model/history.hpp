// The history of an image read back into the steps of its Dockerfile.
#pragma once

#include <string_view>
#include <vector>

#include "analyzer/image/image.hpp"
#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::model {

/// A build argument that a RUN was given, as the history tells it.
struct HistoryArgument {
    Mapped name;
    Mapped value;
};

/// One entry of a history.
struct HistoryStep {
    /// Who wrote the entry: its texts differ (build-semantics, section 7).
    enum class Style : std::uint8_t {
        other,     ///< free text, or an instruction as it was written
        buildkit,  ///< values expanded and without quotes
        marked,    ///< `/bin/sh -c #(nop) CMD ...`: Docker's old builder, buildah
        run,       ///< theirs for RUN: the shell's words and the script
    } style = Style::other;
    ast::Keyword keyword = ast::Keyword::unknown;  ///< unknown: the text is no instruction
    Mapped name;       ///< its keyword in the text, or what stands for RUN
    Mapped arguments;  ///< behind it; of RUN the script, without the shell and the arguments
    std::vector<HistoryArgument> build_arguments;  ///< of RUN
    image::HistoryEntry const* entry = nullptr;
    bool is_own = false;  ///< certainly not of the base image
};

/// All entries in order. `shell` are the words that the shell form of RUN is given to, where the
/// configuration says them; with blanks between them.
std::vector<HistoryStep> history_steps(std::span<image::HistoryEntry const> history,
                                       std::string_view shell);

/// Texts `A=1 B=x y` taken apart where a name and `=` begin. A first word without `=` is a name. In
/// names of labels there may be - . and /, too.
std::vector<HistoryArgument> history_assignments(Mapped const& text, bool are_labels = false);

/// Sets which steps were certainly made by the last build: history does not tell where the base
/// image ends, so all in front of the last sign of a border are not.
void find_own_steps(std::vector<HistoryStep>& steps);

}  // namespace dockcheck::model

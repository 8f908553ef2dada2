// Checking one file, from its bytes to its findings.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/contexts.hpp"
#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/manifests.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/image/image.hpp"
#include "analyzer/lint/fix.hpp"
#include "analyzer/lint/run.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::cli {

/// A file and all that its findings point to. Neither copied nor moved. One after the other, many
/// files are checked in the same memory.
struct FileCheck {
    FileSettings const* settings = nullptr;
    std::string text;  ///< as it was read, until it is checked without fixes
    Source source;
    Arena arena;
    ReadBuildFiles build_files;  ///< kept from one file to the next
    Manifests manifests;         ///< so are they
    ChosenContext chosen;
    model::BuildOptions options;  ///< those of the settings and what a compose file names
    std::optional<model::Build> build;
    std::vector<Finding> findings;
    FixedTexts changed;               ///< what fixes made of this and other files, by name
    std::size_t fixes = 0;            ///< how many were made
    std::vector<Rule const*> undone;  ///< rules whose fixes would have broken the syntax
    /// Of what is left in `findings` once some were taken out of them; else empty.
    std::vector<std::string> fingerprints;
    std::vector<Place> masked;    ///< what findings that were taken out must not show either
    std::size_t in_baseline = 0;  ///< how many were taken out because a baseline has them
    bool write_failed = false;    ///< fixes are not on the disk
    std::optional<Error> error;   ///< why it could not be checked

    /// The image that was read, in place of a Dockerfile.
    std::shared_ptr<image::Image const> image;
    /// The other images of the same file.
    std::vector<std::unique_ptr<FileCheck>> others;
    std::string image_label;         ///< among several images of a file; empty for one alone
    std::vector<std::string> notes;  ///< of reading an image
    std::uint32_t skipped_line = 0;  ///< what shows that it is no Dockerfile that is to be built
    std::string_view skipped_as;     ///< what it is instead, in words
    bool is_incomplete = false;      ///< a layer of the image could not be read to its end

    /// The text that findings stand in: the Dockerfile, or the config of the image.
    [[nodiscard]] Source const& checked_source() const {
        return image == nullptr ? source : image->document->source;
    }
};

/// Makes ready for the next file, and forgets the last one.
void begin(FileCheck& check, FileSettings const& settings);

/// Reads a file (standard input for the one that is) and refuses what is too large. What looks like
/// an image is read as one.
Result<void> read_input(FileCheck& check, Input const& input);

/// Why a file with more in it than is read (limits.hpp) is not checked; nothing for others.
std::optional<Error> error_of_unread(std::string_view path, ast::File const& file);

/// Runs the rules over the image that was read, and over the others of the file.
void check_images(FileCheck& check, Input const& input);

/// Runs the rules that are on for the input over a text. Files in `changed` (by name as shown) have
/// those bytes instead of the disk's.
void check_text(FileCheck& check, Input const& input, std::string_view text,
                FixedTexts const& changed = {});

/// The same for the text that was read, which is the source's from then on.
void check_read_text(FileCheck& check, Input const& input);

/// The same for the text that was read, then fixes what has a fix until nothing is left to fix;
/// findings are those that remain. No file is written. `hold_back` takes the fix from findings that
/// are to stay. Files in `open` (by name as shown) have those bytes instead of the disk's.
void fix_text(FileCheck& check, Input const& input,
              FunctionRef<void(std::vector<Finding>&)> hold_back, FixedTexts const& open = {});

}  // namespace dockcheck::cli

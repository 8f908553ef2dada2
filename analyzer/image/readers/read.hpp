// Reading images from files, folders and standard input; what they are is decided by their content.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/image/image.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::image {

/// What a reader takes before it says that there is too much.
struct Limits {
    std::uint64_t text_size = 16ULL * 1024 * 1024;         ///< bytes of one JSON text
    std::uint64_t texts_size = 32ULL * 1024 * 1024;        ///< of all JSON texts of an input
    std::uint32_t json_depth = 128;                        ///< of values in values
    std::uint32_t json_values = 150'000;                   ///< of all JSON texts of an input
    std::uint32_t json_escapes = 500'000;                  ///< such as \n in strings, of all texts
    std::uint32_t entries = 20'000;                        ///< of an image's archive
    std::uint32_t images = 256;                            ///< of one input
    std::uint32_t index_depth = 4;                         ///< of indexes in indexes
    std::uint64_t layer_lists_size = 44ULL * 1024 * 1024;  ///< memory for all lists of files
    std::uint64_t kept_file_size = 1024ULL * 1024;         ///< of a file of interest
    /// Data that unpacks to more than `free_size` may be at most `ratio` times what it was packed.
    std::uint64_t free_size = 256ULL * 1024 * 1024;
    std::uint32_t ratio = 200;
};

struct ReadOptions {
    /// Reads the lists of files of the layers too, which takes all of an archive's bytes.
    bool layers = false;
    /// os[/architecture[/variant]]: which images of an index are taken; empty: all.
    std::string platform;
    Limits limits;
};

/// Reads an image from a file, an OCI layout folder or, by "-", standard input. Nothing is ever
/// written. An error names the file (and line and column in JSON) and says what is wrong.
Result<Images> read_image(std::string const& path, ReadOptions const& options = {});
/// The same from memory, `name` being what it is called in places and errors.
Result<Images> read_image_bytes(std::string const& name, std::string_view bytes,
                                ReadOptions const& options = {});
/// The same from an open file that gives its bytes one after the other, of which the first were
/// already taken.
Result<Images> read_image_stream(std::string const& name, int file, std::string_view first_bytes,
                                 ReadOptions const& options = {});

/// Whether a folder is an OCI image layout: it has a file `oci-layout` and `index.json`.
bool is_layout_folder(std::string const& path);

}  // namespace dockcheck::image

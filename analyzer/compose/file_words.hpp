// Where the words of a YAML file stand in its bytes.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/compose/build_section.hpp"
#include "analyzer/text/line_index.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::compose {

/// The words of one file by their marks.
class FileWords {
 public:
    /// The file outlives this object.
    explicit FileWords(Source const& file) : bytes_(file.bytes()), lines_(bytes_) {}

    /// The bytes at a mark that are a text, perhaps in quotes; none where they are others.
    [[nodiscard]] Span span_of(std::string_view text, Mark mark) const;

 private:
    [[nodiscard]] std::uint32_t offset(Mark mark) const;

    std::string_view bytes_;
    LineIndex lines_;
};

}  // namespace dockcheck::compose

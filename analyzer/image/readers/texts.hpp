// Which description of an image a JSON text is, and the images that it describes.
#pragma once

#include <memory>

#include "analyzer/image/image.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::image {

/// The images of a text of its own: a config, an inspection, a history. The error for another text
/// says what it is, where that can be told.
Result<Images> read_text(std::shared_ptr<Document const> const& text);

/// The images of a list of inspections, or of one; `notes` gets what the user should know.
Result<std::shared_ptr<Image>> read_inspection(std::shared_ptr<Document const> const& text,
                                               Node const& root, std::vector<std::string>& notes);
/// The image whose steps are the objects, the newest first: docker history, podman history.
Result<std::shared_ptr<Image>> read_history_lines(std::shared_ptr<Document const> const& text,
                                                  std::span<Node const> entries);

}  // namespace dockcheck::image

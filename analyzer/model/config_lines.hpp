// The settings of an image's config, written as instructions.
#pragma once

#include "analyzer/image/image.hpp"
#include "analyzer/model/image_lines.hpp"

namespace dockcheck::model {

/// One variable; nothing for what no ENV can set.
void write_environment_line(image::NamedText const& entry, ImageLines& lines);
/// The shell that the config names, if it does.
void write_shell_line(image::Config const& config, ImageLines& lines, bool is_background);
/// All settings but the variables.
void write_settings(image::Image const& image, ImageLines& lines);

}  // namespace dockcheck::model

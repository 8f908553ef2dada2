// An image as the instructions that would make it: what rules about Dockerfiles look at.
#pragma once

#include "analyzer/image/image.hpp"
#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::model {

/// Stands for sources of COPY and ADD of which a history has only the hash: its value is not known.
inline constexpr std::string_view lost_sources_variable = "__lost_sources";

/// The instructions that the config and the history of an image speak of, with places in
/// `image.document`. First a FROM that stands for the whole image, then the steps of the history in
/// their order, with each ENV where it was set, at the end the other settings of the config. Steps
/// that may be the base image's are background.
ast::File image_instructions(image::Image const& image, Arena& arena);

}  // namespace dockcheck::model

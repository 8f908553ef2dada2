// Whether a base image is still supported on a day.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/knowledge/support.hpp"
#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// The release line of an image, or the distribution that its tag names, whose support has ended
/// before `today` (YYYY-MM-DD), or ends within so many days of it.
std::optional<knowledge::SupportEnd> ended_support(Reference const& reference,
                                                   std::string_view today,
                                                   std::int64_t days_before);
/// The same of the release line alone that a tag of an image, or a version of its software, names.
std::optional<knowledge::SupportEnd> ended_support(std::string_view image, std::string_view tag,
                                                   std::string_view today,
                                                   std::int64_t days_before);

}  // namespace dockcheck::model

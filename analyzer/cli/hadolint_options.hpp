// What hadolint's options and formats are called here, for those who come from there.
#pragma once

#include <string>
#include <string_view>

namespace dockcheck::cli {

/// `; hadolint's --failure-threshold is --fail-on here`, or nothing for an option ("--error", "-t")
/// that is none of hadolint's.
std::string hint_of_hadolint_option(std::string_view name);

/// The same for a format.
std::string hint_of_hadolint_format(std::string_view name);

}  // namespace dockcheck::cli

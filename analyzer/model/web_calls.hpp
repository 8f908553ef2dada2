// Calls of the programs that build front ends, as commands and scripts of package.json have them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/manifests/manifest.hpp"

namespace dockcheck::model {

enum class WebTool : std::uint8_t { none, next, vite, astro, react_scripts, angular };

/// One call of a tool.
struct WebCall {
    WebTool tool = WebTool::none;
    std::string shown;    ///< "next build"
    std::string project;  ///< that the words of Angular name
    std::string output;   ///< what --outDir says
};

/// The call that words are; WebTool::none for another program. Nothing where nobody can tell what
/// it makes.
std::optional<WebCall> web_call_of(std::vector<std::string_view> words);

/// The one call of a script among commands that are passive; WebTool::none where all are; nothing
/// where nobody can tell.
std::optional<WebCall> web_call_of_script(std::string_view script);

/// True when the scripts of these names, which a manager runs around its own, do nothing to folders
/// of output.
bool are_passive_scripts(context::Manifest const& manifest,
                         std::initializer_list<std::string> names);

}  // namespace dockcheck::model

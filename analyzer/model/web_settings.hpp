// Settings of front ends, which may move the folder of what is built.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// The settings of a tool: one file of the project, under one of the endings of JavaScript.
struct WebSettings {
    bool is_clear = true;  ///< there is none, or one that can be read
    std::string path;      ///< of the context; empty: there is none
    std::string text;      ///< without comments
};

/// `folder` of the context is empty or ends with a `/`; `name` is that of the file without its
/// ending: "vite.config".
WebSettings web_settings_of(Build const& build, std::string const& folder, std::string_view name);

/// False where they, or what they take in, may move the folder of what Next.js builds.
bool leaves_next_alone(WebSettings const& settings);
/// The same of Vite.
bool leaves_vite_alone(WebSettings const& settings);

}  // namespace dockcheck::model

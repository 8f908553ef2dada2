// Which folder the build of a front end leaves: Next.js, Vite, Astro, Create React App, Angular.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// What a build of a front end does not make.
struct MissingWebFolder {
    enum class Kind : std::uint8_t {
        none,
        standalone,     ///< .next/standalone, which needs a setting of Next.js
        exported,       ///< out, which needs another
        public_folder,  ///< the project's own public, which it does not have
        adapter,        ///< build of SvelteKit, whose settings name no adapter that makes it
        other,          ///< the build makes `made`
    } kind = Kind::none;
    Command const* command = nullptr;  ///< the build
    std::string tool;                  ///< as written: "vite build"
    std::string made;                  ///< the absolute path of the folder that it makes
    std::string settings;       ///< of the context: the file that would have to say it, or public
    bool has_settings = false;  ///< that file is there
};

/// Looks for the build of a front end whose project lies above an absolute path of a stage, and
/// which certainly leaves nothing at that path; Kind::none where anything else may. `path` is
/// clean.
MissingWebFolder missing_web_folder(Build const& build, Stage const& stage, std::string_view path);

}  // namespace dockcheck::model

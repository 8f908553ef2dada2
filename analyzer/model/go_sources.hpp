// The sources that a command of Go compiles: what they import from other modules, and which files
// they embed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

struct GoImport {
    std::string path;    ///< "github.com/lib/pq"
    std::string source;  ///< of the context: the file that imports it
    Place place;
    bool in_cgo = false;  ///< that file is left out where cgo is
};

/// One pattern of a `//go:embed`.
struct GoEmbed {
    std::string pattern;  ///< as written, without `all:`
    std::string source;   ///< of the context
    Place place;
};

struct GoSources {
    context::Manifest const* module = nullptr;
    std::string manifest;           ///< of the context: go.mod
    std::string folder;             ///< of it: empty or with a `/` at its end
    std::string image_folder;       ///< absolute, with a `/` at its end
    std::vector<GoImport> imports;  ///< of what the module does not hold itself
    std::vector<GoEmbed> embeds;
    bool has_c = false;  ///< some source imports "C"

    /// The first import of a module or of a package below it, or nullptr.
    [[nodiscard]] GoImport const* find(std::string_view module_path) const;
};

/// The verb and its packages where a command certainly compiles some of the module in its folder:
/// go build, go install, go run, go test, go vet. Nothing for others, and where a workspace, a
/// vendor folder or an option may take other files. Files for one system or with conditions are
/// left out, and those of tests but for `go test` of packages: what is told is certainly compiled.
std::optional<GoSources> go_sources(Build const& build, Stage const& stage, Command const& command);

/// True for the first command of a stage that compiles and must succeed: where it stops, the build
/// does not get to the others.
bool is_first_compilation(Stage const& stage, Command const& command);

/// What holds of a variable of the environment where a command runs; nothing where nobody can tell.
struct GoSetting {
    bool is_set = false;
    std::string value;
};
std::optional<GoSetting> go_setting(Build const& build, Stage const& stage, Command const& command,
                                    std::string_view name);

/// The numbers of the Go in the official image that a stage begins with, such as 1.26; nothing for
/// other images. A tag without a number is the newest one.
struct GoRelease {
    int minor = 0;
    bool is_alpine = false;
};
std::optional<GoRelease> go_release(Stage const& stage);

}  // namespace dockcheck::model

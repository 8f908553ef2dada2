// What pom.xml and build scripts of Gradle say of the program that they make: the name of its jar,
// the version of Spring Boot in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

/// The jar that a step of a stage makes in place of one that somebody wants.
struct MavenJar {
    Command const* command = nullptr;  ///< nullptr: not known
    std::string path;                  ///< absolute, of the jar that it makes
    std::string manifest;              ///< of the context: the pom.xml that names it
};

/// Looks for the `mvn package` that certainly puts one jar into the folder `target` of an absolute
/// path and none of its name.
MavenJar maven_jar_instead(Build const& build, Stage const& stage, std::string_view path);

/// The version of Spring Boot that the build files of the context name, the same release in all of
/// them; nothing where none names one, or several do, or its old loader is asked for.
struct SpringBoot {
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    std::string version;  ///< "3.3.0"
    Place place;
};
std::optional<SpringBoot> spring_boot(Build const& build);

}  // namespace dockcheck::model

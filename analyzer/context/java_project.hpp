// What the build files of a Java project say of the release of Java that they compile for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/span.hpp"

namespace dockcheck::context {

/// A number of a build file for a release of Java, and where it stands.
struct JavaRelease {
    std::uint32_t number = 0;
    Span span;
};

struct JavaProject {
    std::vector<JavaRelease> releases;  ///< all that the file may compile for
    bool is_said = false;               ///< one of them holds whatever else takes part in the build
    bool is_certain = true;             ///< false when something that is not read may say another
    bool has_toolchain = false;         ///< it may look for a JDK of its own
    std::string artifact;               ///< of a pom.xml
    std::string parent;                 ///< the artifact that a pom.xml has for a parent, or empty
    std::vector<std::string> modules;   ///< folders of a pom.xml, from its own
};

/// Reads the text of a pom.xml. Total.
JavaProject read_pom(std::string_view text);

/// Reads the text of a build script of Gradle, in Groovy or in Kotlin. Total.
JavaProject read_gradle(std::string_view text);

}  // namespace dockcheck::context

// Which release of Java a step compiles for, and which Java an image has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// The Java of an image by its name and tag: 17 of eclipse-temurin:17-jre; nothing for tags that do
/// not say it.
std::optional<std::uint32_t> java_of(Reference const& base);

/// True where a step or a variable of the stage, or of those that it is FROM, may put another Java
/// in place of the base image's.
bool may_bring_java(Build const& build, Stage const& stage);

/// True for a command by which Maven, Gradle or javac compiles.
bool compiles_java(Command const& command);

/// What such a command compiles for.
struct CompiledJava {
    std::uint32_t release = 0;   ///< the least that it may be; 0: not known
    std::string path;            ///< of the file of the context that says it; empty: the JDK's own
    Span span;                   ///< in that file
    bool has_toolchain = false;  ///< another JDK than the image's may compile
};

CompiledJava compiled_java(Build const& build, Stage const& stage, Command const& command);

}  // namespace dockcheck::model

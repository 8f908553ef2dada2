// From a command of Maven or Gradle to the build files of the context, and what they say together.
#include "analyzer/model/java_build.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

#include "analyzer/context/java_project.hpp"
#include "analyzer/context/paths.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

constexpr std::size_t most_projects = 200;
constexpr std::size_t most_files = 20'000;

/// The number that a text begins with, when something else than a digit or a dot follows it; a
/// version of Java has its release in front.
std::optional<std::uint32_t> leading_release(std::string_view text) {
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    // 1.8 was a name once, and larger numbers are dates.
    if (error != std::errc{} || number < 5 || number > 99) return std::nullopt;
    return number;
}

/// The release behind a word that stands alone or in front in a part of a tag: 17 of
/// 8.5-jdk17-alpine and of 3.9-openjdk-17.
std::optional<std::uint32_t> release_behind(std::string_view tag, std::string_view word) {
    auto const at = tag.find(word);
    if (at == tag.npos || (at != 0 && tag[at - 1] != '-')) return std::nullopt;
    auto rest = tag.substr(at + word.size());
    if (rest.starts_with('-')) rest.remove_prefix(1);
    // Two of them are in an image of Gradle: jdk-21-and-22.
    if (rest.find("-and-") != rest.npos) return std::nullopt;
    return leading_release(rest);
}

/// How images say their Java.
enum class Where : std::uint8_t { front, behind_word, in_name };

struct JavaImage {
    std::string_view name;  ///< as the tables have it; with a `*` at its end a beginning
    Where place;
    std::string_view words;  ///< of Where::behind_word: separated by blanks; else what leads
};

/// Source: Dockerfiles of the official images (github.com/docker-library/official-images), of
/// GoogleContainerTools/distroless, bell-sw/Liberica, zulu-openjdk and Red Hat's catalog.
constexpr JavaImage java_images[] = {
    {"amazoncorretto", Where::front, ""},
    {"azul/zulu-openjdk", Where::front, ""},
    {"azul/zulu-openjdk-alpine", Where::front, ""},
    {"azul/zulu-openjdk-debian", Where::front, ""},
    {"bellsoft/liberica-openjdk-alpine", Where::front, ""},
    {"bellsoft/liberica-openjdk-debian", Where::front, ""},
    {"bellsoft/liberica-openjre-alpine", Where::front, ""},
    {"bellsoft/liberica-openjre-debian", Where::front, ""},
    {"eclipse-temurin", Where::front, ""},
    {"gcr.io/distroless/java*", Where::in_name, ""},
    {"gradle", Where::behind_word, " jdk jre "},
    {"ibm-semeru-runtimes", Where::front, "open-"},
    {"maven", Where::behind_word,
     " eclipse-temurin amazoncorretto openjdk adoptopenjdk ibm-semeru sapmachine "
     "libericaopenjdk ibmjava jdk "},
    {"openjdk", Where::front, ""},
    {"registry.access.redhat.com/ubi8/openjdk-*", Where::in_name, ""},
    {"registry.access.redhat.com/ubi9/openjdk-*", Where::in_name, ""},
    {"sapmachine", Where::front, ""},
    {"tomcat", Where::behind_word, " jdk jre "},
};

/// The Dockerfile's own words in a range.
std::string_view written(Build const& build, Span span) {
    return Place{&build.source(), span}.text();
}

bool speaks_of_java(std::string_view text) {
    static constexpr std::string_view words[] = {"jdk",      "jre",     "java-", "java/", "jvm",
                                                 "corretto", "temurin", "zulu",  "sdk",   "jlink"};
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// Options that may choose another release or another JDK.
bool may_choose_release(std::string_view word) {
    if (word.starts_with("--toolchains") || word.starts_with("-Porg.gradle")) return true;
    if (!word.starts_with("-D") && !word.starts_with("-P")) return false;
    static constexpr std::string_view names[] = {"compiler", "java",          "jdk",    "target",
                                                 "jvm",      "Compatibility", "release"};
    return std::ranges::any_of(names,
                               [&](std::string_view name) { return word.find(name) != word.npos; });
}

bool is_maven(std::string_view program) { return program == "mvn" || program == "mvnw"; }
bool is_gradle(std::string_view program) { return program == "gradle" || program == "gradlew"; }

bool has_goal(Command const& command, WordList const& goals) {
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto goal = command.argument(i);
        // :api:bootJar is that of a subproject.
        goal.remove_prefix(goal.rfind(':') == goal.npos ? 0 : goal.rfind(':') + 1);
        if (goals.holds(goal)) return true;
    }
    return false;
}

/// The folder of the project in the image; nothing where an option names another.
std::optional<std::string> project_folder(Build const& build, Stage const& stage,
                                          Command const& command) {
    auto const folder = directory_of(build, stage, command).known();
    if (!folder) return std::nullopt;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const word = command.argument(i);
        if (word.empty() || may_choose_release(word)) return std::nullopt;
        static constexpr WordList elsewhere =
            " -p --project-dir -b --build-file -I --init-script -c --settings-file --include-build "
            "-t ";
        if (elsewhere.holds(word) && is_gradle(command.program)) return std::nullopt;
        if (!is_maven(command.program)) continue;
        if (word == "-t" || word.starts_with("--file=")) return std::nullopt;
        if (word != "-f" && word != "--file") continue;
        auto const named = command.argument(i + 1);
        if (named.empty()) return std::nullopt;
        auto path = named.starts_with('/') ? std::string(named)
                                           : std::string(*folder) + "/" + std::string(named);
        if (base_name(path) == "pom.xml") path.resize(path.rfind('/') + 1);
        return clean_path(path);
    }
    return clean_path(*folder);
}

/// Takes the least of what a file says into what is known so far.
void take_least(CompiledJava& compiled, context::JavaProject const& project,
                std::string const& path) {
    compiled.has_toolchain = compiled.has_toolchain || project.has_toolchain;
    for (auto const& release : project.releases) {
        if (compiled.release != 0 && compiled.release <= release.number) continue;
        compiled.release = release.number;
        compiled.path = path;
        compiled.span = release.span;
    }
}

CompiledJava compiled_by_maven(Build const& build, Stage const& stage, std::string const& folder) {
    auto const& context = *build.context();
    auto const first = placed_file(build, stage, folder + "/pom.xml");
    if (!first) return {};
    // Options for every command, and other sources of properties.
    auto const root = std::string(context::start_of_folder(*first));
    if (context.look(root + ".mvn/maven.config") != context::Presence::missing) return {};
    CompiledJava compiled;
    std::vector<std::string> open{*first};
    std::set<std::string> seen{*first};
    std::set<std::string> artifacts;
    bool is_first = true;
    for (std::size_t i = 0; i < open.size(); ++i) {
        auto const file = open[i];
        auto const* const project = context.java_project(file);
        if (project == nullptr || seen.size() > most_projects || !project->is_certain) return {};
        if (is_first ? !project->is_said : !artifacts.contains(project->parent)) return {};
        is_first = false;
        artifacts.insert(project->artifact);
        take_least(compiled, *project, file);
        for (auto const& module : project->modules) {
            auto path = context_path(std::string(context::start_of_folder(file)) + module);
            if (!path.ends_with(".xml")) path += "/pom.xml";
            if (seen.insert(path).second) open.push_back(std::move(path));
        }
    }
    return compiled;
}

CompiledJava compiled_by_gradle(Build const& build, Stage const& stage, std::string const& folder) {
    auto const& context = *build.context();
    std::optional<std::string> first;
    for (std::string_view const name : {"build.gradle", "build.gradle.kts"}) {
        if (!first) first = placed_file(build, stage, folder + "/" + std::string(name));
    }
    if (!first) return {};
    auto const root = std::string(context::start_of_folder(*first));
    CompiledJava compiled;
    std::size_t count = 0;
    bool is_said = false;
    for (auto const& file : context.all_files(most_files)) {
        if (!file.starts_with(root)) continue;
        // What a build makes of its own plugins is written in a language.
        if (file.find("buildSrc/") != file.npos || file.find("build-logic") != file.npos) return {};
        if (!file.ends_with(".gradle") && !file.ends_with(".gradle.kts")) continue;
        auto const* const project = context.java_project(file);
        if (project == nullptr || ++count > most_projects || !project->is_certain) return {};
        if (file == *first) is_said = project->is_said;
        take_least(compiled, *project, file);
    }
    if (!is_said) return {};
    // Projects that say nothing are compiled for the JDK's own release.
    auto const own = java_of(stage.root());
    if (count > 2 && !compiled.has_toolchain && (!own || *own < compiled.release)) return {};
    return compiled;
}

}  // namespace

std::optional<std::uint32_t> java_of(Reference const& base) {
    if (base.kind != Reference::Kind::image) return std::nullopt;
    auto const name = knowledge::canonical_name(name_of(base.image));
    auto tag = base.image.tag;
    for (auto const& image : java_images) {
        if (image.place == Where::in_name) {
            auto const front = image.name.substr(0, image.name.size() - 1);
            if (name.starts_with(front)) return leading_release(name.substr(front.size()));
            continue;
        }
        if (name != image.name) continue;
        if (image.place == Where::front) {
            if (!tag.starts_with(image.words)) return std::nullopt;
            return leading_release(tag.substr(image.words.size()));
        }
        std::optional<std::uint32_t> found;
        each_word(image.words, [&](std::string_view word) {
            if (!found) found = release_behind(tag, word);
        });
        return found;
    }
    return std::nullopt;
}

bool may_bring_java(Build const& build, Stage const& stage) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty() || part->may_set_more) return true;
        for (auto const& command : part->commands) {
            if (command.use == Use::run && speaks_of_java(written(build, command.span)))
                return true;
        }
        for (auto const& instruction : part->instructions) {
            if (ast::get_if<ast::Env>(&instruction.node) != nullptr
                && speaks_of_java(written(build, instruction.span)))
                return true;
        }
        for (auto const& transfer : part->transfers) {
            // An image or an archive may be anything.
            bool const is_open =
                transfer.is_add || (transfer.from != nullptr && transfer.from->stage == nullptr);
            if (is_open) return true;
            // Sources of the context lie in folders of that name.
            if (transfer.from == nullptr) continue;
            if (speaks_of_java(target_of(transfer))) return true;
            for (auto const& source : transfer.sources) {
                if (speaks_of_java(base_name(source.value.text_or_empty()))) return true;
            }
        }
    }
    return build.may_hold(std::string_view("JAVA_HOME"))
           || build.may_hold(std::string_view("sdkman"));
}

bool compiles_java(Command const& command) {
    static constexpr WordList maven =
        " compile deploy install integration-test package prepare-package test test-compile "
        "verify ";
    static constexpr WordList gradle =
        " assemble bootJar bootWar build check classes distTar distZip fatJar installDist jar "
        "shadowJar test war ";
    if (command.use != Use::run) return false;
    if (is_maven(command.program)) return has_goal(command, maven);
    if (is_gradle(command.program)) return has_goal(command, gradle);
    return command.program == "javac";
}

CompiledJava compiled_java(Build const& build, Stage const& stage, Command const& command) {
    if (command.program == "javac") {
        auto const own = java_of(stage.root());
        for (auto const& word : command.arguments) {
            auto const text = word.value.text_or_empty();
            static constexpr WordList options =
                " --release -release -source -target --source --target ";
            if (text.empty() || text.starts_with('@') || options.holds(text)
                || text.starts_with("--release="))
                return {};
        }
        return own ? CompiledJava{*own, {}, {}, false} : CompiledJava{};
    }
    if (build.context() == nullptr) return {};
    for (std::string_view const word : {"MAVEN_ARGS", "MAVEN_OPTS", "GRADLE_OPTS"}) {
        if (build.may_hold(word)) return {};
    }
    auto const folder = project_folder(build, stage, command);
    if (!folder) return {};
    return is_maven(command.program) ? compiled_by_maven(build, stage, *folder)
                                     : compiled_by_gradle(build, stage, *folder);
}

}  // namespace dockcheck::model

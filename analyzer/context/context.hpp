// The build context: the files that a build would send, and what they say.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/files.hpp"
#include "analyzer/context/ignore_file.hpp"
#include "analyzer/context/java_project.hpp"
#include "analyzer/context/manifests/manifest.hpp"
#include "analyzer/context/node_facts.hpp"
#include "analyzer/context/python_facts.hpp"
#include "analyzer/context/recipes.hpp"
#include "analyzer/context/requirements.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::context {

/// What lies at a path of the context.
enum class Presence : std::uint8_t {
    file,
    directory,
    missing,
    ignored,  ///< there, and an ignore file keeps it out of the build
    unknown,
};

/// docker-compose-dev.yml, compose.prod.yaml; those to be copied first are no such files yet.
bool is_compose_name(std::string_view name);
/// The names that Compose takes by itself, the first that is there (compose-go, DefaultFileNames).
inline constexpr char const* compose_names[] = {"compose.yaml", "compose.yml", "docker-compose.yml",
                                                "docker-compose.yaml"};

class SharedDeploymentFiles;

/// What is known of the folders around a context.
struct Surroundings {
    bool has_compose_file = false;  ///< in one of the folders up to the repository's root
    bool may_be_composed = false;   ///< or a file with a name of its own, docker-compose.prod.yml
    /// Those of these folders that were not looked through for that.
    std::vector<std::string> other_folders;
    std::vector<std::string> folders;  ///< all of them
    bool in_repository = false;        ///< of git, which keeps x bits
    bool holds_context = false;        ///< the folder of the context is one of them all
    /// Of what is copied this folder lacks a part, and another one has some of what one of them
    /// lacks.
    bool may_be_another = false;
    /// Of the repository; nullptr without one.
    std::shared_ptr<SharedDeploymentFiles> deployment_files;
    std::string
        git_ignore;  ///< text of the .gitignore of the repository's root, when that is above
    std::string git_modules;  ///< the same of .gitmodules
    std::string path_above;   ///< of the context below that root, with a trailing `/`

    bool operator==(Surroundings const&) const = default;
};

/// One context, shared by all Dockerfiles on it. Paths are relative to its root, with `/`, cleaned
/// as BuildKit does (leading `/` and `..` clamp to the root); "" is the root itself. Answers are
/// computed at the first question and kept.
class Context {
 public:
    enum class Origin : std::uint8_t { given, assumed };

    /// `ignore_name` is the ignore file that holds for the Dockerfile (path in the context), or
    /// empty. It is looked up in `ignore_files` when it lies in another tree: beside a Dockerfile
    /// outside of its context.
    Context(std::shared_ptr<Files const> files, Origin origin, std::string ignore_name,
            std::shared_ptr<Files const> ignore_files = nullptr);
    ~Context();

    /// What lies around the context; before the first question.
    void set_surroundings(Surroundings surroundings);

    [[nodiscard]] Origin origin() const;
    /// Surroundings::may_be_another.
    [[nodiscard]] bool may_be_another() const;
    /// A compose file stands in the context or above it, up to the repository's root: it may start
    /// the image with variables, commands and files that the Dockerfile does not show.
    [[nodiscard]] bool has_compose_file() const;
    /// The same, of files with a name of their own, too, such as docker-compose.prod.yml. Lists
    /// folders: for who has something to report.
    [[nodiscard]] bool may_be_composed() const;
    /// One of those files may give the container another command, other modules or other settings,
    /// or cannot be read. What is installed stays what it is with all others.
    [[nodiscard]] bool may_start_otherwise() const;
    /// A script, a manifest or a note of the repository may give a container this variable; true
    /// where that is too much to read. Reads them all: for who has something to report.
    [[nodiscard]] bool may_be_given(std::string_view variable) const;
    /// The same of a mount that covers a path of the container.
    [[nodiscard]] bool may_be_mounted(std::string_view path) const;
    /// Whether a script of the repository fills a file of that name in by envsubst; as above.
    [[nodiscard]] bool may_be_filled_in(std::string_view file_name) const;
    /// Whether a script of the repository copies something into the context's folder before it is
    /// built, by its name. False for the repository's root.
    [[nodiscard]] bool is_filled_by_script() const;
    /// True when a compose file starts containers and nothing of the repository speaks of
    /// Kubernetes. Reads what may_be_given reads.
    [[nodiscard]] bool is_for_compose_alone() const;
    [[nodiscard]] Presence look(std::string_view path) const;
    /// The file's x bit, size and kind, ignored or not.
    [[nodiscard]] FileStatus status(std::string_view path) const;
    /// True where the x bits of files say nothing: outside of a repository, in a tree in which no
    /// script has one. For who has something to report.
    [[nodiscard]] bool may_lack_modes() const;
    /// The path as shown to the user.
    [[nodiscard]] std::string shown(std::string_view path) const;
    /// Paths that a COPY source with wildcards matches, ignored ones left out, sorted; bounded.
    [[nodiscard]] std::vector<std::string> matches(std::string_view glob) const;
    /// True when the glob matches something at all, ignored or not, or when that cannot be told.
    [[nodiscard]] bool matches_anything(std::string_view glob) const;
    /// Names in the same folder within two edits, nearest first (requirements.tzt for
    /// requirements.txt).
    [[nodiscard]] std::vector<std::string> near_names(std::string_view path) const;
    /// Files below a folder that a COPY of it would take, sorted, bounded by `limit`; ignored ones
    /// left out.
    [[nodiscard]] std::vector<std::string> files_below(std::string_view folder,
                                                       std::size_t limit = 10'000) const;
    /// All files of the context but what git keeps in its .git, those that an ignore file keeps out
    /// included; bounded by `limit`.
    [[nodiscard]] std::vector<std::string> all_files(std::size_t limit) const;
    /// Whether git keeps no track of a path, by the .gitignore files of the context and those that
    /// were given for the folders above it, or since it lies in a submodule: such a file is made or
    /// fetched by some step and may appear later.
    [[nodiscard]] bool is_git_ignored(std::string_view path) const;
    /// The bytes of a file, or nullptr when it is missing, too large or unreadable.
    [[nodiscard]] Source const* read(std::string_view path) const;
    /// The requirements file at a path, or nullptr.
    [[nodiscard]] Requirements const* requirements(std::string_view path) const;
    /// The manifest or lock file at a path (package.json, Gemfile, go.mod, ...), or nullptr.
    [[nodiscard]] Manifest const* manifest(std::string_view path) const;
    /// What a pom.xml, or a build script of Gradle, says of Java; nullptr when it cannot be read.
    [[nodiscard]] JavaProject const* java_project(std::string_view path) const;
    /// What a Python source says, or nullptr.
    [[nodiscard]] PythonFacts const* python(std::string_view path) const;
    /// What a JavaScript or TypeScript source says, or nullptr.
    [[nodiscard]] NodeFacts const* node(std::string_view path) const;
    /// The ignore file in force, or nullptr.
    [[nodiscard]] IgnoreFile const* ignore_file() const;
    /// What its Makefile and its workflows do before the image is built.
    [[nodiscard]] Recipes const& recipes() const;

 private:
    [[nodiscard]] bool lies_in_submodule(std::string_view path) const;

    struct Cache;
    std::unique_ptr<Cache> cache_;
};

}  // namespace dockcheck::context

// Looks for the few commands that matter in Makefiles and workflows.
#include "analyzer/context/recipes.hpp"

#include <algorithm>
#include <string>

namespace dockcheck::context {
namespace {

constexpr std::string_view workflow_folder = ".github/workflows";

template <std::size_t count>
bool holds_any(std::string_view text, std::string_view const (&words)[count]) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// Calls for each line until one answers true.
template <typename Visit>
bool any_line(std::string_view text, Visit&& visit) {
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        if (visit(text.substr(0, end))) return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

/// A line that makes a file of that name.
bool makes(std::string_view text, std::string_view name) {
    static constexpr std::string_view makers[] = {"curl", "wget", "cp ", "mv ", ">", "-o"};
    return any_line(text, [&](std::string_view line) {
        return line.find(name) != line.npos && holds_any(line, makers);
    });
}

/// `make` in that folder may bring files there first: @cp $(SCRIPT) .
bool makes_any(std::string_view text) {
    static constexpr std::string_view words[] = {"cp ", "mv ", "curl ", "wget ", "rsync "};
    return std::ranges::any_of(words, [&](std::string_view word) {
        for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
            bool const begins =
                at > 0 && std::string_view("\t@ ;&").find(text[at - 1]) != text.npos;
            if (begins) return true;
        }
        return false;
    });
}

/// The word that begins behind blanks; empty at the end of its command.
std::string_view word_of(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_first_of(" \t\r;&|"));
}

/// What stands in a line in front of an offset, from the beginning of its command on.
std::string_view command_front(std::string_view line, std::size_t at) {
    auto const front = line.substr(0, at);
    return front.substr(front.find_last_of(";&|") + 1);
}

/// True when package.json, at `at` of a line, is what is copied to another place:
/// `cp package.json dist/`. Elsewhere in such a command it may be what is written.
bool is_copied_away(std::string_view line, std::size_t at) {
    static constexpr std::string_view name = "package.json";
    auto front = command_front(line, at);
    if (front.ends_with("./")) front.remove_suffix(2);
    if (!front.ends_with(' ') && !front.ends_with('\t')) return false;
    if (front.find("cp ") == front.npos || front.find('>') != front.npos) return false;
    auto const next = word_of(line.substr(at + name.size()));
    return !next.empty() && next.find_first_of(".>$\\") != 0;
}

/// True when a line puts another file at package.json: `cp package.api.json package.json`.
bool replaces_package_json(std::string_view text) {
    static constexpr std::string_view makers[] = {"cp ",     "mv ",      "ln ", "tee ",
                                                  "sponge ", "install ", ">",   "-o "};
    constexpr std::string_view wanted = "package.json";
    constexpr std::size_t longest = 1024;  // a longer line no one has written
    return any_line(text, [&](std::string_view line) {
        for (auto at = line.find(wanted); at != line.npos; at = line.find(wanted, at + 1)) {
            if (at > longest) return true;
            if (holds_any(command_front(line, at), makers) && !is_copied_away(line, at))
                return true;
        }
        return false;
    });
}

bool makes_lock_file(std::string_view text) {
    static constexpr std::string_view makers[] = {"package-lock-only", "lockfile-only", "uv lock",
                                                  "bundle lock", "pipenv lock"};
    return holds_any(text, makers);
}

/// True for a workflow that takes what another job has made, and builds images.
bool builds_with_artifacts(std::string_view text) {
    static constexpr std::string_view builders[] = {"docker/build-push-action",
                                                    "docker/bake-action",
                                                    "docker build",
                                                    "docker buildx",
                                                    "docker compose",
                                                    "docker-compose",
                                                    "buildah",
                                                    "podman build",
                                                    "make ",
                                                    "Dockerfile"};
    return text.find("download-artifact") != text.npos && holds_any(text, builders);
}

}  // namespace

bool Recipes::may_make(std::string_view name) const {
    if (makefile != nullptr && makes(makefile->bytes(), name)) return true;
    return std::ranges::any_of(workflows, [&](Source const* workflow) {
        return builds_with_artifacts(workflow->bytes()) || makes(workflow->bytes(), name);
    });
}

Recipes read_recipes(Files const& files, FunctionRef<Source const*(std::string const&)> read) {
    constexpr std::size_t most_files = 200;
    Recipes recipes;
    if (files.status("Makefile").kind != FileKind::missing) {
        recipes.makefile = read("Makefile");
        auto const* const makefile = recipes.makefile;
        recipes.brings_files = makefile != nullptr && makes_any(makefile->bytes());
        recipes.replaces_package_json =
            makefile == nullptr || replaces_package_json(makefile->bytes());
        recipes.makes_lock_file = makefile == nullptr || makes_lock_file(makefile->bytes());
    }
    auto const entries = files.list(workflow_folder);
    if (!entries) return recipes;
    for (auto const& entry : *entries) {
        if (entry.kind != FileKind::file) continue;
        if (recipes.workflows.size() == most_files) break;
        auto const* const workflow = read(std::string(workflow_folder) + "/" + entry.name);
        if (workflow != nullptr) recipes.workflows.push_back(workflow);
        recipes.makes_lock_file =
            recipes.makes_lock_file || workflow == nullptr || makes_lock_file(workflow->bytes());
    }
    return recipes;
}

}  // namespace dockcheck::context

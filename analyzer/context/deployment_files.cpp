// Looking for names and paths in the files that say how containers are started.
#include "analyzer/context/deployment_files.hpp"

#include <algorithm>
#include <cstdint>

#include "analyzer/text/is_among.hpp"

namespace dockcheck::context {
namespace {

constexpr std::size_t most_folders = 10'000;
/// Going through more would take longer than all the rest.
constexpr std::size_t most_entries_read = 50'000;
constexpr std::size_t most_files = 4'000;
constexpr std::size_t most_bytes = std::size_t{32} * 1024 * 1024;
/// What is larger is data.
constexpr std::uint64_t largest_file = std::uint64_t{512} * 1024;

/// Folders of what others have written or a build has made, and of tests and documentation: nobody
/// starts the containers of a project from there.
bool is_left_out(std::string_view folder) {
    static constexpr std::string_view names[] = {
        ".cache",   ".git",         ".next",     ".tox",
        ".venv",    "__pycache__",  "__tests__", "bower_components",
        "build",    "dist",         "doc",       "docs",
        "fixtures", "node_modules", "out",       "site-packages",
        "spec",     "target",       "test",      "testdata",
        "tests",    "vendor",       "venv"};
    return is_among(folder, names);
}

std::string_view ending_of(std::string_view name) {
    auto const point = name.rfind('.');
    return point == name.npos ? std::string_view() : name.substr(point + 1);
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// `-e NAME`, `--env NAME`.
bool is_handed_on(std::string_view before) {
    return before.ends_with("-e ") || before.ends_with("--env ") || before.ends_with("--env=");
}

/// `NAME=value`; not `$NAME`, `${NAME=...}` or `NAME==`.
bool is_assigned(std::string_view before, std::string_view after) {
    if (before.ends_with('$') || before.ends_with('{')) return false;
    // PowerShell's $env:NAME = "value"
    if (before.ends_with("env:")) return after.find('=') < after.find('\n');
    return after.starts_with('=') && !after.starts_with("==");
}

/// True for a script that has to do with containers.
bool speaks_of_containers(std::string_view text) {
    static constexpr std::string_view tools[] = {"docker",  "podman", "kubectl", "helm",
                                                 "nerdctl", "gcloud", "heroku",  "fly "};
    return std::ranges::any_of(tools, [&](auto tool) { return text.find(tool) != text.npos; });
}

/// Calls back with what stands before and behind each place of a text, until that says true.
template <typename Is>
bool is_anywhere(std::string_view text, std::string_view wanted, Is is) {
    for (auto at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1)) {
        if (is(text.substr(0, at), text.substr(at + wanted.size()))) return true;
    }
    return false;
}

/// `-v "$PWD":/srv/app`, `- ./app:/srv/app`, `volumes: [".:/srv/app"]`, `--mount
/// type=bind,src=.,target=/srv/app`, `mountPath: /srv/app`.
bool is_mount(std::string_view before, std::string_view after) {
    auto const next = after.substr(after.starts_with('/') ? 1 : 0);
    if (!next.empty() && (is_word(next.front()) || next.front() == '-' || next.front() == '.'))
        return false;
    static constexpr std::string_view keys[] = {
        "target=", "dst=", "destination=", "mountPath: ", "target: "};
    if (std::ranges::any_of(keys, [&](auto key) { return before.ends_with(key); })) return true;
    if (!before.ends_with(':')) return false;
    constexpr std::size_t longest = 1024;  // what is longer nobody has written
    if (before.size() > longest) before.remove_prefix(before.size() - longest);
    auto const line = before.substr(before.rfind('\n') + 1);  // 0 where there is none
    auto const first = line.find_first_not_of(" \t");
    return line.find("-v ") != line.npos || line.find("-v=") != line.npos
           || line.find("--volume") != line.npos || line.find("volumes:") != line.npos
           || (first != line.npos && (line[first] == '[' || line[first] == '"'))
           || (first != line.npos && line[first] == '-');
}

bool mounts(std::string_view text, std::string_view path) {
    for (auto end = path.size(); end != path.npos && end > 1; end = path.rfind('/', end - 1)) {
        if (is_anywhere(text, path.substr(0, end), is_mount)) return true;
    }
    return false;
}

/// `cp ../../requirements*.txt docker-prepare/`: a line whose last word names the folder.
bool copies_into(std::string_view line, std::string_view folder_name) {
    static constexpr std::string_view blanks = " \t\r@;&|";
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    static constexpr std::string_view programs[] = {"cp ", "mv ", "rsync ", "install "};
    bool const is_copy =
        std::ranges::any_of(programs, [&](auto program) { return line.starts_with(program); });
    if (!is_copy) return false;
    while (!line.empty() && std::string_view(" \t\r/\"'.;").find(line.back()) != line.npos)
        line.remove_suffix(1);
    if (!line.ends_with(folder_name)) return false;
    line.remove_suffix(folder_name.size());
    return line.ends_with('/') || line.ends_with(' ') || line.ends_with('"');
}

/// A manifest of Kubernetes, a tool for it, or words about it.
bool speaks_of_kubernetes(std::string_view text) {
    static constexpr std::string_view words[] = {"apiVersion", "kubectl",  "ubernetes",
                                                 "helm",       "Helm",     "OpenShift",
                                                 "openshift",  "runAsUser"};
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

}  // namespace

DeploymentFiles::Kind DeploymentFiles::kind_of(std::string_view name) {
    static constexpr std::string_view scripts[] = {"bash", "bat", "cmd", "fish", "just",
                                                   "mk",   "ps1", "sh",  "zsh"};
    static constexpr std::string_view script_names[] = {"GNUmakefile", "Jenkinsfile", "Justfile",
                                                        "Makefile",    "justfile",    "makefile"};
    static constexpr std::string_view notes[] = {"adoc", "md", "rst"};
    static constexpr std::string_view manifests[] = {
        "bicep",   "cue", "hcl",    "j2",   "jsonnet", "libsonnet", "nomad",
        "service", "tf",  "tfvars", "tmpl", "tpl",     "yaml",      "yml"};
    static constexpr std::string_view manifest_names[] = {
        "Procfile", "Tiltfile", "Vagrantfile", "fly.toml", "railway.toml", "wrangler.toml"};
    if (name.find("-lock.") != name.npos) return Kind::none;
    auto const ending = ending_of(name);
    if (is_among(ending, scripts) || is_among(name, script_names)) return Kind::script;
    // Of the notes those that tell how to begin; a repository has hundreds of others.
    static constexpr std::string_view beginnings[] = {"README", "Readme", "readme",      "INSTALL",
                                                      "DEPLOY", "DOCKER", "CONTRIBUTING"};
    bool const is_note = name == "README" || is_among(ending, notes);
    if (is_note
        && std::ranges::any_of(beginnings, [&](auto word) { return name.starts_with(word); }))
        return Kind::note;
    if (is_among(ending, manifests) || is_among(name, manifest_names)) return Kind::manifest;
    if (ending == "json") return Kind::json;
    bool const is_environment = name.find(".env") != name.npos || name.starts_with("env.");
    return is_environment ? Kind::environment : Kind::none;
}

bool DeploymentFiles::gives(File const& file, std::string_view variable) {
    if (file.kind == Kind::script && !speaks_of_containers(file.text)) return false;
    return is_anywhere(file.text, variable, [&](std::string_view before, std::string_view after) {
        if (!before.empty() && is_word(before.back())) return false;
        if (!after.empty() && is_word(after.front())) return false;
        switch (file.kind) {
            case Kind::manifest:
            case Kind::environment:
                return true;
            case Kind::json:
                return before.ends_with('"') && after.starts_with('"');
            case Kind::script:
                return is_handed_on(before) || is_assigned(before, after);
            case Kind::note:
                return is_handed_on(before);
            case Kind::none:
                return false;
        }
        return false;
    });
}

bool lies_in_left_out(std::string_view path) {
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
        if (is_left_out(path.substr(0, slash))) return true;
        path.remove_prefix(slash + 1);
    }
    return false;
}

DeploymentFiles::DeploymentFiles(Files const& tree) {
    std::vector<std::string> folders{std::string()};
    std::size_t names = 0;
    for (std::size_t i = 0; i < folders.size(); ++i) {
        if (names > most_entries_read) {
            is_complete_ = false;
            return;
        }
        auto const entries = tree.list(folders[i]);
        names += entries ? entries->size() : 0;
        if (!entries || folders.size() + entries->size() > most_folders) is_complete_ = false;
        if (!entries) continue;
        auto const start = folders[i].empty() ? std::string() : folders[i] + "/";
        for (auto const& entry : *entries) {
            auto path = start + entry.name;
            if (entry.kind == FileKind::file) {
                read(tree, path, kind_of(entry.name));
            } else if (entry.kind == FileKind::directory && !entry.is_link
                       && !is_left_out(entry.name) && folders.size() < most_folders) {
                folders.push_back(std::move(path));
            }
        }
    }
}

void DeploymentFiles::read(Files const& tree, std::string const& path, Kind kind) {
    if (kind == Kind::none) return;
    if (files_.size() >= most_files || bytes_ >= most_bytes) {
        is_complete_ = false;
        return;
    }
    auto text = tree.read(path, largest_file);
    if (!text) return;
    bytes_ += text->size();
    auto folder = path.substr(0, path.rfind('/') + 1);
    bool const takes = text->find("env_file") != text->npos || text->find("env-file") != text->npos;
    if (takes) takers_.push_back(folder);
    auto const name = std::string_view(path).substr(folder.size());
    if (ending_of(name) == "sh") {
        ++scripts_;
        has_x_bit_ = has_x_bit_ || tree.status(path).executable;
    }
    has_compose_ = has_compose_ || (kind == Kind::manifest && name.find("compose") != name.npos);
    has_kubernetes_ = has_kubernetes_ || speaks_of_kubernetes(*text);
    files_.push_back({std::move(folder), std::move(*text), kind});
}

bool DeploymentFiles::is_taken(File const& file) const {
    return std::ranges::any_of(takers_,
                               [&](auto const& taker) { return file.folder.starts_with(taker); });
}

bool DeploymentFiles::may_give(std::string_view variable) const {
    return !is_complete_ || std::ranges::any_of(files_, [&](File const& file) {
        if (file.kind == Kind::environment && !is_taken(file)) return false;
        return gives(file, variable);
    });
}

bool DeploymentFiles::may_mount(std::string_view path) const {
    constexpr auto deepest = 32;
    return !is_complete_ || std::ranges::count(path, '/') > deepest
           || std::ranges::any_of(files_,
                                  [&](File const& file) { return mounts(file.text, path); });
}

bool DeploymentFiles::may_fill_in(std::string_view file_name) const {
    return !is_complete_ || std::ranges::any_of(files_, [&](File const& file) {
        return file.text.find("envsubst") != file.text.npos
               && file.text.find(file_name) != file.text.npos;
    });
}

bool DeploymentFiles::copy_into(std::string_view folder_name) const {
    return std::ranges::any_of(files_, [&](File const& file) {
        bool const is_of_builds =
            file.text.find("docker") != file.text.npos && file.text.find("build") != file.text.npos;
        if (!is_of_builds || file.text.find(folder_name) == file.text.npos) return false;
        for (std::string_view rest = file.text; !rest.empty();) {
            auto const end = std::min(rest.find('\n'), rest.size());
            if (copies_into(rest.substr(0, end), folder_name)) return true;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return false;
    });
}

bool DeploymentFiles::lack_modes() const {
    constexpr std::size_t several = 3;
    return scripts_ >= several && !has_x_bit_;
}

bool DeploymentFiles::are_of_compose_alone() const {
    return is_complete_ && has_compose_ && !has_kubernetes_;
}

bool SharedDeploymentFiles::ask(Answers& answers, std::string_view what,
                                bool (DeploymentFiles::*question)(std::string_view) const) {
    std::lock_guard const lock(mutex_);
    if (!files_) files_.emplace(*tree_);
    auto const known = answers.find(what);
    if (known != answers.end()) return known->second;
    return answers.emplace(what, ((*files_).*question)(what)).first->second;
}

bool SharedDeploymentFiles::may_give(std::string_view variable) {
    return ask(given_, variable, &DeploymentFiles::may_give);
}

bool SharedDeploymentFiles::may_mount(std::string_view path) {
    return ask(mounted_, path, &DeploymentFiles::may_mount);
}

bool SharedDeploymentFiles::may_fill_in(std::string_view file_name) {
    return ask(filled_in_, file_name, &DeploymentFiles::may_fill_in);
}

bool SharedDeploymentFiles::copy_into(std::string_view folder_name) {
    return ask(copied_into_, folder_name, &DeploymentFiles::copy_into);
}

bool SharedDeploymentFiles::lack_modes() {
    std::lock_guard const lock(mutex_);
    if (!files_) files_.emplace(*tree_);
    return files_->lack_modes();
}

bool SharedDeploymentFiles::are_of_compose_alone() {
    std::lock_guard const lock(mutex_);
    if (!files_) files_.emplace(*tree_);
    return files_->are_of_compose_alone();
}

std::shared_ptr<SharedDeploymentFiles> RepositoryDeploymentFiles::of(
    std::string const& root, std::shared_ptr<Files const> tree) {
    std::lock_guard const lock(mutex_);
    auto& files = by_root_[root];
    if (files == nullptr) {
        if (tree == nullptr) tree = disk_files(root, root);
        files = std::make_shared<SharedDeploymentFiles>(std::move(tree));
    }
    return files;
}

}  // namespace dockcheck::context

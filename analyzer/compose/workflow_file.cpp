// Reading a workflow of GitHub with yaml-cpp: what its jobs build, from the repository's root.
#include <algorithm>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "analyzer/compose/build_section.hpp"
#include "analyzer/compose/docker_build_lines.hpp"

namespace dockcheck::compose {
namespace {

/// A path without `./` in front and `/` behind.
std::string clean(std::string_view path) {
    while (path.starts_with("./")) path.remove_prefix(2);
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return path.empty() ? "." : std::string(path);
}

/// A file as seen from a folder, both from the repository's root.
std::string from_folder(std::string const& folder, std::string const& file) {
    if (folder == ".") return file;
    if (file.starts_with(folder + "/")) return file.substr(folder.size() + 1);
    std::string up = "../";
    for (auto const c : folder) {
        if (c == '/') up += "../";
    }
    return up + file;
}

class WorkflowReader {
 public:
    explicit WorkflowReader(YAML::Node const& root) : root_(root) {}

    BuildSections read() {
        if (!root_.IsMap()) return {};
        auto const jobs = root_["jobs"];
        if (!jobs.IsDefined() || !jobs.IsMap()) return {};
        for (auto const& job : jobs) {
            if (!take() || !job.first.IsScalar() || !job.second.IsMap()) continue;
            auto const steps = job.second["steps"];
            if (!steps.IsDefined() || !steps.IsSequence()) continue;
            // A folder of their own for all lines.
            bool const has_defaults = job.second["defaults"].IsDefined();
            if (checks_out_another(steps)) continue;
            for (auto const& step : steps) {
                if (take() && step.IsMap()) read_step(step, job.first.Scalar(), has_defaults);
            }
        }
        return std::move(sections_);
    }

 private:
    bool take() { return allowance_ > 0 && allowance_-- > 0; }

    static std::string text(YAML::Node const& map, char const* key) {
        auto const node = map[key];
        return node.IsDefined() && node.IsScalar() ? node.Scalar() : std::string();
    }

    /// github.com/actions/checkout with `repository` or `path`: the folders of the job are not
    /// those of this repository.
    bool checks_out_another(YAML::Node const& steps) {
        for (auto const& step : steps) {
            if (!take() || !step.IsMap()) continue;
            if (!text(step, "uses").starts_with("actions/checkout@")) continue;
            auto const with = step["with"];
            if (!with.IsDefined() || !with.IsMap()) continue;
            if (with["repository"].IsDefined() || with["path"].IsDefined()) return true;
        }
        return false;
    }

    void read_step(YAML::Node const& step, std::string const& job, bool has_defaults) {
        if (text(step, "uses").starts_with("docker/build-push-action@")) {
            auto const with = step["with"];
            if (with.IsDefined() && with.IsMap()) read_action(step, with, job);
        }
        auto const run = step["run"];
        bool const is_elsewhere =
            has_defaults || root_["defaults"].IsDefined() || step["working-directory"].IsDefined();
        if (!run.IsDefined() || !run.IsScalar() || is_elsewhere) return;
        for (auto const& line : docker_build_lines(run.Scalar()))
            add(run, job, line.context, line.file, line.target, line.arguments);
    }

    /// github.com/docker/build-push-action: `context`, `file` (from the root), `target`,
    /// `build-args`.
    void read_action(YAML::Node const& step, YAML::Node const& with, std::string const& job) {
        std::vector<std::string> names;
        auto const list = text(with, "build-args");
        for (std::string_view rest = list; !rest.empty();) {
            auto const end = std::min(rest.find('\n'), rest.size());
            auto const line = rest.substr(0, end);
            auto const name = line.substr(0, line.find('='));
            if (!name.empty()) names.emplace_back(name);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        auto context = text(with, "context");
        auto file = text(with, "file");
        add(step, job, context.empty() ? "." : context,
            file.empty() ? std::nullopt : std::optional(file), text(with, "target"), names);
    }

    void add(YAML::Node const& at, std::string const& job, std::string const& context,
             std::optional<std::string> const& file, std::string const& target,
             std::vector<std::string> const& arguments) {
        auto const is_plain = [](std::string const& path) {
            return path.find_first_of("${}*") == path.npos && path.find("..") == path.npos
                   && !path.starts_with('/') && !is_remote_context(path);
        };
        if (!is_plain(context) || (file && !is_plain(*file))) return;
        BuildSection section;
        section.name = job;
        section.context = clean(context);
        section.dockerfile =
            file ? from_folder(*section.context, clean(*file)) : std::string("Dockerfile");
        section.target = without_variables(target);
        for (auto const& name : arguments) section.arguments.push_back({name, std::nullopt, {}});
        auto const mark = at.Mark();
        if (!mark.is_null()) {
            section.mark = {static_cast<std::uint32_t>(mark.line + 1),
                            static_cast<std::uint32_t>(mark.column + 1)};
        }
        sections_.push_back(std::move(section));
    }

    YAML::Node const& root_;
    BuildSections sections_;
    std::size_t allowance_ = 20'000;
};

}  // namespace

Result<BuildSections> read_workflow_file(std::string_view text, std::string_view name) {
    constexpr std::string_view words[] = {"build-push-action", "docker build", "docker image build",
                                          "docker buildx build"};
    if (std::ranges::none_of(words,
                             [&](auto word) { return text.find(word) != std::string_view::npos; }))
        return BuildSections();
    try {
        return WorkflowReader(YAML::Load(std::string(text))).read();
    } catch (YAML::Exception const& error) {
        return tl::unexpected(Error{std::string(name), "no YAML: " + error.msg});
    }
}

}  // namespace dockcheck::compose

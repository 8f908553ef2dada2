// Collecting what pip, uv, Poetry, Pipenv and PDM install.
#include "analyzer/model/python_packages.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// Requirements files that one command may lead to.
constexpr std::size_t most_files = 50;

/// True for requirements-dev.txt, test_requirements.txt, ...: not for requirements-docker.txt.
bool is_for_development(std::string_view path) {
    static constexpr WordList words =
        " dev devel develop development test tests testing lint linting doc docs local debug ";
    for (auto rest = base_name(path); !rest.empty();) {
        auto const end = std::min(rest.find_first_of("._-"), rest.size());
        if (end > 0 && words.holds(rest.substr(0, end))) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

/// True for paths that installed packages lie in.
bool holds_packages(Transfer const& transfer) {
    static constexpr std::string_view folders[] = {
        "site-packages", "dist-packages", "venv",  "virtualenv", ".local",
        "/install",      "/opt",          "wheel", "/deps",      "/env"};
    return std::ranges::any_of(transfer.sources, [&](Transfer::Source const& source) {
        auto const text = source.value.text_or_empty();
        return text == "/" || text == "/usr/local" || text == "/usr/local/"
               || std::ranges::any_of(folders,
                                      [&](auto folder) { return text.find(folder) != text.npos; });
    });
}

/// True when the name in a requirements file stands behind -c: that installs nothing.
bool is_constraint(Source const& source, Span name) {
    auto const before = source.bytes().substr(0, name.begin);
    auto const line = before.substr(before.rfind('\n') + 1);
    return line.find("-c") != line.npos;
}

/// The manifest in the folder of the command whose packages, all but those for development, the
/// command certainly installs; or empty.
std::string_view project_file(PackageCommand const& install) {
    static constexpr std::string_view all_options[] = {"--only", "--only-root", "--only-dev",
                                                       "--only-group", "--package"};
    for (auto const option : all_options) {
        if (install.has_option(option)) return {};
    }
    switch (install.manager) {
        case Manager::pip:
        case Manager::uv: {
            bool const is_project =
                install.paths.size() == 1 && install.paths.front()->value.text_or_empty() == ".";
            bool const is_sync = install.verb_argument != nullptr && install.installs_manifests
                                 && install.requirement_files.empty()
                                 && install.manager == Manager::uv;
            return is_project || is_sync ? "pyproject.toml" : std::string_view();
        }
        case Manager::poetry:
        case Manager::pdm:
            return install.installs_manifests ? "pyproject.toml" : std::string_view();
        case Manager::pipenv:
            return install.installs_manifests ? "Pipfile" : std::string_view();
        default:
            return {};
    }
}

bool is_of_python(Manager manager) {
    return manager == Manager::pip || manager == Manager::uv || manager == Manager::poetry
           || manager == Manager::pdm || manager == Manager::pipenv;
}

class Collector {
 public:
    explicit Collector(Build const& build) : build_(build), packages_(build.arena()) {}

    void add(Stage const& stage) {
        for (auto const* part = &stage; part != nullptr; part = part->parent) {
            if (!seen_.insert(part).second) return;
            for (auto const& command : part->commands) {
                if (command.use == Use::run && !command.is_conditional) add_command(*part, command);
            }
            for (auto const& transfer : part->transfers) {
                if (transfer.from != nullptr && transfer.from->stage != nullptr
                    && holds_packages(transfer)) {
                    add(*transfer.from->stage);
                }
            }
        }
    }

    [[nodiscard]] std::span<PythonPackage const> packages() const { return packages_.items(); }

 private:
    [[nodiscard]] std::string_view normalised(std::string_view name) const {
        return build_.arena().copy(context::normalised_package_name(name));
    }

    void add_command(Stage const& stage, Command const& command) {
        auto const install = package_command(command, build_.arena());
        if (!is_of_python(install.manager) || install.verb != Verb::install) return;
        for (auto const& package : install.packages) {
            if (package.name.empty() || package.argument == nullptr) continue;
            packages_.push_back({normalised(package.name), package.version,
                                 Place{&build_.source(), package.argument->span}});
        }
        for (auto const* argument : install.requirement_files) {
            auto const file = requirement_file(build_, stage, command, *argument);
            if (file.state == RequirementFile::State::found) add_file(file.context_path, false);
            if (!file.near_path.empty()) add_file(file.near_path, false);
        }
        add_project(stage, command, project_file(install));
    }

    void add_project(Stage const& stage, Command const& command, std::string_view name) {
        if (name.empty()) return;
        std::string path;
        auto const* manifest = manifest_beside(build_, stage, command, name, &path);
        auto const* source = manifest == nullptr ? nullptr : build_.context()->read(path);
        if (source == nullptr || !files_.emplace(path, false).second) return;
        for (auto const& entry : manifest->dependencies) {
            if (entry.is_development || entry.name.empty()) continue;
            packages_.push_back({normalised(entry.name), entry.version, Place{source, entry.span}});
        }
    }

    /// A file that one for development includes is for development, too.
    void add_file(std::string const& path, bool is_included_so) {
        bool const is_so = is_included_so || is_for_development(path);
        if (files_.size() >= most_files || !files_.emplace(path, is_so).second) return;
        auto const* requirements = build_.context()->requirements(path);
        auto const* source = build_.context()->read(path);
        if (requirements == nullptr || source == nullptr) return;
        for (auto const& entry : requirements->requirements) {
            packages_.push_back({entry.name, entry.specifier, Place{source, entry.span},
                                 entry.is_editable_or_url, is_so});
        }
        auto const folder = path.substr(0, path.size() - base_name(path).size());
        for (std::size_t i = 0; i < requirements->included.size(); ++i) {
            if (i < requirements->included_spans.size()
                && is_constraint(*source, requirements->included_spans[i])) {
                continue;
            }
            add_file(context_path(folder + requirements->included[i]), is_so);
        }
    }

    Build const& build_;
    std::set<Stage const*> seen_;
    std::set<std::pair<std::string, bool>> files_;  ///< and whether they are for development
    ArenaVector<PythonPackage> packages_;
};

}  // namespace

std::span<PythonPackage const> python_packages(Build const& build, Stage const& stage) {
    if (!stage.python_packages) {
        Collector collector(build);
        collector.add(stage);
        stage.python_packages = collector.packages();
    }
    return *stage.python_packages;
}

PythonPackage const* find_package(std::span<PythonPackage const> packages, std::string_view name) {
    auto const found = std::ranges::find_if(packages, [&](PythonPackage const& package) {
        return package.name == name && !package.is_for_development;
    });
    return found == packages.end() ? nullptr : &*found;
}

}  // namespace dockcheck::model

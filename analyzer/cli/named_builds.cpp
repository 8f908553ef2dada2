// Looking through build sections for the one that names a Dockerfile.
#include "analyzer/cli/named_builds.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>
#include <utility>

#include "analyzer/cli/deployments.hpp"
#include "analyzer/context/discover.hpp"
#include "analyzer/context/files.hpp"
#include "analyzer/context/paths.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/function_ref.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::cli {
namespace {

using compose::BuildSection;
using compose::BuildSections;
using context::FolderOnDisk;

constexpr std::string_view bake_name = "docker-bake.json";
constexpr std::string_view usual_name = "Dockerfile";
constexpr std::string_view small_name = "dockerfile";

std::string under(std::string_view folder, std::string_view path) {
    if (system::is_absolute(path) || folder.empty()) return std::string(path);
    return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", path);
}

/// Files of the repository, by their paths from one of its folders.
class FilesAround final : public compose::OtherFiles {
 public:
    FilesAround(std::string folder, std::string home)
        : folder_(std::move(folder)), home_(std::move(home)) {}

    std::optional<std::string> read(std::string const& path) override {
        auto const place = system::joined(folder_, path);
        if (!context::is_within(home_, place)) return std::nullopt;
        return context::disk_files(home_, home_)
            ->read(place.substr(home_.size()), compose::largest_build_file);
    }

 private:
    std::string folder_;
    std::string home_;
};

class NamedBuildFinder {
 public:
    NamedBuildFinder(std::string const& dockerfile, std::string searched, ReadBuildFiles& read,
                     std::vector<std::string>& notes)
        : dockerfile_(context::path_on_disk(dockerfile)),
          searched_(std::move(searched)),
          read_(read),
          notes_(notes) {}

    /// What the files of one folder say.
    std::optional<NamedBuild> find_in(FolderOnDisk const& folder) {
        read_.names.list(folder.root);
        auto const may_be_there = [&](std::string_view name) {
            return read_.names.may_hold(folder.root, name);
        };
        if (std::ranges::none_of(context::compose_names, may_be_there) && !may_be_there(bake_name))
            return std::nullopt;
        auto const files = context::disk_files(folder.root, folder.shown);
        auto const is_there = [&](std::string_view name) {
            return files->status(name).kind == context::FileKind::file;
        };
        // Compose takes the first of its names that is there.
        auto const* const name = std::ranges::find_if(context::compose_names, is_there);
        if (name != std::ranges::end(context::compose_names)) {
            FilesAround others(folder.root, context::home_of(folder.root, searched_));
            auto const read = [&](std::string_view text, std::string_view shown) {
                return compose::read_compose_file(text, shown, &others);
            };
            auto found = look_in(*files, folder, *name, read, "service");
            if (found) return found;
        }
        if (!is_there(bake_name)) return std::nullopt;
        auto const read = [](std::string_view text, std::string_view shown) {
            return compose::read_bake_file(text, shown);
        };
        return look_in(*files, folder, bake_name, read, "target");
    }

 private:
    using Reader = FunctionRef<Result<BuildSections>(std::string_view text, std::string_view name)>;

    std::optional<NamedBuild> look_in(context::Files const& files, FolderOnDisk const& folder,
                                      std::string_view name, Reader reader, std::string_view kind) {
        auto const& file = file_of(files, folder, name, reader);
        auto const& sections = file.sections;
        if (!sections) {
            auto const& error = sections.error();
            notes_.push_back(fmt::format("{} was not used: {}",
                                         error.where.empty() ? files.shown(name) : error.where,
                                         error.text));
            return std::nullopt;
        }
        std::vector<BuildSection const*> naming;
        for (auto const& section : *sections) {
            if (names(folder, section)) naming.push_back(&section);
        }
        if (naming.empty()) return std::nullopt;
        auto const shown = files.shown(name);
        auto const root = context_on_disk(folder, *naming.front());
        if (!std::ranges::all_of(naming, [&](BuildSection const* section) {
                return context_on_disk(folder, *section) == root;
            })) {
            notes_.push_back(
                fmt::format("{} builds this Dockerfile in more than one context", shown));
            return std::nullopt;
        }
        auto build = build_of(folder, naming, shown, kind);
        build->is_out_of_reach =
            !context::is_within(context::home_of(folder.root, searched_), root);
        build->deployments =
            deployments_of(naming, *sections, file.source, may_be_overridden(folder));
        return build;
    }

    /// Compose puts a file of such a name over the first one by itself.
    [[nodiscard]] bool may_be_overridden(FolderOnDisk const& folder) const {
        static constexpr std::string_view overrides[] = {
            "compose.override.yaml", "compose.override.yml", "docker-compose.override.yaml",
            "docker-compose.override.yml"};
        return std::ranges::any_of(overrides, [&](std::string_view name) {
            return read_.names.may_hold(folder.root, name);
        });
    }

    ReadBuildFile const& file_of(context::Files const& files, FolderOnDisk const& folder,
                                 std::string_view name, Reader reader) {
        auto path = under(folder.root, name);
        auto const known = read_.files.find(path);
        if (known != read_.files.end()) return known->second;
        auto const text = files.read(name, compose::largest_build_file);
        auto shown = files.shown(name);
        ReadBuildFile file{
            text ? reader(*text, shown)
                 : tl::unexpected(Error{{}, "it cannot be read, or is larger than 512 KiB"}),
            nullptr};
        if (file.sections && !file.sections->empty())
            file.source = std::make_shared<Source>(std::move(shown), *text);
        return read_.files.emplace(std::move(path), std::move(file)).first->second;
    }

    [[nodiscard]] static std::string context_on_disk(FolderOnDisk const& folder,
                                                     BuildSection const& section) {
        return context::path_on_disk(under(folder.root, *section.context));
    }

    [[nodiscard]] bool names(FolderOnDisk const& folder, BuildSection const& section) const {
        if (!section.context || !section.dockerfile) return false;
        // Most are told by the name, without asking the disk.
        auto const own = base_name(dockerfile_);
        auto const named = base_name(*section.dockerfile);
        if (own != named && !(own == small_name && named == usual_name)) return false;
        auto const root = context_on_disk(folder, section);
        auto const path = context::path_on_disk(under(root, *section.dockerfile));
        if (path == dockerfile_) return true;
        // BuildKit takes dockerfile where there is no Dockerfile (frontend/dockerui).
        auto const parent = path.substr(0, path.size() - named.size());
        return own != named && parent + std::string(own) == dockerfile_
               && context::disk_files(parent, parent)->status(usual_name).kind
                      == context::FileKind::missing;
    }

    static std::optional<NamedBuild> build_of(FolderOnDisk const& folder,
                                              std::vector<BuildSection const*> const& naming,
                                              std::string_view shown, std::string_view kind) {
        auto const& first = *naming.front();
        NamedBuild build;
        build.context = system::joined(folder.shown, *first.context);
        auto const file =
            first.file.empty() ? std::string(shown) : system::joined(folder.shown, first.file);
        build.why = first.mark.line == 0
                        ? fmt::format("{}, {} {}", file, kind, first.name)
                        : fmt::format("{}:{}, {} {}", file, first.mark.line, kind, first.name);
        for (auto const& [name, value, mark] : first.arguments) {
            if (value && all_give(naming, name, *value))
                build.arguments.push_back(name + "=" + *value);
            else if (all_name(naming, name))
                build.given.push_back(name);
        }
        for (auto const* section : naming) {
            build.contexts.insert(build.contexts.end(), section->contexts.begin(),
                                  section->contexts.end());
            auto const& target = section->target;
            if (target && !target->empty()) build.targets.push_back(*target);
        }
        return build;
    }

    static bool all_name(std::vector<BuildSection const*> const& naming, std::string_view name) {
        return std::ranges::all_of(naming, [&](BuildSection const* section) {
            return std::ranges::any_of(section->arguments,
                                       [&](auto const& one) { return one.name == name; });
        });
    }

    static bool all_give(std::vector<BuildSection const*> const& naming, std::string_view name,
                         std::string_view value) {
        return std::ranges::all_of(naming, [&](BuildSection const* section) {
            return std::ranges::any_of(section->arguments, [&](auto const& argument) {
                return argument.name == name && argument.value == value;
            });
        });
    }

    std::string dockerfile_;
    std::string searched_;
    ReadBuildFiles& read_;
    std::vector<std::string>& notes_;
};

}  // namespace

std::optional<NamedBuild> named_build(std::string const& dockerfile, ReadBuildFiles& read,
                                      std::vector<std::string>& notes,
                                      std::string const& searched) {
    NamedBuildFinder finder(dockerfile, searched, read, notes);
    for (auto const& folder : context::folders_up(dockerfile, read.names, searched)) {
        if (auto found = finder.find_in(folder)) return found;
    }
    return std::nullopt;
}

model::BuildOptions with_named(model::BuildOptions options, NamedBuild const& named) {
    for (auto const& argument : named.arguments) {
        auto const equals = argument.find('=');
        options.arguments.emplace(argument.substr(0, equals), argument.substr(equals + 1));
    }
    options.given_otherwise.insert(named.given.begin(), named.given.end());
    options.context_named_by = named.why;
    options.other_targets = named.targets;
    options.deployments = named.deployments;
    for (auto const& name : named.contexts) options.contexts.insert(lower_case(name));
    return options;
}

}  // namespace dockcheck::cli

// Looking through build sections for the one that names a Dockerfile.
#include "analyzer/cli/named_builds.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <span>
#include <string_view>
#include <utility>

#include "analyzer/cli/changed_files.hpp"
#include "analyzer/cli/deployments.hpp"
#include "analyzer/context/discover.hpp"
#include "analyzer/context/files.hpp"
#include "analyzer/context/paths.hpp"
#include "analyzer/system/disk.hpp"
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

/// One of the names that Compose looks for.
bool takes_by_itself(std::string_view name) {
    return std::ranges::find(context::compose_names, name)
           != std::ranges::end(context::compose_names);
}

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
                     FixedTexts const& changed, std::vector<std::string>& notes)
        : dockerfile_(context::path_on_disk(dockerfile)),
          searched_(std::move(searched)),
          read_(read),
          changed_(changed),
          notes_(notes) {}

    /// What the files of one folder say.
    std::optional<NamedBuild> find_in(FolderOnDisk const& folder) {
        read_.names.list(folder.root);
        auto const may_be_there = [&](std::string_view name) {
            return read_.names.may_hold(folder.root, name);
        };
        if (std::ranges::none_of(context::compose_names, may_be_there) && !may_be_there(bake_name))
            return std::nullopt;
        auto const files = files_in(folder.root, folder.shown, changed_);
        auto const is_there = [&](std::string_view name) {
            return files->status(name).kind == context::FileKind::file;
        };
        // Compose takes the first of its names that is there.
        auto const* const name = std::ranges::find_if(context::compose_names, is_there);
        if (name != std::ranges::end(context::compose_names)) {
            FilesAround others(folder.root, context::home_of(folder.root, searched_));
            auto const read = [&](std::string_view text, std::string_view shown,
                                  std::vector<compose::ImageService>& images) {
                return compose::read_compose_file(text, shown, &others, &images);
            };
            auto found = look_in(*files, folder, *name, read, "service");
            if (found) return found;
        }
        if (!is_there(bake_name)) return std::nullopt;
        auto const read = [](std::string_view text, std::string_view shown,
                             std::vector<compose::ImageService>& /*images*/) {
            return compose::read_bake_file(text, shown);
        };
        return look_in(*files, folder, bake_name, read, "target");
    }

    /// What compose files of other names say, in a folder and in those below it in which people
    /// keep such files: docker-compose.prod.yml, deploy/compose.yaml. They may be used together, so
    /// that nothing is known of what they start.
    std::optional<NamedBuild> find_in_others(FolderOnDisk const& folder) {
        std::vector<NamedBuild> found;
        look_in_others(folder, Asked::usual_names, found);
        static constexpr std::string_view usual_folders[] = {
            ".docker",     "build",  "compose", "deploy",         "deployment",
            "deployments", "docker", "dev",     "docker-compose", "infra"};
        for (auto const name : usual_folders) {
            if (!read_.names.may_hold(folder.root, name)) continue;
            auto const shown = folder.shown.empty() ? std::string(name) : under(folder.shown, name);
            FolderOnDisk const below{under(folder.root, name), shown};
            if (context::is_within(below.root, dockerfile_)) continue;
            if (!is_own_folder(below.root)) continue;
            look_in_others(below, Asked::nothing, found);
        }
        if (found.empty()) return std::nullopt;
        auto const same_context = [&](NamedBuild const& other) {
            return context::path_on_disk(other.context)
                   == context::path_on_disk(found.front().context);
        };
        if (!std::ranges::all_of(found, same_context)) {
            notes_.emplace_back("compose files build this Dockerfile in more than one context");
            return std::nullopt;
        }
        return what_all_say(std::move(found));
    }

    /// What the workflows of a repository say, of a Dockerfile below its root.
    std::optional<NamedBuild> find_in_workflows(FolderOnDisk const& root) {
        std::vector<BuildSection const*> naming;
        for (auto const& section : workflow_sections(read_, root)) {
            if (names(root, section)) naming.push_back(&section);
        }
        if (naming.empty()) return std::nullopt;
        auto const context = context_on_disk(root, *naming.front());
        if (!std::ranges::all_of(naming, [&](BuildSection const* section) {
                return context_on_disk(root, *section) == context;
            })) {
            notes_.emplace_back("workflows build this Dockerfile in more than one context");
            return std::nullopt;
        }
        auto build = build_of(root, naming, {}, "job");
        build->is_assumed = true;
        return build;
    }

 private:
    /// Whether a folder is there and no link, which may lead out of the repository; it is listed.
    bool is_own_folder(std::string const& path) {
        auto const [known, is_new] = read_.own_folders.try_emplace(path, false);
        if (is_new) {
            known->second = context::path_on_disk(path) == path && system::is_folder(path);
            if (known->second) read_.names.list(path);
        }
        return known->second;
    }

    enum class Asked : std::uint8_t { nothing, usual_names };

    /// Without the names that were asked for in the folder before.
    void look_in_others(FolderOnDisk const& folder, Asked asked, std::vector<NamedBuild>& found) {
        if (!read_.names.holds_compose_name(folder.root).value_or(false)) return;
        auto const files = files_in(folder.root, folder.shown, changed_);
        auto const entries = files->list("");
        if (!entries) return;
        FilesAround others(folder.root, context::home_of(folder.root, searched_));
        auto const read = [&](std::string_view text, std::string_view shown,
                              std::vector<compose::ImageService>& /*images*/) {
            auto sections = compose::read_compose_file(text, shown, &others);
            // What is laid over another file leaves the context to that.
            if (sections && !takes_by_itself(base_name(shown))) {
                std::erase_if(*sections, [](auto const& one) { return !one.names_context; });
            }
            return sections;
        };
        for (auto const& entry : *entries) {
            if (entry.kind != context::FileKind::file || !context::is_compose_name(entry.name))
                continue;
            if (asked == Asked::usual_names && takes_by_itself(entry.name)) continue;
            if (auto one = look_in(*files, folder, entry.name, read, "service")) {
                found.push_back(std::move(*one));
            }
        }
    }

    static NamedBuild what_all_say(std::vector<NamedBuild> found) {
        auto result = std::move(found.front());
        result.is_doubtful = true;
        result.deployments.clear();
        result.image_deployments.clear();
        result.images.clear();
        for (auto const& other : std::span(found).subspan(1)) {
            result.contexts.insert(result.contexts.end(), other.contexts.begin(),
                                   other.contexts.end());
            result.targets.insert(result.targets.end(), other.targets.begin(), other.targets.end());
            std::erase_if(result.arguments, [&](std::string const& argument) {
                return std::ranges::find(other.arguments, argument) == other.arguments.end();
            });
            std::erase_if(result.given, [&](std::string const& name) {
                return std::ranges::find(other.given, name) == other.given.end();
            });
        }
        return result;
    }

    std::optional<NamedBuild> look_in(context::Files const& files, FolderOnDisk const& folder,
                                      std::string_view name, BuildFileReader reader,
                                      std::string_view kind) {
        auto const& file = read_once(read_, under(folder.root, name), files, name, reader);
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
        if (name != bake_name)
            build->deployments = deployments_of(naming, file.source, file.overrides);
        if (!file.images.empty() && is_first_of(folder, *sections))
            build->image_deployments =
                image_deployments_of(file.images, file.source, file.overrides);
        build->images = images_of(naming, *sections, file.others);
        return build;
    }

    /// True for the Dockerfile that is the first of a file's to be there: what concerns none of
    /// them is told with that one.
    [[nodiscard]] bool is_first_of(FolderOnDisk const& folder,
                                   BuildSections const& sections) const {
        for (auto const& section : sections) {
            if (!section.context || !section.dockerfile) continue;
            if (names(folder, section)) return true;
            if (system::is_file(places_of(folder, section).second)) return false;
        }
        return false;
    }

    /// Names that no other section of the file, and no other file, gives to something else.
    static std::vector<std::pair<std::string, std::string>> images_of(
        std::vector<BuildSection const*> const& naming, BuildSections const& all,
        std::string_view others) {
        std::vector<std::pair<std::string, std::string>> images;
        for (auto const* section : naming) {
            auto const& image = section->image;
            if (image.empty() || others.find(image) != others.npos) continue;
            if (!section->target || !section->is_certain || !section->file.empty()) continue;
            bool const is_clear = std::ranges::all_of(all, [&](BuildSection const& other) {
                bool const is_same = std::ranges::find(naming, &other) != naming.end()
                                     && other.target == section->target;
                return is_same || other.image != image;
            });
            if (is_clear) images.emplace_back(image, *section->target);
        }
        return images;
    }

    /// The context and the Dockerfile of a section; they are asked for with each Dockerfile.
    [[nodiscard]] std::pair<std::string, std::string> const& places_of(
        FolderOnDisk const& folder, BuildSection const& section) const {
        auto const [found, is_new] = read_.places.try_emplace(&section);
        if (is_new) {
            auto root = context::path_on_disk(under(folder.root, *section.context));
            auto path = section.dockerfile ? context::path_on_disk(under(root, *section.dockerfile))
                                           : std::string();
            found->second = {std::move(root), std::move(path)};
        }
        return found->second;
    }
    [[nodiscard]] std::string const& context_on_disk(FolderOnDisk const& folder,
                                                     BuildSection const& section) const {
        return places_of(folder, section).first;
    }

    [[nodiscard]] bool names(FolderOnDisk const& folder, BuildSection const& section) const {
        if (!section.context || !section.dockerfile) return false;
        // Most are told by the name, without asking the disk.
        auto const own = base_name(dockerfile_);
        auto const named = base_name(*section.dockerfile);
        if (own != named && !(own == small_name && named == usual_name)) return false;
        auto const& path = places_of(folder, section).second;
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
        if (naming.size() == 1) return true;
        return std::ranges::all_of(naming, [&](BuildSection const* section) {
            return std::ranges::any_of(section->arguments,
                                       [&](auto const& one) { return one.name == name; });
        });
    }

    static bool all_give(std::vector<BuildSection const*> const& naming, std::string_view name,
                         std::string_view value) {
        if (naming.size() == 1) return true;
        return std::ranges::all_of(naming, [&](BuildSection const* section) {
            return std::ranges::any_of(section->arguments, [&](auto const& argument) {
                return argument.name == name && argument.value == value;
            });
        });
    }

    std::string dockerfile_;
    std::string searched_;
    ReadBuildFiles& read_;
    FixedTexts const& changed_;
    std::vector<std::string>& notes_;
};

}  // namespace

std::optional<NamedBuild> named_build(std::string const& dockerfile, ReadBuildFiles& read,
                                      std::vector<std::string>& notes, std::string const& searched,
                                      FixedTexts const& changed) {
    NamedBuildFinder finder(dockerfile, searched, read, changed, notes);
    auto const folders = context::folders_up(dockerfile, read.names, searched);
    for (auto const& folder : folders) {
        if (auto found = finder.find_in(folder)) return found;
    }
    for (auto const& folder : folders) {
        if (auto found = finder.find_in_others(folder)) return found;
    }
    // Beside the root's own Dockerfile lies what it copies.
    auto const& top = folders.back();
    bool const is_repository = folders.size() > 1 && read.names.may_hold(top.root, ".git");
    return is_repository ? finder.find_in_workflows(top) : std::nullopt;
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
    options.image_deployments = named.image_deployments;
    for (auto const& name : named.contexts) options.contexts.insert(lower_case(name));
    return options;
}

}  // namespace dockcheck::cli

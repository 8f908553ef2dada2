// From the configuration and the disk to containers.
#include "analyzer/cli/manifests.hpp"

#include <algorithm>
#include <cstdint>

#include "analyzer/config/profile.hpp"
#include "analyzer/context/discover.hpp"
#include "analyzer/context/files.hpp"
#include "analyzer/context/yaml_files.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::cli {
namespace {

using kubernetes::NamedImage;
using kubernetes::RepositoryManifests;

/// The images of the configuration, with those that a Dockerfile makes marked.
std::vector<NamedImage> named_images(config::Configuration const& configuration,
                                     std::string const& path) {
    std::vector<NamedImage> images;
    std::string dockerfile;
    for (auto const& [name, maker] : configuration.images) {
        auto const& named = maker.value.dockerfile;
        bool is_own = base_name(named) == base_name(path);
        if (is_own && dockerfile.empty()) dockerfile = context::path_on_disk(path);
        is_own = is_own && context::path_on_disk(named) == dockerfile;
        images.push_back({name, is_own, maker.value.target});
    }
    return images;
}

/// The images that services of a compose file make of the Dockerfile, with the tag of each: another
/// tag may be made elsewhere.
std::vector<NamedImage> images_of_services(ChosenContext const& chosen,
                                           FileSettings const& settings) {
    std::vector<NamedImage> images;
    // What is built for a manifest is what the configuration says, if it says something.
    if (!chosen.named || !settings.build.targets.empty()) return images;
    for (auto const& [image, target] : chosen.named->images) {
        auto const behind = image.substr(image.rfind('/') + 1);
        bool const has_tag = behind.find_first_of(":@") != behind.npos;
        images.push_back({has_tag ? image : image + ":latest", true, target});
    }
    return images;
}

std::unique_ptr<RepositoryManifests> read_repository(context::FolderOnDisk const& root,
                                                     config::Configuration const& configuration) {
    auto const tree = context::disk_files(root.root, root.shown);
    auto manifests = std::make_unique<RepositoryManifests>();
    constexpr std::uint64_t largest_note = std::uint64_t{512} * 1024;
    if (auto const note = tree->read("README.md", largest_note)) manifests->see_note(*note);
    auto files = context::yaml_files(
        *tree, [](std::string_view text) { return RepositoryManifests::is_wanted(text); });
    if (!files) return manifests;
    for (auto& file : *files) {
        // What a kustomization changes it changes all the same.
        auto const name = base_name(file.path);
        bool const is_manifest = !name.starts_with("kustomization.") && name != "Kustomization";
        if (is_manifest && configuration.excludes(system::joined(root.root, file.path))) continue;
        auto source = std::make_shared<Source>(tree->shown(file.path), std::move(file.text));
        manifests->add(file.path, std::move(source));
    }
    return manifests;
}

}  // namespace

std::vector<model::PodContainer> containers_of(Input const& input, FileSettings const& settings,
                                               ChosenContext const& chosen,
                                               context::FolderNames const& names, Manifests& read) {
    bool const is_left_out =
        input.is_standard_input || settings.no_context || !settings.reads_manifests;
    if (is_left_out) return {};
    auto const& configuration = *input.profile->configuration;
    auto const images = named_images(configuration, input.path);
    auto const others = images_of_services(chosen, settings);
    if (others.empty() && !std::ranges::any_of(images, &NamedImage::is_own)) return {};
    auto const root = context::folders_up(input.path, names, input.searched).back();
    auto& manifests = read[{root.root, configuration.path}];
    if (manifests == nullptr) manifests = read_repository(root, configuration);
    return manifests->containers_of(images, others);
}

}  // namespace dockcheck::cli

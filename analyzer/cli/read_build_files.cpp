// Reading the files, and what lies beside a compose file.
#include "analyzer/cli/read_build_files.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dockcheck::cli {
namespace {

/// What the other compose files of a folder, and samples of them, may change of one; their
/// texts are added to `others`.
Overrides overrides_of(context::Files const& folder, std::string_view name, std::string& others) {
    auto result = Overrides::none;
    auto const see = [&](bool may_build) {
        result = std::max(result, may_build ? Overrides::of_build : Overrides::of_containers);
    };
    auto const environment = folder.read(".env", compose::largest_build_file);
    if (environment && environment->find("COMPOSE_FILE") != std::string::npos) see(true);
    auto const entries = folder.list("");
    if (!entries) return Overrides::of_build;
    for (auto const& entry : *entries) {
        bool const is_compose =
            entry.name.starts_with("compose") || entry.name.starts_with("docker-compose");
        bool const is_yaml = entry.name.find(".yml") != std::string::npos
                             || entry.name.find(".yaml") != std::string::npos;
        if (!is_compose || !is_yaml || entry.name == name) continue;
        auto const text = folder.read(entry.name, compose::largest_build_file);
        see(!text || text->find("build") != std::string::npos);
        others += text.value_or("");
    }
    return result;
}

}  // namespace

ReadBuildFile const& read_once(ReadBuildFiles& read, std::string path, context::Files const& files,
                               std::string_view name, BuildFileReader reader) {
    auto const known = read.files.find(path);
    if (known != read.files.end()) return known->second;
    auto const text = files.read(name, compose::largest_build_file);
    auto shown = files.shown(name);
    std::vector<compose::ImageService> images;
    ReadBuildFile file{
        text ? reader(*text, shown, images)
             : tl::unexpected(Error{{}, "it cannot be read, or is larger than 512 KiB"}),
        nullptr,
        {},
        Overrides::none,
        {}};
    if (file.sections && !file.sections->empty()) {
        file.source = std::make_shared<Source>(std::move(shown), *text);
        file.overrides = overrides_of(files, name, file.others);
        file.images = std::move(images);
    }
    return read.files.emplace(std::move(path), std::move(file)).first->second;
}

compose::BuildSections const& workflow_sections(ReadBuildFiles& read,
                                                context::FolderOnDisk const& root) {
    auto const known = read.workflows.find(root.root);
    if (known != read.workflows.end()) return known->second;
    auto& all = read.workflows[root.root];
    static constexpr std::string_view folder = ".github/workflows";
    auto const files = context::disk_files(root.root, root.shown);
    auto const entries = files->list(folder);
    if (!entries) return all;
    constexpr std::size_t most_files = 200;
    std::size_t count = 0;
    for (auto const& entry : *entries) {
        bool const is_one = entry.name.ends_with(".yml") || entry.name.ends_with(".yaml");
        if (!is_one || entry.kind != context::FileKind::file || ++count > most_files) continue;
        auto const path = fmt::format("{}/{}", folder, entry.name);
        auto const text = files->read(path, compose::largest_build_file);
        if (!text) continue;
        auto sections = compose::read_workflow_file(*text, path);
        if (!sections) continue;
        for (auto& section : *sections) {
            section.file = path;
            all.push_back(std::move(section));
        }
    }
    return all;
}

}  // namespace dockcheck::cli

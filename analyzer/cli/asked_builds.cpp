// Looking names up in the stages and ARGs of each file.
#include "analyzer/cli/asked_builds.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/config/names.hpp"
#include "analyzer/context/discover.hpp"
#include "analyzer/model/build_requests.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::cli {
namespace {

/// Enough to suggest from; a directory may hold thousands of files.
constexpr std::size_t most_names = 500;

bool has_stage(model::Build const& build, std::string const& wanted) {
    return wanted == "all" || model::find_target(build, wanted) != nullptr;
}

std::vector<std::string_view> stage_names(model::Build const& build) {
    std::vector<std::string_view> names;
    for (auto const& stage : build.stages()) {
        if (!stage.name.empty()) names.push_back(stage.name);
    }
    return names;
}

bool is_made_by(config::ImageMaker const& maker, std::string_view path) {
    return base_name(maker.dockerfile) == base_name(path)
           && context::path_on_disk(maker.dockerfile) == context::path_on_disk(std::string(path));
}

std::string near(std::string_view word, std::set<std::string, std::less<>> const& names) {
    std::vector<std::string_view> const candidates(names.begin(), names.end());
    return config::suggestion(word, candidates);
}

}  // namespace

void AskedBuilds::look(Asked& asked, std::string_view path, bool is_there,
                       std::vector<std::string_view> const& names) {
    asked.is_there = asked.is_there || is_there;
    if (asked.files++ == 0) asked.first_path = path;
    for (auto const name : names) {
        if (asked.near_by.size() < most_names) asked.near_by.emplace(name);
    }
}

void AskedBuilds::add(std::string_view path, FileSettings const& settings,
                      model::Build const& build) {
    // A file without a stage says that it has none; that is told elsewhere.
    if (build.stages().empty()) return;
    if (!settings.build.targets.empty()) {
        auto const names = stage_names(build);
        for (auto const& wanted : settings.build.targets) {
            look(stages_[{settings.targets_from, wanted}], path, has_stage(build, wanted), names);
        }
    }
    if (settings.named_arguments.empty()) return;
    auto const names = model::declared_arguments(build);
    for (auto const& name : settings.named_arguments) {
        bool const is_there = std::ranges::find(names, name) != names.end();
        look(arguments_[name], path, is_there, names);
    }
}

void AskedBuilds::add_images(std::string_view path, config::Configuration const& configuration,
                             model::Build const& build) {
    for (auto const& [image, maker] : configuration.images) {
        auto const& target = maker.value.target;
        if (target.empty() || build.stages().empty() || !is_made_by(maker.value, path)) continue;
        bool const is_there = model::find_target(build, target) != nullptr;
        look(stages_[{maker.where, target}], path, is_there, stage_names(build));
    }
}

std::vector<Error> AskedBuilds::unknown_stages() const {
    std::vector<Error> errors;
    for (auto const& [who, asked] : stages_) {
        auto const& [from, name] = who;
        if (asked.is_there) continue;
        auto const files = asked.files == 1 ? asked.first_path + " has no"
                                            : fmt::format("none of {} files has a", asked.files);
        errors.push_back(
            {from, fmt::format("{} stage \"{}\"{}", files, name, near(name, asked.near_by))});
    }
    return errors;
}

std::vector<std::string> AskedBuilds::unused_arguments() const {
    std::vector<std::string> notes;
    for (auto const& [name, asked] : arguments_) {
        if (asked.is_there || model::is_taken_without_arg(name)) continue;
        auto const files = asked.files == 1 ? asked.first_path + " has no"
                                            : fmt::format("none of {} files has an", asked.files);
        notes.push_back(
            fmt::format("--build-arg: {} ARG {}{}", files, name, near(name, asked.near_by)));
    }
    return notes;
}

}  // namespace dockcheck::cli

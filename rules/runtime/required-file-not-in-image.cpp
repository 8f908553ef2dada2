// Finds files that a Python program opens when it starts and that certainly are not in the image.
#include "rules/runtime/required-file-not-in-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_program.hpp"

namespace dockcheck::rules::required_file_not_in_image {
namespace {

/// A folder that a volume covers: its files come with the start.
bool is_covered(model::RuntimeConfig const& config, std::string_view path) {
    return std::ranges::any_of(config.volumes, [&](model::VolumeEntry const& volume) {
        auto const text = volume.path.known();
        if (!text) return true;
        auto const folder = model::clean_path(*text);
        return folder == "/" || path == folder || path.starts_with(folder + "/");
    });
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || pass.context() == nullptr) return;
    // A compose file may mount them.
    if (pass.context()->has_compose_file()) return;
    auto const& start = model::python_start(pass.build(), *stage);
    // A script in front may make them.
    if (!start.is_certain || start.through_script || start.instruction == nullptr) return;
    for (auto const& file : model::python_program(pass.build(), *stage).opened) {
        auto const path = std::string(file.path);
        if (is_covered(config, path)) continue;
        if (model::look_for_path(pass.build(), *stage, path) != model::ModulePresence::absent)
            continue;
        if (pass.context()->may_be_composed()) return;
        pass.report(start.instruction->span, missing, path, file.place.source->name())
            .related(file.place, "opened here");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::required_file_not_in_image

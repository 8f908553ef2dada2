// The isolated node_modules of pnpm (pnpm documentation, "Symlinked node_modules structure").
#include "analyzer/model/pnpm_modules.hpp"

#include <algorithm>
#include <string>

#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/node_installs.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// Another way to lay the packages out, by a setting of any kind.
bool may_hoist(std::string_view text) {
    return text.find("hoist") != text.npos || text.find("Hoist") != text.npos
           || text.find("HOIST") != text.npos || text.find("inker") != text.npos
           || text.find("LINKER") != text.npos;
}

bool is_configured(Build const& build, std::string const& project) {
    if (may_hoist(build.source().bytes())) return true;
    auto const* context = build.context();
    for (std::string_view const name : {".npmrc", "pnpm-workspace.yaml", "package.json"}) {
        auto const path = project + std::string(name);
        auto const* source = context->read(path);
        if (source == nullptr && context->look(path) != context::Presence::missing) return true;
        if (source != nullptr && may_hoist(source->bytes())) return true;
    }
    return false;
}

/// Every install of the stage is pnpm's, and nothing is deployed or copied there.
bool is_pnpm_alone(Build const& build, Stage const& stage, std::string_view modules) {
    bool installs = false;
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty()) return false;
        for (auto const& transfer : part->transfers) {
            if (transfer.from != nullptr && is_at_or_below(modules, target_of(transfer)))
                return false;
            if (is_at_or_below(target_of(transfer), modules)) return false;
        }
        for (auto const& command : part->commands) {
            if (command.use != Use::run) continue;
            auto const manager = manager_of(command);
            bool const is_other = manager == Manager::yarn || manager == Manager::bun;
            bool const is_project = is_node_install(command, build.arena());
            if (is_other || (manager == Manager::npm && is_project)) return false;
            if (manager != Manager::pnpm) continue;
            bool const is_known =
                is_project || command.argument(1) == "fetch" || command.argument(1) == "config";
            if (!is_known) return false;
            installs |= is_project;
        }
    }
    return installs;
}

}  // namespace

bool pnpm_leaves_out(Build const& build, Transfer const& transfer, Transfer::Source const& source,
                     std::string_view package) {
    auto const text = source.value.known();
    bool const is_stage = transfer.from != nullptr && transfer.from->stage != nullptr;
    if (!text || !is_stage || source.has_wildcard || base_name(*text) != "node_modules")
        return false;
    // Some are for all projects by default.
    if (package.find("eslint") != package.npos || package.find("prettier") != package.npos
        || package.find("types") != package.npos) {
        return false;
    }
    auto const& stage = *transfer.from->stage;
    auto const modules = clean_path("/" + std::string(*text));
    auto const file = placed_file(build, stage, clean_path(modules + "/../package.json"));
    auto const* manifest = file ? build.context()->manifest(*file) : nullptr;
    if (manifest == nullptr || manifest->find(package) != nullptr) return false;
    constexpr std::string_view name = "package.json";
    auto const project = file->substr(0, file->size() - name.size());
    return is_pnpm_alone(build, stage, modules) && !is_configured(build, project);
}

}  // namespace dockcheck::model

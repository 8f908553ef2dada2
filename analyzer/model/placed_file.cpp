// Looking for a file behind each COPY of a chain of stages, from the last one back.
#include "analyzer/model/placed_file.hpp"

#include <algorithm>

#include "analyzer/model/paths.hpp"

namespace dockcheck::model {
namespace {

bool reaches(Transfer const& transfer, std::string_view path) {
    auto const target = transfer.target.known();
    if (!target) return true;
    auto const folder = clean_path(*target);
    return folder == "/" || path == folder
           || (path.starts_with(folder) && path.size() > folder.size()
               && path[folder.size()] == '/');
}

/// What lies at the path right behind an instruction of the stage.
Landing behind(Build const& build, Stage const& stage, ast::Instruction const& instruction,
               std::string_view path) {
    auto const found = std::ranges::find_if(
        stage.instructions, [&](auto const& candidate) { return &candidate == &instruction; });
    if (found == stage.instructions.end()) return {};
    auto const next = found + 1;
    return next == stage.instructions.end() ? build.landing(stage, path)
                                            : build.landing(*next, path);
}

}  // namespace

Landing placed_landing(Build const& build, Stage const& stage, std::string_view path) {
    if (build.context() == nullptr) return {};
    auto landing = build.landing(stage, path);
    for (auto const* part = &stage; part != nullptr && landing.kind == Landing::Kind::unknown;
         part = part->parent) {
        for (auto i = part->transfers.size(); i-- > 0;) {
            auto const& transfer = part->transfers[i];
            if (!reaches(transfer, path)) continue;
            landing = behind(build, *part, *transfer.instruction, path);
            if (landing.kind == Landing::Kind::context_file && landing.transfer == &transfer) break;
            // Another stage or a download may have brought it.
            if (transfer.from != nullptr || transfer.is_add) return {};
            landing = {};
        }
    }
    return landing;
}

std::optional<std::string> placed_file(Build const& build, Stage const& stage,
                                       std::string_view path) {
    auto landing = placed_landing(build, stage, path);
    if (landing.kind != Landing::Kind::context_file) return std::nullopt;
    if (build.context()->look(landing.context_path) != context::Presence::file) return std::nullopt;
    return std::move(landing.context_path);
}

}  // namespace dockcheck::model

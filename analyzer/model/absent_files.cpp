// Looking for a file under each name that it may have.
#include "analyzer/model/absent_files.hpp"

namespace dockcheck::model {

std::optional<AbsentFile> absent_file(Build const& build, Stage const& stage, std::string_view path,
                                      std::span<std::string_view const> endings) {
    auto const* context = build.context();
    if (context == nullptr) return std::nullopt;
    AbsentFile found;
    for (auto const ending : endings) {
        auto const landing = build.landing(stage, std::string(path) + std::string(ending));
        if (landing.kind != Landing::Kind::absent) return std::nullopt;
        auto const& from = landing.context_path;
        if (landing.transfer != nullptr) found.folder = landing.transfer;
        if (from.empty()) continue;
        auto const presence = context->look(from);
        if (presence == context::Presence::ignored) {
            if (found.hidden.empty()) found.hidden = from;
        } else if (presence != context::Presence::missing || context->is_git_ignored(from)
                   || !build.context_is_certain(from)) {
            // What git keeps no track of may be made in front of the build.
            return std::nullopt;
        }
    }
    return found;
}

}  // namespace dockcheck::model

// Looking for all that a Dockerfile copies, and for what only the root of a context has.
#include "analyzer/model/own_context.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/model/paths.hpp"

namespace dockcheck::model {

bool has_all_sources(Build const& build) {
    for (auto const& stage : build.stages()) {
        for (auto const& transfer : stage.transfers) {
            if (transfer.from != nullptr) continue;
            for (auto const& source : transfer.sources) {
                auto const text = source.value.known();
                if (!text || source.is_remote || source.written->is_inline) continue;
                if (source.has_wildcard) continue;
                auto const path = context_path(*text);
                if (build.context()->look(path) == context::Presence::missing) return false;
            }
        }
    }
    return true;
}

bool is_own_context(Build const& build) {
    auto const* context = build.context();
    if (context == nullptr) return false;
    if (context->origin() == context::Context::Origin::given) return true;
    bool const is_root =
        context->ignore_file() != nullptr || context->look(".git") != context::Presence::missing;
    return is_root && build.context_is_certain({}) && has_all_sources(build);
}

}  // namespace dockcheck::model

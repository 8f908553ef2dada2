// Asking what lies at a path in front of a command, and what the context has.
#include "analyzer/model/late_files.hpp"

#include <algorithm>

#include "analyzer/model/paths.hpp"

namespace dockcheck::model {

bool is_copied_too_late(Build const& build, Command const& command, std::string_view path,
                        std::string_view context_path) {
    auto const* context = build.context();
    if (context == nullptr || command.use != Use::run) return false;
    auto const presence = context->look(context_path);
    bool const is_there =
        presence == context::Presence::file || presence == context::Presence::directory;
    return is_there && build.landing(command, clean_path(path)).kind == Landing::Kind::absent;
}

Transfer const* transfer_behind(Build const& build, Stage const& stage, Command const& command,
                                std::string_view context_path) {
    auto const position = build.position_of(*command.instruction);
    for (auto const& transfer : stage.transfers) {
        if (transfer.position < position || transfer.from != nullptr) continue;
        bool const takes_it = std::ranges::any_of(transfer.sources, [&](auto const& source) {
            auto const text = source.value.known();
            if (!text || source.is_remote || source.written->is_inline) return false;
            auto const from = model::context_path(*text);
            return from.empty() || from == context_path
                   || (context_path.starts_with(from) && context_path[from.size()] == '/');
        });
        if (takes_it) return &transfer;
    }
    return nullptr;
}

}  // namespace dockcheck::model

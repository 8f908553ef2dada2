// Asking what lies at a path in front of a command, and what the context has.
#include "analyzer/model/late_files.hpp"

#include <algorithm>

#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/run_mounts.hpp"

namespace dockcheck::model {
namespace {

/// True where a COPY or ADD in front takes what the context does not have: it is made before the
/// build, and nobody knows what it brings.
bool may_be_brought(Build const& build, Stage const& stage, Command const& command,
                    std::string_view path) {
    auto const position = build.position_of(*command.instruction);
    return std::ranges::any_of(stage.transfers, [&](Transfer const& transfer) {
        if (transfer.position >= position || transfer.from != nullptr) return false;
        auto const target = target_of(transfer);
        if (path != target && !lies_below(path, target)) return false;
        return std::ranges::any_of(transfer.sources, [&](Transfer::Source const& source) {
            auto const text = source.value.known();
            if (!text || source.is_remote) return true;
            if (source.written->is_inline) return false;
            auto const from = model::context_path(*text);
            if (source.has_wildcard) return build.context()->matches(from).empty();
            auto const presence = build.context()->look(from);
            return presence != context::Presence::file && presence != context::Presence::directory;
        });
    });
}

}  // namespace

bool needs_files_of_image(Stage const& stage, Command const& command) {
    return command.use == Use::run && !stage.is_windows && must_succeed(stage, command)
           && !may_hide_option(command) && !has_mount(*command.instruction, "bind");
}

bool is_absent_before(Build const& build, Stage const& stage, Command const& command,
                      std::string_view path) {
    auto const cleaned = clean_path(path);
    return build.context() != nullptr && command.use == Use::run
           && build.landing(command, cleaned).kind == Landing::Kind::absent
           && !may_be_brought(build, stage, command, cleaned);
}

bool is_copied_too_late(Build const& build, Command const& command, std::string_view path,
                        std::string_view context_path) {
    auto const* context = build.context();
    if (context == nullptr || command.use != Use::run) return false;
    auto const presence = context->look(context_path);
    bool const is_there =
        presence == context::Presence::file || presence == context::Presence::directory;
    auto const* stage = build.stage_of(*command.instruction);
    return is_there && stage != nullptr && is_absent_before(build, *stage, command, path);
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

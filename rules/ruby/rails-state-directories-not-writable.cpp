// Finds images of Rails whose user cannot write where Rails writes.
#include "rules/ruby/rails-state-directories-not-writable.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::rails_state_directories_not_writable {
namespace {

bool is_root(std::string_view user) {
    auto const name = user.substr(0, user.find(':'));
    return name.empty() || name == "root" || name == "0";
}

bool is_rails(Pass const& pass, model::Stage const& stage) {
    if (model::rails_version(model::gemfile_lock_of(pass.build(), stage))) return true;
    return stage.config.find_environment("RAILS_ENV") != nullptr;
}

/// The copy that puts a whole tree into the working directory, or nullptr.
model::Transfer const* application_copy(Pass const& pass, model::Stage const& stage,
                                        std::string_view workdir) {
    return model::find_transfer_before(stage, model::Variables::end,
                                       [&](model::Transfer const& transfer) {
                                           return model::target_of(transfer) == workdir
                                                  && model::copies_folder(pass.build(), transfer);
                                       });
}

/// A command that gives files to somebody, or makes them writable; also one that nobody can read.
bool may_give_away(model::Command const& command) {
    static constexpr std::string_view programs[] = {"chown", "chmod", "chgrp", "install",
                                                    "setfacl"};
    if (command.program.empty() && !command.arguments.empty()) return true;
    return std::ranges::find(programs, command.program) != std::ranges::end(programs);
}

bool is_given_away(model::Stage const& stage) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& command : at->commands) {
            if (command.use == model::Use::run && may_give_away(command)) return true;
        }
        for (auto const& transfer : at->transfers) {
            if (transfer.instruction->flag("chown") != nullptr
                && model::target_of(transfer) != "/usr/local/bundle"
                && model::is_at_or_below(
                    model::target_of(transfer),
                    model::clean_path(stage.config.workdir.value.text_or_empty()))) {
                return true;
            }
        }
    }
    return false;
}

bool has_volumes(model::RuntimeConfig const& config, std::string_view workdir,
                 Options const& options) {
    return std::ranges::all_of(options.directories, [&](std::string_view directory) {
        auto const path = std::string(workdir) + "/" + std::string(directory);
        return std::ranges::any_of(config.volumes, [&](model::VolumeEntry const& volume) {
            auto const folder = model::clean_path(volume.path.text_or_empty());
            return !volume.path.is_known() || model::is_at_or_below(path, folder);
        });
    });
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->is_windows || !config.user.is_set()) return;
    auto const& origin = config.user.origin;
    if (origin.instruction == nullptr || is_root(config.user.value.text_or_empty())) return;
    if (!config.workdir.is_set() || options.directories.empty()) return;
    auto const workdir = model::clean_path(config.workdir.value.text_or_empty());
    if (workdir == "/" || !is_rails(pass, *stage)) return;
    if (model::is_for_development(pass.build(), *stage)) return;
    if (model::ruby_server_of(pass.build(), *stage) == model::RubyServer::none) return;
    auto const* transfer = application_copy(pass, *stage, workdir);
    if (transfer == nullptr || is_given_away(*stage)) return;
    if (has_volumes(config, workdir, options)) return;
    auto const user = config.user.value.text_or_empty();
    auto reported = pass.report(transfer->instruction->span, not_writable, user,
                                model::listed(options.directories));
    reported.related(origin.place, "runs as this user");
    // The user has to be there when the copy is made.
    bool const is_number = user.find_first_not_of("0123456789:") == user.npos;
    if (is_number && pass.build().stage_of(*transfer->instruction) == stage) {
        reported.insert(transfer->instruction->name_span.end, " --chown=" + std::string(user));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::rails_state_directories_not_writable

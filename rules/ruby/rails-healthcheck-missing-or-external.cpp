// Finds images of Rails whose health nobody asks for, or only with a program installed for it.
#include "rules/ruby/rails-healthcheck-missing-or-external.hpp"

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::rails_healthcheck_missing_or_external {
namespace {

/// An orchestrator asks for itself.
bool is_orchestrated(context::Context const& context) {
    if (context.has_compose_file()) return true;
    static constexpr std::string_view all_paths[] = {"k8s",      "kubernetes",        "helm",
                                                     "charts",   "config/deploy.yml", "fly.toml",
                                                     "app.json", "render.yaml",       "Procfile"};
    for (auto const path : all_paths) {
        if (context.look(path) != context::Presence::missing) return true;
    }
    return false;
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->from == nullptr || pass.context() == nullptr) return;
    if (model::is_for_development(pass.build(), *stage)) return;
    auto const rails = model::rails_version(model::gemfile_lock_of(pass.build(), *stage));
    // Since 7.1 a new application answers /up.
    if (!rails || *rails < model::ShortVersion{7, 1}) return;
    if (model::ruby_server_of(pass.build(), *stage) != model::RubyServer::web) return;
    auto const& check = config.healthcheck;
    if (check.is_set()) {
        if (check.value.none || check.origin.instruction == nullptr) return;
        for (auto const& command : check.value.commands) {
            if (command.program != "curl" && command.program != "wget") continue;
            pass.report(command.arguments.front().span, external, command.program);
        }
        return;
    }
    auto const* image = stage->root().known_image;
    bool const has_none =
        check.is_absent() || (image != nullptr && image->name.find('/') == std::string_view::npos);
    if (has_none && !is_orchestrated(*pass.context()))
        pass.report(stage->from->image.span, missing);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::rails_healthcheck_missing_or_external

// Finds bundle install in production without deployment mode.
#include "rules/ruby/bundler-deployment-mode-missing.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::bundler_deployment_mode_missing {
namespace {

/// Some setting says that the lock file is to be obeyed, or may do so.
bool is_frozen(Pass const& pass, model::Command const& command) {
    auto const& bundle = model::package_command(command, pass.build().arena());
    if (bundle.has_option("--deployment") || bundle.has_option("--frozen")) return true;
    if (model::may_hide_option(command)) return true;
    static constexpr std::string_view all_names[] = {"deployment", "frozen"};
    for (auto const name : all_names) {
        auto const setting = model::bundle_setting(pass.build(), *pass.stage(), command, name);
        if (setting.is_on() || setting.state == model::BundleSetting::State::unknown) return true;
    }
    return false;
}

/// True when a Gemfile is there and certainly no lock file.
bool has_no_lock(Pass const& pass, model::Command const& command) {
    std::string gemfile;
    if (model::manifest_beside(pass.build(), *pass.stage(), command, "Gemfile", &gemfile)
        == nullptr) {
        return false;
    }
    auto const lock = gemfile + ".lock";
    return pass.context()->look(lock) == context::Presence::missing
           && !pass.context()->is_git_ignored(lock) && pass.build().context_is_certain(lock);
}

/// True for a path of the context that takes a Gemfile.lock along.
bool takes_lock(std::string_view path) {
    if (path.ends_with("Gemfile.lock")) return true;
    auto const name = base_name(path);
    return name.empty() || name == "." || name == ".." || name.find('*') != name.npos
           || (name.find('.') == name.npos && name != "Gemfile");
}

/// True when the lock file may be there: copied or mounted with it, or alone.
bool may_have_lock(Pass const& pass, model::Command const& command) {
    if (pass.text(command.instruction->whole).find("--mount=") != std::string_view::npos)
        return true;
    auto const position = pass.build().position_of(*command.instruction);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        bool const takes = std::ranges::any_of(stage->transfers, [&](auto const& transfer) {
            if (stage == pass.stage() && transfer.position >= position) return false;
            return std::ranges::any_of(transfer.sources, [](auto const& source) {
                return !source.value.is_known() || takes_lock(source.value.text_or_empty());
            });
        });
        if (takes) return true;
    }
    return false;
}

/// A command in front that makes the lock file anew, or takes it away.
bool changes_lock(Pass const& pass, model::Command const& command) {
    auto const& stage = *pass.stage();
    static constexpr std::string_view all_words[] = {"bundle update", "bundle lock"};
    for (auto const word : all_words) {
        if (model::is_mentioned_before(pass.build(), stage, command, word)) return true;
    }
    return std::ranges::any_of(stage.commands, [&](model::Command const& other) {
        return other.span.begin < command.span.begin && other.program == "rm"
               && model::has_word_with(other, "Gemfile.lock");
    });
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.is_trigger()) return;
    if (!model::is_bundle_install(pass.build(), command)) return;
    if (!model::is_production_ruby(pass.build(), *stage)) return;
    if (model::is_in_development(pass.build(), *stage, command)) return;
    if (is_frozen(pass, command)) return;
    auto const& bundle = model::package_command(command, pass.build().arena());
    auto const span = model::called_at(bundle);
    if (has_no_lock(pass, command)) {
        pass.report(span, no_lock).severity(Severity::error);
        return;
    }
    if (!may_have_lock(pass, command) || changes_lock(pass, command)) return;
    auto reported = pass.report(span, unlocked);
    auto const* lock = model::manifest_beside(pass.build(), *stage, command, "Gemfile.lock");
    auto const path = model::bundle_setting(pass.build(), *stage, command, "path");
    // Without a path of its own, deployment mode installs to another folder than before.
    if (lock == nullptr || !path.is_on()) return;
    reported.insert(command.instruction->whole.begin, model::env_line("BUNDLE_DEPLOYMENT=1"));
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::bundler);

}  // namespace dockcheck::rules::bundler_deployment_mode_missing

// Who may start ShellCheck.
#include "analyzer/cli/external_programs.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/cli/messages.hpp"
#include "analyzer/external/program.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::string_view rule_name = "external-shellcheck";

bool names_rule(std::vector<config::Mention> const& mentions) {
    return std::ranges::any_of(mentions, [](config::Mention const& mention) {
        return mention.name == rule_name || mention.name == "shell/external-shellcheck";
    });
}

bool selects_rule(config::SelectionLayer const& layer) {
    return (layer.select && names_rule(*layer.select)) || names_rule(layer.extend_select);
}

bool is_active(config::Profile const& profile) {
    return std::ranges::any_of(profile.rule_set->rules(), [](ActiveRule const& active) {
        // Names of rules that are on by default are not read: they lie far apart.
        return active.rule->by_default == Default::off && active.rule->name == rule_name;
    });
}

}  // namespace

ExternalPrograms::ExternalPrograms(config::SelectionLayer const& command_line)
    : is_named_(selects_rule(command_line)) {}

External const* ExternalPrograms::for_profile(config::Profile const& profile) {
    if (!is_active(profile)) return nullptr;
    auto const& configuration = *profile.configuration;
    bool const is_wanted_by_user =
        configuration.is_of_user && selects_rule(configuration.settings.selection);
    if (is_named_ || is_wanted_by_user) return found();
    was_refused_ = true;
    return nullptr;
}

External const* ExternalPrograms::found() {
    if (!was_searched_) {
        was_searched_ = true;
        auto path = external::find_program("shellcheck");
        if (!path.empty()) shellcheck_.emplace(std::move(path));
    }
    return shellcheck_ ? &*shellcheck_ : nullptr;
}

void ExternalPrograms::tell() const {
    if (was_refused_) {
        say_note(
            "external-shellcheck starts another program, and so it is switched on by nothing but "
            "its "
            "own name on the command line: --extend-select external-shellcheck");
    }
    if (was_searched_ && !shellcheck_) {
        say_note("external-shellcheck says nothing: there is no shellcheck in PATH");
    }
    if (auto const why = shellcheck_ ? shellcheck_->gave_up() : std::string_view(); !why.empty()) {
        say_note(fmt::format("shellcheck {}: some scripts were not looked at", why));
    }
}

}  // namespace dockcheck::cli

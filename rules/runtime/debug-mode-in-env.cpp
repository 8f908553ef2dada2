// Finds ENV that is meant for developers in images that are shipped.
#include "rules/runtime/debug-mode-in-env.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::debug_mode_in_env {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view text, std::string_view const (&list)[N]) {
    return std::ranges::find(list, text) != std::ranges::end(list);
}

bool holds(std::span<std::string_view const> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool is_looked_at(std::string_view name, Options const& options) {
    return holds(options.environment_names, name) || holds(options.debug_names, name)
           || name == "XDEBUG_MODE" || name == "JAVA_TOOL_OPTIONS";
}

void look_at(model::EnvironmentEntry const& entry, Pass& pass, Options const& options) {
    auto const text = entry.value.known();
    // A variable was put in: the build may have given another value.
    bool const is_written = text && entry.value_place.text().find('$') == std::string_view::npos;
    if (!is_written) return;
    static constexpr std::string_view switched_on[] = {"1", "true", "yes", "on"};
    static constexpr std::string_view modes[] = {"dev", "devel", "development"};
    auto const value = lower_case(*text);
    if (holds(options.environment_names, entry.name) && is_one_of(value, modes)) {
        pass.report(entry.value_place, development, entry.name, *text).severity(Severity::info);
    } else if (holds(options.debug_names, entry.name) && is_one_of(value, switched_on)) {
        pass.report(entry.value_place, debug, entry.name, *text);
    } else if (entry.name == "XDEBUG_MODE" && value.find("debug") != std::string::npos) {
        pass.report(entry.value_place, debugger, entry.name);
    } else if (entry.name == "JAVA_TOOL_OPTIONS" && value.find("jdwp") != std::string::npos) {
        pass.report(entry.value_place, debugger, entry.name);
    }
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    static constexpr std::string_view purposes[] = {"dev",  "devel", "development", "debug",
                                                    "test", "tests", "ci",          "local"};
    for (auto const& entry : config.environment) {
        if (!is_looked_at(entry.name, options)) continue;
        if (model::lies_in_folder_for_development(pass.build())) return;
        using enum model::Origin::Kind;
        auto const kind = entry.origin.kind;
        if (kind != instruction && kind != json && kind != history) continue;
        if (pass.stage() != nullptr && model::is_named_for(pass.build(), *pass.stage(), purposes)) {
            return;
        }
        auto const* const from = entry.origin.instruction;
        auto const* const stage = from == nullptr ? nullptr : pass.build().stage_of(*from);
        if (stage != nullptr && model::is_named_for(pass.build(), *stage, purposes)) continue;
        look_at(entry, pass, options);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::debug_mode_in_env

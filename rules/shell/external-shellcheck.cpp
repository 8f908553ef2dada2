// Passes shell scripts to the program outside, where there is one, and its findings back.
#include "rules/shell/external-shellcheck.hpp"

#include <algorithm>

#include "analyzer/lint/external.hpp"
#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::external_shellcheck {
namespace {

using model::ShellKind;
using model::ShellScript;

/// ShellCheck's name of the shell. What is certain for dash alone is asked where dash is certain.
std::string_view shell_of(ShellScript const& script) {
    if (script.shell == ShellKind::bash) return "bash";
    return script.is_certainly(ShellKind::posix) ? "dash" : "sh";
}

bool is_asked_about(ShellScript const& script, model::Stage const* stage) {
    bool const is_posix = script.shell == ShellKind::posix || script.shell == ShellKind::bash
                          || script.shell == ShellKind::busybox;
    bool const is_run = script.use == model::Use::run || script.use == model::Use::healthcheck;
    return is_posix && is_run && stage != nullptr && !stage->is_windows && !script.is_nested;
}

void check(ShellScript const& script, Pass& pass, Options const& options) {
    auto const* const external = pass.external();
    if (external == nullptr || !is_asked_about(script, pass.stage())) return;
    ExternalScript asked{script.tree.text, shell_of(script), {}, options.min_severity, {}};
    asked.excluded.assign(options.exclude_codes.begin(), options.exclude_codes.end());
    // A `#!` is behind the line that names the variables.
    asked.excluded.emplace_back("SC1128");
    for (auto const code : pass.aliases_behind("hadolint:")) {
        if (code.starts_with("SC")) asked.excluded.push_back(code);
    }
    auto const position = pass.build().position_of(*script.instruction);
    for (auto const& variable : pass.build().variables_before(*pass.stage(), position)) {
        asked.variables.push_back(variable.name);
    }
    auto const size = static_cast<std::uint32_t>(script.tree.text.size());
    for (auto const& found : external->examine(asked)) {
        auto const begin = std::min(found.begin, size);
        auto const end = std::clamp(found.end, begin, size);
        pass.report(script.text.slice(begin, end).source(), says, found.code, found.message)
            .severity(found.severity);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::external_shellcheck

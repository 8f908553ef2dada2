// Finds tools that report their use and are not told to be silent.
#include "rules/runtime/telemetry-not-disabled.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::telemetry_not_disabled {
namespace {

/// A tool and the variable by which its documentation says that it is silent.
struct Tool {
    std::string_view program;
    std::string_view variable;
    std::string_view value;
};

constexpr Tool tools_with_switch[] = {
    {"astro", "ASTRO_TELEMETRY_DISABLED", "1"},
    {"az", "AZURE_CORE_COLLECT_TELEMETRY", "0"},
    {"brew", "HOMEBREW_NO_ANALYTICS", "1"},
    {"bun", "DO_NOT_TRACK", "1"},
    {"dotnet", "DOTNET_CLI_TELEMETRY_OPTOUT", "1"},
    {"gatsby", "GATSBY_TELEMETRY_DISABLED", "1"},
    {"huggingface-cli", "HF_HUB_DISABLE_TELEMETRY", "1"},
    {"next", "NEXT_TELEMETRY_DISABLED", "1"},
    {"nuxt", "NUXT_TELEMETRY_DISABLED", "1"},
    {"pwsh", "POWERSHELL_TELEMETRY_OPTOUT", "1"},
    {"turbo", "TURBO_TELEMETRY_DISABLED", "1"},
    {"vcpkg", "VCPKG_DISABLE_METRICS", "1"},
    {"wrangler", "WRANGLER_SEND_METRICS", "false"},
};

/// The word that names the tool: the program, or what npx and its like are given.
model::Argument const* tool_word(model::Command const& command) {
    if (command.arguments.empty()) return nullptr;
    if (!model::list_holds(" npx bunx ", command.program)) return &command.arguments.front();
    for (auto const& word : command.arguments.subspan(1)) {
        if (!word.value.text_or_empty().starts_with('-')) return &word;
    }
    return nullptr;
}

Tool const* tool_of(model::Command const& command, model::Argument const*& word,
                    Options const& options) {
    static constexpr model::WordList programs =
        " astro az brew bun bunx dotnet gatsby huggingface-cli next npx nuxt pwsh turbo vcpkg"
        " wrangler ";
    if (command.use != model::Use::run || !programs.holds(command.program)) return nullptr;
    word = tool_word(command);
    if (word == nullptr) return nullptr;
    auto const name =
        word == &command.arguments.front() ? command.program : word->value.text_or_empty();
    auto const tool = std::ranges::find(tools_with_switch, name, &Tool::program);
    if (tool == std::end(tools_with_switch)) return nullptr;
    // `dotnet shop.dll` is the program itself.
    if (name == "dotnet" && command.argument(1).ends_with(".dll")) return nullptr;
    bool const is_wanted = std::ranges::find(options.tools, name) != options.tools.end();
    return is_wanted ? tool : nullptr;
}

/// True when a variable may be set: by the base image, or by an instruction of the chain of stages
/// that names it.
bool may_be_set(std::string_view variable, model::Command const& command, model::Stage const& stage,
                Pass const& pass) {
    using State = dockerfile::Variable::State;
    auto const state = pass.build().variable(*command.instruction, variable).state;
    // The images of the SDK set several variables of DOTNET_, though not this one
    // (learn.microsoft.com, ".NET SDK and .NET CLI telemetry").
    bool const is_sdk =
        variable == "DOTNET_CLI_TELEMETRY_OPTOUT"
        && stage.root().value.known_prefix().starts_with("mcr.microsoft.com/dotnet/sdk");
    if (state == State::known || (state == State::unknown && !is_sdk)) return true;
    auto const instructions = pass.build().file().instructions;
    return std::ranges::any_of(pass.build().positions_with(variable), [&](std::uint32_t position) {
        auto const* const other = pass.build().stage_of(instructions[position]);
        for (auto const* at = &stage; at != nullptr; at = at->parent) {
            if (at == other) return true;
        }
        return false;
    });
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    if (pass.build().image() != nullptr || stage.is_windows) return;
    std::vector<std::string_view> seen;
    for (auto const& command : stage.commands) {
        model::Argument const* word = nullptr;
        auto const* const tool = tool_of(command, word, options);
        if (tool == nullptr || std::ranges::find(seen, tool->variable) != seen.end()) continue;
        seen.push_back(tool->variable);
        if (may_be_set(tool->variable, command, stage, pass)) continue;
        auto finding = pass.report(word->span, reports, tool->program, tool->variable, tool->value);
        auto const& run = *command.instruction;
        bool const is_plain = run.comments.empty() && run.span.begin == run.whole.begin;
        if (!is_plain) continue;
        finding.insert(run.whole.begin, "ENV " + std::string(tool->variable) + "="
                                            + std::string(tool->value) + "\n");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::telemetry_not_disabled

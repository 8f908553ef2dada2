// See the header: start commands, ports and copies of a stage.
#include "analyzer/model/image_use.hpp"

#include <algorithm>

#include "analyzer/context/context.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// What a tool is asked for when nobody asks it for anything.
bool asks_for_help(StartCommand const& cmd) {
    auto const words = cmd.arguments;
    return !cmd.shell_form && words.size() == 1
           && list_holds(" --help -help -h help --version ", words.front().value.text_or_empty());
}

}  // namespace

bool service_chooses_user(Build const& build, Stage const& stage) {
    auto const base = stage.root().value.text_or_empty();
    if (base.starts_with("public.ecr.aws/lambda/") || base.starts_with("amazon/aws-lambda-"))
        return true;
    auto const* context = build.context();
    if (context == nullptr) return false;
    static constexpr std::string_view names[] = {"action.yml", "action.yaml"};
    return std::ranges::any_of(names, [&](std::string_view name) {
        auto const* text = context->read(name);
        static constexpr std::string_view lines[] = {"using: docker", "using: 'docker'",
                                                     "using: \"docker\""};
        return text != nullptr && std::ranges::any_of(lines, [&](std::string_view line) {
                   return text->bytes().find(line) != std::string_view::npos;
               });
    });
}

bool has_onbuild(Stage const& stage) {
    return std::ranges::any_of(stage.instructions, [](ast::Instruction const& instruction) {
        return instruction.keyword == ast::Keyword::onbuild;
    });
}

bool starts_nothing_own(Stage const& stage) {
    auto const& config = stage.config;
    bool const has_program = config.entrypoint.is_set()
                             || (config.cmd.is_set() && config.cmd.value.arguments.size() > 1);
    return stage.transfers.empty() && config.ports.empty() && !has_program;
}

bool may_be_tool(RuntimeConfig const& config) {
    auto const& entrypoint = config.entrypoint;
    bool const is_program = entrypoint.is_set() && !entrypoint.value.shell_form
                            && entrypoint.value.arguments.size() == 1;
    bool const has_arguments = config.cmd.is_set() && !asks_for_help(config.cmd.value);
    return is_program && !has_arguments && config.ports.empty();
}

bool may_be_of_context(Stage const& stage, std::span<Command const> start) {
    constexpr std::size_t most_commands = 20;
    if (start.size() > most_commands) return true;
    auto const is_started = [&](std::string_view path) {
        auto const name = base_name(path);
        return !name.empty() && std::ranges::find(start, name, &Command::program) != start.end();
    };
    auto const brings = [&](Transfer const& transfer) {
        if (transfer.from != nullptr) return false;
        if (is_started(target_of(transfer))) return true;
        return std::ranges::any_of(transfer.sources, [&](Transfer::Source const& source) {
            return is_started(source.value.known_suffix());
        });
    };
    return find_transfer_before(stage, Variables::end, brings) != nullptr;
}

}  // namespace dockcheck::model

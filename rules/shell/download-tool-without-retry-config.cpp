// Finds stages whose downloads are neither tried again nor given up in time.
#include "rules/shell/download-tool-without-retry-config.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::download_tool_without_retry_config {
namespace {

struct Tool {
    std::string_view program;
    model::WordList options;    ///< those that set it, or that make it no download
    std::string_view settings;  ///< words of the files and variables that set it for all
    std::string_view file;
};

constexpr Tool tools[] = {
    {"curl", " --retry --retry-all-errors -K --config -V --version -h --help ", "curlrc CURL_HOME",
     "a .curlrc"},
    {"wget", " -t --tries --config -V --version -h --help ", "wgetrc", "a wgetrc"},
};

std::string options_text(Tool const& tool, Options const& options) {
    if (tool.program == "wget") {
        return "--tries=" + std::to_string(options.tries)
               + " --timeout=" + std::to_string(options.timeout);
    }
    return "--retry " + std::to_string(options.retry) + " --connect-timeout "
           + std::to_string(options.connect_timeout) + " --max-time "
           + std::to_string(options.max_time);
}

/// True when the command downloads something with it, whether it tries again or not.
bool downloads(Tool const& tool, model::Command const& command, Pass const& pass) {
    if (command.use != model::Use::run || command.program != tool.program) return false;
    return !model::download_of(command, pass.build().arena()).urls.empty();
}

bool tries_again(Tool const& tool, model::Command const& command, Pass const& pass) {
    auto const& download = model::download_of(command, pass.build().arena());
    return download.may_have_more_options || download.find(tool.options) != nullptr;
}

bool is_set_for_all(Tool const& tool, model::Stage const& stage, model::Command const& command,
                    Pass const& pass) {
    for (auto words = tool.settings; !words.empty();) {
        auto const end = std::min(words.find(' '), words.size());
        if (model::is_mentioned_before(pass.build(), stage, command, words.substr(0, end))) {
            return true;
        }
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

model::Argument const* installed_by(Tool const& tool, model::Command const& command,
                                    Pass const& pass) {
    if (command.use != model::Use::run || command.is_conditional) return nullptr;
    if (model::manager_of(command) == model::Manager::none) return nullptr;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install) return nullptr;
    auto const found = std::ranges::find(install.packages, tool.program, &model::Package::name);
    return found == install.packages.end() ? nullptr : found->argument;
}

/// True for a download that fails at the first error.
bool tries_once(Tool const& tool, model::Stage const& stage, model::Command const& command,
                Pass const& pass) {
    return downloads(tool, command, pass) && !tries_again(tool, command, pass)
           && !is_set_for_all(tool, stage, command, pass);
}

/// One finding at the first download; its fix mends those behind it, too.
void report(Tool const& tool, model::Stage const& stage, std::span<model::Command const> commands,
            Pass& pass, Options const& options) {
    auto const text = options_text(tool, options);
    auto finding = pass.report(commands.front().arguments.front().span, once, tool.program,
                               std::string(tool.program) + " " + text, tool.file);
    constexpr std::size_t most = 200;
    for (auto const& command : commands.first(std::min(commands.size(), most))) {
        if (command.exec_form || !tries_once(tool, stage, command, pass)) continue;
        finding.insert(command.arguments.front().span.end, " " + text);
    }
}

void check_tool(Tool const& tool, model::Stage const& stage, Pass& pass, Options const& options) {
    model::Argument const* package = nullptr;
    bool is_used = false;
    for (std::size_t i = 0; i < stage.commands.size(); ++i) {
        auto const& command = stage.commands[i];
        if (downloads(tool, command, pass)) {
            is_used = true;
            if (tries_again(tool, command, pass)) continue;
            if (is_set_for_all(tool, stage, command, pass)) return;
            return report(tool, stage, stage.commands.subspan(i), pass, options);
        }
        if (package == nullptr) package = installed_by(tool, command, pass);
    }
    if (is_used || package == nullptr || stage.reach == model::Reach::builder) return;
    auto const& last = stage.commands.back();
    if (is_set_for_all(tool, stage, last, pass)) return;
    pass.report(package->span, installed, tool.program, tool.file);
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    if (stage.is_windows || stage.reach == model::Reach::unreachable) return;
    for (auto const& tool : tools) check_tool(tool, stage, pass, options);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::download_tool_without_retry_config

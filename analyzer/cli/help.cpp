// `dockcheck help [TOPIC]` and `dockcheck version`.
#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/config_schema.hpp"
#include "analyzer/cli/help_text.hpp"
#include "analyzer/cli/help_topics.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/cli/sink.hpp"
#include "analyzer/config/names.hpp"
#include "analyzer/report/report.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::array<std::string_view, 17> topics{
    "check",   "fix",     "explain",     "rules", "plan",  "config",
    "init",    "migrate", "completions", "lsp",   "help",  "version",
    "ignores", "formats", "categories",  "man",   "schema"};

/// What each format is for, in the order of format_names().
constexpr std::array<std::string_view, 14> format_uses{
    "text with excerpts, the default",
    "text, one line a finding",
    "all that is known, in one object",
    "the same, an object a line",
    "SARIF 2.1.0: GitHub code scanning, Azure DevOps",
    "annotations of GitHub Actions",
    "GitLab Code Quality",
    "Code Climate",
    "Checkstyle: Jenkins and others",
    "JUnit: test reports of any CI",
    "as compilers write: editors",
    "reviewdog, with fixes as suggestions",
    "generic issues of SonarQube",
    "a table, for comments on pull requests",
};

std::string overview(std::uint32_t width) {
    auto result = reflowed("dockcheck: finds what is wrong with Dockerfiles\n\nUsage:\n", width);
    std::vector<std::pair<std::string, std::string_view>> rows;
    for (auto const& command : commands()) {
        if (command.summary.empty()) continue;
        auto const name = command.name == "check" ? "[check]" : std::string(command.name);
        auto usage = fmt::format("dockcheck {} {}", name, command.usage);
        // The options of the two have a page of their own.
        if (auto const at = usage.find("[OPTION...] "); at != std::string::npos)
            usage.erase(at, 12);
        while (usage.ends_with(' ')) usage.pop_back();
        rows.emplace_back(std::move(usage), command.summary);
    }
    return result + two_columns(rows, width) + "\n" + reflowed(exit_status, width);
}

std::string formats_help(std::uint32_t width) {
    std::vector<std::pair<std::string, std::string_view>> rows;
    auto const names = format_names();
    for (std::size_t i = 0; i < names.size() && i < format_uses.size(); ++i) {
        rows.emplace_back(names[i], format_uses[i]);
    }
    return reflowed(formats_intro, width) + "\n" + two_columns(rows, width) + "\n"
           + reflowed(formats_end, width);
}

/// Each category and how many rules it has.
std::string categories_help(std::uint32_t width) {
    std::map<std::string_view, std::pair<int, int>> counts;
    for (auto const& rule : rules::catalog()) {
        auto& [all, off] = counts[rule.category];
        ++all;
        if (rule.by_default != Default::on) ++off;
    }
    std::vector<std::string> texts;
    for (auto const& [category, count] : counts) {
        auto const off = count.second == 0 ? "" : fmt::format(", {} off", count.second);
        texts.push_back(fmt::format("{} rule{}{}", count.first, count.first == 1 ? "" : "s", off));
    }
    std::vector<std::pair<std::string, std::string_view>> rows;
    std::size_t i = 0;
    for (auto const& [category, count] : counts) rows.emplace_back(category, texts[i++]);
    return reflowed(categories_intro, width) + "\n" + two_columns(rows, width);
}

std::string_view intro_of(std::string_view command) {
    if (command == "check") return check_intro;
    if (command == "fix") return fix_intro;
    if (command == "explain") return explain_intro;
    if (command == "rules") return rules_intro;
    if (command == "plan") return plan_intro;
    if (command == "config") return config_command_intro;
    if (command == "init") return init_intro;
    if (command == "migrate") return migrate_intro;
    if (command == "lsp") return lsp_intro;
    return command == "completions" ? completions_intro : std::string_view();
}

std::string command_help(Command const& command, std::uint32_t width) {
    auto const name = command.name == "check" ? "[check]" : std::string(command.name);
    auto usage = fmt::format("Usage: dockcheck {} {}", name, command.usage);
    while (usage.ends_with(' ')) usage.pop_back();
    auto result = reflowed(usage, width);
    if (auto const intro = intro_of(command.name); !intro.empty()) {
        result += "\n" + reflowed(intro, width);
    }
    if (command.name == "check" || command.name == "plan") {
        result += options_help(command.options, width, command.formats);
    }
    return result;
}

std::string topic_text(std::string_view name, std::uint32_t width) {
    if (name == "ignores") return reflowed(ignores_topic, width);
    if (name == "formats") return formats_help(width);
    if (name == "categories") return categories_help(width);
    return {};
}

Command const* command_named(std::string_view name) {
    auto const all = commands();
    auto const found = std::ranges::find(all, name, &Command::name);
    return found == all.end() ? nullptr : &*found;
}

/// The width of help: as asked for, else the terminal's, but no wider than is easy to read.
Result<std::uint32_t> help_width(std::optional<std::string> const& asked = std::nullopt) {
    constexpr std::uint32_t widest = 100;
    auto const width = output_width(asked);
    if (!width || asked) return width;
    return std::min(*width, widest);
}

std::uint32_t usual_width() { return help_width().value_or(80); }

std::optional<std::string> topic_at(std::string_view name, std::uint32_t width) {
    if (name.empty()) return overview(width);
    if (name == "man") return manual();
    if (name == "schema") return config_schema();
    if (auto text = topic_text(name, width); !text.empty()) return text;
    auto const* const command = command_named(name);
    if (command == nullptr) return std::nullopt;
    // The command and the file that it is about.
    auto const more = name == "config" ? "\n" + reflowed(configuration_topic, width) : "";
    return command_help(*command, width) + more;
}

}  // namespace

std::span<std::string_view const> help_topics() { return topics; }

std::string_view options_of(std::string_view command) {
    auto const* const found = command_named(command);
    return found == nullptr ? std::string_view() : found->options;
}

int print_help(std::string_view command) {
    auto const* const found = command_named(command);
    return print(found == nullptr ? overview(usual_width()) : command_help(*found, usual_width()));
}

int help_command(Words words) {
    auto const arguments = parse_some(words, options_of("help"));
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->paths.size() > 1) return usage_error("help: name one topic");
    auto const width = help_width(arguments->width);
    if (!width) return usage_error(width.error().where + ": " + width.error().text);
    auto const topic = arguments->paths.empty() ? std::string() : arguments->paths.front();
    if (auto const text = topic_at(topic, *width)) return print(*text);
    auto hint = config::suggestion(topic, topics);
    if (hint.empty()) hint = fmt::format("; there is help on {}", fmt::join(topics, ", "));
    return usage_error(fmt::format("no help on \"{}\"{}", topic, hint));
}

int version_command(Words /*words*/) { return print("dockcheck " DOCKCHECK_VERSION "\n"); }

}  // namespace dockcheck::cli

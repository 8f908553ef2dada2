// The manual page, made of the same tables and texts as help.
#include <fmt/format.h>
#include <string>
#include <string_view>

#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/help_text.hpp"
#include "analyzer/cli/help_topics.hpp"
#include "analyzer/report/report.hpp"

namespace dockcheck::cli {
namespace {

/// Text that troff shows as it is.
std::string troff(std::string_view text) {
    std::string result;
    for (char const c : text) {
        if (c == '\\') {
            result += "\\e";
        } else if (c == '-') {
            result += "\\-";
        } else if (c == '\'') {
            result += "\\(aq";
        } else {
            result += c;
        }
    }
    // A line that begins so would be a request.
    if (result.starts_with('.')) result.insert(0, "\\&");
    return result;
}

/// Paragraphs, and examples where lines begin with blanks.
std::string troff_text(std::string_view text) {
    std::string result;
    bool in_example = false;
    auto const set_example = [&](bool value) {
        if (in_example != value) result += value ? ".PP\n.nf\n" : ".fi\n";
        in_example = value;
    };
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) {
            // A blank line within an example is a part of it.
            bool const goes_on = in_example && text.starts_with(' ');
            if (goes_on) {
                result += "\n";
            } else if (!text.empty()) {
                set_example(false);
                if (!text.starts_with(' ')) result += ".PP\n";
            }
            continue;
        }
        set_example(line.front() == ' ');
        result += troff(line) + "\n";
    }
    set_example(false);
    return result;
}

std::string section(std::string_view title, std::string_view text) {
    return fmt::format(".SH {}\n", title) + troff_text(text);
}

std::string troff_commands() {
    std::string result = ".SH COMMANDS\n";
    for (auto const& command : commands()) {
        if (command.summary.empty()) continue;
        result += fmt::format(".TP\n.B {} {}\n{}\n", troff(command.name), troff(command.usage),
                              troff(command.summary));
    }
    return result;
}

std::string troff_options() {
    std::string result = ".SH OPTIONS OF CHECK AND FIX\n";
    std::string_view group;
    for (auto const& row : check_options()) {
        if (row.group != group) {
            group = row.group;
            result += fmt::format(".SS {}\n", troff(group));
        }
        auto name = shown_option(row);
        name.erase(0, name.find_first_not_of(' '));
        result += fmt::format(".TP\n.B {}\n{}", troff(name), troff(row.help));
        if (row.has_environment) result += fmt::format(" ({})", environment_name(row));
        result += "\n";
    }
    return result;
}

std::string troff_formats() {
    std::string names;
    for (auto const name : format_names()) names += (names.empty() ? "" : ", ") + std::string(name);
    return ".SH FORMATS\n" + troff(names) + ".\n.PP\n" + troff_text(formats_end);
}

}  // namespace

std::string manual() {
    std::string result =
        ".\\\" Made by \"dockcheck help man\".\n"
        ".TH DOCKCHECK 1 \"\" \"dockcheck " DOCKCHECK_VERSION
        "\" \"User Commands\"\n"
        ".SH NAME\ndockcheck \\- finds what is wrong with Dockerfiles\n"
        ".SH SYNOPSIS\n.B dockcheck\n[check] [OPTION...] [PATH...]\n.br\n.B dockcheck\n"
        "COMMAND [ARGUMENT...]\n";
    result += section("DESCRIPTION", check_intro);
    result += troff_commands() + troff_options();
    result += section("EXIT STATUS", exit_status);
    result += section("CONFIGURATION", configuration_topic);
    result += section("COMMENTS IN FILES", ignores_topic);
    result += troff_formats();
    result += section("FIXES", fix_intro);
    result += section("FROM HADOLINT", migrate_intro);
    result += section("EDITORS", lsp_intro);
    result += section("COMPLETIONS", completions_intro);
    return result;
}

}  // namespace dockcheck::cli

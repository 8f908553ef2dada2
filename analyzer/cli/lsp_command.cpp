// `dockcheck lsp`: the language server on standard input and output.
#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/document_checker.hpp"
#include "analyzer/cli/messages.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/lsp/server.hpp"
#include "analyzer/system/open_file.hpp"

namespace dockcheck::cli {
namespace {

std::size_t read_some(char* room, std::size_t size) {
    auto const got = system::read_on(system::standard_input, room, size);
    return got < 0 ? 0 : static_cast<std::size_t>(got);
}

/// What an editor that is gone does not read is lost; its end is seen when reading.
void write_all(std::string_view bytes) {
    (void)std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    (void)std::fflush(stdout);
}

/// Editors say these: there is no other way, and the end of an editor is seen when reading.
bool is_of_editors(std::string_view word) {
    return word == "--stdio" || word.starts_with("--clientProcessId=");
}

/// What is only said of a run has no meaning here; the environment may say it for all runs.
void forget_runs(Arguments& arguments) {
    arguments.write_baseline.reset();
    arguments.changed_lines.reset();
    arguments.files_from.reset();
    arguments.stdin_filename.reset();
    arguments.image.reset();
    arguments.fix = false;
    arguments.diff = false;
}

}  // namespace

int lsp_command(Words words) {
    std::vector<char const*> rest(words.begin(), words.end());
    std::erase_if(rest, is_of_editors);
    auto arguments = parse_arguments(rest);
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help("lsp");
    if (!arguments->paths.empty()) return usage_error("lsp: the editor says which files");
    if (arguments->baseline == "-") return usage_error("lsp: standard input is the editor's");
    forget_runs(*arguments);
    // Which folder a path is relative to is known when the editor says what it has open.
    auto without_folders = *arguments;
    without_folders.context.reset();
    auto const checked = check_values(without_folders);
    if (!checked) {
        say_error(checked.error());
        return exit_trouble;
    }
    auto const selection = selection_of(*arguments);
    if (!selection) {
        say_error(selection.error());
        return exit_trouble;
    }
    DocumentChecker checker(*arguments, *selection);
    return lsp::serve(checker, DOCKCHECK_VERSION, read_some, write_all);
}

}  // namespace dockcheck::cli

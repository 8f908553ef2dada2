// Finds RUN that only writes a known text to a file.
#include "rules/layers/run-writes-file-instead-of-copy-heredoc.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/broken_words.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/frontend.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::run_writes_file_instead_of_copy_heredoc {
namespace {

/// Files that the builder mounts, and folders of the kernel: no COPY gets there.
bool is_of_builder(std::string_view path) {
    if (model::list_holds(" /etc/resolv.conf /etc/hosts /etc/hostname ", path)) return true;
    constexpr std::string_view folders[] = {"/proc", "/sys", "/dev"};
    return std::ranges::any_of(folders,
                               [&](auto folder) { return model::is_at_or_below(path, folder); });
}

/// The file that a command writes its own text to; empty for any other command.
std::string_view written_by(model::Command const& command, bool is_first) {
    bool const is_plain = !command.exec_form && !command.in_substitution && command.depth == 0
                          && command.wrappers == model::wrapper_none && !command.is_conditional
                          && command.assignments.empty();
    bool const is_cat = command.program == "cat" && command.arguments.size() == 1;
    bool const is_text = is_cat || command.program == "echo" || command.program == "printf";
    if (!is_plain || !is_text || command.connector == model::Connector::pipe) return {};
    auto const is_known = [](model::Argument const& word) { return word.value.is_known(); };
    if (!std::ranges::all_of(command.arguments, is_known)) return {};
    std::string_view path;
    bool has_input = !is_cat;
    for (auto const& redirection : command.redirections) {
        auto const operation = redirection.operation;
        if (is_cat && (operation == "<<" || operation == "<<-")) {
            has_input = true;
            continue;
        }
        bool const is_output = operation == ">" || (!is_first && operation == ">>");
        if (!is_output || !path.empty()) return {};
        path = redirection.target.value.text_or_empty();
    }
    bool const is_path = path.starts_with('/') && !path.ends_with('/') && has_input;
    return is_path ? path : std::string_view();
}

bool is_mounted(std::string_view path, ast::Run const& run) {
    return std::ranges::any_of(run.mounts, [&](ast::Mount const& mount) {
        auto const* const target = mount.find("target", "dst", "destination");
        if (target == nullptr) return true;
        auto const text = target->value.text();
        return text.find('$') != text.npos || model::is_at_or_below(path, text);
    });
}

/// True where the account is root, whose files COPY makes.
bool is_root(model::Setting<Value> const& user) {
    if (user.is_absent()) return true;
    auto const name = user.value.text_or_empty();
    return user.is_set() && (name == "root" || name == "0" || name.empty());
}

/// True where the shell may put something else in place of a word: names of files, a home, or
/// several words.
bool may_be_expanded(model::Argument const& word) {
    auto const text = word.raw.text();
    auto const quote = text.empty() ? '\0' : text.front();
    bool const is_quoted =
        (quote == '\'' || quote == '"') && text.find(quote, 1) == text.size() - 1;
    if (is_quoted) return false;
    // Of a variable it is the value that is taken apart.
    auto const value = word.value.text_or_empty();
    bool const is_split = text.find('$') != text.npos && value.find_first_of(" \t") != value.npos;
    return is_split || value.find_first_of("*?[]{}~") != value.npos;
}

/// The line that `echo` writes, where no shell reads anything into it.
std::optional<std::string> line_of(model::Command const& echo) {
    if (echo.program != "echo" || echo.arguments.size() < 2) return std::nullopt;
    std::string line;
    for (std::size_t i = 1; i < echo.arguments.size(); ++i) {
        if (may_be_expanded(echo.arguments[i])) return std::nullopt;
        line += (i > 1 ? " " : "") + std::string(echo.argument(i));
    }
    bool const is_odd = line.find_first_of("\\$\n\r") != line.npos || line.starts_with('-')
                        || line == "EOF" || line.empty();
    return is_odd ? std::nullopt : std::optional(line);
}

void check(ast::Run const& run, Pass& pass) {
    auto const* const stage = pass.stage();
    auto const& instruction = pass.instruction();
    if (stage == nullptr || stage->is_windows || pass.is_trigger()) return;
    if (pass.build().image() != nullptr || run.command.json) return;
    if (!model::knows_heredocs(pass.build())) return;
    auto const commands = stage->commands_of(instruction);
    if (commands.empty()) return;
    auto const path = written_by(commands.front(), true);
    if (path.empty() || is_of_builder(path) || is_mounted(path, run)) return;
    for (auto const& command : commands.subspan(1)) {
        bool const is_chained = command.connector == model::Connector::conjunction
                                || command.connector == model::Connector::sequence;
        if (!is_chained || written_by(command, false) != path) return;
    }
    if (!is_root(pass.build().user(instruction))) return;
    auto finding = pass.report(run.command.text.source(), written, path);
    auto const line = commands.size() == 1 ? line_of(commands.front()) : std::nullopt;
    bool const is_alone = instruction.flags.empty() && instruction.heredocs.empty();
    bool const is_word = path.find_first_of(" \t\"'\\$<") == path.npos;
    if (!line || !is_alone || !is_word) return;
    if (model::has_carriage_return(pass.build(), instruction)) return;
    finding.replace(instruction.span, "COPY <<EOF " + std::string(path) + "\n" + *line + "\nEOF");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::run_writes_file_instead_of_copy_heredoc

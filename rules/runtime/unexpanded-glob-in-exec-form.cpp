// Finds patterns of file names that programs of exec forms get as they are.
#include "rules/runtime/unexpanded-glob-in-exec-form.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/exec_forms.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/exec_words.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::unexpanded_glob_in_exec_form {
namespace {

using model::ExecWords;

/// Programs whose operands are all names of files.
constexpr model::WordList takes_files = " cat chgrp chmod chown cp ls mv rm rmdir ";
/// Their options that take no text of their own.
constexpr model::WordList plain_options =
    " -R -f -i -n -p -r -v -a -rf -fr -rv -fv -rfv -l -la -al --force --recursive --verbose -- ";
/// Options of interpreters without a value: the file stands behind them.
constexpr model::WordList flags_of_python = " -B -E -I -O -OO -s -S -u -v ";

constexpr std::size_t nowhere = ~std::size_t{0};

bool has_pattern(std::string_view text) { return text.find_first_of("*?") != text.npos; }

/// The first word behind the program that is no option, when all those are known to have no value.
std::size_t script_of_interpreter(ExecWords const& exec) {
    bool const is_python = exec.name.starts_with("python");
    for (auto i = exec.program + 1; i < exec.words.size(); ++i) {
        auto const text = exec.text(i);
        if (!text.starts_with('-')) return i;
        if (!is_python || !flags_of_python.holds(text)) return nowhere;
    }
    return nowhere;
}

std::size_t jar_of_java(ExecWords const& exec) {
    for (auto i = exec.program + 1; i + 1 < exec.words.size(); ++i) {
        if (exec.text(i) == "-jar") return i + 1;
        if (!exec.text(i).starts_with('-')) return nowhere;
    }
    return nowhere;
}

/// The archive of tar: behind `-f` or letters that end in f.
std::size_t archive_of_tar(ExecWords const& exec) {
    auto const i = exec.program + 1;
    if (i + 1 >= exec.words.size()) return nowhere;
    auto letters = exec.text(i);
    if (letters.starts_with('-')) letters.remove_prefix(1);
    bool const are_letters =
        letters.find_first_not_of("acdjkmoprtuvxzJOPWZf") == letters.npos && letters.ends_with('f');
    return are_letters ? i + 1 : nowhere;
}

bool is_python(std::string_view name) {
    return name.starts_with("python") && name.find_first_not_of("0123456789.", 6) == name.npos;
}

/// The one word that is a file to the program.
std::size_t file_of(ExecWords const& exec) {
    if (exec.name == "java") return jar_of_java(exec);
    if (exec.name == "tar") return archive_of_tar(exec);
    bool const is_interpreter =
        exec.name == "node" || is_python(exec.name) || model::is_shell(exec.name);
    return is_interpreter ? script_of_interpreter(exec) : nowhere;
}

/// How a shell expands it; empty in an image without one.
std::string shell_advice(ExecWords const& exec, std::string_view keyword, Pass const& pass) {
    if (model::find_program(pass.build(), *pass.stage(), "sh") == knowledge::Brings::no) return {};
    std::string const advice = ", or let a shell expand it: ";
    auto const line =
        exec.own > 0 ? std::string() : model::shell_line(exec.words, model::Patterns::expanded);
    if (line.empty()) return advice + "[\"sh\", \"-c\", \"...\"]";
    bool const stays = keyword == "CMD" || keyword == "ENTRYPOINT";
    return advice + std::string(keyword) + (stays ? " exec " : " ") + line;
}

/// True when a COPY makes a file of that very name.
bool is_name_of_file(std::string_view pattern, Pass const& pass) {
    auto const name = base_name(pattern);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& transfer : stage->transfers) {
            if (base_name(transfer.destination.known_suffix()) == name) return true;
        }
    }
    return false;
}

void look_at_operand(ExecWords const& exec, std::size_t i, std::string_view keyword, Pass& pass) {
    if (i < exec.own || !has_pattern(exec.text(i))) return;
    if (!pass.may_look_around() || is_name_of_file(exec.text(i), pass)) return;
    auto const span = exec.words[i].span;
    pass.report(span, operand, pass.text(span), exec.name, shell_advice(exec, keyword, pass));
}

void look_at(ExecWords const& exec, std::string_view keyword, Pass& pass) {
    if (pass.stage() == nullptr || pass.stage()->is_windows || exec.words.empty()) return;
    auto const program = exec.text(exec.program);
    if (program.find('*') != program.npos && program.find('/') != program.npos) {
        auto const span = exec.words[exec.program].span;
        if (exec.program >= exec.own && program.find(' ') == program.npos)
            pass.report(span, start, pass.text(span), shell_advice(exec, keyword, pass));
        return;
    }
    if (!takes_files.holds(exec.name)) {
        auto const file = file_of(exec);
        if (file != nowhere) look_at_operand(exec, file, keyword, pass);
        return;
    }
    for (auto i = exec.program + 1; i < exec.words.size(); ++i) {
        bool const is_option = exec.text(i).starts_with('-');
        if (is_option && !plain_options.holds(exec.text(i))) return;
        if (!is_option) look_at_operand(exec, i, keyword, pass);
    }
}

using Forms = ExecForms<look_at>;

}  // namespace

constinit Check const rule = on<Forms::run, Forms::entrypoint, Forms::healthcheck, Forms::cmd>();

}  // namespace dockcheck::rules::unexpanded_glob_in_exec_form

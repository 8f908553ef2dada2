// Programs that answer with one plain word.
#include "analyzer/model/plain_output.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::model {
namespace {

using shell::Kind;
using shell::Node;

/// A question that has one word for an answer is not longer than this.
constexpr std::size_t longest_question = 32;

using WordTexts = std::span<std::string_view const>;

bool has_word(WordTexts words, WordList const& list) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return list_holds(list, word); });
}

bool is_plain_format(std::string_view format) {
    for (char const quote : {'"', '\''}) {
        if (format.size() > 1 && format.front() == quote && format.back() == quote) {
            format = format.substr(1, format.size() - 2);
        }
    }
    return format.starts_with('+') && format.find_first_of(" cDrRxXnt*?") == format.npos;
}

/// True for a program of awk that prints one whole number: "BEGIN {print int(...)}".
bool prints_integer(std::string_view text) {
    constexpr std::string_view begin = "BEGIN {print int(";
    constexpr std::string_view end = ")}";
    if (text.size() < 2) return false;
    text = text.substr(1, text.size() - 2);
    if (!text.starts_with(begin) || !text.ends_with(end)) return false;
    int depth = 1;
    auto const inner = text.substr(begin.size(), text.size() - begin.size() - end.size());
    for (char const c : inner) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0) return false;
    }
    return inner.find("print") == inner.npos;
}

/// `behind` are the words behind the program, as they are written.
bool is_answered_with_word(std::string_view program, WordTexts behind) {
    if (list_holds(" arch dpkg-architecture hostname nproc pwd whoami mktemp which tty ", program))
        return true;
    if (program == "uname") return !has_word(behind, " -a -v --all --kernel-version ");
    if (program == "id") return has_word(behind, " -u -g -un -gn -nu -ng ");
    if (program == "date") return behind.size() == 1 && is_plain_format(behind[0]);
    if (program == "dpkg") return has_word(behind, " --print-architecture ");
    if (program == "apk") return has_word(behind, " --print-arch ");
    if (program == "rpm") return has_word(behind, " -E --eval ");
    if (program == "lsb_release") return !has_word(behind, " -a -d -sd -ds --all ");
    if (program == "command") return has_word(behind, " -v ");
    if (program == "grep") return has_word(behind, " -c --count ");
    // A hash.
    if (program == "git" && behind.size() > 1) {
        return behind[0] == "rev-parse" || (behind[0] == "rev-list" && behind[1] == "-1");
    }
    if (program == "go") {
        return behind.size() == 2 && behind[0] == "env"
               && has_word(behind, " GOARCH GOOS GOHOSTARCH GOHOSTOS GOVERSION ");
    }
    if (program == "awk") return behind.size() == 1 && prints_integer(behind[0]);
    if (program == "wc" || program == "getconf" || program == "expr") return true;
    return false;
}

/// Files and questions with one word for an answer, of which some images have none.
bool reads_one_word(shell::Tree const& tree, Node const& command) {
    static constexpr WordList files =
        " /etc/alpine-release /etc/debian_version /etc/hostname /etc/timezone ";
    static constexpr WordList of_php =
        " --extension-dir --ini-dir --phpapi --prefix --vernum --version ";
    static constexpr WordList of_stat = " %a %g %s %u %G %U ";
    auto const words = shell::words_of(tree, command);
    auto const word = [&](std::size_t i) {
        return i < words.size() ? tree.text_of(*words[i]) : std::string_view();
    };
    auto const program = word(0);
    if (program == "cat") return words.size() == 2 && list_holds(files, word(1));
    if (program == "php-config") return words.size() == 2 && list_holds(of_php, word(1));
    if (program == "stat") return words.size() == 4 && word(1) == "-c" && of_stat.holds(word(2));
    if (program == "sysctl") return words.size() == 3 && word(1) == "-n" && word(2) == "hw.ncpu";
    return false;
}

/// `echo amd64`, `printf '%s' "-arm64"`: text without variables.
bool prints_literal_word(shell::Tree const& tree, Node const& command) {
    auto const words = shell::words_of(tree, command);
    if (words.size() != 2 || !list_holds(" echo printf ", tree.text_of(*words[0]))) return false;
    auto text = tree.text_of(*words[1]);
    for (char const quote : {'"', '\''}) {
        if (text.size() > 1 && text.front() == quote && text.back() == quote)
            text = text.substr(1, text.size() - 2);
    }
    return is_plain_word(text) && text.find_first_of("$`\\%\"'") == text.npos;
}

/// What a part of a script prints, whichever way it goes.
enum class Output : std::uint8_t { nothing, word, more };

Output output_of(shell::Tree const& tree, Node const& node);

/// One behind the other.
Output both(Output first, Output second) {
    if (first == Output::nothing) return second;
    return second == Output::nothing ? first : Output::more;
}

/// One of them.
Output either(Output first, Output second) { return std::max(first, second); }

/// `[ -f x ] && echo a || echo b`, `nproc || echo 1`.
Output output_of_list(shell::Tree const& tree, Node const& statement) {
    auto all = Output::nothing;
    bool is_alternative = false;
    bool may_fail_behind = false;  // what printed something may be followed by what fails
    for (auto const& part : tree.children(statement)) {
        if (part.kind == Kind::and_operator || part.kind == Kind::or_operator) {
            is_alternative = part.kind == Kind::or_operator;
            continue;
        }
        auto const one = output_of(tree, part);
        if (is_alternative && may_fail_behind && one == Output::word) return Output::more;
        may_fail_behind = all == Output::word && one == Output::nothing && !is_alternative;
        all = is_alternative ? either(all, one) : both(all, one);
    }
    return all;
}

Output output_of_command(shell::Tree const& tree, Node const& command) {
    static constexpr WordList silent = " : [ false test true ";
    if (list_holds(silent, shell::program_of(tree, command))) return Output::nothing;
    bool const is_word = prints_literal_word(tree, command) || reads_one_word(tree, command)
                         || answers_with_plain_word(tree, command);
    return is_word ? Output::word : Output::more;
}

Output output_of(shell::Tree const& tree, Node const& node) {
    auto all = Output::nothing;
    switch (node.kind) {
        case Kind::command_substitution:
        case Kind::backquote:
        case Kind::body:
        case Kind::condition:
        case Kind::subshell:
        case Kind::brace_group:
            for (auto const& child : tree.children(node)) {
                if (child.kind != Kind::comment) all = both(all, output_of(tree, child));
            }
            return all;
        case Kind::statement:
            return output_of_list(tree, node);
        case Kind::pipeline: {
            auto const commands = shell::children_of(tree, node);
            return commands.empty() ? Output::more : output_of(tree, *commands.back());
        }
        case Kind::simple_command:
            return output_of_command(tree, node);
        case Kind::test_clause:
            return Output::nothing;
        case Kind::if_clause:
            for (auto const& child : tree.children(node)) {
                auto const one = output_of(tree, child);
                if (child.kind == Kind::condition && one != Output::nothing) return Output::more;
                all = either(all, one);
            }
            return all;
        case Kind::case_clause:
        case Kind::case_item:
            for (auto const& child : tree.children(node)) {
                if (child.kind != Kind::word) all = either(all, output_of(tree, child));
            }
            return all;
        default:
            return Output::more;
    }
}

}  // namespace

shell::NodeList commands_in(shell::Tree const& tree, Node const& substitution) {
    auto const statements = shell::children_of(tree, substitution);
    if (statements.size() != 1 || statements.front()->kind != Kind::statement) return {};
    auto const pipelines = shell::children_of(tree, *statements.front());
    return pipelines.size() == 1 ? shell::children_of(tree, *pipelines.front()) : shell::NodeList();
}

bool prints_plain_word(shell::Tree const& tree, Node const& substitution) {
    auto const commands = commands_in(tree, substitution);
    return !commands.empty() && answers_with_plain_word(tree, *commands.back());
}

bool prints_at_most_one_word(shell::Tree const& tree, Node const& substitution) {
    return output_of(tree, substitution) != Output::more;
}

bool answers_with_plain_word(shell::Tree const& tree, Node const& command) {
    std::array<std::string_view, longest_question> texts;
    auto const words = shell::words_of(tree, command);
    if (words.empty() || words.size() > texts.size()) return false;
    for (std::size_t i = 0; i < words.size(); ++i) texts[i] = tree.text_of(*words[i]);
    return is_answered_with_word(texts[0], WordTexts(texts).subspan(1, words.size() - 1));
}

bool answers_with_plain_word(Command const& command) {
    std::array<std::string_view, longest_question> texts;
    auto const words = command.arguments;
    if (words.empty() || words.size() > texts.size()) return false;
    for (std::size_t i = 0; i < words.size(); ++i) texts[i] = words[i].raw.text();
    if (command.program == "echo") {
        return words.size() == 2 && is_plain_word(words[1].value.text_or_empty());
    }
    return is_answered_with_word(command.program, WordTexts(texts).subspan(1, words.size() - 1));
}

bool cuts_one_field(shell::Tree const& tree, Node const& command) {
    if (shell::program_of(tree, command) != "cut") return false;
    static constexpr std::string_view blanks[] = {"-d' '", "-d\" \"", "-d\\ ",
                                                  "' '",   "\" \"",   "\\ "};
    bool is_at_blank = false;
    bool is_one_field = false;
    for (auto const* word : shell::words_of(tree, command)) {
        auto const text = tree.text_of(*word);
        is_at_blank = is_at_blank || std::ranges::find(blanks, text) != std::end(blanks);
        auto const field = text.substr(text.starts_with("-f") ? 2 : 0);
        is_one_field =
            is_one_field || (!field.empty() && field.find_first_not_of("0123456789") == field.npos);
    }
    return is_at_blank && is_one_field;
}

bool is_plain_word(std::string_view text) {
    static constexpr ByteSet splits(" \t\n*?[");
    return !text.empty() && !splits.is_in(text);
}

}  // namespace dockcheck::model

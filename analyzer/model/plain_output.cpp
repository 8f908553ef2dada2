// Programs that answer with one plain word.
#include "analyzer/model/plain_output.hpp"

#include <algorithm>

#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

using shell::Kind;
using shell::Node;

/// The only simple command of a substitution; of a pipe the last one. nullptr for anything else.
Node const* last_command(shell::Tree const& tree, Node const& substitution) {
    auto const statements = shell::children_of(tree, substitution);
    if (statements.size() != 1 || statements.front()->kind != Kind::statement) return nullptr;
    auto const pipelines = shell::children_of(tree, *statements.front());
    if (pipelines.size() != 1) return nullptr;
    auto const commands = shell::children_of(tree, *pipelines.front());
    return commands.empty() || commands.back()->kind != Kind::simple_command ? nullptr
                                                                             : commands.back();
}

bool has_word(shell::Tree const& tree, std::span<Node const* const> words, WordList const& list) {
    return std::ranges::any_of(
        words, [&](Node const* word) { return list_holds(list, tree.text_of(*word)); });
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

}  // namespace

bool prints_plain_word(shell::Tree const& tree, Node const& substitution) {
    auto const* const command = last_command(tree, substitution);
    if (command == nullptr) return false;
    auto const words = shell::words_of(tree, *command);
    if (words.empty()) return false;
    auto const program = tree.text_of(*words.front());
    auto const behind = std::span(words).subspan(1);
    if (list_holds(" arch dpkg-architecture hostname nproc pwd whoami mktemp which tty ", program))
        return true;
    if (program == "uname") return !has_word(tree, behind, " -a -v --all --kernel-version ");
    if (program == "id") return has_word(tree, behind, " -u -g -un -gn -nu -ng ");
    if (program == "date") return behind.size() == 1 && is_plain_format(tree.text_of(*behind[0]));
    if (program == "dpkg") return has_word(tree, behind, " --print-architecture ");
    if (program == "apk") return has_word(tree, behind, " --print-arch ");
    if (program == "rpm") return has_word(tree, behind, " -E --eval ");
    if (program == "lsb_release") return !has_word(tree, behind, " -a -d -sd -ds --all ");
    if (program == "command") return has_word(tree, behind, " -v ");
    if (program == "grep") return has_word(tree, behind, " -c --count ");
    // A hash.
    if (program == "git" && behind.size() > 1) {
        auto const verb = tree.text_of(*behind[0]);
        return verb == "rev-parse" || (verb == "rev-list" && tree.text_of(*behind[1]) == "-1");
    }
    if (program == "awk") return behind.size() == 1 && prints_integer(tree.text_of(*behind[0]));
    if (program == "wc" || program == "getconf" || program == "expr") return true;
    return false;
}

bool is_plain_word(std::string_view text) {
    return !text.empty() && text.find_first_of(" \t\n*?[") == std::string_view::npos;
}

}  // namespace dockcheck::model

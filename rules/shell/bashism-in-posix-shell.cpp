// Finds syntax of bash in scripts that dash or BusyBox read.
#include "rules/shell/bashism-in-posix-shell.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::bashism_in_posix_shell {
namespace {

using model::ShellScript;
using shell::Kind;
using shell::Node;

class Finder {
 public:
    Finder(ShellScript const& script, Pass& pass)
        : script_(script),
          tree_(script.tree),
          pass_(pass),
          is_dash_(script.shell == model::ShellKind::posix),
          has_braces_(script.tree.text.find('{') != std::string_view::npos),
          shell_(is_dash_ ? "dash" : "the sh of BusyBox") {}

    /// False where nothing but simple commands can have what is looked for.
    [[nodiscard]] bool looks_at_all() const {
        return has_braces_
               || script_.holds(Kind::array, Kind::redirection, Kind::arithmetic_for,
                                Kind::select_clause, Kind::test_clause, Kind::process_substitution,
                                Kind::ansi_quoted, Kind::parameter, Kind::function_definition);
    }

    void see(Node const& node) {
        switch (node.kind) {
            case Kind::array:
                report("array-value", script_.span(node), array_value, shell_);
                return;
            case Kind::redirection:
                return see_redirection(node);
            case Kind::word:
                if (has_braces_) see_braces(node);
                return;
            case Kind::simple_command:
                return see_command(node);
            case Kind::arithmetic_for:
            case Kind::select_clause:
                return see_loop(node);
            default:
                if (is_dash_) see_in_dash(node);
        }
    }

 private:
    template <typename Form, typename... Texts>
    void report(std::string_view variant, Span span, Form const& message, Texts const&... texts) {
        pass_.report(span, message, texts...).variant(variant);
    }
    [[nodiscard]] Span first_bytes(Node const& node, std::uint32_t end) const {
        return script_.text.slice(node.begin, end).source();
    }
    [[nodiscard]] std::uint32_t word_end(Node const& node) const {
        auto const end = tree_.text.find_first_of(" \t\n(", node.begin);
        return end == std::string_view::npos ? node.end : static_cast<std::uint32_t>(end);
    }

    void see_loop(Node const& node) {
        bool const selects = node.kind == Kind::select_clause;
        report(selects ? "select" : "arithmetic-for", first_bytes(node, word_end(node)), loop_form,
               shell_, selects ? "select" : "for");
    }

    /// What BusyBox knows and dash does not.
    void see_in_dash(Node const& node) {
        auto const text = tree_.text_of(node);
        switch (node.kind) {
            case Kind::test_clause:
                return report("test-clause", first_bytes(node, node.begin + 2), test_clause,
                              shell_);
            case Kind::process_substitution:
                return report("process-substitution", script_.span(node), process_substitution,
                              shell_, text);
            case Kind::ansi_quoted:
                return report("ansi-quote", script_.span(node), ansi_quote, shell_, text);
            case Kind::parameter:
                return see_parameter(node);
            case Kind::function_definition:
                if (text.starts_with("function ")) {
                    report("function-keyword", first_bytes(node, node.begin + 8), function_keyword,
                           shell_);
                }
                return;
            default:
                return;
        }
    }

    /// `${a//x/y}` and `${a:1}`.
    void see_parameter(Node const& node) {
        auto const text = tree_.text_of(node);
        if (static_cast<shell::Operation>(node.detail) != shell::Operation::other) return;
        auto const children = shell::children_of(tree_, node);
        if (children.empty() || children.front()->kind != Kind::name) return;
        auto const name_end = children.front()->end;
        auto const behind = tree_.text.substr(name_end, node.end - name_end);
        bool const cuts = behind.starts_with(':') && behind.size() > 1
                          && std::string_view("-=?+").find(behind[1]) == std::string_view::npos;
        bool const changes_letters = behind.starts_with('^') || behind.starts_with(',');
        std::string_view const variant = text.starts_with("${!")   ? "indirect"
                                         : behind.starts_with('/') ? "replacement"
                                         : changes_letters         ? "letters"
                                         : cuts                    ? "part"
                                                                   : "";
        if (variant.empty()) return;
        report(variant, script_.span(node), parameter_expansion, shell_, text);
    }

    void see_redirection(Node const& node) {
        auto const& target = *tree_.children(node).begin();
        auto const kind = static_cast<shell::Redirect>(node.detail);
        auto const operation = tree_.text.substr(node.begin, target.begin - node.begin);
        auto const size = std::min(operation.find_first_of(" \t\n"), operation.size());
        auto const span = first_bytes(node, node.begin + static_cast<std::uint32_t>(size));
        bool const both = kind == shell::Redirect::both || kind == shell::Redirect::both_append;
        if (kind == shell::Redirect::here_string && is_dash_)
            report("here-string", span, here_string, shell_);
        if (!both || !is_dash_) return;
        report("redirection", span, redirection, shell_, operation.substr(0, size));
    }

    /// `{a,b}` and `{1..3}` outside quotes: a literal holds the whole of it.
    void see_braces(Node const& word) {
        for (auto const& part : tree_.children(word)) {
            if (part.kind == Kind::literal && has_braces(tree_.text_of(part))) {
                return report_braces(word);
            }
        }
        if (tree_.children(word).empty() && has_braces(tree_.text_of(word))) {
            report_braces(word);
        }
    }

    void report_braces(Node const& word) {
        auto const text = tree_.text_of(word);
        bool const names_dpkg = text.starts_with("/var/lib/") && text.find("dpkg") != text.npos;
        if (names_dpkg) {
            report("brace-expansion", script_.span(word), package_list, shell_, text);
        } else {
            report("brace-expansion", script_.span(word), brace_expansion, shell_, text);
        }
    }

    static bool has_braces(std::string_view text) {
        auto const open = text.find('{');
        if (open == text.npos) return false;
        auto const close = text.find('}', open);
        if (close == text.npos) return false;
        auto const inside = text.substr(open + 1, close - open - 1);
        auto const comma = inside.find(',');
        bool const listed = comma != inside.npos && inside.size() > 1;
        auto const dots = inside.find("..");
        bool const ranged = dots != inside.npos && dots > 0 && dots + 2 < inside.size();
        return listed || ranged;
    }

    void see_command(Node const& node) {
        auto const program = shell::program_of(tree_, node);
        static constexpr ByteSet beginnings("psdt[e");  // of all that is looked for below
        if (program.empty() || !beginnings.holds(program.front())) return;
        auto const words = [&] { return shell::words_of(tree_, node); };
        static constexpr model::WordList of_bash = " pushd popd shopt declare typeset ";
        if (of_bash.holds(program)) {
            std::string_view const instead = program == "pushd" || program == "popd"
                                                 ? "write cd, in a subshell ( ... ) to come back"
                                                 : "choose bash by SHELL [\"/bin/bash\", \"-c\"]";
            return report("builtin", script_.span(*words()[0]), builtin, shell_, program, instead);
        }
        if (!is_dash_) return;
        if (program == "source") {
            return report("source", script_.span(*words()[0]), builtin, shell_, program,
                          "write . in its place");
        }
        if (program == "[" || program == "test") {
            auto const all = words();
            for (auto const* word : all) {
                if (tree_.text_of(*word) != "==") continue;
                report("equals-sign", script_.span(*word), equals_sign, shell_);
            }
        }
        if (program == "echo") see_echo(words());
    }

    void see_echo(shell::NodeList const& words) {
        if (words.size() < 3) return;
        auto const option = tree_.text_of(*words[1]);
        if (option == "-e" || option == "-ne" || option == "-en") {
            report("echo-option", script_.span(*words[1]), echo_option, shell_);
        }
    }

    ShellScript const& script_;
    shell::Tree const& tree_;
    Pass& pass_;
    bool is_dash_;
    bool has_braces_;  ///< somewhere in the text
    std::string_view shell_;
};

void check(ShellScript const& script, Pass& pass) {
    bool const other = script.is_certainly(model::ShellKind::posix)
                       || script.is_certainly(model::ShellKind::busybox);
    if (!other) return;
    Finder finder(script, pass);
    if (finder.looks_at_all()) {
        for (auto const& node : script.tree.nodes) finder.see(node);
    } else {
        for (auto const* const command : script.simple_commands) finder.see(*command);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::bashism_in_posix_shell

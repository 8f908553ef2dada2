// Finds unquoted expansions of which nobody knows that they are one word.
#include "rules/shell/unquoted-shell-expansion.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/argument_defaults.hpp"
#include "analyzer/model/plain_output.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/script_words.hpp"
#include "analyzer/model/variable_uses.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/arena_map.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unquoted_shell_expansion {
namespace {

using model::ShellScript;
using model::Splitting;
using shell::Kind;
using State = dockerfile::Variable::State;

/// Programs that take lists of names, which are split on purpose.
constexpr model::WordList list_programs =
    " apt apt-get apt-mark aptitude apk dnf microdnf tdnf yum zypper pacman pip pip2 pip3 pipx npm "
    "yarn pnpm gem conda mamba cpanm luarocks docker-php-ext-install docker-php-ext-enable "
    "install-php-extensions pecl eval set exec ";

/// Programs of which each operand is one thing.
constexpr model::WordList single_programs = " cd [ test ";

bool is_identifier_start(char c) {
    return c == '_' || std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool is_argument_of_stage(std::string_view name, ast::Instruction const& at, Pass const& pass) {
    if (!pass.may_look_around()) return false;
    for (auto const& instruction : pass.stage()->instructions) {
        if (instruction.span.begin >= at.span.begin) return false;
        auto const* arg = ast::get_if<ast::Arg>(&instruction.node);
        if (arg == nullptr) continue;
        for (auto const& pair : arg->pairs) {
            if (pair.key.text.text() == name) return true;
        }
    }
    return false;
}

/// An ARG without a value, or what ENV makes of one. What the base image sets is another matter.
bool is_unknown_argument(std::string_view name, ast::Instruction const& at, Pass const& pass,
                         int depth) {
    constexpr int deepest = 4;
    auto const variable = pass.build().variable(at, name);
    if (variable.state != State::unknown || depth > deepest) return false;
    if (model::is_platform_argument(name)) return false;
    auto const pieces = variable.value.pieces();
    if (pieces.empty()) {
        // A broken ARG may be the one that gives it a value.
        if (pass.build().has_broken_declaration()) return false;
        if (!is_argument_of_stage(name, at, pass)) return false;
        auto const given = model::inherited_default(*pass.stage(), name);
        return !given || !model::is_plain_word(*given);
    }
    return std::ranges::any_of(pieces, [&](Piece const& piece) {
        return !piece.known && piece.variable != name
               && is_unknown_argument(piece.variable, at, pass, depth + 1);
    });
}

/// Names that a script gives nothing but plain words to.
class PlainNames {
 public:
    PlainNames(ShellScript const& script, Pass const& pass)
        : pass_(pass),
          filled_(pass.build().arena()),
          tested_(pass.build().arena()),
          plain_(pass.build().arena()) {
        for (auto const& node : script.tree.nodes) {
            if (node.kind == Kind::assignment) see_assignment(script, node);
            if (node.kind == Kind::for_clause || node.kind == Kind::select_clause) {
                see_loop(script, node);
            }
            if (node.kind == Kind::simple_command) see_export(script, node);
            bool const tests =
                node.kind == Kind::test_clause
                || (node.kind == Kind::simple_command
                    && model::list_holds(" [ test ", shell::program_of(script.tree, node)));
            if (tests) see_test(script, node);
        }
    }
    [[nodiscard]] bool holds(std::string_view name) const {
        auto const* const found = plain_.find(name);
        return found != nullptr && *found;
    }

    /// One word without blanks and wildcards.
    [[nodiscard]] bool is_plain_output(ShellScript const& script, shell::Node const& part) const {
        if (model::prints_at_most_one_word(script.tree, part)) return true;
        auto const commands = model::commands_in(script.tree, part);
        return cuts_plain_word(script, commands)
               || (!commands.empty() && model::cuts_one_field(script.tree, *commands.back()))
               || prints_plain_words(script, commands) || reads_plain_file(script, commands);
    }

    /// The variable of a loop over words that are something, or one that a command in front tests.
    [[nodiscard]] bool is_certainly_filled(std::string_view name, shell::Node const& at) const {
        if (auto const* const loop = filled_.find(name); loop != nullptr && *loop) return true;
        auto const* const test = tested_.find(name);
        return test != nullptr && *test < at.begin;
    }

 private:
    /// `[ -n "$name" ]`, `[[ $name != x ]]`: who tests it knows what it holds.
    void see_test(ShellScript const& script, shell::Node const& test) {
        auto const& tree = script.tree;
        for (auto i = tree.index_of(test) + 1; i < test.next; ++i) {
            auto const& node = tree.nodes[i];
            if (node.kind != Kind::parameter) continue;
            tested_.get(model::parameter_name(tree, node), test.end);
        }
    }

    /// `export NAME="$(mktemp -d)"`.
    void see_export(ShellScript const& script, shell::Node const& command) {
        auto const& tree = script.tree;
        if (!model::list_holds(" export readonly ", shell::program_of(tree, command))) return;
        for (auto const* const word : shell::words_of(tree, command)) {
            auto const parts = shell::children_of(tree, *word);
            auto const text = tree.text_of(parts.empty() ? *word : *parts.front());
            auto const equals = text.find('=');
            if (equals == std::string_view::npos || equals == 0) continue;
            auto const rest = text.substr(equals + 1);
            bool plain = model::is_plain_word(rest) || (rest.empty() && parts.size() > 1);
            for (std::size_t i = 1; i < parts.size(); ++i) {
                plain = plain && is_plain_part(script, *parts[i]);
            }
            see(text.substr(0, equals), plain);
        }
    }

    void see_filled(std::string_view name, bool filled) {
        auto& known = filled_.get(name, filled);
        known = known && filled;
    }

    void see(std::string_view name, bool plain) {
        auto& known = plain_.get(name, plain);
        known = known && plain;
    }

    [[nodiscard]] bool is_plain_part(ShellScript const& script, shell::Node const& part) const {
        auto const& tree = script.tree;
        auto const text = tree.text_of(part);
        switch (part.kind) {
            case Kind::literal:
            case Kind::quoted_text:
                return model::is_plain_word(text);
            case Kind::single_quoted:
                return text.size() > 2 && model::is_plain_word(text);
            case Kind::arithmetic:
                return true;
            case Kind::command_substitution:
            case Kind::backquote:
                return is_plain_output(script, part);
            case Kind::array:
                return has_plain_words(script, part);
            case Kind::double_quoted: {
                auto const inner = shell::children_of(tree, part);
                return !inner.empty() && std::ranges::all_of(inner, [&](auto const* child) {
                    return is_plain_part(script, *child);
                });
            }
            case Kind::parameter:
                return is_plain_parameter(script, part);
            default:
                return false;
        }
    }

    [[nodiscard]] bool is_plain(ShellScript const& script, shell::Node const& word) const {
        auto const parts = shell::children_of(script.tree, word);
        if (parts.empty()) return model::is_plain_word(script.tree.text_of(word));
        return std::ranges::all_of(
            parts, [&](shell::Node const* part) { return is_plain_part(script, *part); });
    }

    [[nodiscard]] bool are_plain(ShellScript const& script,
                                 std::span<shell::Node const* const> words) const {
        return std::ranges::all_of(
            words, [&](shell::Node const* word) { return is_plain(script, *word); });
    }

    /// `( one two )` of an array.
    [[nodiscard]] bool has_plain_words(ShellScript const& script, shell::Node const& array) const {
        auto const words = shell::children_of(script.tree, array);
        return are_plain(script, std::span(words));
    }

    /// `echo WORD | cut -d. -f1`: a part of a plain word is one.
    [[nodiscard]] bool cuts_plain_word(ShellScript const& script,
                                       shell::NodeList const& commands) const {
        auto const& tree = script.tree;
        if (commands.size() < 2) return false;
        auto const words = shell::words_of(tree, *commands.front());
        bool const echoes = words.size() == 2
                            && shell::program_of(tree, *commands.front()) == "echo"
                            && is_plain(script, *words[1]);
        if (!echoes && !model::answers_with_plain_word(tree, *commands.front())) return false;
        auto const is_filter = [&](shell::Node const* command) {
            // A text for sed or tr without blanks puts none in.
            auto const program = shell::program_of(tree, *command);
            auto const filter = shell::words_of(tree, *command);
            auto const has_blank = [&](shell::Node const* word) {
                return tree.text_of(*word).find_first_of(" \t\n\\") != std::string_view::npos;
            };
            return model::list_holds(" cut head tail ", program)
                   || ((program == "tr" || (program == "sed" && filter.size() == 2))
                       && std::ranges::none_of(filter, has_blank));
        };
        return std::ranges::all_of(std::span(commands).subspan(1), is_filter);
    }

    /// `printf FORMAT WORD...` of plain words puts no blanks between them, nor does `dirname WORD`.
    [[nodiscard]] bool prints_plain_words(ShellScript const& script,
                                          shell::NodeList const& commands) const {
        if (commands.size() != 1) return false;
        auto const program = shell::program_of(script.tree, *commands.front());
        if (!model::list_holds(" printf dirname basename ", program)) return false;
        auto const words = shell::words_of(script.tree, *commands.front());
        return words.size() > 1 && are_plain(script, std::span(words).subspan(1));
    }

    /// `cat FILE` of a file that commands in front have filled with one word each.
    [[nodiscard]] bool reads_plain_file(ShellScript const& script,
                                        shell::NodeList const& commands) const {
        auto const& tree = script.tree;
        if (commands.size() != 1 || pass_.stage() == nullptr) return false;
        auto const words = shell::words_of(tree, *commands.front());
        if (words.size() != 2 || tree.text_of(*words[0]) != "cat") return false;
        auto const path = tree.text_of(*words[1]);
        bool is_filled = false;
        for (auto const& command : pass_.stage()->commands) {
            if (command.span.begin >= script.span(*words[0]).begin) break;
            for (auto const& redirection : command.redirections) {
                if (redirection.target.value.text_or_empty() != path) continue;
                if (redirection.operation != ">" || !model::answers_with_plain_word(command)) {
                    return false;
                }
                is_filled = true;
            }
        }
        return is_filled;
    }

    /// Of what the base image sets nobody knows that it is not plain.
    [[nodiscard]] bool is_plain_parameter(ShellScript const& script,
                                          shell::Node const& part) const {
        auto const name = model::parameter_name(script.tree, part);
        if (name == "?" || name == "#" || name == "$" || name == "!") return true;
        if (name.empty() || !is_identifier_start(name.front())) return false;
        if (auto const* const found = plain_.find(name)) return *found;
        return !is_unknown_argument(name, *script.instruction, pass_, 0);
    }

    void see_assignment(ShellScript const& script, shell::Node const& node) {
        std::string_view name;
        bool plain = node.detail == 0;
        bool has_value = false;
        bool has_text = false;
        for (auto const& part : script.tree.children(node)) {
            if (part.kind == Kind::name) {
                name = script.text_of(part);
            } else {
                has_value = true;
                has_text = has_text || is_text(script.tree, part);
                plain = plain && is_plain_part(script, part);
            }
        }
        see(name, plain && has_value);
        see_filled(name, has_text);
    }

    /// The words of a loop are split before its variable gets them: only wildcards and quotes bring
    /// blanks.
    void see_loop(ShellScript const& script, shell::Node const& node) {
        auto const& tree = script.tree;
        std::string_view name;
        bool plain = true;
        bool has_words = false;
        bool filled = true;
        for (auto const& child : tree.children(node)) {
            if (child.kind == Kind::name) name = tree.text_of(child);
            if (child.kind != Kind::word) continue;
            has_words = true;
            filled = filled && is_never_empty(tree, child);
            for (auto const& part : tree.children(child)) {
                bool const keeps = part.kind == Kind::glob || part.kind == Kind::escape
                                   || part.kind == Kind::double_quoted
                                   || part.kind == Kind::single_quoted;
                if (keeps && !is_plain_part(script, part)) plain = false;
            }
        }
        see(name, plain && has_words);
        see_filled(name, filled && has_words);
    }

    /// Text of its own, whatever the variables beside it hold.
    [[nodiscard]] static bool is_text(shell::Tree const& tree, shell::Node const& part) {
        if (part.kind == Kind::literal || part.kind == Kind::quoted_text) return true;
        if (part.kind == Kind::single_quoted) return tree.text_of(part).size() > 2;
        if (part.kind != Kind::double_quoted) return false;
        auto const inner = shell::children_of(tree, part);
        return std::ranges::any_of(
            inner, [](shell::Node const* child) { return child->kind == Kind::quoted_text; });
    }

    /// A word of a loop that is there at all is something, unless it is quoted.
    [[nodiscard]] static bool is_never_empty(shell::Tree const& tree, shell::Node const& word) {
        bool has_quotes = false;
        for (auto const& part : tree.children(word)) {
            if (part.kind == Kind::literal || part.kind == Kind::glob) return true;
            has_quotes = has_quotes || part.kind == Kind::double_quoted
                         || part.kind == Kind::single_quoted || part.kind == Kind::ansi_quoted;
        }
        return !has_quotes;
    }

    Pass const& pass_;
    ArenaMap<bool> filled_;
    ArenaMap<std::uint32_t> tested_;  ///< and where the first test ends
    ArenaMap<bool> plain_;
};

bool is_ignored(std::string_view name, Options const& options) {
    std::string upper(name);
    for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return matches_any_wildcard(upper, options.ignore_variables);
}

/// True for an argument that says by its name that it is one word: a version, a hash, a number.
bool names_one_word(std::string_view name) {
    static constexpr model::WordTable last_words =
        " ARCH BRANCH CODENAME COMMIT DIGEST GID HASH MAJOR MINOR PATCH PORT RELEASE REVISION SHA "
        "SHA1 SHA256 SHA512 TAG UID VER VERSION ";
    std::string upper(name.substr(name.rfind('_') + 1));
    for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return last_words.holds(upper);
}

bool is_whole_word(ShellScript const& script, Splitting const& splitting) {
    return script.tree.text_of(*splitting.word) == script.tree.text_of(*splitting.node);
}

/// A known value: split on purpose where it is the whole word.
bool splits_known(Value const& value, bool whole_word) {
    auto const text = value.text_or_empty();
    return !text.empty() && !model::is_plain_word(text) && !whole_word;
}

/// What was declared here and nobody knows the value of.
bool is_declared_unknown(Splitting const& splitting, ShellScript const& script, Pass const& pass) {
    if (script.use == model::Use::run) {
        return is_unknown_argument(splitting.name, *script.instruction, pass, 0);
    }
    auto const* entry = pass.stage()->config.find_environment(splitting.name);
    return entry != nullptr && entry->origin.kind == model::Origin::Kind::instruction
           && !entry->value.is_known();
}

bool is_split_variable(Splitting const& splitting, ShellScript const& script,
                       PlainNames const& plain, Pass const& pass) {
    if (splitting.name.empty() || !is_identifier_start(splitting.name.front())) return false;
    if (splitting.variable.state == State::known && splitting.variable.value.is_known()) {
        return splits_known(splitting.variable.value, is_whole_word(script, splitting));
    }
    if (splitting.is_local) return !plain.holds(splitting.name);
    bool const may_vanish = is_whole_word(script, splitting) && pass.may_look_around();
    if (may_vanish && model::is_empty_by_default(pass.build(), *pass.stage(), splitting.name)) {
        return false;
    }
    return is_declared_unknown(splitting, script, pass);
}

/// `export X=$Y`: bash does not split there, and of the others nobody knows.
bool is_declaration(Splitting const& splitting, ShellScript const& script) {
    bool const declares =
        model::list_holds(" export local readonly declare typeset ", splitting.program);
    auto const text = script.tree.text_of(*splitting.word);
    return declares && text.find('=') != text.npos;
}

/// Reports what a script leaves unquoted: a variable once, with its other places beside it.
class Report {
 public:
    Report(ShellScript const& script, PlainNames const& plain, Pass& pass)
        : script_(script),
          plain_(plain),
          pass_(pass),
          told_{ArenaMap<Reported>(pass.build().arena()), ArenaMap<Reported>(pass.build().arena()),
                ArenaMap<Reported>(pass.build().arena())} {}

    void add_output(Splitting const& splitting) {
        bool const is_whole = is_whole_word(script_, splitting);
        auto const span = script_.span(*splitting.node);
        auto finding = pass_.report(span, is_whole ? output : output_part);
        finding.variant("output");
        if (splitting.node->kind != Kind::backquote) quote(finding, span, is_whole);
    }

    void add_variable(Splitting const& splitting) {
        // With text around it an empty one leaves that text: the argument stays.
        bool const is_whole = is_whole_word(script_, splitting);
        bool const vanishes = is_whole && splitting.variable.value.known_prefix().empty()
                              && !plain_.is_certainly_filled(splitting.name, *splitting.node);
        auto const span = script_.span(*splitting.node);
        // What each says of it, and whether quoting it is safe, is the same for all of a table.
        auto& told = told_[vanishes ? 0 : is_whole ? 1 : 2];
        if (auto* const before = told.find(splitting.name)) {
            before->related(span, "and here");
            return quote(*before, span, is_whole);
        }
        auto finding =
            pass_.report(span, vanishes ? variable : part, script_.text_of(*splitting.node));
        finding.variant("variable");
        quote(finding, span, is_whole);
        told.get(splitting.name, finding);
    }

 private:
    void quote(Reported& finding, Span span, bool is_whole) const {
        if (script_.is_nested) return;
        finding.insert(span.begin, "\"").insert(span.end, "\"");
        if (!is_whole) finding.applicability(Applicability::safe);
    }

    ShellScript const& script_;
    PlainNames const& plain_;
    Pass& pass_;
    std::array<ArenaMap<Reported>, 3> told_;
};

void check(ShellScript const& script, Pass& pass, Options const& options) {
    if (script.expands_before || script.splittings.empty() || pass.stage() == nullptr) return;
    PlainNames const plain(script, pass);
    Report report(script, plain, pass);
    for (auto const& splitting : script.splittings) {
        // What echo writes differs only in the number of blanks.
        if (splitting.program == "echo") continue;
        if (splitting.program.empty() || is_declaration(splitting, script)) continue;
        bool const whole = is_whole_word(script, splitting);
        if (whole && model::list_holds(list_programs, splitting.program)) continue;
        if (splitting.node->kind != Kind::parameter) {
            // As a word of its own it may be a list that is meant to be split.
            bool const is_one = !whole || model::list_holds(single_programs, splitting.program);
            if (is_one && !plain.is_plain_output(script, *splitting.node)) {
                report.add_output(splitting);
            }
        } else if (!whole && !splitting.is_local && names_one_word(splitting.name)
                   && splitting.variable.state != State::known) {
            continue;  // a part of a word that nobody gives blanks
        } else if (is_split_variable(splitting, script, plain, pass)
                   && !is_ignored(splitting.name, options)) {
            report.add_variable(splitting);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unquoted_shell_expansion

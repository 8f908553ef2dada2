// Finds unquoted expansions of which nobody knows that they are one word.
#include "rules/shell/unquoted-shell-expansion.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <unordered_map>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/plain_output.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/script_words.hpp"
#include "analyzer/model/word_list.hpp"
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

/// Values that BuildKit fills in (docs.docker.com, "Automatic platform ARGs").
constexpr model::WordList platform_variables =
    " TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT BUILDPLATFORM BUILDOS BUILDARCH "
    "BUILDVARIANT ";

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
    if (model::list_holds(platform_variables, name)) return false;
    auto const pieces = variable.value.pieces();
    if (pieces.empty()) return is_argument_of_stage(name, at, pass);
    return std::ranges::any_of(pieces, [&](Piece const& piece) {
        return !piece.known && piece.variable != name
               && is_unknown_argument(piece.variable, at, pass, depth + 1);
    });
}

/// Names that a script gives nothing but plain words to.
class PlainNames {
 public:
    PlainNames(ShellScript const& script, Pass const& pass) : pass_(pass) {
        for (auto const& node : script.tree.nodes) {
            if (node.kind == Kind::assignment) see_assignment(script, node);
            if (node.kind == Kind::for_clause || node.kind == Kind::select_clause) {
                see_loop(script, node);
            }
        }
    }
    [[nodiscard]] bool holds(std::string_view name) const {
        auto const found = plain_.find(name);
        return found != plain_.end() && found->second;
    }

 private:
    void see(std::string_view name, bool plain) {
        auto const [entry, is_new] = plain_.try_emplace(name, plain);
        if (!is_new) entry->second = entry->second && plain;
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
                return model::prints_plain_word(tree, part) || echoes_plain_word(script, part)
                       || prints_plain_words(script, part);
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

    /// `echo WORD | cut -d. -f1`: a part of a plain word is one.
    [[nodiscard]] bool echoes_plain_word(ShellScript const& script, shell::Node const& part) const {
        auto const& tree = script.tree;
        auto const statements = shell::children_of(tree, part);
        if (statements.size() != 1 || statements.front()->kind != Kind::statement) return false;
        auto const pipelines = shell::children_of(tree, *statements.front());
        if (pipelines.size() != 1) return false;
        auto const commands = shell::children_of(tree, *pipelines.front());
        if (commands.size() < 2 || shell::program_of(tree, *commands.front()) != "echo") {
            return false;
        }
        auto const words = shell::words_of(tree, *commands.front());
        if (words.size() != 2) return false;
        auto const is_filter = [&](shell::Node const* command) {
            // A text for sed without blanks puts none in.
            auto const program = shell::program_of(tree, *command);
            auto const filter = shell::words_of(tree, *command);
            return model::list_holds(" cut head tail ", program)
                   || (program == "sed" && filter.size() == 2
                       && tree.text_of(*filter[1]).find_first_of(" \t\n\\")
                              == std::string_view::npos);
        };
        if (!std::ranges::all_of(std::span(commands).subspan(1), is_filter)) return false;
        auto const parts = shell::children_of(tree, *words[1]);
        return std::ranges::all_of(
            parts, [&](shell::Node const* inner) { return is_plain_part(script, *inner); });
    }

    /// `printf FORMAT WORD...` of plain words puts no blanks between them.
    [[nodiscard]] bool prints_plain_words(ShellScript const& script,
                                          shell::Node const& part) const {
        auto const& tree = script.tree;
        auto const statements = shell::children_of(tree, part);
        if (statements.size() != 1 || statements.front()->kind != Kind::statement) return false;
        auto const pipelines = shell::children_of(tree, *statements.front());
        if (pipelines.size() != 1) return false;
        auto const commands = shell::children_of(tree, *pipelines.front());
        if (commands.size() != 1 || shell::program_of(tree, *commands.front()) != "printf") {
            return false;
        }
        auto const words = shell::words_of(tree, *commands.front());
        return words.size() > 1
               && std::ranges::all_of(std::span(words).subspan(1), [&](shell::Node const* word) {
                      auto const parts = shell::children_of(tree, *word);
                      if (parts.empty()) return model::is_plain_word(tree.text_of(*word));
                      return std::ranges::all_of(parts, [&](shell::Node const* inner) {
                          return is_plain_part(script, *inner);
                      });
                  });
    }

    /// Of what the base image sets nobody knows that it is not plain.
    [[nodiscard]] bool is_plain_parameter(ShellScript const& script,
                                          shell::Node const& part) const {
        auto const name = model::parameter_name(script.tree, part);
        if (name == "?" || name == "#" || name == "$" || name == "!") return true;
        if (name.empty() || !is_identifier_start(name.front())) return false;
        auto const found = plain_.find(name);
        if (found != plain_.end()) return found->second;
        return !is_unknown_argument(name, *script.instruction, pass_, 0);
    }

    void see_assignment(ShellScript const& script, shell::Node const& node) {
        std::string_view name;
        bool plain = node.detail == 0;
        bool has_value = false;
        for (auto const& part : script.tree.children(node)) {
            if (part.kind == Kind::name) {
                name = script.text_of(part);
            } else {
                has_value = true;
                plain = plain && is_plain_part(script, part);
            }
        }
        see(name, plain && has_value);
    }

    /// The words of a loop are split before its variable gets them: only wildcards and quotes bring
    /// blanks.
    void see_loop(ShellScript const& script, shell::Node const& node) {
        auto const& tree = script.tree;
        std::string_view name;
        bool plain = true;
        bool has_words = false;
        for (auto const& child : tree.children(node)) {
            if (child.kind == Kind::name) name = tree.text_of(child);
            if (child.kind != Kind::word) continue;
            has_words = true;
            for (auto const& part : tree.children(child)) {
                bool const keeps = part.kind == Kind::glob || part.kind == Kind::escape
                                   || part.kind == Kind::double_quoted
                                   || part.kind == Kind::single_quoted;
                if (keeps && !is_plain_part(script, part)) plain = false;
            }
        }
        see(name, plain && has_words);
    }

    Pass const& pass_;
    std::unordered_map<std::string_view, bool> plain_;
};

bool is_ignored(std::string_view name, Options const& options) {
    std::string upper(name);
    for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return matches_any_wildcard(upper, options.ignore_variables);
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
                       std::optional<PlainNames>& plain, Pass const& pass) {
    if (splitting.name.empty() || !is_identifier_start(splitting.name.front())) return false;
    if (splitting.variable.state == State::known && splitting.variable.value.is_known()) {
        return splits_known(splitting.variable.value, is_whole_word(script, splitting));
    }
    if (splitting.is_local) {
        if (!plain) plain.emplace(script, pass);
        return !plain->holds(splitting.name);
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

void report(Splitting const& splitting, ShellScript const& script, Pass& pass) {
    auto const span = script.span(*splitting.node);
    bool const is_variable = splitting.node->kind == Kind::parameter;
    // With text around it an empty one leaves that text: the argument stays.
    bool const is_whole = is_whole_word(script, splitting);
    auto finding =
        is_variable ? pass.report(span, is_whole ? variable : part, script.text_of(*splitting.node))
                    : pass.report(span, is_whole ? output : output_part);
    finding.variant(is_variable ? "variable" : "output");
    if (script.is_nested || splitting.node->kind == Kind::backquote) return;
    finding.insert(span.begin, "\"").insert(span.end, "\"");
    if (!is_whole) finding.applicability(Applicability::safe);
}

void check(ShellScript const& script, Pass& pass, Options const& options) {
    if (script.expands_before || script.splittings.empty() || pass.stage() == nullptr) return;
    std::optional<PlainNames> plain;  // made when it is first asked
    for (auto const& splitting : script.splittings) {
        // What echo writes differs only in the number of blanks.
        if (splitting.program == "echo") continue;
        if (splitting.program.empty() || is_declaration(splitting, script)) continue;
        bool const whole = is_whole_word(script, splitting);
        if (whole && model::list_holds(list_programs, splitting.program)) continue;
        if (splitting.node->kind != Kind::parameter) {
            // As a word of its own it may be a list that is meant to be split.
            bool const is_one = !whole || model::list_holds(single_programs, splitting.program);
            if (is_one && !model::prints_plain_word(script.tree, *splitting.node)) {
                report(splitting, script, pass);
            }
        } else if (is_split_variable(splitting, script, plain, pass)
                   && !is_ignored(splitting.name, options)) {
            report(splitting, script, pass);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unquoted_shell_expansion

// Finds unquoted expansions of which nobody knows that they are one word.
#include "rules/shell/unquoted-shell-expansion.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/argument_defaults.hpp"
#include "analyzer/model/mention_index.hpp"
#include "analyzer/model/plain_names.hpp"
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
        return model::is_unknown_argument(pass.build(), *pass.stage(), *script.instruction,
                                          splitting.name);
    }
    auto const* entry = pass.stage()->config.find_environment(splitting.name);
    return entry != nullptr && entry->origin.kind == model::Origin::Kind::instruction
           && !entry->value.is_known();
}

bool is_split_variable(Splitting const& splitting, ShellScript const& script,
                       model::PlainNames const& plain, Pass const& pass) {
    if (!model::is_assignable_name(splitting.name)) return false;
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
    Report(ShellScript const& script, model::PlainNames const& plain, Pass& pass)
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
        if (splitting.node->kind != Kind::backquote) quote(finding, span);
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
            return quote(*before, span);
        }
        auto finding =
            pass_.report(span, vanishes ? variable : part, script_.text_of(*splitting.node));
        finding.variant("variable");
        quote(finding, span);
        told.get(splitting.name, finding);
    }

 private:
    void quote(Reported& finding, Span span) const {
        if (script_.is_nested) return;
        finding.insert(span.begin, "\"").insert(span.end, "\"");
    }

    ShellScript const& script_;
    model::PlainNames const& plain_;
    Pass& pass_;
    std::array<ArenaMap<Reported>, 3> told_;
};

void check(ShellScript const& script, Pass& pass, Options const& options) {
    if (script.expands_before || script.splittings.empty() || pass.stage() == nullptr) return;
    model::PlainNames const plain(script, pass.build(), *pass.stage());
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

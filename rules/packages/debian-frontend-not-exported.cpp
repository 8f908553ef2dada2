// Finds DEBIAN_FRONTEND=... with && behind it, which apt-get never sees.
#include "rules/packages/debian-frontend-not-exported.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/variable_uses.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::debian_frontend_not_exported {
namespace {

constexpr std::string_view name = "DEBIAN_FRONTEND";

/// True when the script uses the variable in another way, or exports all that it sets.
bool may_be_exported(std::string_view script) {
    static constexpr std::string_view all_ways[] = {
        "$DEBIAN_FRONTEND", "${DEBIAN_FRONTEND", "export", "allexport", "declare", "typeset"};
    for (auto const way : all_ways) {
        if (script.find(way) != script.npos) return true;
    }
    // `set -ae`
    constexpr std::string_view set = "set -";
    for (auto at = script.find(set); at != script.npos; at = script.find(set, at + 1)) {
        auto const letters = script.substr(at + set.size());
        if (letters.substr(0, letters.find_first_of(" ;&\n")).find('a') != letters.npos)
            return true;
    }
    return false;
}

/// `export DEBIAN_FRONTEND noninteractive`: two names.
void check_export(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || command.arguments.size() != 3) return;
    if (command.argument(1) != name) return;
    static constexpr model::WordList values =
        " noninteractive teletype dialog readline text kde gnome ";
    auto const value = command.argument(2);
    if (!values.holds(value)) return;
    auto const& first = command.arguments[1];
    auto const& second = command.arguments[2];
    pass.report(join(first.span, second.span), no_value, value)
        .replace({first.span.end, second.span.begin}, "=");
}

void check(model::Command const& command, Pass& pass) {
    if (command.program == "export") return check_export(command, pass);
    if (!command.arguments.empty() || command.assignments.size() != 1) return;
    auto const& assignment = command.assignments.front();
    if (assignment.name != name || command.script == nullptr) return;
    if (command.use != model::Use::run || command.in_substitution || command.depth != 0) return;
    bool const ends_list = command.follower == model::Connector::sequence;
    if (!ends_list && command.follower != model::Connector::conjunction) return;
    if (may_be_exported(command.script->text.text()) || pass.stage() == nullptr) return;
    // SHELL may say -a.
    if (pass.stage()->config.shell.is_set()
        && pass.stage()->config.shell.origin.kind == model::Origin::Kind::instruction) {
        return;
    }
    auto const setter = model::setter_of(pass.build(), pass.instruction(), name);
    if (setter != model::Setter::nobody || !assignment.value.is_known()) return;
    pass.report(assignment.span, shell_only, assignment.value.text_or_empty())
        .insert(assignment.span.begin, "export ");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::debian_frontend_not_exported

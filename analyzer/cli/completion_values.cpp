// The same tables that parse and help use.
#include "analyzer/cli/completion_values.hpp"

#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <set>

#include "analyzer/report/report.hpp"

namespace dockcheck::cli {
namespace {

template <typename Names>
std::string with_blanks(Names const& names) {
    std::string result;
    for (auto const& name : names) result += (result.empty() ? "" : " ") + std::string(name);
    return result;
}

}  // namespace

ValueKind value_kind(OptionRow const& row) {
    if (row.flag != nullptr) return ValueKind::none;
    auto const value = row.value;
    if (value == "RULE,..." || value == "RULE=LEVEL") return ValueKind::rules;
    if (value == "LEVEL" || value == "WHEN" || is_option_of(row, "--format")) {
        return ValueKind::choice;
    }
    if (value == "FILE" || value == "FILE..." || value == "DIFF") return ValueKind::file;
    return value == "DIR" ? ValueKind::folder : ValueKind::some;
}

std::string choices(Command const& command, OptionRow const& row) {
    if (row.value == "WHEN") return "auto always never";
    if (is_option_of(row, "--format")) {
        return command.formats.empty() ? with_blanks(format_names()) : std::string(command.formats);
    }
    std::string const levels = "error warning info style";
    return is_option_of(row, "--fail-on") ? levels + " never" : levels;
}

std::string rule_words() {
    std::set<std::string_view> names{"all", "default", "preview"};
    for (auto const& rule : rules::catalog()) {
        names.insert(rule.name);
        names.insert(rule.category);
    }
    return with_blanks(names);
}

std::vector<std::string_view> option_names(OptionRow const& row) {
    std::vector<std::string_view> result;
    for (auto names = row.names; !names.empty();) {
        auto const comma = std::min(names.find(','), names.size());
        result.push_back(names.substr(0, comma));
        names.remove_prefix(std::min(comma + 1, names.size()));
    }
    return result;
}

std::string positional_words(Command const& command) {
    if (command.words == "topic") return with_blanks(help_topics());
    if (command.words == "shell") return "bash zsh fish";
    if (command.words == "path") return {};
    if (command.words != "rule") return std::string(command.words);
    std::set<std::string_view> names;
    for (auto const& rule : rules::catalog()) names.insert(rule.name);
    return with_blanks(names);
}

}  // namespace dockcheck::cli

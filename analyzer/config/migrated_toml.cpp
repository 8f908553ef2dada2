// A migrated configuration as TOML.
#include <algorithm>
#include <fmt/format.h>

#include "analyzer/config/migrate.hpp"
#include "analyzer/config/toml_text.hpp"

namespace dockcheck::config {
namespace {

std::string list_of_names(std::string_view key, std::vector<MigratedName> const& names,
                          std::vector<MigratedName> const& only_there = {}) {
    if (names.empty() && only_there.empty()) return {};
    std::size_t longest = 0;
    for (auto const* const list : {&names, &only_there}) {
        for (auto const& each : *list) longest = std::max(longest, each.name.size());
    }
    auto result = fmt::format("{} = [\n", key);
    auto const add = [&](std::vector<MigratedName> const& list) {
        for (auto const& each : list) {
            result += fmt::format("    {:<{}}  # {}\n", toml_string(each.name) + ",", longest + 3,
                                  each.from);
        }
    };
    add(names);
    if (!only_there.empty()) {
        result += "    # hadolint checks these, dockcheck does not unless it is asked to.\n";
        add(only_there);
    }
    return result + "]\n";
}

std::string list_of_texts(std::vector<std::string> const& texts) {
    std::string result;
    for (auto const& text : texts) result += (result.empty() ? "" : ", ") + toml_string(text);
    return "[" + result + "]";
}

/// `[rules.X]` of each rule that something is said of, in the order of the source, and before them
/// a line for each rule of which nothing is said but that hadolint takes it otherwise.
std::string rule_tables(Migration const& migration) {
    std::vector<std::string_view> names;
    auto const has = [&](std::string_view name) {
        return std::ranges::find(names, name) != names.end();
    };
    auto const add = [&](std::string_view name) {
        if (!has(name)) names.push_back(name);
    };
    for (auto const& each : migration.severities) add(each.name);
    for (auto const& each : migration.options) add(each.rule->name);

    std::string result;
    for (auto const& each : migration.default_severities) {
        if (has(each.name)) continue;
        if (result.empty()) {
            result =
                "\n# How grave hadolint takes what dockcheck takes otherwise, so that fail-on "
                "means "
                "the same.\n[rules]\n";
        }
        result += fmt::format("{}.severity = {}  # {}\n", toml_key(each.name),
                              toml_string(to_string(each.severity)), each.from);
    }
    for (auto const name : names) {
        result += fmt::format("\n[rules.{}]\n", toml_key(name));
        for (auto const* const list : {&migration.severities, &migration.default_severities}) {
            for (auto const& each : *list) {
                if (each.name != name) continue;
                result += fmt::format("severity = {}  # {}\n",
                                      toml_string(to_string(each.severity)), each.from);
            }
        }
        for (auto const& each : migration.options) {
            if (each.rule->name != name) continue;
            result += fmt::format("{} = {}  # {}\n", toml_key(each.name),
                                  list_of_texts(each.values), each.from);
        }
    }
    return result;
}

}  // namespace

std::string to_toml(Migration const& migration, std::string_view from) {
    auto result = fmt::format("# Made from {} by dockcheck migrate hadolint.\n\n", from);
    result += list_of_names("extend-select", migration.extend_select, migration.only_there);
    result += list_of_names("ignore", migration.ignore);
    if (migration.fail_on) {
        auto const level = migration.fail_on->value;
        result += fmt::format("fail-on = {}  # {}\n",
                              toml_string(level == Severity::off ? "never" : to_string(level)),
                              migration.fail_on_from);
    } else {
        result +=
            "# hadolint fails from info on where nothing is said, dockcheck from warning on.\n"
            "#fail-on = \"info\"\n";
    }
    if (migration.no_inline_ignores) {
        result += fmt::format("no-inline-ignores = {}  # disable-ignore-pragma\n",
                              migration.no_inline_ignores->value);
    }
    if (migration.format) {
        result += fmt::format("format = {}\n", toml_string(migration.format->value));
    }
    result += rule_tables(migration);
    if (!migration.remarks.empty()) result += "\n# Left out:\n";
    for (auto const& remark : migration.remarks) {
        result += "#   ";
        for (char const c : remark) result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        result += '\n';
    }
    return result;
}

}  // namespace dockcheck::config

// Which of our rules and settings stand for hadolint's.
#include "analyzer/config/migrate.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "analyzer/config/names.hpp"
#include "analyzer/hadolint/default_levels.hpp"

namespace dockcheck::config {
namespace {

/// Settings of a rule that are lists of texts in both tools.
struct OptionPair {
    std::string_view id;  ///< of the rule
    std::string_view name;
};
constexpr OptionPair registries_option{"hadolint:DL3026", "allowed-registries"};
constexpr OptionPair labels_option{"hadolint:DL3049", "labels"};
constexpr OptionPair label_types_option{"hadolint:DL3052", "label-schema"};
constexpr OptionPair strict_option{"hadolint:DL3050", "labels"};

constexpr std::string_view tool = "hadolint:";

class Migrator {
 public:
    explicit Migrator(RuleList rules) : rules_(rules) {}

    Migration run(hadolint::HadolintFile const& file) {
        for (auto const& id : file.ignored) ignore(id);
        for (std::size_t i = 0; i < file.overrides.size(); ++i) {
            for (auto const& id : file.overrides[i]) {
                set_severity(id, *severity_named(hadolint::override_levels[i]));
            }
        }
        add_registries(file);
        add_labels(file);
        set_fail_on(file);
        if (file.disable_ignore_pragma) {
            auto const& [value, where] = *file.disable_ignore_pragma;
            made_.no_inline_ignores = {value, where};
        }
        if (file.format) set_format(*file.format);
        add_only_there();
        add_default_severities();
        for (auto const& key : file.other_keys) {
            auto const meant = suggestion(key.value, hadolint::keys);
            remark(key.where, key.value,
                   meant.empty() ? "has no counterpart" : "is not read by hadolint either" + meant);
        }
        return std::move(made_);
    }

 private:
    /// Once for each place.
    void remark(std::string_view where, std::string_view what, std::string_view why) {
        auto line = fmt::format("{}: {} {}", where, what, why);
        auto const start = fmt::format("{}: ", where);
        auto const is_known = [&](std::string const& known) { return known.starts_with(start); };
        if (std::ranges::none_of(made_.remarks, is_known)) made_.remarks.push_back(std::move(line));
    }

    /// The rules of an id; nothing, and a remark, where there are none.
    std::vector<Meaning::Hit> rules_of(hadolint::Text const& id) {
        auto found = rules_named(rules_, "hadolint:" + id.value);
        if (found) return std::move(found->hits);
        remark(id.where, id.value, "is the id of no rule here");
        return {};
    }

    /// Adds a name, or one more origin of one that is there.
    static void add(std::vector<MigratedName>& to, std::string_view name, std::string_view from,
                    std::string const& where) {
        auto const known = std::ranges::find(to, name, &MigratedName::name);
        if (known == to.end()) {
            to.push_back({std::string(name), std::string(from), where});
        } else if (known->from.find(from) == std::string::npos) {
            known->from += fmt::format(", {}", from);
        }
    }

    /// An id that is a part of a rule goes on being that part.
    static std::string name_of(Meaning::Hit const& hit, std::string_view id) {
        return hit.variant.empty() ? std::string(hit.rule->name) : fmt::format("hadolint:{}", id);
    }

    void ignore(hadolint::Text const& id) {
        for (auto const& hit : rules_of(id)) {
            add(made_.ignore, name_of(hit, id.value), id.value, id.where);
        }
    }

    void set_severity(hadolint::Text const& id, Severity severity) {
        for (auto const& hit : rules_of(id)) {
            // Who says how grave it is wants to hear of it.
            if (hit.rule->by_default != Default::on) {
                add(made_.extend_select, hit.rule->name, id.value, id.where);
            }
            grade(made_.severities, hit, severity, id.value, id.where);
        }
    }

    static void grade(std::vector<MigratedSeverity>& all, Meaning::Hit const& hit,
                      Severity severity, std::string_view id, std::string const& where) {
        auto const name = name_of(hit, id);
        auto const known = std::ranges::find(all, name, &MigratedSeverity::name);
        if (known == all.end()) {
            all.push_back({hit.rule, name, severity, std::string(id), where});
            return;
        }
        known->severity = std::max(known->severity, severity);
        if (known->from.find(id) == std::string::npos) known->from += fmt::format(", {}", id);
    }

    /// Sets an option and switches its rule on; a remark where this version has none.
    void set_option(OptionPair const& pair, std::vector<std::string> values,
                    hadolint::Text const& first, std::string_view key) {
        auto const found = rules_named(rules_, pair.id);
        auto const* const rule = found ? found->hits.front().rule : nullptr;
        auto const has_option = [&] {
            return std::ranges::any_of(rule->options, [&](OptionInfo const& option) {
                return option.name == pair.name && option.type == "strings";
            });
        };
        if (rule == nullptr || !has_option()) {
            std::string all;
            for (auto const& value : values) all += (all.empty() ? "" : ", ") + value;
            return remark(first.where, fmt::format("{} ({})", key, all), "has no counterpart");
        }
        made_.options.push_back(
            {rule, std::string(pair.name), std::move(values), std::string(key), first.where});
        if (rule->by_default != Default::on) {
            add(made_.extend_select, rule->name, key, first.where);
        }
    }

    void add_registries(hadolint::HadolintFile const& file) {
        if (file.trusted_registries.empty()) return;
        std::vector<std::string> values;
        for (auto const& text : file.trusted_registries) values.push_back(text.value);
        set_option(registries_option, std::move(values), file.trusted_registries.front(),
                   "trustedRegistries");
    }

    [[nodiscard]] bool is_wrong_type(std::string_view label_type) const {
        auto const found = rules_named(rules_, label_types_option.id);
        if (!found) return false;
        auto const& options = found->hits.front().rule->options;
        auto const option = std::ranges::find(options, label_types_option.name, &OptionInfo::name);
        return option != options.end() && !option_fault(*option, label_type).empty();
    }

    void add_labels(hadolint::HadolintFile const& file) {
        if (file.label_schema.empty()) return;
        std::vector<std::string> labels;
        std::vector<std::string> types;
        for (auto const& [label, type] : file.label_schema) {
            labels.push_back(label.value);
            auto meant = label.value + "=" + (type.value == "hash" ? "git-hash" : type.value);
            if (is_wrong_type(meant)) {
                remark(type.where, fmt::format("label-schema {}: {}", label.value, type.value),
                       "means nothing");
                continue;
            }
            types.push_back(std::move(meant));
        }
        auto const& first = file.label_schema.front().first;
        auto allowed = labels;
        set_option(labels_option, std::move(labels), first, "label-schema");
        if (!types.empty()) {
            set_option(label_types_option, std::move(types), first, "label-schema");
        }
        if (!file.strict_labels || !file.strict_labels->value) return;
        set_option(strict_option, std::move(allowed), {"strict-labels", file.strict_labels->where},
                   "strict-labels");
    }

    void set_fail_on(hadolint::HadolintFile const& file) {
        if (file.no_fail && file.no_fail->value) {
            made_.fail_on = {Severity::off, file.no_fail->where};
            made_.fail_on_from = "no-fail";
            return;
        }
        if (!file.failure_threshold) return;
        auto const& [value, where] = *file.failure_threshold;
        auto severity = severity_named(value);
        // There, both of these let any finding fail.
        if (value == "none" || value == "ignore") severity = Severity::style;
        if (!severity || *severity == Severity::off) {
            return remark(where, "failure-threshold " + value, "means nothing");
        }
        made_.fail_on = {*severity, where};
        made_.fail_on_from = "failure-threshold";
    }

    void set_format(hadolint::Text const& format) {
        auto const& name = format.value;
        for (auto const same :
             {"json", "checkstyle", "codeclimate", "gnu", "sarif", "sonarqube", "junit"}) {
            if (name == same) made_.format = {name, format.where};
        }
        if (name == "gitlab_codeclimate") made_.format = {"gitlab", format.where};
        if (!made_.format && name != "tty")
            remark(format.where, "format " + name, "has no counterpart");
    }

    /// hadolint's ids that mean nothing there before a setting asks for them.
    static bool is_asked_for(std::string_view id) {
        constexpr std::array<std::string_view, 13> asked{
            "DL1001", "DL3026", "DL3049", "DL3050", "DL3051", "DL3052", "DL3053",
            "DL3054", "DL3055", "DL3056", "DL3057", "DL3058", "SC2002"};
        return std::ranges::find(asked, id) != asked.end();
    }

    /// The severity that hadolint gives a part of a rule, the gravest if several ids are that part.
    static std::optional<Severity> severity_there(Rule const& rule, std::string_view variant) {
        std::optional<Severity> result;
        for (auto const& alias : rule.aliases) {
            if (!alias.id.starts_with(tool) || alias.variant != variant) continue;
            auto const level = hadolint::default_level(alias.id.substr(tool.size()));
            if (level) result = std::max(result, severity_named(*level));
        }
        return result;
    }

    /// So that failure-threshold goes on meaning what it meant.
    void add_default_severities() {
        auto const has = [](std::vector<MigratedName> const& names, std::string_view name) {
            return std::ranges::find(names, name, &MigratedName::name) != names.end();
        };
        for (auto const& rule : rules_) {
            auto const is_of_rule = [&](MigratedName const& name) {
                auto const found = rules_named(rules_, name.name);
                return found && found->hits.front().rule == &rule;
            };
            bool const is_on = rule.by_default == Default::on || has(made_.extend_select, rule.name)
                               || std::ranges::any_of(made_.only_there, is_of_rule);
            if (!is_on || has(made_.ignore, rule.name)) continue;
            for (auto const& alias : rule.aliases) {
                if (!alias.id.starts_with(tool) || has(made_.ignore, alias.id)) continue;
                auto const id = alias.id.substr(tool.size());
                auto const level = hadolint::default_level(id);
                auto const there = severity_there(rule, alias.variant);
                if (!level || there == rule.severity || severity_named(*level) != there) continue;
                Meaning::Hit const hit{&rule, alias.variant};
                auto const is_said = [&](MigratedSeverity const& said) {
                    return said.rule == &rule
                           && (said.name == rule.name || said.name == name_of(hit, id));
                };
                if (std::ranges::any_of(made_.severities, is_said)) continue;
                grade(made_.default_severities, hit, *there, id, "hadolint's default");
            }
        }
    }

    void add_only_there() {
        auto const has = [](std::vector<MigratedName> const& names, std::string_view name) {
            return std::ranges::find(names, name, &MigratedName::name) != names.end();
        };
        for (auto const& rule : rules_) {
            if (rule.by_default != Default::off || has(made_.extend_select, rule.name)) continue;
            // It starts a program, which a configuration cannot ask for.
            if (rule.name == "external-shellcheck") continue;
            for (auto const& alias : rule.aliases) {
                if (!alias.id.starts_with(tool) || is_asked_for(alias.id.substr(tool.size()))) {
                    continue;
                }
                // An id that is a part of a rule switches that part on.
                auto const name = alias.variant.empty() ? rule.name : alias.id;
                if (has(made_.ignore, rule.name) || has(made_.ignore, alias.id)) continue;
                add(made_.only_there, name, alias.id.substr(tool.size()), {});
            }
        }
    }

    RuleList rules_;
    Migration made_;
};

}  // namespace

Migration migrate(hadolint::HadolintFile const& file, RuleList rules) {
    return Migrator(rules).run(file);
}

Configuration to_configuration(Migration const& migration, std::string path, std::string folder,
                               std::shared_ptr<Configuration const> base) {
    Configuration result;
    if (base != nullptr) result.extend(std::move(base));
    result.path = std::move(path);
    result.folder = std::move(folder);
    result.is_of_hadolint = true;
    auto& selection = result.settings.selection;
    for (auto const& each : migration.extend_select) {
        selection.extend_select.push_back({each.name, each.where});
    }
    for (auto const& each : migration.ignore) selection.ignore.push_back({each.name, each.where});
    for (auto const* const list : {&migration.default_severities, &migration.severities}) {
        for (auto const& each : *list) {
            selection.severities.push_back({{each.name, each.where}, each.severity});
        }
    }
    for (auto const& each : migration.options) {
        result.settings.options[each.rule].set(each.name, {each.values, each.where});
    }
    if (migration.fail_on) result.fail_on = migration.fail_on;
    if (migration.no_inline_ignores) result.no_inline_ignores = migration.no_inline_ignores;
    if (migration.format) result.format = migration.format;
    return result;
}

}  // namespace dockcheck::config

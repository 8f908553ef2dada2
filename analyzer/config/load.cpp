// The schema of dockcheck.toml.
#include "analyzer/config/load.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "analyzer/text/date.hpp"
#include "analyzer/config/known_keys.hpp"
#include "analyzer/config/toml_values.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::config {
namespace {

/// The way down to a file that another one extends. Links may make a circle that the paths do not
/// show, and files that are extended twice at each level are many: both have an end.
struct Extending {
    std::vector<std::string> paths;  ///< absolute, of those that extend it
    std::shared_ptr<std::size_t> files = std::make_shared<std::size_t>(0);  ///< read by all of them
};
constexpr std::size_t most_levels = 16;
constexpr std::size_t most_files = 256;

/// Reads one file; every function throws Mistake at what is wrong, and those that read many things
/// keep it and go on.
class TomlReader : TomlValues {
 public:
    using TomlValues::table;
    TomlReader(ConfigurationFile const& file, std::span<Rule const> rules, Extending above)
        : TomlValues(file), catalog_(rules), above_(std::move(above)) {}

    Configuration read(toml::table const& table);
    /// The keys of the tables that this class reads; what is not supported is left out.
    static KnownKeys key_names();

 private:
    template <typename Target>
    struct Key {
        std::string_view name;
        void (TomlReader::*read)(std::string_view key, toml::node const& node, Target& target);
    };

    struct Keys;  // the tables of keys, below

    template <typename Target, std::size_t count>
    bool read_key(std::array<Key<Target>, count> const& keys, std::string_view name,
                  toml::node const& node, Target& target) {
        for (auto const& key : keys) {
            if (key.name != name) continue;
            (this->*key.read)(name, node, target);
            return true;
        }
        return false;
    }
    template <typename... Keys>
    [[noreturn]] void not_among(toml::key const& key, Keys const&... known) const {
        std::vector<std::string_view> names;
        auto const add = [&](auto const& keys) {
            for (auto const& each : keys) names.push_back(each.name);
        };
        (add(known), ...);
        unknown_key(key, names);
    }
    [[nodiscard]] std::vector<Mention> mentions(std::string_view key, toml::node const& node) const;

    // Keys, as the tables below name them.
    template <typename Target, Setting<bool> Target::*member>
    void read_boolean(std::string_view key, toml::node const& node, Target& target) {
        target.*member = located(node, boolean(key, node));
    }
    template <typename Target, Setting<std::string> Target::*member>
    void read_text(std::string_view key, toml::node const& node, Target& target) {
        target.*member = located(node, text(key, node));
    }
    void read_select(std::string_view key, toml::node const& node, Settings& settings) {
        settings.selection.select = mentions(key, node);
    }
    void read_extend_select(std::string_view key, toml::node const& node, Settings& settings) {
        settings.selection.extend_select = mentions(key, node);
    }
    void read_ignore(std::string_view key, toml::node const& node, Settings& settings) {
        settings.selection.ignore = mentions(key, node);
    }
    void read_rules(std::string_view key, toml::node const& node, Settings& settings);
    void read_rule(toml::key const& key, toml::node const& node, Settings& settings);
    /// `graded` is the name that a severity is for: the rule's, or the id of a part of it.
    void read_setting(Rule const& rule, std::string const& graded, toml::key const& name,
                      toml::node const& value, Settings& settings);
    [[nodiscard]] Located<OptionValue> option(OptionInfo const& option,
                                              toml::node const& node) const;

    void read_build(std::string_view key, toml::node const& node, Settings& settings);
    void read_targets(std::string_view key, toml::node const& node, BuildSettings& build);
    void read_arguments(std::string_view key, toml::node const& node, BuildSettings& build);
    void read_platform(std::string_view key, toml::node const& node, BuildSettings& build) {
        build.platform = located(node, platform(key, node));
    }
    void read_context(std::string_view key, toml::node const& node, BuildSettings& build) {
        build.context = located(node, path_in_repository(key, node, "--context", "folder"));
    }

    void read_files(std::string_view key, toml::node const& node, Override& over) {
        over.files = globs(key, node);
    }
    void read_overrides(std::string_view key, toml::node const& node, Configuration& to);
    void read_override(toml::table const& settings, Configuration& to);
    void read_exclude(std::string_view key, toml::node const& node, Configuration& to) {
        to.excluded = globs(key, node);
        to.exclude = located(node, plain_texts(key, node));
    }
    void read_fail_on(std::string_view key, toml::node const& node, Configuration& to) {
        bool const never = node.is_string() && node.as_string()->get() == "never";
        to.fail_on = located(node, never ? Severity::off : severity(key, node));
        if (!never && to.fail_on->value == Severity::off) {
            fail(node.source(), "\"fail-on\" is a severity or \"never\"");
        }
    }
    void read_min_severity(std::string_view key, toml::node const& node, Configuration& to) {
        to.min_severity = located(node, severity(key, node));
        if (to.min_severity->value == Severity::off) {
            fail(node.source(), "\"min-severity\" is error, warning, info or style");
        }
    }
    /// What was read before all others.
    void pass_over(std::string_view, toml::node const&, Configuration&) {}
    void read_output(std::string_view key, toml::node const& node, Configuration& to);
    void read_baseline(std::string_view key, toml::node const& node, Configuration& to) {
        to.baseline = located(node, path_in_repository(key, node, "--baseline", "file"));
    }
    void read_today(std::string_view key, toml::node const& node, Configuration& to);
    void read_the_images(std::string_view key, toml::node const& node, Configuration& to) {
        read_images(*this, key, node, to);
    }
    void extend_all(toml::node const& node, Configuration& to) {
        if (!node.is_array()) {
            if (!node.is_string()) wrong_type("extends", node, "a string or a list of strings");
            return extend(node, text("extends", node), to);
        }
        auto const written = texts("extends", node);
        for (std::size_t i = 0; i < written.size(); ++i) {
            attempt([&] { extend(*node.as_array()->get(i), written[i].value, to); });
        }
    }
    void extend(toml::node const& node, std::string const& written, Configuration& to);

    /// Keeps the names of rules made here that have mistakes in them.
    void declare(toml::node const& custom) {
        if (!custom.is_array()) return;
        for (auto const& element : *custom.as_array()) {
            auto const* const table = element.as_table();
            auto const name =
                table == nullptr ? std::nullopt : (*table)["name"].value<std::string>();
            if (name) declared_.push_back(*name);
        }
    }
    /// Whether a name may be that of a rule that could not be made: it is no mistake of its own.
    [[nodiscard]] bool may_be_declared(std::string_view name) const {
        return misses_base_ || std::ranges::find(declared_, name) != declared_.end();
    }

    [[nodiscard]] RuleList rules() const { return RuleList(catalog_, custom_rules_); }

    std::span<Rule const> catalog_;
    Extending above_;
    std::vector<Rule const*> custom_rules_;
    std::vector<std::string> declared_;
    bool misses_base_ = false;
};

struct TomlReader::Keys {
    using T = TomlReader;
    using C = Configuration;

    static constexpr std::array settings{
        Key<Settings>{"select", &T::read_select},
        Key<Settings>{"extend-select", &T::read_extend_select},
        Key<Settings>{"ignore", &T::read_ignore},
        Key<Settings>{"require-reason", &T::read_boolean<Settings, &Settings::require_reason>},
        Key<Settings>{"rules", &T::read_rules},
        Key<Settings>{"build", &T::read_build},
    };
    static constexpr std::array build{
        Key<BuildSettings>{"targets", &T::read_targets},
        Key<BuildSettings>{"args", &T::read_arguments},
        Key<BuildSettings>{"context", &T::read_context},
        Key<BuildSettings>{"no-context",
                           &T::read_boolean<BuildSettings, &BuildSettings::no_context>},
        Key<BuildSettings>{"platform", &T::read_platform},
    };
    static constexpr std::array overrides{
        Key<Override>{"files", &T::read_files},
    };
    static constexpr std::array top{
        Key<C>{"exclude", &T::read_exclude},
        Key<C>{"fail-on", &T::read_fail_on},
        Key<C>{"min-severity", &T::read_min_severity},
        Key<C>{"format", &T::read_text<C, &C::format>},
        Key<C>{"output", &T::read_output},
        Key<C>{"today", &T::read_today},
        Key<C>{"baseline", &T::read_baseline},
        Key<C>{"show-suppressed", &T::read_boolean<C, &C::show_suppressed>},
        Key<C>{"no-inline-ignores", &T::read_boolean<C, &C::no_inline_ignores>},
        Key<C>{"unsafe-fixes", &T::read_boolean<C, &C::unsafe_fixes>},
        Key<C>{"statistics", &T::read_boolean<C, &C::statistics>},
        Key<C>{"overrides", &T::read_overrides},
        Key<C>{"extends", &T::pass_over},
        Key<C>{"custom", &T::pass_over},
        Key<C>{"images", &T::read_the_images},
    };
};

std::vector<Mention> TomlReader::mentions(std::string_view key, toml::node const& node) const {
    std::vector<Mention> result;
    for (auto& text : texts(key, node)) {
        attempt([&] {
            auto const found = meaning(rules(), text.value);
            if (!found && !may_be_declared(text.value)) {
                throw Mistake{{text.where, found.error().text}};
            }
            result.push_back({std::move(text.value), std::move(text.where)});
        });
    }
    return result;
}

void TomlReader::read_rules(std::string_view key, toml::node const& node, Settings& settings) {
    for (auto const& entry : table(key, node)) {
        attempt([&] { read_rule(entry.first, entry.second, settings); });
    }
}

void TomlReader::read_rule(toml::key const& key, toml::node const& node, Settings& settings) {
    auto const found = rules_named(rules(), key.str());
    if (!found && may_be_declared(key.str())) return;
    if (!found) fail(key.source(), found.error().text);
    auto const& rule = *found->hits.front().rule;
    for (auto const& hit : found->hits) {
        if (hit.rule == &rule) continue;
        fail(key.source(), fmt::format("\"{}\" stands for several rules, \"{}\" and \"{}\" among "
                                       "them; name one of them",
                                       key.str(), rule.name, hit.rule->name));
    }
    // An id that is a part of a rule says how grave that part is.
    auto const is_part = [](Meaning::Hit const& hit) { return !hit.variant.empty(); };
    auto const graded =
        std::ranges::all_of(found->hits, is_part) ? std::string(key.str()) : std::string(rule.name);
    for (auto const& entry : table(key.str(), node)) {
        attempt([&] { read_setting(rule, graded, entry.first, entry.second, settings); });
    }
}

void TomlReader::read_setting(Rule const& rule, std::string const& graded, toml::key const& name,
                              toml::node const& value, Settings& settings) {
    if (name.str() == "severity") {
        settings.selection.severities.push_back(
            {{graded, where(value.source())}, severity("severity", value)});
        return;
    }
    OptionInfo const* info = nullptr;
    for (auto const& each : rule.options) {
        if (each.name == name.str()) info = &each;
    }
    if (info == nullptr) {
        constexpr std::array<OptionInfo, 1> always{{{"severity", {}, {}, {}}}};
        not_among(name, always, rule.options);
    }
    settings.options[&rule].set(std::string(info->name), option(*info, value));
}

Located<OptionValue> TomlReader::option(OptionInfo const& option, toml::node const& node) const {
    auto const& key = option.name;
    if (option.type == "boolean") return located<OptionValue>(node, boolean(key, node));
    if (option.type == "strings") {
        std::vector<std::string> values;
        for (auto& each : texts(key, node)) {
            attempt([&] {
                if (auto fault = option_fault(option, each.value); !fault.empty()) {
                    throw Mistake{{each.where, std::move(fault)}};
                }
                values.push_back(std::move(each.value));
            });
        }
        return located<OptionValue>(node, std::move(values));
    }
    if (option.type == "integer") {
        if (!node.is_integer()) wrong_type(key, node, "an integer");
        return located<OptionValue>(node, node.as_integer()->get());
    }
    if (option.type == "number") {
        auto const value = node.value<double>();
        if (!node.is_number() || !value) wrong_type(key, node, "a number");
        return located<OptionValue>(node, *value);
    }
    auto value = text(key, node);
    if (auto fault = option_fault(option, value); !fault.empty()) {
        fail(node.source(), std::move(fault));
    }
    return located<OptionValue>(node, std::move(value));
}

void TomlReader::read_build(std::string_view key, toml::node const& node, Settings& settings) {
    for (auto const& entry : table(key, node)) {
        attempt([&] {
            if (!read_key(Keys::build, entry.first.str(), entry.second, settings.build)) {
                not_among(entry.first, Keys::build);
            }
        });
    }
}

void TomlReader::read_targets(std::string_view key, toml::node const& node, BuildSettings& build) {
    if (node.is_string()) {
        build.targets = located(node, std::vector{text(key, node)});
    } else {
        build.targets = located(node, plain_texts(key, node));
    }
}

void TomlReader::read_arguments(std::string_view key, toml::node const& node,
                                BuildSettings& build) {
    for (auto const& entry : table(key, node)) {
        attempt([&] {
            auto const name = entry.first.str();
            build.arguments.insert_or_assign(std::string(name),
                                             located(entry.second, text(name, entry.second)));
        });
    }
}

void TomlReader::read_overrides(std::string_view key, toml::node const& node, Configuration& to) {
    for (auto const& element : tables(key, node)) {
        attempt([&] { read_override(table(key, element), to); });
    }
}

void TomlReader::read_override(toml::table const& settings, Configuration& to) {
    Override over;
    over.where = where(settings.source());
    for (auto const& entry : settings) {
        attempt([&] {
            auto const name = entry.first.str();
            if (read_key(Keys::settings, name, entry.second, over.settings)
                || read_key(Keys::overrides, name, entry.second, over)) {
                return;
            }
            auto const is_name = [&](auto const& known) { return known.name == name; };
            if (std::ranges::any_of(Keys::top, is_name)) {
                fail(entry.first.source(),
                     fmt::format("\"{}\" may not stand in [[overrides]]: it holds for all files",
                                 name));
            }
            not_among(entry.first, Keys::overrides, Keys::settings);
        });
    }
    if (!settings.contains("files")) fail(settings.source(), "an override needs \"files\"");
    to.overrides.push_back(std::move(over));
}

void TomlReader::read_output(std::string_view key, toml::node const& node, Configuration& to) {
    std::vector<std::string> outputs;
    for (auto const& text : texts(key, node)) {
        auto const colon = text.value.find(':');
        if (colon == std::string::npos || colon + 1 == text.value.size()) {
            throw Mistake{{text.where, fmt::format("\"{}\" is not FORMAT:FILE", text.value)}};
        }
        outputs.push_back(text.value.substr(0, colon + 1) + path(text.value.substr(colon + 1)));
    }
    to.output = located(node, std::move(outputs));
}

void TomlReader::read_today(std::string_view key, toml::node const& node, Configuration& to) {
    std::string day;
    if (auto const* const date = node.as_date()) {
        day =
            fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
    } else {
        day = text(key, node);
    }
    if (!is_date(day)) fail(node.source(), fmt::format("\"{}\" is no date YYYY-MM-DD", day));
    to.today = located(node, std::move(day));
}

KnownKeys TomlReader::key_names() {
    KnownKeys result;
    auto const add = [](auto const& keys, std::vector<std::string_view>& to) {
        for (auto const& key : keys) to.push_back(key.name);
    };
    add(Keys::top, result.top);
    add(Keys::settings, result.settings);
    add(Keys::overrides, result.override_alone);
    add(Keys::build, result.build);
    return result;
}

Configuration TomlReader::read(toml::table const& table) {
    Configuration result;
    result.path = file().shown;
    result.folder = file().folder;
    // What is extended and the rules made here give names to all that follows.
    if (file().base != nullptr) result.extend(file().base);
    if (auto const* const node = table.get("extends")) {
        attempt([&] { extend_all(*node, result); });
    }
    misses_base_ = has_mistakes();
    if (auto const* const node = table.get("custom")) {
        attempt([&] { read_custom(*this, "custom", *node, catalog_, result); });
        if (has_mistakes()) declare(*node);
    }
    custom_rules_ = result.custom_rules;
    for (auto const& entry : table) {
        attempt([&] {
            auto const name = entry.first.str();
            if (read_key(Keys::settings, name, entry.second, result.settings)
                || read_key(Keys::top, name, entry.second, result)) {
                return;
            }
            auto const is_name = [&](auto const& known) { return known.name == name; };
            if (std::ranges::any_of(Keys::overrides, is_name)) {
                fail(entry.first.source(),
                     fmt::format("\"{}\" stands in [[overrides]] alone", name));
            }
            not_among(entry.first, Keys::settings, Keys::top);
        });
    }
    if (has_mistakes()) throw Mistake{mistakes()};
    return result;
}

Result<std::optional<Configuration>> parse_below(std::string_view text,
                                                 ConfigurationFile const& file,
                                                 std::span<Rule const> rules, Extending above);

/// Reads a file that this one extends, and takes its values as those to begin with.
void TomlReader::extend(toml::node const& node, std::string const& written, Configuration& to) {
    auto const own =
        system::joined(file().folder, file().path.empty() ? "dockcheck.toml" : file().path);
    auto const path = system::joined(system::parent_of(own), written);
    stay_in_repository(
        path, node,
        "the command line (--base-config) and your own configuration may extend a file");
    auto above = above_;
    above.paths.push_back(own);
    if (std::ranges::find(above.paths, path) != above.paths.end()) {
        fail(node.source(), fmt::format("\"{}\" extends itself", written));
    }
    if (above.paths.size() > most_levels || ++*above.files > most_files) {
        fail(node.source(),
             fmt::format("\"{}\" is extended by too many files: {} levels and {} files are read",
                         written, most_levels, most_files));
    }
    auto const bytes = read_regular_file(path, maximum_source_size);
    if (!bytes) {
        fail(node.source(), fmt::format("cannot read \"{}\": {}", written, bytes.error().text));
    }
    bool const is_shared = base_name(path) == "pyproject.toml";
    ConfigurationFile base{std::string(system::parent_of(path)),
                           system::joined(system::parent_of(file().shown), written),
                           is_shared ? Layout::tool_table : Layout::whole_file, path,
                           file().repository};
    auto parsed = parse_below(*bytes, base, catalog_, std::move(above));
    if (!parsed) throw Mistake{parsed.error()};
    if (!*parsed) {
        fail(node.source(), fmt::format("there is no [tool.dockcheck] in \"{}\"", written));
    }
    to.extend(std::make_shared<Configuration const>(std::move(**parsed)));
}

Result<std::optional<Configuration>> parse_below(std::string_view text,
                                                 ConfigurationFile const& file,
                                                 std::span<Rule const> rules, Extending above) {
    try {
        auto const document = toml::parse(text, file.shown);
        TomlReader reader(file, rules, std::move(above));
        if (file.layout == Layout::whole_file) return reader.read(document);
        auto const* const settings = document["tool"]["dockcheck"].node();
        if (settings == nullptr) return std::nullopt;
        return reader.read(reader.table("tool.dockcheck", *settings));
    } catch (toml::parse_error const& error) {
        auto const& begin = error.source().begin;
        return tl::unexpected(Error{fmt::format("{}:{}:{}", file.shown, begin.line, begin.column),
                                    std::string(error.description())});
    } catch (Mistake const& mistake) {
        return tl::unexpected(mistake.error);
    }
}

}  // namespace

KnownKeys known_keys() {
    auto keys = TomlReader::key_names();
    keys.custom.assign(custom_keys.begin(), custom_keys.end());
    keys.match.assign(match_keys.begin(), match_keys.end());
    keys.image.assign(image_keys.begin(), image_keys.end());
    return keys;
}

Result<std::optional<Configuration>> parse(std::string_view text, ConfigurationFile const& file,
                                           std::span<Rule const> rules) {
    return parse_below(text, file, rules, {});
}

}  // namespace dockcheck::config

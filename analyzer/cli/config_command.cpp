// `dockcheck config [PATH]`: what is in force, and who says so.
#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <string>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/config_text.hpp"
#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/known_rules.hpp"
#include "analyzer/cli/messages.hpp"
#include "analyzer/cli/named_configuration.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/cli/sink.hpp"
#include "analyzer/config/discover.hpp"
#include "analyzer/config/profile.hpp"
#include "analyzer/config/toml_text.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"

namespace dockcheck::cli {
namespace {

using config::Mention;
using config::toml_string;

constexpr std::string_view by_default = "default";

std::string text_of(Severity severity) {
    return toml_string(severity == Severity::off ? "never" : to_string(severity));
}
std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(std::string const& value) { return toml_string(value); }
std::string text_of(std::vector<std::string> const& values) { return toml_value(values); }

/// Prints one configuration with the command line on top.
class ConfigPrinter {
 public:
    ConfigPrinter(Arguments const& arguments, Words words, config::Profile const& profile,
                  config::SelectionLayer const& command_line, std::string_view file,
                  std::uint32_t width)
        : arguments_(arguments),
          words_(words),
          profile_(profile),
          configuration_(*profile.configuration),
          layers_(config::layers_of(configuration_, file)),
          command_line_(command_line),
          text_(width) {}

    std::string print(std::string_view path) {
        add_files(path);
        add_selection();
        add_settings();
        add_build();
        add_images();
        add_rules();
        add_custom();
        if (arguments_.verbose) add_active();
        return text_.take();
    }

 private:
    /// "--fail-on", or the variable that stands for it.
    [[nodiscard]] std::string origin(std::string_view option) const {
        for (auto const& row : check_options()) {
            if (!is_option_of(row, option) || !row.has_environment) continue;
            auto const is_written = [&](std::string_view word) {
                auto const name = word.substr(0, word.find('='));
                return name.starts_with('-') && is_option_of(row, name);
            };
            auto const name = environment_name(row);
            if (std::ranges::none_of(words_, is_written) && std::getenv(name.c_str()) != nullptr) {
                return name;
            }
        }
        return std::string(option);
    }

    void add_files(std::string_view path) {
        text_.remark(fmt::format("In force for {}:", path));
        if (configuration_.path.empty()) text_.remark("  no configuration file");
        if (!configuration_.path.empty()) {
            text_.remark(fmt::format("  {}", configuration_.path));
        }
        add_bases(configuration_, "  ");
        text_.blank_line();
    }

    /// What a file extends, the one that holds before others first.
    void add_bases(config::Configuration const& of, std::string const& indent) {
        for (auto base = of.bases.rbegin(); base != of.bases.rend(); ++base) {
            bool const is_laid = arguments_.base_config && (*base)->path == *arguments_.base_config;
            auto const how = is_laid ? "laid over" : "which extends";
            text_.remark(fmt::format("{}{} {}", indent, how, (*base)->path));
            add_bases(**base, indent + "  ");
        }
    }

    void add_selection() {
        std::vector<Mention> select{{"default", std::string(by_default)}};
        std::vector<Mention> extend_select;
        std::vector<Mention> ignore;
        auto const add = [&](config::SelectionLayer const& layer) {
            if (layer.select) {
                select = *layer.select;
                extend_select.clear();
            }
            extend_select.insert(extend_select.end(), layer.extend_select.begin(),
                                 layer.extend_select.end());
            ignore.insert(ignore.end(), layer.ignore.begin(), layer.ignore.end());
        };
        for (auto const* const layer : layers_) add(layer->selection);
        auto own = command_line_;
        rename(own);
        add(own);
        text_.list("select", select);
        text_.list("extend-select", extend_select);
        text_.list("ignore", ignore);
    }

    void rename(config::SelectionLayer& layer) const {
        auto const set = [&](std::vector<Mention>& mentions, std::string_view option) {
            for (auto& each : mentions) each.where = origin(option);
        };
        if (layer.select) set(*layer.select, "--select");
        set(layer.extend_select, "--extend-select");
        set(layer.ignore, "--ignore");
    }

    template <typename T>
    void add(std::string_view key, config::Setting<T> const& configured, bool is_given,
             T const& given, std::optional<T> const& otherwise) {
        if (is_given) {
            text_.line(key, text_of(given), origin("--" + std::string(key)));
        } else if (configured) {
            text_.line(key, text_of(configured->value), configured->where);
        } else if (otherwise) {
            text_.line(key, text_of(*otherwise), by_default);
        }
    }
    void add_flag(std::string_view key, config::Setting<bool> const& configured, bool given) {
        add<bool>(key, configured, given, true, false);
    }
    void add_text(std::string_view key, config::Setting<std::string> const& configured,
                  std::optional<std::string> const& given,
                  std::optional<std::string> const& otherwise = {}) {
        add<std::string>(key, configured, given.has_value(), given.value_or(""), otherwise);
    }

    void add_settings() {
        auto const& c = configuration_;
        auto const level = [](std::optional<std::string> const& name) {
            return config::severity_named(name.value_or("off")).value_or(Severity::off);
        };
        add<Severity>("fail-on", c.fail_on, arguments_.fail_on.has_value(),
                      level(arguments_.fail_on), Severity::warning);
        add<Severity>("min-severity", c.min_severity, arguments_.min_severity.has_value(),
                      level(arguments_.min_severity), Severity::style);
        add_text("format", c.format, arguments_.format, "full");
        if (auto const* const excluding = c.excluding(); excluding != nullptr) {
            text_.line("exclude", toml_value(excluding->exclude->value), excluding->exclude->where);
        }
        if (!arguments_.exclude.empty()) {
            text_.remark(fmt::format("and {} is excluded by {}", toml_value(arguments_.exclude),
                                     origin("--exclude")));
        }
        add<std::vector<std::string>>("output", c.output, !arguments_.output.empty(),
                                      arguments_.output, std::nullopt);
        add_text("baseline", c.baseline, arguments_.baseline);
        add_text("today", c.today, arguments_.today);
        config::Setting<bool> reason;
        for (auto const* const layer : layers_) {
            if (layer->require_reason) reason = layer->require_reason;
        }
        add_flag("require-reason", reason, false);
        add_flag("no-inline-ignores", c.no_inline_ignores, arguments_.no_inline_ignores);
        add_flag("show-suppressed", c.show_suppressed, arguments_.show_suppressed);
        add_flag("statistics", c.statistics, arguments_.statistics);
        add_flag("unsafe-fixes", c.unsafe_fixes, arguments_.unsafe_fixes);
    }

    void add_build() {
        auto const& build = profile_.build;
        text_.table("[build]");
        bool const has_targets = build.targets || !arguments_.target.empty();
        if (has_targets) {
            add<std::vector<std::string>>("targets", build.targets, false, {}, std::nullopt);
        } else {
            text_.remark("targets: the last stage");
        }
        if (!arguments_.target.empty()) {
            text_.remark(
                fmt::format("but {} by {}", toml_value(arguments_.target), origin("--target")));
        }
        for (auto const& [name, value] : build.arguments) {
            text_.line("args." + config::toml_key(name), toml_string(value.value), value.where);
        }
        for (auto const& pair : arguments_.build_arg) {
            text_.remark(fmt::format("{} by {}", pair, origin("--build-arg")));
        }
        add_text("context", build.context, arguments_.context);
        add_flag("no-context", build.no_context, arguments_.no_context);
        add_text("platform", build.platform, arguments_.platform);
    }

    void add_images() {
        if (configuration_.images.empty()) return;
        text_.table("[images]");
        for (auto const& [name, maker] : configuration_.images) {
            auto const dockerfile = toml_string(maker.value.written);
            auto const& target = maker.value.target;
            text_.line(config::toml_key(name),
                       target.empty() ? dockerfile
                                      : fmt::format("{{ dockerfile = {}, target = {} }}",
                                                    dockerfile, toml_string(target)),
                       maker.where);
        }
    }

    /// Severities and options that some place sets, by the rule's name.
    void add_rules() {
        std::map<std::string, std::pair<Severity, std::string>, std::less<>> severities;
        for (auto const* const layer : layers_) {
            for (auto const& each : layer->selection.severities) {
                severities[each.rule.name] = {each.severity, each.rule.where};
            }
        }
        for (auto const& each : command_line_.severities) {
            severities[each.rule.name] = {each.severity, origin("--severity")};
        }
        std::map<std::string, Rule const*, std::less<>> named;
        for (auto const& [name, severity] : severities) named[name] = nullptr;
        for (auto const& [rule, options] : profile_.options) {
            if (!options.empty()) named[std::string(rule->name)] = rule;
        }
        for (auto const& [name, rule] : named) {
            text_.table(fmt::format("[rules.{}]", config::toml_key(name)));
            if (auto const found = severities.find(name); found != severities.end()) {
                auto const& [severity, where] = found->second;
                text_.line("severity", toml_string(to_string(severity)), where);
            }
            if (rule == nullptr) continue;
            for (auto const& [option, value] : profile_.options.at(rule).values()) {
                text_.line(option, toml_value(value.value), value.where);
            }
        }
    }

    void add_custom() {
        for (auto const& each : configuration_.custom) {
            auto const& custom = each->text();
            text_.table("[[custom]]");
            text_.line("name", toml_string(custom.name), custom.where);
            text_.line("severity", toml_string(to_string(custom.severity)), {});
            text_.line("message", toml_string(custom.message), {});
            if (!custom.help.empty()) text_.line("help", toml_string(custom.help), {});
            if (!custom.why.empty()) text_.line("why", toml_string(custom.why), {});
            auto const match = [&](std::string_view key, std::vector<std::string> const& values) {
                if (!values.empty()) text_.line(key, toml_value(values), {});
            };
            match("match.instruction", custom.instructions);
            match("match.command", custom.commands);
            match("match.argument", custom.arguments);
            match("match.lacks", custom.lacks);
        }
    }

    void add_active() {
        text_.blank_line();
        text_.remark(fmt::format("Rules that are on: {}", profile_.rule_set->rules().size()));
        for (auto const& active : profile_.rule_set->rules()) {
            text_.remark(fmt::format("  {}: {}", active.rule->name, to_string(active.severity)));
        }
    }

    Arguments const& arguments_;
    Words words_;
    config::Profile const& profile_;
    config::Configuration const& configuration_;
    std::vector<config::Settings const*> layers_;
    config::SelectionLayer const& command_line_;
    ConfigText text_;
};

using Found = Result<std::shared_ptr<config::Configuration const>>;

Found configuration_for(Arguments const& arguments, std::string const& folder) {
    auto const working = working_folder();
    config::Discovery discovery(rules::catalog(), working, config::user_configuration_file());
    auto named = named_configuration(arguments, rules::catalog(), working, discovery);
    if (!named || *named != nullptr) return named;
    return discovery.in_force(folder);
}

int trouble_with(Error const& error) {
    say_error(error);
    return exit_trouble;
}

int print_configuration(Arguments const& arguments, Words words) {
    auto const path = arguments.paths.empty() ? std::string(".") : arguments.paths.front();
    auto const absolute = system::joined(working_folder(), path);
    auto const kind = system::status_of(absolute).kind;
    if (kind == system::Kind::missing) return trouble_with({path, "No such file or directory"});
    bool const is_folder = kind == system::Kind::folder;
    auto const folder = is_folder ? absolute : folder_of(absolute);

    if (auto const checked = check_values(arguments); !checked)
        return trouble_with(checked.error());
    auto const configuration = configuration_for(arguments, folder);
    if (!configuration) return trouble_with(configuration.error());
    auto const settings = run_settings(arguments, **configuration);
    if (!settings) return trouble_with(settings.error());
    auto const selection = selection_of(arguments);
    if (!selection) return trouble_with(selection.error());
    RuleList const known(rules::catalog(), (*configuration)->custom_rules);
    if (auto const unknown = config::unknown_name(known, *selection)) return trouble_with(*unknown);

    auto const file = is_folder ? std::string() : absolute;
    config::Profiles profiles(rules::catalog(), *selection);
    auto const profile = profiles.of(*configuration, file);
    if (!profile) return trouble_with(profile.error());
    ConfigPrinter printer(arguments, words, **profile, *selection, file, settings->width);
    return print(printer.print(path));
}

}  // namespace

int config_command(Words words) {
    auto const arguments = parse_arguments(words);
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help("config");
    if (arguments->paths.size() > 1) return usage_error("config: name one file or folder");
    return print_configuration(*arguments, words);
}

}  // namespace dockcheck::cli

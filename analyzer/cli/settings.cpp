// Checking values and putting arguments on top of configurations.
#include "analyzer/cli/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fmt/format.h>

#include "analyzer/cli/hadolint_options.hpp"
#include "analyzer/text/date.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/start.hpp"
#include "analyzer/system/terminal.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::array<std::string_view, 5> all_levels{"error", "warning", "info", "style", "off"};
constexpr auto shown_levels = std::span(all_levels).first<4>();

tl::unexpected<Error> wrong(std::string_view option, std::string text) {
    return tl::unexpected(Error{std::string(option), std::move(text)});
}

Result<Severity> level(std::string_view where, std::string_view name) {
    auto const severity = config::severity_named(name);
    if (severity && *severity != Severity::off) return *severity;
    auto hint = config::suggestion(name, shown_levels);
    if (hint.empty()) {
        hint = fmt::format("; there are {}{}", fmt::join(shown_levels, ", "),
                           where == "--fail-on" ? " and never" : "");
    }
    return wrong(where, fmt::format("unknown severity \"{}\"{}", name, hint));
}

Result<Format> format_of(std::string_view where, std::string_view name) {
    if (auto const format = format_named(name)) return *format;
    auto hint = hint_of_hadolint_format(name);
    if (hint.empty()) hint = config::suggestion(name, format_names());
    return wrong(where, fmt::format("unknown format \"{}\"{}", name,
                                    hint.empty() ? "; dockcheck help formats lists them" : hint));
}

std::optional<std::uint32_t> positive_number(std::string_view text) {
    std::uint32_t value = 0;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    bool const is_whole = error == std::errc() && stop == end;
    return is_whole && value > 0 ? std::optional(value) : std::nullopt;
}

std::vector<config::Mention> mentions(std::vector<std::string> const& names,
                                      std::string_view option) {
    std::vector<config::Mention> result;
    result.reserve(names.size());
    for (auto const& name : names) result.push_back({name, std::string(option)});
    return result;
}

std::string text_of_variable(char const* name) {
    return system::variable(name).value_or(std::string());
}

std::string today() {
    auto const epoch = text_of_variable("SOURCE_DATE_EPOCH");
    long long seconds = 0;
    auto const end = epoch.data() + epoch.size();
    auto const [stop, error] = std::from_chars(epoch.data(), end, seconds);
    if (!epoch.empty() && error == std::errc() && stop == end) return date_of(seconds);
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return date_of(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

/// `sarif` of `sarif:out.sarif`, `junt` of `junt:out.xml`. `./a:b` and `C:out` are paths.
std::string_view format_prefix(std::string_view written) {
    auto const colon = written.find(':');
    if (colon == std::string_view::npos || colon < 2) return {};
    auto const prefix = written.substr(0, colon);
    auto const is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
    return std::ranges::all_of(prefix, is_letter) ? prefix : std::string_view();
}

/// What a file is to hold by the ending of its name; text where that says nothing.
Result<Format> format_by_ending(std::string_view path) {
    struct Ending {
        std::string_view text;
        Format format;
    };
    constexpr Ending all_endings[] = {{".sarif", Format::sarif},
                                      {".sarif.json", Format::sarif},
                                      {".json", Format::json},
                                      {".jsonl", Format::jsonl},
                                      {".md", Format::markdown}};
    for (auto const& [ending, format] : all_endings) {
        if (path.ends_with(ending)) return format;
    }
    if (!path.ends_with(".xml")) return Format::full;
    return wrong("--output", fmt::format("the format of \"{0}\" is not clear: write junit:{0} or "
                                         "checkstyle:{0}",
                                         path));
}

Result<void> add_outputs(RunSettings& settings, Arguments const& arguments,
                         std::optional<Format> named) {
    bool is_named_used = false;
    for (auto const& written : arguments.output) {
        auto const prefix = format_prefix(written);
        auto const prefixed = prefix.empty() ? std::nullopt : format_named(prefix);
        if (!prefix.empty() && !prefixed) {
            auto const unknown = format_of("--output", prefix);
            return wrong("--output", fmt::format("{} (a file of that name is ./{})",
                                                 unknown.error().text, written));
        }
        auto path = prefixed ? written.substr(prefix.size() + 1) : written;
        if (path.empty()) return wrong("--output", fmt::format("\"{}\" names no file", written));
        if (!prefixed && format_named(written)) {
            return wrong("--output", fmt::format("\"{0}\" names a format and no file: write "
                                                 "{0}:FILE (a file of that name is ./{0})",
                                                 written));
        }
        is_named_used = is_named_used || !prefixed;
        auto format = prefixed ? prefixed : named;
        if (!format) {
            auto const meant = format_by_ending(path);
            if (!meant) return tl::unexpected(meant.error());
            format = *meant;
        }
        settings.outputs.emplace_back(*format, std::move(path));
    }
    // `--format sarif -o out.sarif`: the format is the file's, text is still printed.
    if (is_named_used) settings.format = Format::full;
    return {};
}

Result<void> add_configured_outputs(RunSettings& settings,
                                    config::Configuration const& configuration) {
    if (!configuration.output) return {};
    auto const& [outputs, where] = *configuration.output;
    // Whoever checks a repository has not chosen which of his files it overwrites.
    if (!configuration.is_of_user) {
        return wrong(where,
                     "only the command line (-o) and your own configuration may name files that "
                     "are written");
    }
    for (auto const& written : outputs) {
        auto const colon = written.find(':');
        auto const format = format_of(where, written.substr(0, colon));
        if (!format) return tl::unexpected(format.error());
        settings.outputs.emplace_back(*format, written.substr(colon + 1));
    }
    return {};
}

void add_build(FileSettings& settings, Arguments const& arguments,
               config::BuildSettings const& configured) {
    auto& options = settings.build;
    if (configured.targets) {
        options.targets = configured.targets->value;
        settings.targets_from = configured.targets->where;
    }
    for (auto const& [name, value] : configured.arguments) options.arguments[name] = value.value;
    if (configured.platform) options.platform = configured.platform->value;
    if (configured.context) settings.context = configured.context->value;
    settings.no_context = configured.no_context && configured.no_context->value;

    if (!arguments.target.empty()) {
        options.targets = arguments.target;
        settings.targets_from = "--target";
    }
    for (auto const& pair : arguments.build_arg) {
        auto const equals = pair.find('=');
        // As docker does: a name alone takes its value from the environment, if there is one.
        auto const name = pair.substr(0, equals);
        settings.named_arguments.push_back(name);
        if (equals != std::string::npos) {
            options.arguments[name] = pair.substr(equals + 1);
        } else if (auto const value = system::variable(name)) {
            options.arguments[name] = *value;
        }
    }
    if (arguments.platform) options.platform = *arguments.platform;
    if (arguments.context) {
        settings.context = arguments.context;
        settings.no_context = false;
    }
    if (arguments.no_context) settings.no_context = true;
}

}  // namespace

Result<config::SelectionLayer> selection_of(Arguments const& arguments) {
    config::SelectionLayer layer;
    if (!arguments.select.empty()) layer.select = mentions(arguments.select, "--select");
    layer.extend_select = mentions(arguments.extend_select, "--extend-select");
    layer.ignore = mentions(arguments.ignore, "--ignore");
    for (auto const& setting : arguments.severity) {
        auto const equals = setting.rfind('=');
        if (equals == std::string::npos) {
            return wrong("--severity", fmt::format("\"{}\" is not RULE=LEVEL", setting));
        }
        auto const name = setting.substr(equals + 1);
        auto const severity = config::severity_named(name);
        if (!severity) {
            return wrong("--severity", fmt::format("unknown severity \"{}\"{}", name,
                                                   config::suggestion(name, all_levels)));
        }
        layer.severities.push_back({{setting.substr(0, equals), "--severity"}, *severity});
    }
    layer.passes_over_unknown = true;
    return layer;
}

Result<void> check_values(Arguments const& arguments) {
    if (arguments.min_severity) {
        auto const severity = level("--min-severity", *arguments.min_severity);
        if (!severity) return tl::unexpected(severity.error());
    }
    if (arguments.fail_on && *arguments.fail_on != "never") {
        auto const severity = level("--fail-on", *arguments.fail_on);
        if (!severity) return tl::unexpected(severity.error());
    }
    if (arguments.today && !is_date(*arguments.today)) {
        return wrong("--today", fmt::format("\"{}\" is no date YYYY-MM-DD", *arguments.today));
    }
    for (auto const& pair : arguments.build_arg) {
        if (!pair.empty() && !pair.starts_with('=')) continue;
        return wrong("--build-arg", fmt::format("\"{}\" is not NAME=VALUE", pair));
    }
    if (arguments.platform) {
        if (auto const fault = config::platform_fault(*arguments.platform); !fault.empty()) {
            return wrong("--platform", fault);
        }
    }
    auto readers = std::ranges::count(arguments.paths, "-");
    for (auto const* const name :
         {&arguments.files_from, &arguments.baseline, &arguments.changed_lines}) {
        readers += *name == "-";
    }
    if (readers > 1) return tl::unexpected(Error{{}, "two inputs want standard input"});
    if (arguments.changed_lines && (arguments.fix || arguments.diff)) {
        return wrong("--changed-lines", "fixes move lines, it cannot go with --fix or --diff");
    }
    if (arguments.write_baseline
        && (*arguments.write_baseline == "-" || arguments.write_baseline->empty())) {
        return wrong("--write-baseline",
                     fmt::format("\"{}\" names no file", *arguments.write_baseline));
    }
    if (arguments.context && !system::is_folder(*arguments.context)) {
        return wrong("--context", fmt::format("\"{}\" is no folder", *arguments.context));
    }
    if (arguments.context && arguments.no_context) {
        return wrong("--no-context", "contradicts --context");
    }
    return {};
}

Result<RunSettings> run_settings(Arguments const& arguments,
                                 config::Configuration const& configuration) {
    RunSettings settings;
    std::optional<Format> named;
    auto const& configured = configuration.format;
    if (arguments.format || configured) {
        auto const format = arguments.format ? format_of("--format", *arguments.format)
                                             : format_of(configured->where, configured->value);
        if (!format) return tl::unexpected(format.error());
        settings.format = *format;
        if (arguments.format) named = *format;
    }
    auto const outputs = arguments.output.empty() ? add_configured_outputs(settings, configuration)
                                                  : add_outputs(settings, arguments, named);
    if (!outputs) return tl::unexpected(outputs.error());

    auto const color = wants_color(arguments.color);
    if (!color) return tl::unexpected(color.error());
    settings.color = *color;
    auto const width = output_width(arguments.width);
    if (!width) return tl::unexpected(width.error());
    settings.width = *width;
    settings.wraps = system::is_terminal();
    if (arguments.jobs) {
        settings.jobs = positive_number(*arguments.jobs);
        if (!settings.jobs) {
            return wrong("--jobs", fmt::format("\"{}\" is no positive number", *arguments.jobs));
        }
        // A system may refuse so many threads, and no machine has use for them.
        constexpr unsigned most = 256;
        settings.jobs = std::min(*settings.jobs, most);
    }
    auto const is_set = [](config::Setting<bool> const& setting) {
        return setting && setting->value;
    };
    settings.show_suppressed = arguments.show_suppressed || is_set(configuration.show_suppressed);
    settings.statistics = arguments.statistics || is_set(configuration.statistics);
    if (arguments.fix) settings.fix = FixMode::write;
    if (arguments.diff) settings.fix = FixMode::diff;
    return settings;
}

FileSettings file_settings(Arguments const& arguments, config::Profile const& profile) {
    auto const& configuration = *profile.configuration;
    FileSettings settings;
    settings.fail_on = Severity::warning;
    if (configuration.fail_on) settings.fail_on = configuration.fail_on->value;
    if (arguments.fail_on) {
        settings.fail_on = config::severity_named(*arguments.fail_on).value_or(Severity::off);
    }
    if (settings.fail_on == Severity::off) settings.fail_on.reset();

    if (configuration.min_severity) settings.min_severity = configuration.min_severity->value;
    if (arguments.min_severity) {
        settings.min_severity = *config::severity_named(*arguments.min_severity);
    }
    settings.unsafe_fixes =
        arguments.unsafe_fixes || (configuration.unsafe_fixes && configuration.unsafe_fixes->value);
    settings.obey_ignore_comments =
        !arguments.no_inline_ignores
        && !(configuration.no_inline_ignores && configuration.no_inline_ignores->value);
    settings.require_reason = profile.require_reason;
    add_build(settings, arguments, profile.build);
    settings.reads_manifests = !arguments.isolated;
    if (auto trust = system::variable("DOCKER_CONTENT_TRUST")) {
        settings.build.content_trust = std::move(*trust);
    }
    settings.build.today = arguments.today       ? *arguments.today
                           : configuration.today ? configuration.today->value
                                                 : today();
    return settings;
}

Result<bool> wants_color(std::optional<std::string> const& when) {
    if (when && *when == "always") return true;
    if (when && *when == "never") return false;
    if (when && *when != "auto") {
        return wrong("--color", fmt::format("\"{}\" is not auto, always or never", *when));
    }
    if (!text_of_variable("NO_COLOR").empty()) return false;
    auto const forced = text_of_variable("FORCE_COLOR");
    if (!forced.empty() && forced != "0") return true;
    return system::is_terminal() && system::terminal_has_colors();
}

Result<std::uint32_t> output_width(std::optional<std::string> const& width) {
    if (width) {
        if (auto const number = positive_number(*width)) return *number;
        return wrong("--width", fmt::format("\"{}\" is no positive number", *width));
    }
    if (auto const columns = positive_number(text_of_variable("COLUMNS"))) return *columns;
    return system::terminal_width().value_or(80);
}

}  // namespace dockcheck::cli

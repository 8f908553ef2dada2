// Reading the command line with CLI11; the only file that includes it.
#include "analyzer/cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

#include "analyzer/cli/hadolint_options.hpp"
#include "analyzer/config/names.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/system/start.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::string_view environment_prefix = "DOCKCHECK_";
constexpr int most_words = 1 << 20;

bool is_option(std::string_view argument) { return argument.size() > 1 && argument.front() == '-'; }

/// True when some variable could stand for an option.
bool environment_speaks() { return system::has_variables(environment_prefix); }

bool is_isolated(std::span<char const* const> arguments) {
    for (std::string_view const argument : arguments) {
        if (argument == "--") return false;
        if (argument == "--isolated") return true;
    }
    return false;
}

std::vector<std::string> split_at_commas(std::vector<std::string> const& texts) {
    std::vector<std::string> result;
    for (std::string_view text : texts) {
        while (!text.empty()) {
            auto const comma = std::min(text.find(','), text.size());
            auto part = text.substr(0, comma);
            while (part.starts_with(' ')) part.remove_prefix(1);
            while (part.ends_with(' ')) part.remove_suffix(1);
            if (!part.empty()) result.emplace_back(part);
            text.remove_prefix(std::min(comma + 1, text.size()));
        }
    }
    return result;
}

/// Whether a word may be an option of this row; letters behind one dash may be several.
bool may_be_meant(OptionRow const& row, std::string_view word) {
    if (!is_option(word)) return false;
    auto names = row.names;
    while (!names.empty()) {
        auto const name = names.substr(0, names.find(','));
        names.remove_prefix(std::min(name.size() + 1, names.size()));
        bool const is_letter = name.size() == 2 && word[1] != '-';
        if (is_letter && word.find(name[1], 1) != std::string_view::npos) return true;
        if (!word.starts_with(name)) continue;
        if (word.size() == name.size() || word[name.size()] == '=') return true;
    }
    return false;
}

/// An App without help and configuration of its own, which says nothing itself.
/// An option is dear to make: those that no word and no variable can mean are left out.
void add_rows(CLI::App& app, Arguments& target, std::string_view options,
              std::span<char const* const> words, bool with_environment) {
    with_environment = with_environment && environment_speaks();
    for (auto const& row : check_options()) {
        if (!is_option_of(row, options)) continue;
        auto const means_row = [&](std::string_view word) { return may_be_meant(row, word); };
        bool const is_in_environment = with_environment && row.has_environment;
        if (!is_in_environment && std::ranges::none_of(words, means_row)) continue;
        CLI::Option* option = nullptr;
        std::string const names(row.names);
        if (row.flag != nullptr) {
            option = app.add_flag(names, target.*row.flag);
        } else if (row.single != nullptr) {
            option = app.add_option(names, target.*row.single)
                         ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        } else if (row.rest != nullptr) {
            option = app.add_option(names, target.*row.rest)->expected(0, most_words);
        } else {
            option = app.add_option(names, target.*row.list)->allow_extra_args(false);
        }
        if (is_in_environment) option->envname(environment_name(row));
    }
}

Error unknown_option(std::string_view written, std::vector<std::string_view> const& known) {
    auto const name = written.substr(0, written.find('='));
    bool const may_check = std::ranges::find(known, "--fail-on") != known.end();
    auto hint = may_check ? hint_of_hadolint_option(name) : std::string();
    if (hint.empty()) hint = config::suggestion(name, known);
    return {{}, fmt::format("unknown option \"{}\"{}", name, hint)};
}

std::vector<std::string_view> known_options(std::string_view options) {
    std::vector<std::string_view> result;
    for (auto const& row : check_options()) {
        if (!is_option_of(row, options)) continue;
        auto names = row.names;
        while (!names.empty()) {
            auto const comma = std::min(names.find(','), names.size());
            result.push_back(names.substr(0, comma));
            names.remove_prefix(std::min(comma + 1, names.size()));
        }
    }
    return result;
}

/// Parses; what CLI11 does not know and does not look like an option goes to `words`.
std::optional<Error> run_parser(CLI::App& app, std::span<char const* const> arguments,
                                std::vector<std::string_view> const& known) {
    // CLI11 takes them from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        app.parse(std::move(reversed));
    } catch (CLI::ArgumentMismatch const& error) {
        // "--format: 1 required TEXT missing"
        std::string_view const text = error.what();
        return Error{{}, fmt::format("{} needs a value", text.substr(0, text.find(':')))};
    } catch (CLI::ParseError const& error) {
        return Error{{}, error.what()};
    }
    for (auto const& word : app.remaining()) {
        // CLI11 leaves the mark behind which all are paths among them.
        if (word != "--" && is_option(word)) return unknown_option(word, known);
    }
    return std::nullopt;
}

/// What flags and paths say, which is all that most command lines hold: CLI11 is dear to make. None
/// when a word may be something else.
std::optional<Arguments> flags_and_paths(std::span<char const* const> arguments) {
    Arguments result;
    for (std::string_view const word : arguments) {
        if (word.empty() || word.front() == '[') return std::nullopt;  // CLI11 sees lists in these
        if (!is_option(word)) {
            result.paths.emplace_back(word);
            continue;
        }
        // is_option_of() takes several names in one text.
        if (word.find(' ') != std::string_view::npos) return std::nullopt;
        auto const is_meant = [&](OptionRow const& row) {
            return row.flag != nullptr && is_option_of(row, word);
        };
        auto const row = std::ranges::find_if(check_options(), is_meant);
        if (row == check_options().end()) return std::nullopt;
        result.*row->flag = true;
    }
    return result;
}

/// Paths are written with slashes from here on.
Arguments with_slashes(Arguments arguments) {
    if constexpr (system::native_style == system::PathStyle::posix) return arguments;
    for (auto* const list : {&arguments.paths, &arguments.output}) {
        for (auto& path : *list) path = system::with_slashes(path);
    }
    for (auto* const path : {&arguments.context, &arguments.config, &arguments.base_config,
                             &arguments.files_from, &arguments.stdin_filename, &arguments.baseline,
                             &arguments.write_baseline, &arguments.changed_lines}) {
        if (*path) *path = system::with_slashes(**path);
    }
    if (arguments.changed) {
        for (auto& path : *arguments.changed) path = system::with_slashes(path);
    }
    return arguments;
}

Result<Arguments> parse_words(std::span<char const* const> arguments) {
    Arguments result;
    auto const is_option_text = [](char const* argument) { return is_option(argument); };
    if (std::ranges::none_of(arguments, is_option_text) && !environment_speaks()) {
        result.paths.assign(arguments.begin(), arguments.end());
        return result;
    }
    if (is_isolated(arguments) || !environment_speaks()) {
        if (auto known = flags_and_paths(arguments)) return std::move(*known);
    }
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    app.add_option("PATH", result.paths);
    add_rows(app, result, "all", arguments, !is_isolated(arguments));
    if (auto error = run_parser(app, arguments, known_options("all"))) {
        return tl::unexpected(std::move(*error));
    }
    for (auto const& row : check_options()) {
        if (!row.has_commas || (result.*row.list).empty()) continue;
        result.*row.list = split_at_commas(result.*row.list);
        if ((result.*row.list).empty()) {
            return tl::unexpected(Error{{},
                                        fmt::format("{} names nothing: a variable may not be "
                                                    "set",
                                                    row.names)});
        }
    }
    return result;
}

}  // namespace

Result<Arguments> parse_arguments(std::span<char const* const> arguments) {
    auto result = parse_words(arguments);
    return result ? with_slashes(std::move(*result)) : result;
}

Result<Arguments> parse_some(std::span<char const* const> arguments, std::string_view options) {
    Arguments result;
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    app.add_option("WORD", result.paths);
    add_rows(app, result, options, arguments, false);
    if (auto error = run_parser(app, arguments, known_options(options))) {
        return tl::unexpected(std::move(*error));
    }
    auto const* const changed = app.get_option_no_throw("--changed");
    if (changed != nullptr && changed->count() > 0) {
        // CLI11 stands an empty text, or nothing, for no words at all.
        if (!result.changed) result.changed.emplace();
        std::erase(*result.changed, std::string());
    }
    return with_slashes(std::move(result));
}

bool is_option_of(OptionRow const& row, std::string_view options) {
    if (options == "all") return row.rest == nullptr;
    while (!options.empty()) {
        auto const name = options.substr(0, options.find(' '));
        options.remove_prefix(std::min(name.size() + 1, options.size()));
        auto const at = row.names.find(name);
        if (at == std::string_view::npos) continue;
        auto const end = at + name.size();
        bool const is_whole = (at == 0 || row.names[at - 1] == ',')
                              && (end == row.names.size() || row.names[end] == ',');
        if (is_whole) return true;
    }
    return false;
}

std::string environment_name(OptionRow const& row) {
    auto const begin = row.names.find("--") + 2;
    std::string result(environment_prefix);
    for (char const c : row.names.substr(begin, row.names.find(',', begin) - begin)) {
        auto const upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        result += upper == '-' ? '_' : upper;
    }
    return result;
}

}  // namespace dockcheck::cli

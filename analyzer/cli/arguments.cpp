// Reading the command line with CLI11; the only file that includes it.
#include "analyzer/cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

#include "analyzer/config/names.hpp"

#ifndef _WIN32
extern char** environ;
#endif

namespace dockcheck::cli {
namespace {

constexpr std::string_view environment_prefix = "DOCKCHECK_";

bool is_option(std::string_view argument) { return argument.size() > 1 && argument.front() == '-'; }

/// True when some variable could stand for an option. Where they cannot be listed: always.
bool environment_speaks() {
#ifdef _WIN32
    return true;
#else
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        if (std::string_view(*variable).starts_with(environment_prefix)) return true;
    }
    return false;
#endif
}

bool is_isolated(std::span<char const* const> arguments) {
    for (std::string_view const argument : arguments) {
        if (argument == "--") return false;
        if (argument == "--isolated") return true;
    }
    return false;
}

std::string environment_name(std::string_view names) {
    auto const begin = names.find("--") + 2;
    std::string result(environment_prefix);
    for (char const c : names.substr(begin, names.find(',', begin) - begin)) {
        auto const upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        result += upper == '-' ? '_' : upper;
    }
    return result;
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

/// An App without help and configuration of its own, which says nothing itself.
void add_rows(CLI::App& app, std::span<OptionRow const> rows, Arguments& target,
              bool with_environment) {
    for (auto const& row : rows) {
        CLI::Option* option = nullptr;
        std::string const names(row.names);
        if (row.flag != nullptr) {
            option = app.add_flag(names, target.*row.flag);
        } else if (row.single != nullptr) {
            option = app.add_option(names, target.*row.single)
                         ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        } else {
            option = app.add_option(names, target.*row.list)->allow_extra_args(false);
        }
        if (with_environment && row.has_environment) option->envname(environment_name(row.names));
    }
}

Error unknown_option(std::string_view written, std::vector<std::string_view> const& known) {
    auto const name = written.substr(0, written.find('='));
    return {{}, fmt::format("unknown option \"{}\"{}", name, config::suggestion(name, known))};
}

std::vector<std::string_view> names_of(std::span<OptionRow const> rows) {
    std::vector<std::string_view> result;
    for (auto const& row : rows) {
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

}  // namespace

Result<Arguments> parse_arguments(std::span<char const* const> arguments) {
    Arguments result;
    auto const is_option_text = [](char const* argument) { return is_option(argument); };
    if (std::ranges::none_of(arguments, is_option_text) && !environment_speaks()) {
        result.paths.assign(arguments.begin(), arguments.end());
        return result;
    }
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    app.add_option("PATH", result.paths);
    add_rows(app, check_options(), result, !is_isolated(arguments));
    if (auto error = run_parser(app, arguments, names_of(check_options()))) {
        return tl::unexpected(std::move(*error));
    }
    for (auto const& row : check_options()) {
        if (row.has_commas) result.*row.list = split_at_commas(result.*row.list);
    }
    return result;
}

Result<Arguments> parse_plan_arguments(std::span<char const* const> arguments) {
    Arguments result;
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    app.add_option("PATH", result.paths);
    add_rows(app, plan_options(), result, !is_isolated(arguments));
    std::vector<std::string> changed;
    // Nothing is a list too: what `git diff --name-only` prints when nothing has changed.
    auto* const option = app.add_option("--changed", changed)->expected(0, 1 << 20);
    auto known = names_of(plan_options());
    known.emplace_back("--changed");
    if (auto error = run_parser(app, arguments, known)) return tl::unexpected(std::move(*error));
    if (option->count() > 0) {
        // CLI11 stands an empty text for no value at all.
        std::erase(changed, std::string());
        result.changed = std::move(changed);
    }
    return result;
}

Result<SmallArguments> parse_small(std::span<char const* const> arguments) {
    SmallArguments result;
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    app.add_option("WORD", result.words);
    app.add_option("-f,--format", result.format);
    app.add_option("--color", result.color);
    app.add_option("--width", result.width);
    app.add_flag("-h,--help", result.help);
    if (auto error =
            run_parser(app, arguments, {"-f", "--format", "--color", "--width", "-h", "--help"})) {
        return tl::unexpected(std::move(*error));
    }
    return result;
}

}  // namespace dockcheck::cli

// `dockcheck migrate hadolint [FILE]`.
#include "rules/catalog/catalog.hpp"

#include <fmt/format.h>
#include <string>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/messages.hpp"
#include "analyzer/cli/replace_file.hpp"
#include "analyzer/cli/sink.hpp"
#include "analyzer/config/migrate.hpp"
#include "analyzer/config/names.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::array<std::string_view, 1> migrated_tools{"hadolint"};

/// Writes what is complete; a configuration that says something stays.
int write_migrated(std::string const& path, std::string_view toml) {
    bool const is_there = system::own_status_of(path).kind != system::Kind::missing;
    if (is_there) {
        auto const before = read_file(path, maximum_source_size);
        if (!before || before->find_first_not_of(" \t\r\n") != before->npos) {
            say_error(Error{path, "is there already; it stays as it is"});
            return exit_trouble;
        }
    }
    if (auto const written = write_file(path, toml); !written) {
        if (!is_there) system::remove_file(path);
        say_error(written.error());
        return exit_trouble;
    }
    say_note(fmt::format("{} written", path));
    return exit_clean;
}

/// The one in the working folder, or nothing.
std::string file_of_hadolint() {
    for (auto const* const name : {".hadolint.yaml", ".hadolint.yml"}) {
        if (system::exists(name)) return name;
    }
    return {};
}

}  // namespace

int migrate_command(Words words) {
    auto const arguments = parse_some(words, options_of("migrate"));
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help("migrate");
    auto const& given = arguments->paths;
    if (given.empty())
        return usage_error("migrate: say from what, as in dockcheck migrate hadolint");
    if (given.front() != migrated_tools.front()) {
        return usage_error(fmt::format("migrate: nothing is known of \"{}\"{}", given.front(),
                                       config::suggestion(given.front(), migrated_tools)));
    }
    if (given.size() > 2) return usage_error("migrate: name one file");
    if (arguments->output.size() > 1) return usage_error("migrate: name one file to write");
    auto const path = given.size() == 2 ? given[1] : file_of_hadolint();
    if (path.empty()) return usage_error("migrate: there is no .hadolint.yaml here, name the file");

    auto const text = read_file(path, maximum_source_size);
    if (!text) {
        say_error(Error{path, text.error().text});
        return exit_trouble;
    }
    auto const name = path == "-" ? "standard input" : path;
    auto const file = hadolint::read_hadolint_file(*text, name);
    if (!file) {
        say_error(file.error());
        return exit_trouble;
    }
    auto const toml = to_toml(config::migrate(*file, rules::catalog()), name);
    if (arguments->output.empty() || arguments->output.front() == "-") return print(toml);
    return write_migrated(arguments->output.front(), toml);
}

}  // namespace dockcheck::cli

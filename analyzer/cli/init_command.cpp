// `dockcheck init`: a configuration to begin with.
#include "rules/catalog/catalog.hpp"

#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <string>
#include <system_error>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/initial_configuration.hpp"
#include "analyzer/cli/known_rules.hpp"
#include "analyzer/cli/messages.hpp"
#include "analyzer/config/load.hpp"
#include "analyzer/system/disk.hpp"

namespace dockcheck::cli {

namespace {

/// The name of a configuration that is in the working folder already, or nothing.
std::string existing_configuration() {
    for (std::string const name : {"dockcheck.toml", ".dockcheck.toml"}) {
        // A link that leads nowhere is there too.
        if (system::own_status_of(name).kind != system::Kind::missing) return name;
    }
    std::string const project = "pyproject.toml";
    if (!system::exists(project)) return {};
    auto const loaded = config::load(
        project, {working_folder(), project, config::Layout::tool_table}, rules::catalog());
    // One with a mistake in it is there as well.
    return !loaded || *loaded ? project : "";
}

int write_initial(char const* path) {
    errno = 0;
    std::FILE* const file = system::open_stream(path, "wbx");
    auto const fail = [&] {
        auto const code = errno == 0 ? EIO : errno;
        say_error(Error{path, "cannot write: " + std::generic_category().message(code)});
        return exit_trouble;
    };
    if (file == nullptr) return fail();
    auto const text = initial_configuration;
    bool const written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (std::fclose(file) != 0 || !written) return fail();
    say_note(fmt::format("{} written; every setting in it is a comment", path));
    return exit_clean;
}

}  // namespace

int init_command(Words words) {
    auto const arguments = parse_some(words, options_of("init"));
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help("init");
    if (!arguments->paths.empty()) return usage_error("init takes no arguments");
    if (auto const existing = existing_configuration(); !existing.empty()) {
        say_error(Error{existing, "is the configuration here already; it stays as it is"});
        return exit_trouble;
    }
    auto const status = write_initial("dockcheck.toml");
    for (auto const* const name : {".hadolint.yaml", ".hadolint.yml"}) {
        if (status != exit_clean || !system::exists(name)) continue;
        say_note(
            fmt::format("{} is not obeyed any more: dockcheck migrate hadolint shows what it "
                        "means",
                        name));
    }
    return status;
}

}  // namespace dockcheck::cli

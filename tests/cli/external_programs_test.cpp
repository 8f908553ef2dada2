// Who may start ShellCheck: the command line and the user's own configuration, nobody else.
#include "analyzer/cli/external_programs.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/config/temporary_folder.hpp"

#ifndef _WIN32

namespace {

using namespace dockcheck;

/// PATH with a program called shellcheck in it, as long as it lives.
class ProgramInPath {
 public:
    ProgramInPath() {
        folder_.write("shellcheck", "#!/bin/sh\n");
        std::filesystem::permissions(folder_.path() + "/shellcheck",
                                     std::filesystem::perms::owner_all);
        char const* const before = std::getenv("PATH");
        before_ = before == nullptr ? "" : before;
        ::setenv("PATH", folder_.path().c_str(), 1);
    }
    ProgramInPath(ProgramInPath const&) = delete;
    ProgramInPath& operator=(ProgramInPath const&) = delete;
    ~ProgramInPath() { ::setenv("PATH", before_.c_str(), 1); }

 private:
    test::TemporaryFolder folder_;
    std::string before_;
};

constexpr Rule rule{.name = "external-shellcheck", .category = "shell", .by_default = Default::off};

/// Whether the program is started for a file: the rule is on by a configuration.
bool is_started(config::SelectionLayer const& command_line, bool is_of_user) {
    auto configuration = std::make_shared<config::Configuration>();
    configuration->is_of_user = is_of_user;
    configuration->settings.selection.extend_select = {{"external-shellcheck", "x.toml:1:1"}};
    config::Profile profile;
    profile.configuration = configuration;
    ActiveRule active;
    active.rule = &rule;
    profile.rule_set = std::make_unique<RuleSet const>(std::vector{active}, RuleList());
    cli::ExternalPrograms programs(command_line);
    return programs.for_profile(profile) != nullptr;
}

config::SelectionLayer selecting(std::string const& name) {
    config::SelectionLayer layer;
    layer.extend_select = {{name, "--extend-select"}};
    return layer;
}

}  // namespace

TEST_CASE("a configuration in a repository starts no program, the user's own one does") {
    ProgramInPath const path;
    CHECK(!is_started({}, false));
    CHECK(is_started({}, true));
}

TEST_CASE("the command line starts it by its name alone") {
    ProgramInPath const path;
    CHECK(is_started(selecting("external-shellcheck"), false));
    CHECK(!is_started(selecting("all"), false));
    CHECK(!is_started(selecting("shell"), false));
}

#endif

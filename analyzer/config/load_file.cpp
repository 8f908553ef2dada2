// Configurations of the disk.
#include <filesystem>
#include <utility>

#include "analyzer/config/load.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::config {

namespace {

namespace fs = std::filesystem;

/// The folder at or above one with a `.git`; empty where there is none.
fs::path root_above(fs::path const& folder) {
    std::error_code error;
    for (auto at = folder; !at.empty(); at = at.parent_path()) {
        if (fs::exists(at / ".git", error)) return at;
        if (at == at.parent_path()) break;
    }
    return {};
}

/// What the context named by a `--config` file has to lie in. A file that lies in no repository is
/// bound to the working folder where that holds it, and is the user's own elsewhere.
std::string limit_of_given(fs::path const& folder) {
    std::error_code error;
    auto const real = fs::weakly_canonical(folder, error);
    if (auto const root = root_above(real); !root.empty()) return root.generic_string();
    auto const here = fs::weakly_canonical(fs::current_path(error), error);
    auto const relative = real.lexically_relative(here);
    bool const is_here = !relative.empty() && *relative.begin() != "..";
    return is_here ? here.generic_string() : std::string();
}

}  // namespace

std::string repository_of(std::string const& folder) {
    std::error_code error;
    auto const real = fs::weakly_canonical(folder, error);
    auto const root = root_above(real);
    return (root.empty() ? real : root).generic_string();
}

Result<std::optional<Configuration>> load(std::string const& path, ConfigurationFile const& file,
                                          std::span<Rule const> rules) {
    auto text = read_regular_file(path, maximum_source_size);
    if (!text) return tl::unexpected(Error{file.shown, text.error().text});
    // Most pyproject.toml say nothing of dockcheck: they need not be read, nor be right.
    bool const is_shared = file.layout == Layout::tool_table;
    if (is_shared && text->find("dockcheck") == std::string::npos) return std::nullopt;
    return parse(*text, file, rules);
}

Result<Configuration> load(std::string const& path, std::span<Rule const> rules) {
    std::error_code error;
    auto const absolute = fs::absolute(path, error).lexically_normal();
    bool const is_pyproject = absolute.filename() == "pyproject.toml";
    ConfigurationFile const file{absolute.parent_path().generic_string(), path,
                                 is_pyproject ? Layout::tool_table : Layout::whole_file,
                                 absolute.generic_string(), limit_of_given(absolute.parent_path())};
    auto loaded = load(path, file, rules);
    if (!loaded) return tl::unexpected(loaded.error());
    if (!*loaded) return tl::unexpected(Error{path, "there is no [tool.dockcheck] in it"});
    return std::move(**loaded);
}

}  // namespace dockcheck::config

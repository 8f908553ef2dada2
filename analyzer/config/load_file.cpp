// Configurations of the disk.
#include <filesystem>
#include <utility>

#include "analyzer/config/load.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::config {

std::string repository_of(std::string const& folder) {
    namespace fs = std::filesystem;
    std::error_code error;
    auto const real = fs::weakly_canonical(folder, error);
    for (auto at = real; !at.empty(); at = at.parent_path()) {
        if (fs::exists(at / ".git", error)) return at.generic_string();
        if (at == at.parent_path()) break;
    }
    return real.generic_string();
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
    namespace fs = std::filesystem;
    std::error_code error;
    auto const absolute = fs::absolute(path, error).lexically_normal();
    bool const is_pyproject = absolute.filename() == "pyproject.toml";
    ConfigurationFile const file{absolute.parent_path().generic_string(), path,
                                 is_pyproject ? Layout::tool_table : Layout::whole_file,
                                 absolute.generic_string(),
                                 repository_of(absolute.parent_path().generic_string())};
    auto loaded = load(path, file, rules);
    if (!loaded) return tl::unexpected(loaded.error());
    if (!*loaded) return tl::unexpected(Error{path, "there is no [tool.dockcheck] in it"});
    return std::move(**loaded);
}

}  // namespace dockcheck::config

// Configurations of the disk.
#include <utility>

#include "analyzer/config/load.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/byte_set.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::config {

namespace {

/// The folder at or above one with a `.git`; empty where there is none.
std::string root_above(std::string const& folder) {
    for (auto at = folder; !at.empty();) {
        if (system::exists(system::joined(at, ".git"))) return at;
        auto const parent = system::parent_of(at);
        if (parent.size() == at.size()) break;
        at.resize(parent.size());
    }
    return {};
}

/// False for a pyproject.toml that certainly has no [tool.dockcheck], however that may be written:
/// as a key it stands behind a dot, at the start of a line or in a table in braces, and a dot, a
/// bracket or an equals sign stands behind it.
bool may_have_own_table(std::string_view text) {
    constexpr std::string_view key = "dockcheck";
    static constexpr ByteSet between(" \t'\"");
    static constexpr ByteSet before(".\n\r{,");
    static constexpr ByteSet behind(".]=");
    for (auto at = text.find(key); at != text.npos; at = text.find(key, at + 1)) {
        auto begin = at;
        while (begin > 0 && between.holds(text[begin - 1])) --begin;
        auto const end = between.find_outside(text, at + key.size());
        bool const may_begin = begin == 0 || before.holds(text[begin - 1]);
        if (may_begin && end != text.npos && behind.holds(text[end])) return true;
    }
    return false;
}

/// What the context named by a `--config` file has to lie in. A file that lies in no repository is
/// bound to the working folder where that holds it, and is the user's own elsewhere.
std::string limit_of_given(std::string const& folder) {
    auto const real = system::nearly_real_path(folder);
    if (auto root = root_above(real); !root.empty()) return root;
    auto here = system::nearly_real_path(system::working_folder());
    bool const is_here =
        real == here || real.starts_with(here + std::string(system::slash_behind(here)));
    return is_here ? here : std::string();
}

}  // namespace

std::string repository_of(std::string const& folder) {
    auto real = system::nearly_real_path(folder);
    auto root = root_above(real);
    return root.empty() ? real : root;
}

Result<std::optional<Configuration>> load(std::string const& path, ConfigurationFile const& file,
                                          std::span<Rule const> rules) {
    auto text = read_regular_file(path, maximum_source_size);
    if (!text) return tl::unexpected(Error{file.shown, text.error().text});
    // Most pyproject.toml say nothing of dockcheck: they need not be read, nor be right.
    if (file.layout == Layout::tool_table && !may_have_own_table(*text)) return std::nullopt;
    auto result = parse(*text, file, rules);
    if (result && *result) (*result)->is_blank = text->find_first_not_of(" \t\r\n") == text->npos;
    return result;
}

namespace {

Result<Configuration> load_named(std::string const& path, ConfigurationFile file,
                                 std::span<Rule const> rules) {
    file.shown = path;
    if (base_name(file.path) == "pyproject.toml") file.layout = Layout::tool_table;
    file.repository = limit_of_given(std::string(system::parent_of(file.path)));
    auto loaded = load(path, file, rules);
    if (!loaded) return tl::unexpected(loaded.error());
    if (!*loaded) return tl::unexpected(Error{path, "there is no [tool.dockcheck] in it"});
    return std::move(**loaded);
}

}  // namespace

Result<Configuration> load(std::string const& path, std::span<Rule const> rules,
                           std::shared_ptr<Configuration const> base) {
    ConfigurationFile file;
    file.path = system::joined(system::working_folder(), path);
    file.folder = system::parent_of(file.path);
    file.base = std::move(base);
    return load_named(path, std::move(file), rules);
}

Result<Configuration> load_base(std::string const& path, std::span<Rule const> rules,
                                std::string const& working_folder) {
    ConfigurationFile file;
    file.path = system::joined(working_folder, path);
    file.folder = working_folder;
    return load_named(path, std::move(file), rules);
}

}  // namespace dockcheck::config

// Looking for configuration files from a folder upwards.
#include "analyzer/config/discover.hpp"

#include <array>
#include <utility>

#include "analyzer/config/load.hpp"
#include "analyzer/config/migrate.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::config {
namespace {

/// A name that is taken by anything: a folder and a link to nowhere as well.
bool is_taken(std::string const& path) {
    return system::own_status_of(path).kind != system::Kind::missing;
}

std::string parent(std::string const& path) { return std::string(system::parent_of(path)); }

/// A `.git` folder, or the `.git` file of a worktree.
bool is_repository_root(std::string const& folder) {
    return system::exists(system::joined(folder, ".git"));
}

/// True for a link that leads out of the repository: whoever wrote it may not choose what is read.
bool leads_outside(std::string const& path) {
    if (system::own_status_of(path).kind != system::Kind::link) return false;
    auto const home = repository_of(parent(path));
    auto const real = system::real_path(path);
    if (!real || home.empty()) return false;
    return !real->starts_with(home + std::string(system::slash_behind(home)));
}

Error outside(std::string const& shown) {
    return Error{shown, "it is a link that leads out of the repository, and is not followed"};
}

Result<Configuration> load_hadolint(std::string const& path, std::string const& shown,
                                    std::span<Rule const> rules,
                                    std::shared_ptr<Configuration const> base) {
    if (leads_outside(path)) return tl::unexpected(outside(shown));
    auto const text = read_regular_file(path, maximum_source_size);
    if (!text) return tl::unexpected(Error{shown, text.error().text});
    auto const file = hadolint::read_hadolint_file(*text, shown);
    if (!file) return tl::unexpected(file.error());
    return to_configuration(migrate(*file, rules), shown, parent(path), std::move(base));
}

std::string shown_path(std::string const& path, std::string const& working_folder) {
    auto const prefix = working_folder.ends_with('/') ? working_folder : working_folder + "/";
    return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

}  // namespace

Discovery::Discovery(std::span<Rule const> rules, std::string working_folder, std::string user_file)
    : rules_(rules), working_folder_(std::move(working_folder)), user_file_(std::move(user_file)) {}

/// Where looking upwards ends.
bool Discovery::is_top_folder(std::string const& folder) {
    auto const [known, is_new] = tops_.try_emplace(folder);
    if (is_new) {
        auto const above = system::parent_of(folder);
        known->second = above == folder || above.empty() || is_repository_root(folder);
    }
    return known->second;
}

Result<std::shared_ptr<Configuration const>> Discovery::in_force(std::string const& folder) {
    auto found = own_configuration(folder);
    if (!found || (!(*found)->path.empty() && !(*found)->is_blank)) return found;
    // A file without a word in it is what a redirection leaves behind when `migrate` fails: it
    // hides nothing.
    auto of_hadolint = hadolint_configuration(folder);
    if (!of_hadolint || *of_hadolint == nullptr) return of_hadolint ? found : of_hadolint;
    if ((*found)->path.empty()) return of_hadolint;
    auto const key = std::pair((*of_hadolint).get(), (*found)->path);
    auto& result = instead_of_blank_[key];
    if (result == nullptr) {
        auto told = std::make_shared<Configuration>(**of_hadolint);
        told->blank_instead = (*found)->path;
        result = std::move(told);
    }
    return result;
}

Result<std::shared_ptr<Configuration const>> Discovery::own_configuration(
    std::string const& folder) {
    if (auto const known = folders_.find(folder); known != folders_.end()) return known->second;
    auto found = configuration_of(folder);
    if (found && *found == nullptr) {
        found = is_top_folder(folder) ? user_configuration() : own_configuration(parent(folder));
    }
    return folders_.emplace(folder, std::move(found)).first->second;
}

Result<std::shared_ptr<Configuration const>> Discovery::hadolint_configuration(
    std::string const& folder) {
    auto const known = hadolint_folders_.find(folder);
    if (known != hadolint_folders_.end()) return known->second;
    Found found = nullptr;
    for (auto const name : {".hadolint.yaml", ".hadolint.yml"}) {
        auto const path = system::joined(folder, name);
        if (!is_taken(path)) continue;
        auto const shown = shown_path(path, working_folder_);
        auto loaded = load_hadolint(path, shown, rules_, base_);
        if (loaded) {
            found = std::make_shared<Configuration const>(std::move(*loaded));
        } else {
            found = tl::unexpected(loaded.error());
        }
        break;
    }
    if (found && *found == nullptr && !is_top_folder(folder)) {
        found = hadolint_configuration(parent(folder));
    }
    return hadolint_folders_.emplace(folder, std::move(found)).first->second;
}

Result<std::shared_ptr<Configuration const>> Discovery::configuration_of(
    std::string const& folder) {
    constexpr std::array<std::pair<std::string_view, Layout>, 3> names{{
        {"dockcheck.toml", Layout::whole_file},
        {".dockcheck.toml", Layout::whole_file},
        {"pyproject.toml", Layout::tool_table},
    }};
    for (auto const& [name, layout] : names) {
        auto const path = system::joined(folder, name);
        // What bears our name and cannot be read is a mistake; a pyproject.toml is everybody's.
        bool const is_ours = layout == Layout::whole_file;
        if (is_ours ? !is_taken(path) : !system::is_file(path)) continue;
        auto const shown = shown_path(path, working_folder_);
        if (!system::exists(path)) return tl::unexpected(Error{shown, "it is a link to nothing"});
        if (leads_outside(path)) {
            if (is_ours) return tl::unexpected(outside(shown));
            continue;
        }
        auto loaded =
            load(path, {folder, shown, layout, path, repository_of(folder), base_}, rules_);
        if (!loaded) return tl::unexpected(loaded.error());
        if (*loaded) return std::make_shared<Configuration const>(std::move(**loaded));
    }
    return nullptr;
}

Result<std::shared_ptr<Configuration const>> Discovery::user_configuration() {
    if (user_ != nullptr) return user_;
    auto configuration = std::make_shared<Configuration>();
    configuration->folder = working_folder_;
    if (!user_file_.empty() && is_taken(user_file_)) {
        // A user's patterns are about the files at hand, as ruff has it.
        auto loaded =
            load(user_file_,
                 {working_folder_, user_file_, Layout::whole_file, user_file_, {}, base_}, rules_);
        if (!loaded) return tl::unexpected(loaded.error());
        *configuration = std::move(**loaded);
        configuration->is_of_user = true;
    } else if (base_ != nullptr) {
        configuration->extend(base_);
    }
    user_ = std::move(configuration);
    return user_;
}

std::string user_configuration_file() {
    auto const folder = system::configuration_folder();
    return folder.empty() ? folder : system::joined(folder, "dockcheck/dockcheck.toml");
}

}  // namespace dockcheck::config

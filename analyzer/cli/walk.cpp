// Walking depth by depth, .gitignore files stacked on the way down.
#include "analyzer/cli/walk.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include "analyzer/cli/file_names.hpp"
#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/parallel.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/file.hpp"
#include "analyzer/text/glob.hpp"

namespace dockcheck::cli {
namespace {

using system::Kind;

constexpr std::size_t largest_ignore_file = std::size_t{1024} * 1024;
constexpr std::size_t deepest = 200;

/// The folders of which one piece of the work is made.
constexpr std::size_t folders_at_once = 4096;

/// The patterns of one folder's .gitignore, and those of the folders above it.
struct FolderRules {
    std::string folder;  ///< with a '/' behind it
    GlobList patterns;
    std::shared_ptr<FolderRules const> above;
};
using RulesInForce = std::shared_ptr<FolderRules const>;

std::string with_slash(std::string folder) {
    if (!folder.ends_with('/')) folder += '/';
    return folder;
}

struct Entry {
    std::string name;
    bool is_folder = false;
    bool is_link = false;
    std::size_t folder = 0;  ///< its place among the folders
};

struct Folder {
    std::string path;
    RulesInForce rules = {};
    std::vector<Entry> entries = {};  ///< what is wanted of it, by name
    std::size_t names = 0;            ///< all that lie in it
    int error = 0;                    ///< why it could not be listed, as errno
};

RulesInForce with_rules(RulesInForce rules, std::string const& folder, std::string const& file) {
    if (!system::is_file(file)) return rules;
    auto const text = read_file(file, largest_ignore_file);
    if (!text) return rules;
    FolderRules read{with_slash(folder), {}, rules};
    read.patterns.add_lines(*text);
    if (read.patterns.empty()) return rules;
    return std::make_shared<FolderRules const>(std::move(read));
}

/// Git reads them from the repository's root downwards; without a repository only those below.
RulesInForce rules_above(std::string const& folder) {
    auto const root = repository_root(folder);
    if (root.empty()) return nullptr;
    auto rules = with_rules(nullptr, root, root + "/.git/info/exclude");
    if (root == folder) return rules;
    for (auto slash = root.size(); slash != std::string::npos && slash < folder.size();
         slash = folder.find('/', slash + 1)) {
        auto const above = folder.substr(0, slash);
        rules = with_rules(std::move(rules), above, with_slash(above) + ".gitignore");
    }
    return rules;
}

/// The deepest file that says something decides.
bool is_ignored(FolderRules const* rules, std::string_view path, EntryKind kind) {
    for (; rules != nullptr; rules = rules->above.get()) {
        auto const verdict = rules->patterns.verdict(path.substr(rules->folder.size()), kind);
        if (verdict != GlobVerdict::nothing) return verdict == GlobVerdict::excluded;
    }
    return false;
}

/// Of a path whose last part is of this kind.
bool is_dockerfile(std::string const& path, NameKind kind) {
    if (kind != NameKind::doubtful) return kind == NameKind::dockerfile;
    auto const text = read_file(path, largest_ignore_file);
    return text && begins_like_a_dockerfile(*text);
}

bool is_wanted_file(std::string const& path, system::Entry const& entry) {
    auto const kind = name_kind(entry.name);
    if (kind != NameKind::dockerfile && kind != NameKind::doubtful) return false;
    // A link to a folder leads to files that are found elsewhere, or in circles.
    bool const is_file =
        entry.kind == Kind::file || (entry.kind == Kind::link && system::is_file(path));
    return is_file && is_dockerfile(path, kind);
}

/// Fills in what lies in a folder, whose rules are those above it until then.
void list(Folder& folder) {
    auto found = system::entries_of(folder.path);
    if (!found) {
        folder.error = errno;
        return;
    }
    folder.names = found->size();
    auto const start = with_slash(folder.path);
    if (std::ranges::find(*found, ".gitignore", &system::Entry::name) != found->end()) {
        folder.rules = with_rules(std::move(folder.rules), folder.path, start + ".gitignore");
    }
    for (auto& entry : *found) {
        bool const is_folder = entry.kind == Kind::folder;
        auto const path = start + entry.name;
        if (is_folder ? is_skipped_folder(entry.name) : !is_wanted_file(path, entry)) continue;
        auto const kind = is_folder ? EntryKind::directory : EntryKind::file;
        if (is_ignored(folder.rules.get(), path, kind)) continue;
        folder.entries.push_back({std::move(entry.name), is_folder, entry.kind == Kind::link});
    }
    std::ranges::sort(folder.entries, {}, &Entry::name);
}

/// One walk: the folders of one depth after those of the depth before, each depth by several
/// threads; then all that was found in the order of the names.
class Walker {
 public:
    explicit Walker(WalkOptions const& options) : options_(options) {}

    Walked walk(std::string const& folder) {
        folders_.push_back({folder, rules_above(folder)});
        std::size_t first = 0;
        for (std::size_t depth = 0; depth <= deepest; ++depth) {
            auto const end = folders_.size();
            list_all(first, end);
            if (depth < deepest) add_those_in(first, end);
            first = end;
        }
        collect(folders_.front());
        drop_links_to_elsewhere(folder);
        drop_links_to_found();
        return std::move(result_);
    }

 private:
    void list_all(std::size_t first, std::size_t end) {
        while (first < end) {
            auto const count = std::min(folders_at_once, end - first);
            auto const folders = std::span(folders_).subspan(first, count);
            in_parts(count, options_.jobs.value_or(usual_jobs(count)),
                     [&](std::size_t begin, std::size_t stop) {
                         for (auto& folder : folders.subspan(begin, stop - begin)) list(folder);
                     });
            for (auto const& folder : folders) names_ += folder.names;
            options_.looked_at(names_);
            first += count;
        }
    }

    /// Appends the folders that lie in those from `first` up to `end`.
    void add_those_in(std::size_t first, std::size_t end) {
        for (auto i = first; i < end; ++i) {
            auto const start = with_slash(folders_[i].path);
            auto const rules = folders_[i].rules;
            auto entries = std::move(folders_[i].entries);
            for (auto& entry : entries) {
                if (!entry.is_folder) continue;
                entry.folder = folders_.size();
                folders_.push_back({start + entry.name, rules});
            }
            folders_[i].entries = std::move(entries);
        }
    }

    void collect(Folder const& folder) {
        if (folder.error != 0) {
            result_.troubles.push_back(
                {folder.path, std::generic_category().message(folder.error)});
        }
        for (auto const& entry : folder.entries) {
            if (entry.is_folder) {
                if (entry.folder != 0) collect(folders_[entry.folder]);
                continue;
            }
            auto path = with_slash(folder.path) + entry.name;
            if (options_.is_excluded(path)) continue;
            if (entry.is_link) links_.push_back(path);
            result_.files.push_back(std::move(path));
        }
    }

    /// What lies outside the repository, or outside the folder where there is none, nobody asked
    /// for: --fix would even change it.
    void drop_links_to_elsewhere(std::string const& folder) {
        if (links_.empty()) return;
        auto const repository = repository_root(folder);
        auto const top = with_slash(real_path(repository.empty() ? folder : repository));
        std::set<std::string> dropped;
        for (auto const& link : links_) {
            if (!real_path(link).starts_with(top)) dropped.insert(link);
        }
        std::erase_if(result_.files, [&](auto const& file) { return dropped.contains(file); });
        std::erase_if(links_, [&](auto const& link) { return dropped.contains(link); });
    }

    // What a link leads to is told once, under its own name.
    void drop_links_to_found() {
        if (links_.empty()) return;
        std::set<std::string> targets;
        std::set<std::string> const links(links_.begin(), links_.end());
        for (auto const& file : result_.files) {
            if (!links.contains(file)) targets.insert(real_path(file));
        }
        std::erase_if(result_.files, [&](std::string const& file) {
            return links.contains(file) && !targets.insert(real_path(file)).second;
        });
    }

    static std::string real_path(std::string const& file) {
        return system::real_path(file).value_or(std::string());
    }

    WalkOptions options_;
    std::vector<Folder> folders_;  ///< depth by depth
    std::size_t names_ = 0;
    std::vector<std::string> links_;  ///< among the files found
    Walked result_;
};

}  // namespace

Walked walk(std::string const& folder, WalkOptions const& options) {
    return Walker(options).walk(folder);
}

bool is_dockerfile_of_walk(std::string const& path) {
    return is_dockerfile(path, name_kind(base_name(path)));
}

bool is_repository_root(std::string const& folder) {
    return system::exists(with_slash(folder) + ".git");
}

std::string repository_root(std::string const& folder) {
    for (auto at = folder;;) {
        if (is_repository_root(at)) return at;
        auto parent = folder_of(at);
        if (parent == at || parent.empty()) return {};
        at = std::move(parent);
    }
}

}  // namespace dockcheck::cli

// Walking folder by folder, .gitignore files stacked on the way down.
#include "analyzer/cli/walk.hpp"

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>

#include "analyzer/cli/file_names.hpp"
#include "analyzer/cli/inputs.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/file.hpp"
#include "analyzer/text/glob.hpp"

namespace dockcheck::cli {
namespace {

using system::Kind;

constexpr std::size_t largest_ignore_file = std::size_t{1024} * 1024;
constexpr std::size_t deepest = 200;

/// The patterns of one folder's .gitignore.
struct FolderRules {
    std::string folder;  ///< with a '/' behind it
    GlobList patterns;
};

std::string with_slash(std::string folder) {
    if (!folder.ends_with('/')) folder += '/';
    return folder;
}

struct Entry {
    std::string name;
    bool is_folder = false;
    bool is_link = false;
};

/// One walk.
class Walker {
 public:
    explicit Walker(FunctionRef<bool(std::string_view)> is_excluded) : is_excluded_(is_excluded) {}

    Walked walk(std::string const& folder) {
        push_rules_above(folder);
        enter(folder, 0);
        drop_links_to_elsewhere(folder);
        drop_links_to_found();
        return std::move(result_);
    }

 private:
    // Git reads them from the repository's root downwards; without a repository only those below.
    void push_rules_above(std::string const& folder) {
        auto const root = repository_root(folder);
        if (root.empty()) return;
        push_rules(root, root + "/.git/info/exclude");
        if (root == folder) return;
        for (auto slash = root.size(); slash != std::string::npos && slash < folder.size();
             slash = folder.find('/', slash + 1)) {
            auto const above = folder.substr(0, slash);
            push_rules(above, with_slash(above) + ".gitignore");
        }
    }

    void push_rules(std::string const& folder, std::string const& file) {
        if (!system::is_file(file)) return;
        auto const text = read_file(file, largest_ignore_file);
        if (!text) return;
        FolderRules read{with_slash(folder), {}};
        read.patterns.add_lines(*text);
        if (!read.patterns.empty()) rules_.push_back(std::move(read));
    }

    // The deepest file that says something decides.
    [[nodiscard]] bool is_ignored(std::string_view path, EntryKind kind) const {
        for (auto each = rules_.rbegin(); each != rules_.rend(); ++each) {
            auto const verdict = each->patterns.verdict(path.substr(each->folder.size()), kind);
            if (verdict != GlobVerdict::nothing) return verdict == GlobVerdict::excluded;
        }
        return false;
    }

    std::vector<Entry> entries_of(std::string const& folder) {
        std::vector<Entry> entries;
        auto found = system::entries_of(folder);
        if (!found) {
            result_.troubles.push_back({folder, std::generic_category().message(errno)});
            return entries;
        }
        for (auto& entry : *found) {
            bool const is_link = entry.kind == Kind::link;
            bool const is_folder = entry.kind == Kind::folder;
            // A link to a folder leads to files that are found elsewhere, or in circles: is_wanted
            // has files alone.
            if (is_folder ? is_skipped_folder(entry.name) : !is_wanted(folder, entry)) continue;
            entries.push_back({std::move(entry.name), is_folder, is_link});
        }
        std::ranges::sort(entries, {}, &Entry::name);
        return entries;
    }

    static bool is_wanted(std::string const& folder, system::Entry const& entry) {
        auto const kind = name_kind(entry.name);
        if (kind != NameKind::dockerfile && kind != NameKind::doubtful) return false;
        auto const path = with_slash(folder) + entry.name;
        bool const is_file =
            entry.kind == Kind::file || (entry.kind == Kind::link && system::is_file(path));
        if (!is_file) return false;
        if (kind == NameKind::dockerfile) return true;
        auto const text = read_file(path, largest_ignore_file);
        return text && begins_like_a_dockerfile(*text);
    }

    void enter(std::string const& folder, std::size_t depth) {
        if (depth > deepest) return;
        auto const rules_before = rules_.size();
        push_rules(folder, with_slash(folder) + ".gitignore");
        for (auto const& entry : entries_of(folder)) {
            auto const path = with_slash(folder) + entry.name;
            auto const kind = entry.is_folder ? EntryKind::directory : EntryKind::file;
            if (is_ignored(path, kind)) continue;
            if (entry.is_folder) {
                enter(path, depth + 1);
            } else if (!is_excluded_(path)) {
                result_.files.push_back(path);
                if (entry.is_link) links_.push_back(path);
            }
        }
        rules_.resize(rules_before);
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

    FunctionRef<bool(std::string_view)> is_excluded_;
    std::vector<FolderRules> rules_;
    std::vector<std::string> links_;  ///< among the files found
    Walked result_;
};

}  // namespace

Walked walk(std::string const& folder, FunctionRef<bool(std::string_view path)> is_excluded) {
    return Walker(is_excluded).walk(folder);
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

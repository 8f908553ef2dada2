// Reading a compose file with yaml-cpp. Anchors share their nodes: only what a build section holds
// is looked at, and no more of it than an allowance.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <yaml-cpp/yaml.h>

#include "analyzer/compose/build_section.hpp"
#include "analyzer/compose/compose_documents.hpp"

namespace dockcheck::compose {
namespace {

std::string where(std::string_view name, YAML::Mark const& mark) {
    return mark.is_null() ? std::string(name)
                          : fmt::format("{}:{}:{}", name, mark.line + 1, mark.column + 1);
}

Mark mark_of(YAML::Node const& node) {
    auto const mark = node.Mark();
    if (mark.is_null()) return {};
    return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

class ComposeReader {
 public:
    ComposeReader(YAML::Node const& document, std::string_view name, OtherFiles* others)
        : name_(name), documents_(document, name, others) {}

    Result<BuildSections> read() {
        read_document(documents_.first(), 0);
        if (allowance_ == 0) return tl::unexpected(Error{std::string(name_), too_much});
        forget_shared_arguments();
        for (auto& section : sections_) {
            bool const is_alone =
                !any_network_is_shared_ && !shared_networks_.contains(section.name);
            if (section.container && !is_alone) section.container->has_own_network = false;
        }
        return std::move(sections_);
    }

 private:
    void read_document(ComposeDocument const& document, int depth) {
        each(find(document.root, "services"),
             [&](std::string const& service, YAML::Node const& node) {
                 if (auto const mode = find(node, "network_mode"); mode.IsDefined())
                     see_network(mode);
                 auto const chain = chain_of(node, document);
                 if (chain.builds.empty()) return;
                 // What a service of the same file builds is that one's section.
                 bool const is_own = find(node, "build").IsDefined();
                 if (is_own || chain.builds.front().document != &document)
                     read_build(service, node, chain);
             });
        constexpr int deepest = 8;
        auto const include = find(document.root, "include");
        if (!include.IsDefined() || !include.IsSequence() || depth == deepest) return;
        for (auto const& entry : include) {
            if (allowance_ == 0) return;
            --allowance_;
            read_included(entry, document, depth + 1);
        }
    }

    /// An entry of `include`: a path, or a mapping with one or several.
    void read_included(YAML::Node const& entry, ComposeDocument const& document, int depth) {
        std::vector<std::string> paths;
        auto const path = entry.IsScalar() ? entry : find(entry, "path");
        if (!path.IsDefined()) return;
        if (path.IsScalar()) paths.push_back(path.Scalar());
        each_text(path, [&](YAML::Node const& text) { paths.push_back(text.Scalar()); });
        if (paths.empty() || !std::ranges::all_of(paths, is_plain_path)) return;
        auto folder = folder_of_file(joined_path(document.folder, paths.front()));
        if (auto const named = find(entry, "project_directory"); named.IsDefined()) {
            if (!named.IsScalar() || !is_plain_path(named.Scalar())) return;
            folder = joined_path(document.folder, named.Scalar());
        }
        auto const first = sections_.size();
        for (auto const& each_path : paths) {
            auto const* const other =
                documents_.open(joined_path(document.folder, each_path), folder);
            if (other == nullptr) continue;
            read_document(*other, depth);
        }
        if (paths.size() > 1) drop_overridden(first);
    }

    static bool is_plain_path(std::string const& path) {
        return without_variables(path) == path && !is_remote_context(path);
    }

    /// What several files say of one service is put together in ways that are not followed.
    void drop_overridden(std::size_t first) {
        std::map<std::string, int> counts;
        for (auto i = first; i < sections_.size(); ++i) ++counts[sections_[i].name];
        sections_.erase(
            std::remove_if(sections_.begin() + static_cast<std::ptrdiff_t>(first), sections_.end(),
                           [&](auto const& section) { return counts[section.name] > 1; }),
            sections_.end());
    }

    /// Entries of a mapping, as long as the allowance lasts.
    template <typename Visit>
    void each_entry(YAML::Node const& map, Visit&& visit) {
        if (!map.IsDefined() || !map.IsMap()) return;
        for (auto const& entry : map) {
            if (allowance_ == 0) return;
            --allowance_;
            if (entry.first.IsScalar()) visit(entry.first, entry.second);
        }
    }
    template <typename Visit>
    void each(YAML::Node const& map, Visit&& visit) {
        each_entry(map, [&](YAML::Node const& key, YAML::Node const& value) {
            visit(key.Scalar(), value);
        });
    }

    /// The value of a key, also of one that `<<` merges in; undefined when there is none.
    YAML::Node find(YAML::Node const& map, std::string_view wanted, int depth = 0) {
        constexpr int deepest = 8;
        YAML::Node found(YAML::NodeType::Undefined);
        YAML::Node merged(YAML::NodeType::Undefined);
        each(map, [&](std::string const& key, YAML::Node const& value) {
            if (key == wanted) found.reset(value);
            if (key == "<<") merged.reset(value);
        });
        if (found.IsDefined() || !merged.IsDefined() || depth == deepest) return found;
        if (!merged.IsSequence()) return find(merged, wanted, depth + 1);
        for (auto const& part : merged) {
            if (allowance_ == 0) break;
            auto const value = find(part, wanted, depth + 1);
            if (value.IsDefined()) return value;
        }
        return found;
    }

    /// The build sections of a service and of those that it extends, its own first.
    struct Build {
        YAML::Node node;
        ComposeDocument const* document;
    };
    struct Chain {
        std::vector<Build> builds;
        bool goes_on_elsewhere = false;  ///< where it cannot be followed
    };

    Chain chain_of(YAML::Node const& service, ComposeDocument const& document) {
        constexpr std::size_t longest = 8;
        Chain chain;
        YAML::Node at(service);
        auto const* file = &document;
        for (std::size_t i = 0; i < longest; ++i) {
            auto const build = find(at, "build");
            if (build.IsDefined()) chain.builds.push_back({build, file});
            auto const extends = find(at, "extends");
            if (!extends.IsDefined()) return chain;
            auto const name = extends.IsScalar() ? extends : find(extends, "service");
            file = document_of(extends, *file);
            if (file == nullptr || !name.IsDefined() || !name.IsScalar()) break;
            auto const next = find(find(file->root, "services"), name.Scalar());
            if (!next.IsDefined()) break;
            at.reset(next);
        }
        chain.goes_on_elsewhere = true;
        return chain;
    }

    /// The file with the service that is extended, or nullptr.
    ComposeDocument const* document_of(YAML::Node const& extends, ComposeDocument const& document) {
        if (!extends.IsMap()) return &document;
        auto const file = find(extends, "file");
        if (!file.IsDefined()) return &document;
        if (!file.IsScalar() || !is_plain_path(file.Scalar())) return nullptr;
        auto const path = joined_path(document.folder, file.Scalar());
        return documents_.open(path, folder_of_file(path));
    }

    /// The text of a key; `fallback` where it is absent, nothing where nobody can know it.
    std::optional<std::string> text(Chain const& chain, std::string_view key,
                                    std::string_view fallback) {
        for (auto const& [build, document] : chain.builds) {
            bool const is_short = build.IsScalar() && key == "context";
            auto const node = is_short ? build : find(build, key);
            if (!node.IsDefined() || node.IsNull()) continue;
            auto known = node.IsScalar() ? without_variables(node.Scalar()) : std::nullopt;
            if (known && key == "context" && !is_remote_context(*known))
                return from_first(*document, *known);
            return known;
        }
        if (chain.goes_on_elsewhere) return std::nullopt;
        auto const* const document = chain.builds.front().document;
        if (key != "context") return std::string(fallback);
        // Whose folder holds where nobody names one is not said by all versions alike.
        if (document != chain.builds.back().document) return std::nullopt;
        return from_first(*document, std::string(fallback));
    }

    /// A folder as written in a document, from the first file's.
    static std::string from_first(ComposeDocument const& document, std::string const& folder) {
        if (document.folder.empty()) return folder;
        auto joined = joined_path(document.folder, folder);
        return joined.empty() ? "." : joined;
    }

    void read_build(std::string const& name, YAML::Node const& service, Chain const& chain) {
        BuildSection section;
        section.name = name;
        auto const& [own, document] = chain.builds.front();
        section.file = document->path;
        section.mark = mark_of(own);
        if (!own.IsScalar() && !own.IsMap()) return;
        argument_names_.clear();
        bool is_inline = false;
        for (auto const& [build, origin] : chain.builds) {
            is_inline = is_inline || find(build, "dockerfile_inline").IsDefined();
            read_arguments(find(build, "args"), origin->path.empty(), section);
            read_contexts(find(build, "additional_contexts"), section);
        }
        section.context = text(chain, "context", ".");
        section.dockerfile = text(chain, "dockerfile", "Dockerfile");
        section.target = text(chain, "target", "");
        section.target_mark = target_mark(chain);
        bool const is_left_out =
            is_inline || (section.context && is_remote_context(*section.context));
        note_users(section, is_left_out);
        if (is_left_out) return;
        if (!find(service, "extends").IsDefined()) section.container = container_of(service);
        sections_.push_back(std::move(section));
    }

    /// Of the section that says the target, where it is one of the first file.
    Mark target_mark(Chain const& chain) {
        for (auto const& [build, origin] : chain.builds) {
            auto const target = find(build, "target");
            if (target.IsDefined()) return origin->path.empty() ? mark_of(target) : Mark{};
        }
        return {};
    }

    Container container_of(YAML::Node const& service) {
        Container container;
        std::set<std::string> seen;
        read_container(service, container, seen, 0);
        return container;
    }

    /// The keys of a service, then those that `<<` merges in and that it does not have itself.
    void read_container(YAML::Node const& map, Container& container, std::set<std::string>& seen,
                        int depth) {
        constexpr int deepest = 8;
        YAML::Node merged(YAML::NodeType::Undefined);
        each(map, [&](std::string const& key, YAML::Node const& value) {
            if (key == "<<") {
                merged.reset(value);
            } else if (seen.insert(key).second) {
                read_key(key, value, container);
            }
        });
        if (!merged.IsDefined() || depth == deepest) return;
        if (!merged.IsSequence()) return read_container(merged, container, seen, depth + 1);
        for (auto const& part : merged) {
            if (allowance_ == 0) return;
            read_container(part, container, seen, depth + 1);
        }
    }

    void read_key(std::string const& key, YAML::Node const& value, Container& container) {
        static std::set<std::string, std::less<>> const mounts{"volumes", "configs", "secrets",
                                                               "working_dir", "develop"};
        if (key == "user") container.user = written(value);
        if (key == "command" && !value.IsNull()) container.command = first_word(value);
        if (key == "entrypoint" && !value.IsNull()) container.has_entrypoint = true;
        if (key == "environment" || key == "env_file") container.has_environment = true;
        if (key == "userns_mode") container.has_own_users = true;
        if (key == "profiles") container.is_optional = true;
        if (key == "network_mode") container.has_own_network = false;
        if (key == "ports") container.ports = ports_of(value);
        if (mounts.contains(key)) container.has_mounts = true;
    }

    /// `service:web`: another one listens in the network of that service.
    void see_network(YAML::Node const& mode) {
        constexpr std::string_view front = "service:";
        auto const text = mode.IsScalar() ? mode.Scalar() : std::string();
        if (text.starts_with(front)) shared_networks_.insert(text.substr(front.size()));
        bool const is_of_any = text.starts_with("container:") || text.find('$') != text.npos;
        any_network_is_shared_ = any_network_is_shared_ || is_of_any;
    }

    /// The entries of the short syntax, and of the long one the numbers.
    std::optional<std::vector<Written>> ports_of(YAML::Node const& list) {
        if (!list.IsSequence()) return std::nullopt;
        std::vector<Written> ports;
        for (auto const& port : list) {
            if (allowance_ == 0) return std::nullopt;
            --allowance_;
            if (port.IsMap() && find(port, "protocol").IsDefined()) return std::nullopt;
            auto const one = port.IsMap() ? written(find(port, "target")) : written(port);
            if (!one) return std::nullopt;
            ports.push_back(*one);
        }
        return ports;
    }

    static std::optional<Written> written(YAML::Node const& node) {
        if (!node.IsDefined() || !node.IsScalar()) return std::nullopt;
        return Written{node.Scalar(), mark_of(node)};
    }

    /// Of a list its first element; of a text all of it.
    static std::optional<Written> first_word(YAML::Node const& node) {
        if (!node.IsSequence()) return written(node);
        return node.size() == 0 ? Written{{}, mark_of(node)} : written(node[0]);
    }

    /// An argument that an anchor gives to sections of several Dockerfiles belongs to none of them.
    void forget_shared_arguments() {
        for (auto& section : sections_) {
            for (auto& argument : section.arguments) {
                auto const found = users_.find({argument.mark.line, argument.mark.column});
                if (found != users_.end() && found->second.size() > 1) argument.mark = {};
            }
        }
    }

    /// Remembers which Dockerfile the arguments of a section are for.
    void note_users(BuildSection const& section, bool is_left_out) {
        auto const unknown = std::to_string(++unknown_files_);
        bool const is_known = section.context && section.dockerfile && !is_left_out;
        auto const file = is_known ? "+" + *section.context + "\n" + *section.dockerfile : unknown;
        for (auto const& argument : section.arguments) {
            if (argument.mark.line != 0)
                users_[{argument.mark.line, argument.mark.column}].insert(file);
        }
    }

    /// What a service that extends another sets itself stands in front.
    void add_argument(BuildSection& section, Argument argument) {
        if (argument_names_.insert(argument.name).second)
            section.arguments.push_back(std::move(argument));
    }

    /// A mapping, or a list of NAME=VALUE.
    void read_arguments(YAML::Node const& node, bool is_first_file, BuildSection& section,
                        int depth = 0) {
        constexpr int deepest = 8;
        YAML::Node merged(YAML::NodeType::Undefined);
        each_entry(node, [&](YAML::Node const& key, YAML::Node const& value) {
            if (key.Scalar() == "<<") return merged.reset(value);
            auto known = value.IsScalar() ? without_variables(value.Scalar()) : std::nullopt;
            add_argument(section,
                         {key.Scalar(), std::move(known), is_first_file ? mark_of(key) : Mark{}});
        });
        if (merged.IsDefined() && depth < deepest) {
            if (!merged.IsSequence()) read_arguments(merged, is_first_file, section, depth + 1);
            for (std::size_t i = 0; merged.IsSequence() && i < merged.size(); ++i) {
                if (allowance_ == 0) return;
                read_arguments(merged[i], is_first_file, section, depth + 1);
            }
        }
        each_text(node, [&](YAML::Node const& element) {
            auto const& pair = element.Scalar();
            auto const equals = pair.find('=');
            auto known = equals == std::string::npos ? std::nullopt
                                                     : without_variables(pair.substr(equals + 1));
            add_argument(section, {pair.substr(0, equals), std::move(known),
                                   is_first_file ? mark_of(element) : Mark{}});
        });
    }

    void read_contexts(YAML::Node const& node, BuildSection& section) {
        each(node, [&](std::string const& key, YAML::Node const& /*value*/) {
            section.contexts.push_back(key);
        });
        each_text(node, [&](YAML::Node const& pair) {
            section.contexts.push_back(pair.Scalar().substr(0, pair.Scalar().find('=')));
        });
    }

    template <typename Visit>
    void each_text(YAML::Node const& list, Visit&& visit) {
        if (!list.IsDefined() || !list.IsSequence()) return;
        for (auto const& element : list) {
            if (allowance_ == 0) return;
            --allowance_;
            if (element.IsScalar()) visit(element);
        }
    }

    std::string_view name_;
    ComposeDocuments documents_;
    std::set<std::string> argument_names_;  ///< of the section that is read
    /// For each place of an argument, the Dockerfiles whose sections have it.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::set<std::string>> users_;
    std::size_t unknown_files_ = 0;
    std::set<std::string> shared_networks_;  ///< services in whose network others listen
    bool any_network_is_shared_ = false;
    BuildSections sections_;
    std::size_t allowance_ = 300'000;
};

}  // namespace

Result<BuildSections> read_compose_file(std::string_view text, std::string_view name,
                                        OtherFiles* others) {
    // Most of the time goes into reading: a file without any of the words has no section.
    constexpr std::string_view words[] = {"build", "include", "extends"};
    if (std::ranges::none_of(words,
                             [&](auto word) { return text.find(word) != std::string_view::npos; }))
        return BuildSections();
    try {
        auto sections = ComposeReader(YAML::Load(std::string(text)), name, others).read();
        // Tags of compose that take away or replace what other files and `extends` say.
        bool const has_tags =
            text.find("!reset") != text.npos || text.find("!override") != text.npos;
        if (sections && has_tags) {
            for (auto& section : *sections) section.is_certain = false;
        }
        return sections;
    } catch (YAML::Exception const& error) {
        return tl::unexpected(Error{where(name, error.mark), "no YAML: " + error.msg});
    }
}

}  // namespace dockcheck::compose

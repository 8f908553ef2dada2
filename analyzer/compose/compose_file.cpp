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
        return std::move(sections_);
    }

 private:
    void read_document(ComposeDocument const& document, int depth) {
        each(find(document.root, "services"),
             [&](std::string const& service, YAML::Node const& node) {
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
        for (auto const& [build, origin] : chain.builds) {
            if (find(build, "dockerfile_inline").IsDefined()) return;
            read_arguments(find(build, "args"), section);
            read_contexts(find(build, "additional_contexts"), section);
        }
        section.context = text(chain, "context", ".");
        section.dockerfile = text(chain, "dockerfile", "Dockerfile");
        section.target = text(chain, "target", "");
        if (auto const target = find(own, "target"); target.IsDefined())
            section.target_mark = mark_of(target);
        if (!find(service, "extends").IsDefined()) section.container = container_of(service);
        if (section.context && is_remote_context(*section.context)) return;
        sections_.push_back(std::move(section));
    }

    Container container_of(YAML::Node const& service) {
        Container container;
        container.user = written(find(service, "user"));
        container.entrypoint = first_word(find(service, "entrypoint"));
        container.command = first_word(find(service, "command"));
        auto const init = find(service, "init");
        container.has_init = init.IsDefined() && init.IsScalar() && init.Scalar() != "false";
        container.has_own_network = !find(service, "network_mode").IsDefined();
        container.has_environment_files = find(service, "env_file").IsDefined();
        auto const environment = find(service, "environment");
        each(environment, [&](std::string const& name, YAML::Node const& /*value*/) {
            container.environment.push_back(name);
        });
        each_text(environment, [&](YAML::Node const& pair) {
            container.environment.push_back(pair.Scalar().substr(0, pair.Scalar().find('=')));
        });
        auto const ports = find(service, "ports");
        if (!ports.IsDefined() || !ports.IsSequence()) return container;
        for (auto const& port : ports) {
            if (allowance_ == 0) break;
            --allowance_;
            auto const one = port.IsMap() ? written(find(port, "target")) : written(port);
            container.ports.push_back(one.value_or(Written{}));
        }
        return container;
    }

    static std::optional<Written> written(YAML::Node const& node) {
        if (!node.IsDefined() || !node.IsScalar()) return std::nullopt;
        return Written{node.Scalar(), mark_of(node)};
    }

    /// Of a list its first element; of a text all of it. What is `null` sets nothing.
    static std::optional<Written> first_word(YAML::Node const& node) {
        if (!node.IsDefined() || node.IsNull()) return std::nullopt;
        if (!node.IsSequence()) return written(node);
        return node.size() == 0 ? Written{{}, mark_of(node)} : written(node[0]);
    }

    /// What a service that extends another sets itself stands in front.
    void add_argument(BuildSection& section, Argument argument) {
        if (argument_names_.insert(argument.name).second)
            section.arguments.push_back(std::move(argument));
    }

    /// A mapping, or a list of NAME=VALUE.
    void read_arguments(YAML::Node const& node, BuildSection& section) {
        each_entry(node, [&](YAML::Node const& key, YAML::Node const& value) {
            auto known = value.IsScalar() ? without_variables(value.Scalar()) : std::nullopt;
            add_argument(section, {key.Scalar(), std::move(known), mark_of(key)});
        });
        each_text(node, [&](YAML::Node const& element) {
            auto const& pair = element.Scalar();
            auto const equals = pair.find('=');
            auto known = equals == std::string::npos ? std::nullopt
                                                     : without_variables(pair.substr(equals + 1));
            add_argument(section, {pair.substr(0, equals), std::move(known), mark_of(element)});
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
    BuildSections sections_;
    std::size_t allowance_ = 100'000;
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
        return ComposeReader(YAML::Load(std::string(text)), name, others).read();
    } catch (YAML::Exception const& error) {
        return tl::unexpected(Error{where(name, error.mark), "no YAML: " + error.msg});
    }
}

}  // namespace dockcheck::compose

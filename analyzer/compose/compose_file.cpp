// Reading a compose file with yaml-cpp. Anchors share their nodes: only what a build section holds
// is looked at, and no more of it than an allowance.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <yaml-cpp/yaml.h>

#include "analyzer/compose/build_section.hpp"
#include "analyzer/compose/compose_documents.hpp"
#include "analyzer/compose/container_reader.hpp"
#include "analyzer/compose/yaml_maps.hpp"

namespace dockcheck::compose {
namespace {

std::string where(std::string_view name, YAML::Mark const& mark) {
    return mark.is_null() ? std::string(name)
                          : fmt::format("{}:{}:{}", name, mark.line + 1, mark.column + 1);
}

class ComposeReader {
 public:
    ComposeReader(YAML::Node const& document, std::string_view name, OtherFiles* others,
                  std::vector<ImageService>* images)
        : name_(name), documents_(document, name, others), images_(images) {}

    Result<BuildSections> read() {
        read_document(documents_.first(), 0);
        if (maps_.is_spent()) return tl::unexpected(Error{std::string(name_), too_much});
        forget_shared_arguments();
        for (auto& section : sections_) {
            if (section.container && !containers_.has_own_network(section.name))
                section.container->has_own_network = false;
        }
        return std::move(sections_);
    }

 private:
    void read_document(ComposeDocument const& document, int depth) {
        maps_.each_entry(maps_.find(document.root, "services"),
                         [&](YAML::Node const& service, YAML::Node const& node) {
                             containers_.see_network_of(node);
                             auto const chain = chain_of(node, document);
                             if (chain.builds.empty()) {
                                 if (depth == 0) read_image(service.Scalar(), node);
                                 return;
                             }
                             // What a service of the same file builds is that one's section.
                             bool const is_own = maps_.find(node, "build").IsDefined();
                             if (is_own || chain.builds.front().document != &document)
                                 read_build(service.Scalar(), node, chain);
                         });
        constexpr int deepest = 8;
        auto const include = maps_.find(document.root, "include");
        if (!include.IsDefined() || !include.IsSequence() || depth == deepest) return;
        for (auto const& entry : include) {
            if (!maps_.take()) return;
            read_included(entry, document, depth + 1);
        }
    }

    /// An entry of `include`: a path, or a mapping with one or several.
    void read_included(YAML::Node const& entry, ComposeDocument const& document, int depth) {
        std::vector<std::string> paths;
        auto const path = entry.IsScalar() ? entry : maps_.find(entry, "path");
        if (!path.IsDefined()) return;
        if (path.IsScalar()) paths.push_back(path.Scalar());
        maps_.each_text(path, [&](YAML::Node const& text) { paths.push_back(text.Scalar()); });
        if (paths.empty() || !std::ranges::all_of(paths, is_plain_path)) return;
        auto folder = folder_of_file(joined_path(document.folder, paths.front()));
        if (auto const named = maps_.find(entry, "project_directory"); named.IsDefined()) {
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
            auto const build = maps_.find(at, "build");
            if (build.IsDefined()) chain.builds.push_back({build, file});
            auto const extends = maps_.find(at, "extends");
            if (!extends.IsDefined()) return chain;
            auto const name = extends.IsScalar() ? extends : maps_.find(extends, "service");
            file = document_of(extends, *file);
            if (file == nullptr || !name.IsDefined() || !name.IsScalar()) break;
            auto const next = maps_.find(maps_.find(file->root, "services"), name.Scalar());
            if (!next.IsDefined()) break;
            at.reset(next);
        }
        chain.goes_on_elsewhere = true;
        return chain;
    }

    /// The file with the service that is extended, or nullptr.
    ComposeDocument const* document_of(YAML::Node const& extends, ComposeDocument const& document) {
        if (!extends.IsMap()) return &document;
        auto const file = maps_.find(extends, "file");
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
            auto const node = is_short ? build : maps_.find(build, key);
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
            is_inline = is_inline || maps_.find(build, "dockerfile_inline").IsDefined();
            read_arguments(maps_.find(build, "args"), origin->path.empty(), section);
            read_contexts(maps_.find(build, "additional_contexts"), section);
        }
        section.context = text(chain, "context", ".");
        section.names_context = std::ranges::any_of(chain.builds, [&](Build const& each) {
            return each.node.IsScalar() || maps_.find(each.node, "context").IsDefined();
        });
        section.dockerfile = text(chain, "dockerfile", "Dockerfile");
        section.target = text(chain, "target", "");
        section.target_mark = target_mark(chain);
        bool const is_left_out =
            is_inline || (section.context && is_remote_context(*section.context));
        note_users(section, is_left_out);
        if (is_left_out) return;
        if (!maps_.find(service, "extends").IsDefined()) {
            section.container = containers_.read(service);
            auto const image = maps_.find(service, "image");
            if (image.IsDefined() && image.IsScalar())
                section.image = without_variables(image.Scalar()).value_or("");
        }
        sections_.push_back(std::move(section));
    }

    /// A service of the first file that takes its image from elsewhere.
    void read_image(std::string const& name, YAML::Node const& service) {
        if (images_ == nullptr || maps_.find(service, "extends").IsDefined()) return;
        auto const image = maps_.find(service, "image");
        if (!image.IsDefined() || !image.IsScalar() || !without_variables(image.Scalar())) return;
        images_->push_back({name, {image.Scalar(), mark_of(image)}, containers_.read(service)});
    }

    /// Of the section that says the target, where it is one of the first file.
    Mark target_mark(Chain const& chain) {
        for (auto const& [build, origin] : chain.builds) {
            auto const target = maps_.find(build, "target");
            if (target.IsDefined()) return origin->path.empty() ? mark_of(target) : Mark{};
        }
        return {};
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
    void read_arguments(YAML::Node const& node, bool is_first_file, BuildSection& section) {
        maps_.each_merged(node, [&](YAML::Node const& key, YAML::Node const& value) {
            auto known = value.IsScalar() ? without_variables(value.Scalar()) : std::nullopt;
            add_argument(section,
                         {key.Scalar(), std::move(known), is_first_file ? mark_of(key) : Mark{}});
        });
        maps_.each_text(node, [&](YAML::Node const& element) {
            auto const& pair = element.Scalar();
            auto const equals = pair.find('=');
            auto known = equals == std::string::npos ? std::nullopt
                                                     : without_variables(pair.substr(equals + 1));
            add_argument(section, {pair.substr(0, equals), std::move(known),
                                   is_first_file ? mark_of(element) : Mark{}});
        });
    }

    void read_contexts(YAML::Node const& node, BuildSection& section) {
        maps_.each_entry(node, [&](YAML::Node const& key, YAML::Node const& /*value*/) {
            section.contexts.push_back(key.Scalar());
        });
        maps_.each_text(node, [&](YAML::Node const& pair) {
            section.contexts.push_back(pair.Scalar().substr(0, pair.Scalar().find('=')));
        });
    }

    std::string_view name_;
    ComposeDocuments documents_;
    YamlMaps maps_;
    ContainerReader containers_{maps_};
    std::set<std::string> argument_names_;  ///< of the section that is read
    /// For each place of an argument, the Dockerfiles whose sections have it.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::set<std::string>> users_;
    std::size_t unknown_files_ = 0;
    BuildSections sections_;
    std::vector<ImageService>* images_;
};

}  // namespace

Result<BuildSections> read_compose_file(std::string_view text, std::string_view name,
                                        OtherFiles* others, std::vector<ImageService>* images) {
    // Most of the time goes into reading: a file without any of the words has no section.
    constexpr std::string_view words[] = {"build", "include", "extends"};
    if (std::ranges::none_of(words,
                             [&](auto word) { return text.find(word) != std::string_view::npos; }))
        return BuildSections();
    try {
        auto sections = ComposeReader(YAML::Load(std::string(text)), name, others, images).read();
        // Tags of compose that take away or replace what other files and `extends` say.
        bool const has_tags =
            text.find("!reset") != text.npos || text.find("!override") != text.npos;
        if (sections && has_tags) {
            for (auto& section : *sections) section.is_certain = false;
            if (images != nullptr) images->clear();
        }
        return sections;
    } catch (YAML::Exception const& error) {
        return tl::unexpected(Error{where(name, error.mark), "no YAML: " + error.msg});
    }
}

}  // namespace dockcheck::compose

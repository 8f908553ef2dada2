// Reading a compose file with yaml-cpp. Anchors share their nodes: only what a build section holds
// is looked at, and no more of it than an allowance.
#include <fmt/format.h>
#include <set>
#include <yaml-cpp/yaml.h>

#include "analyzer/compose/build_section.hpp"

namespace dockcheck::compose {
namespace {

class ComposeReader {
 public:
    explicit ComposeReader(std::string_view name) : name_(name) {}

    Result<BuildSections> read(YAML::Node const& document) {
        each(document, [&](std::string const& key, YAML::Node const& services) {
            if (key != "services") return;
            services_.reset(services);
            each(services, [&](std::string const& service, YAML::Node const& node) {
                if (find(node, "build").IsDefined()) read_build(service, chain_of(node));
            });
        });
        if (allowance_ == 0) return tl::unexpected(Error{std::string(name_), too_much});
        return std::move(sections_);
    }

    [[nodiscard]] std::string where(YAML::Mark const& mark) const {
        return mark.is_null() ? std::string(name_)
                              : fmt::format("{}:{}:{}", name_, mark.line + 1, mark.column + 1);
    }

 private:
    /// Entries of a mapping, as long as the allowance lasts.
    template <typename Visit>
    void each(YAML::Node const& map, Visit&& visit) {
        if (!map.IsDefined() || !map.IsMap()) return;
        for (auto const& entry : map) {
            if (allowance_ == 0) return;
            --allowance_;
            if (entry.first.IsScalar()) visit(entry.first.Scalar(), entry.second);
        }
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
    struct Chain {
        std::vector<YAML::Node> builds;
        bool goes_on_elsewhere = false;  ///< in another file
    };

    Chain chain_of(YAML::Node const& service) {
        constexpr std::size_t longest = 8;
        Chain chain;
        YAML::Node at(service);
        for (std::size_t i = 0; i < longest; ++i) {
            auto const build = find(at, "build");
            if (build.IsDefined()) chain.builds.push_back(build);
            auto const extends = find(at, "extends");
            if (!extends.IsDefined()) return chain;
            auto const name = extends.IsScalar() ? extends : find(extends, "service");
            bool const is_here = extends.IsScalar() || !find(extends, "file").IsDefined();
            auto const next = is_here && name.IsDefined() && name.IsScalar()
                                  ? find(services_, name.Scalar())
                                  : YAML::Node(YAML::NodeType::Undefined);
            if (!next.IsDefined()) break;
            at.reset(next);
        }
        chain.goes_on_elsewhere = true;
        return chain;
    }

    /// The text of a key; `fallback` where it is absent, nothing where nobody can know it.
    std::optional<std::string> text(Chain const& chain, std::string_view key,
                                    std::string_view fallback) {
        for (auto const& build : chain.builds) {
            bool const is_context = build.IsScalar() && key == "context";
            auto const node = is_context ? build : find(build, key);
            if (!node.IsDefined() || node.IsNull()) continue;
            return node.IsScalar() ? without_variables(node.Scalar()) : std::nullopt;
        }
        if (chain.goes_on_elsewhere) return std::nullopt;
        return std::string(fallback);
    }

    void read_build(std::string const& service, Chain const& chain) {
        BuildSection section;
        section.name = service;
        auto const& own = chain.builds.front();
        if (auto const mark = own.Mark(); !mark.is_null()) {
            section.line = static_cast<std::uint32_t>(mark.line + 1);
            section.column = static_cast<std::uint32_t>(mark.column + 1);
        }
        if (!own.IsScalar() && !own.IsMap()) return;
        argument_names_.clear();
        for (auto const& build : chain.builds) {
            if (find(build, "dockerfile_inline").IsDefined()) return;
            read_arguments(find(build, "args"), section);
            read_contexts(find(build, "additional_contexts"), section);
        }
        section.context = text(chain, "context", ".");
        section.dockerfile = text(chain, "dockerfile", "Dockerfile");
        section.target = text(chain, "target", "");
        if (section.context && is_remote_context(*section.context)) return;
        sections_.push_back(std::move(section));
    }

    /// What a service that extends another sets itself stands in front.
    void add_argument(BuildSection& section, std::string const& name,
                      std::optional<std::string> value) {
        if (argument_names_.insert(name).second)
            section.arguments.emplace_back(name, std::move(value));
    }

    /// A mapping, or a list of NAME=VALUE.
    void read_arguments(YAML::Node const& node, BuildSection& section) {
        each(node, [&](std::string const& key, YAML::Node const& value) {
            auto known = value.IsScalar() ? without_variables(value.Scalar()) : std::nullopt;
            add_argument(section, key, std::move(known));
        });
        each_text(node, [&](std::string const& pair) {
            auto const equals = pair.find('=');
            auto known = equals == std::string::npos ? std::nullopt
                                                     : without_variables(pair.substr(equals + 1));
            add_argument(section, pair.substr(0, equals), std::move(known));
        });
    }

    void read_contexts(YAML::Node const& node, BuildSection& section) {
        each(node, [&](std::string const& key, YAML::Node const& /*value*/) {
            section.contexts.push_back(key);
        });
        each_text(node, [&](std::string const& pair) {
            section.contexts.push_back(pair.substr(0, pair.find('=')));
        });
    }

    template <typename Visit>
    void each_text(YAML::Node const& list, Visit&& visit) {
        if (!list.IsDefined() || !list.IsSequence()) return;
        for (auto const& element : list) {
            if (allowance_ == 0) return;
            --allowance_;
            if (element.IsScalar()) visit(element.Scalar());
        }
    }

    std::string_view name_;
    YAML::Node services_;
    std::set<std::string> argument_names_;  ///< of the section that is read
    BuildSections sections_;
    std::size_t allowance_ = 100'000;
};

}  // namespace

Result<BuildSections> read_compose_file(std::string_view text, std::string_view name) {
    ComposeReader reader(name);
    // Most of the time goes into reading: a file without the word has no section.
    if (text.find("build") == std::string_view::npos) return BuildSections();
    try {
        return reader.read(YAML::Load(std::string(text)));
    } catch (YAML::Exception const& error) {
        return tl::unexpected(Error{reader.where(error.mark), "no YAML: " + error.msg});
    }
}

}  // namespace dockcheck::compose

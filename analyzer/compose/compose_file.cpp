// Reading a compose file with yaml-cpp. Anchors share their nodes: only what a build section holds
// is looked at, and no more of it than an allowance.
#include <fmt/format.h>
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
            each(services, [&](std::string const& service, YAML::Node const& node) {
                auto const build = find(node, "build");
                if (build.IsDefined()) read_build(service, build);
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

    /// The text of a key; `fallback` where it is absent, nothing where nobody can know it.
    std::optional<std::string> text(YAML::Node const& map, std::string_view key,
                                    std::string_view fallback) {
        auto const node = find(map, key);
        if (!node.IsDefined() || node.IsNull()) return std::string(fallback);
        return node.IsScalar() ? without_variables(node.Scalar()) : std::nullopt;
    }

    void read_build(std::string const& service, YAML::Node const& node) {
        BuildSection section;
        section.name = service;
        if (auto const mark = node.Mark(); !mark.is_null()) {
            section.line = static_cast<std::uint32_t>(mark.line + 1);
            section.column = static_cast<std::uint32_t>(mark.column + 1);
        }
        section.dockerfile = "Dockerfile";
        section.target = "";
        if (node.IsScalar()) {
            section.context = without_variables(node.Scalar());
        } else if (node.IsMap()) {
            if (find(node, "dockerfile_inline").IsDefined()) return;
            section.context = text(node, "context", ".");
            section.dockerfile = text(node, "dockerfile", "Dockerfile");
            section.target = text(node, "target", "");
            read_arguments(find(node, "args"), section);
            read_contexts(find(node, "additional_contexts"), section);
        } else {
            return;
        }
        if (section.context && is_remote_context(*section.context)) return;
        sections_.push_back(std::move(section));
    }

    /// A mapping, or a list of NAME=VALUE.
    void read_arguments(YAML::Node const& node, BuildSection& section) {
        each(node, [&](std::string const& key, YAML::Node const& value) {
            auto known = value.IsScalar() ? without_variables(value.Scalar()) : std::nullopt;
            section.arguments.emplace_back(key, std::move(known));
        });
        each_text(node, [&](std::string const& pair) {
            auto const equals = pair.find('=');
            auto known = equals == std::string::npos ? std::nullopt
                                                     : without_variables(pair.substr(equals + 1));
            section.arguments.emplace_back(pair.substr(0, equals), std::move(known));
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

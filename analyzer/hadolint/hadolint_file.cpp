// Reading with yaml-cpp; the only file that includes it.
#include "analyzer/hadolint/hadolint_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace dockcheck::hadolint {
namespace {

/// Leaves the reader at the first mistake; caught in read_hadolint_file().
struct YamlMistake {
    Error error;
};

class HadolintReader {
 public:
    explicit HadolintReader(std::string_view name) : name_(name) {}

    HadolintFile read(YAML::Node const& document) {
        if (!document || document.IsNull()) return {};
        if (!document.IsMap()) fail(document, "the file must be a mapping");
        for (auto const& entry : document) read_entry(key_of(entry.first), entry.second);
        return std::move(file_);
    }

    [[nodiscard]] std::string where(YAML::Mark const& mark) const {
        return mark.is_null() ? std::string(name_)
                              : fmt::format("{}:{}:{}", name_, mark.line + 1, mark.column + 1);
    }

 private:
    [[noreturn]] void fail(YAML::Node const& node, std::string text) const {
        throw YamlMistake{{where(node.Mark()), std::move(text)}};
    }

    [[nodiscard]] Text key_of(YAML::Node const& node) const {
        if (!node.IsScalar()) fail(node, "a key must be a text");
        return {node.Scalar(), where(node.Mark())};
    }
    [[nodiscard]] Text text(std::string_view key, YAML::Node const& node) const {
        if (!node.IsScalar()) fail(node, fmt::format("\"{}\" must be a text", key));
        return {node.Scalar(), where(node.Mark())};
    }
    [[nodiscard]] Flag flag(std::string_view key, YAML::Node const& node) const {
        bool value = false;
        if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value)) {
            fail(node, fmt::format("\"{}\" must be true or false", key));
        }
        return {value, where(node.Mark())};
    }
    void add_texts(std::string_view key, YAML::Node const& node, std::vector<Text>& to) const {
        if (node.IsNull()) return;
        if (!node.IsSequence()) fail(node, fmt::format("\"{}\" must be a list of texts", key));
        for (auto const& element : node) to.push_back(text(key, element));
    }

    void read_entry(Text const& key, YAML::Node const& node) {
        auto const& name = key.value;
        if (name == "ignored") return add_texts(name, node, file_.ignored);
        if (name == "trustedRegistries" || name == "trusted-registries") {
            // One alone needs no list.
            if (node.IsScalar()) return file_.trusted_registries.push_back(text(name, node));
            return add_texts(name, node, file_.trusted_registries);
        }
        if (name == "override") return read_overrides(node);
        if (name == "label-schema") return read_labels(node);
        if (name == "failure-threshold") {
            file_.failure_threshold = text(name, node);
        } else if (name == "format" || name == "output-format") {
            file_.format = text(name, node);
        } else if (name == "no-fail") {
            file_.no_fail = flag(name, node);
        } else if (name == "strict-labels") {
            file_.strict_labels = flag(name, node);
        } else if (name == "disable-ignore-pragma") {
            file_.disable_ignore_pragma = flag(name, node);
        } else {
            file_.other_keys.push_back(key);
        }
    }

    void read_overrides(YAML::Node const& node) {
        if (node.IsNull()) return;
        if (!node.IsMap()) fail(node, "\"override\" must be a mapping");
        for (auto const& entry : node) {
            auto const key = key_of(entry.first);
            auto const level = std::ranges::find(override_levels, key.value);
            if (level == override_levels.end()) {
                file_.other_keys.push_back({"override." + key.value, key.where});
                continue;
            }
            auto const index = static_cast<std::size_t>(level - override_levels.begin());
            add_texts(key.value, entry.second, file_.overrides[index]);
        }
    }

    void read_labels(YAML::Node const& node) {
        if (node.IsNull()) return;
        if (!node.IsMap()) fail(node, "\"label-schema\" must be a mapping");
        for (auto const& entry : node) {
            auto label = key_of(entry.first);
            auto type = text(label.value, entry.second);
            file_.label_schema.emplace_back(std::move(label), std::move(type));
        }
    }

    std::string_view name_;
    HadolintFile file_;
};

}  // namespace

Result<HadolintFile> read_hadolint_file(std::string_view text, std::string_view name) {
    HadolintReader reader(name);
    try {
        return reader.read(YAML::Load(std::string(text)));
    } catch (YAML::Exception const& error) {
        return tl::unexpected(Error{reader.where(error.mark), "no YAML: " + error.msg});
    } catch (YamlMistake const& mistake) {
        return tl::unexpected(mistake.error);
    }
}

}  // namespace dockcheck::hadolint

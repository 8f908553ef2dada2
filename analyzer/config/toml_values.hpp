// Typed values out of a TOML document, each mistake with its place; for the readers of this folder.
#pragma once

#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <utility>
#include <vector>

#include "analyzer/config/load.hpp"

namespace dockcheck::config {

/// Leaves the value that is wrong; caught in attempt() and parse() and nowhere else.
struct Mistake {
    Error error;
};

/// Values of one file; every function throws Mistake where a value is not as it must be.
class TomlValues {
 public:
    explicit TomlValues(ConfigurationFile const& file) : file_(file) {}

    [[nodiscard]] ConfigurationFile const& file() const { return file_; }
    /// Reads a part, and keeps the mistake in it, so that the other parts are read as well.
    template <typename Read>
    void attempt(Read const& read) const {
        try {
            read();
        } catch (Mistake& mistake) {
            mistakes_.push_back(std::move(mistake.error));
        }
    }
    [[nodiscard]] bool has_mistakes() const { return !mistakes_.empty(); }
    /// All that was kept, in the order of the places. To be called when there is one.
    [[nodiscard]] Error mistakes() const;
    [[nodiscard]] std::string where(toml::source_region const& region) const;
    [[noreturn]] void fail(toml::source_region const& region, std::string text) const;
    [[noreturn]] void wrong_type(std::string_view key, toml::node const& node,
                                 std::string_view wanted) const;
    [[noreturn]] void unknown_key(toml::key const& key,
                                  std::vector<std::string_view> const& known) const;
    template <typename T>
    [[nodiscard]] Located<T> located(toml::node const& node, T value) const {
        return {std::move(value), where(node.source())};
    }

    [[nodiscard]] std::string text(std::string_view key, toml::node const& node) const;
    [[nodiscard]] std::string platform(std::string_view key, toml::node const& node) const;
    [[nodiscard]] bool boolean(std::string_view key, toml::node const& node) const;
    [[nodiscard]] toml::table const& table(std::string_view key, toml::node const& node) const;
    [[nodiscard]] toml::array const& tables(std::string_view key, toml::node const& node) const;
    [[nodiscard]] std::vector<Located<std::string>> texts(std::string_view key,
                                                          toml::node const& node) const;
    [[nodiscard]] std::vector<std::string> plain_texts(std::string_view key,
                                                       toml::node const& node) const;
    /// A string, or a list of strings.
    [[nodiscard]] std::vector<Located<std::string>> text_or_texts(std::string_view key,
                                                                  toml::node const& node) const;
    [[nodiscard]] Severity severity(std::string_view key, toml::node const& node) const;
    [[nodiscard]] GlobList globs(std::string_view key, toml::node const& node) const;
    /// A path as absolute: it is relative to the file's folder.
    [[nodiscard]] std::string path(std::string_view written) const;
    /// The same for one that has to lie in the file's repository, unless an option names it.
    [[nodiscard]] std::string path_in_repository(std::string_view key, toml::node const& node,
                                                 std::string_view option,
                                                 std::string_view kind) const;
    /// Fails where a path leads out of the file's repository; "only PERMISSION outside of the
    /// repository" says who may.
    void stay_in_repository(std::string const& path, toml::node const& node,
                            std::string_view permission) const;

 private:
    ConfigurationFile const& file_;
    mutable std::vector<Error> mistakes_;
};

inline constexpr std::array<std::string_view, 6> custom_keys{"name", "severity", "message",
                                                             "help", "why",      "match"};
inline constexpr std::array<std::string_view, 4> match_keys{"instruction", "command", "argument",
                                                            "lacks"};

inline constexpr std::array<std::string_view, 2> image_keys{"dockerfile", "target"};

/// Reads `[images]` and adds its images to the configuration.
void read_images(TomlValues const& values, std::string_view key, toml::node const& node,
                 Configuration& to);

/// Reads `[[custom]]` and adds its rules to the configuration.
void read_custom(TomlValues const& values, std::string_view key, toml::node const& node,
                 std::span<Rule const> catalog, Configuration& to);

}  // namespace dockcheck::config

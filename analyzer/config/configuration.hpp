// What a dockcheck.toml says, each value with the place that says it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/config/custom_rule.hpp"
#include "analyzer/config/selection.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/text/glob.hpp"

namespace dockcheck::config {

/// A value and where it was said: "dockcheck.toml:3:12", or the name of an option.
template <typename T>
struct Located {
    T value{};
    std::string where;
};

template <typename T>
using Setting = std::optional<Located<T>>;

using OptionValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

/// The options of one rule that are set. Views that it gives live as long as it does.
class RuleOptions final : public OptionSource {
 public:
    void set(std::string name, Located<OptionValue> value) {
        values_.insert_or_assign(std::move(name), std::move(value));
    }
    /// Takes what `over` sets in place of what was set here.
    void merge(RuleOptions const& over);
    [[nodiscard]] bool empty() const { return values_.empty(); }
    [[nodiscard]] auto const& values() const { return values_; }

    bool read(std::string_view name, bool& value) const override;
    bool read(std::string_view name, std::int64_t& value) const override;
    bool read(std::string_view name, double& value) const override;
    bool read(std::string_view name, std::string_view& value) const override;
    bool read(std::string_view name, std::vector<std::string_view>& value) const override;

 private:
    template <typename T>
    T const* find(std::string_view name) const;

    std::map<std::string, Located<OptionValue>, std::less<>> values_;
};

/// `[build]`: what is given with the build.
struct BuildSettings {
    Setting<std::vector<std::string>> targets;  ///< {"all"} for all
    std::map<std::string, Located<std::string>, std::less<>> arguments;
    Setting<std::string> context;  ///< an absolute path
    Setting<bool> no_context;
    Setting<std::string> platform;

    void merge(BuildSettings const& over);
};

/// What can be said for all files and for some.
struct Settings {
    SelectionLayer selection;  ///< with the severities of `[rules.X]`
    std::map<Rule const*, RuleOptions> options;
    BuildSettings build;
    Setting<bool> require_reason;
};

/// `[[overrides]]`.
struct Override {
    GlobList files;
    std::string where;
    Settings settings;
};

/// What makes an image, by `[images]`.
struct ImageMaker {
    std::string dockerfile;  ///< absolute
    std::string written;     ///< the same as the file has it
    std::string target;      ///< the stage; empty: the one that is built
};

/// One configuration file, or none: then all is unset.
struct Configuration {
    std::string path;    ///< as shown; empty when there is no file
    std::string folder;  ///< absolute, with '/': what its globs and paths are relative to
    Settings settings;
    std::vector<Override> overrides;
    Setting<std::vector<std::string>> exclude;
    GlobList excluded;  ///< the globs of `exclude`
    std::vector<std::shared_ptr<CustomRule const>> custom;
    std::vector<Rule const*> custom_rules;  ///< those of `custom`
    /// What makes the images that manifests name, by their names as written.
    std::map<std::string, Located<ImageMaker>, std::less<>> images;

    bool is_of_user = false;      ///< the user's own file, which no repository can write
    bool is_of_hadolint = false;  ///< the file is a .hadolint.yaml
    bool is_blank = false;        ///< there is nothing at all in the file
    std::string blank_instead;    ///< of hadolint's: our own file, which is blank

    /// The files that this one extends, later ones before earlier ones. Their settings, overrides
    /// and `exclude` stand there; all else was taken over.
    std::vector<std::shared_ptr<Configuration const>> bases;

    Setting<Severity> fail_on;  ///< off: never
    Setting<Severity> min_severity;
    Setting<std::string> format;
    Setting<std::vector<std::string>> output;  ///< FORMAT:FILE, the files absolute
    Setting<std::string> baseline;             ///< a path, absolute
    Setting<std::string> today;                ///< YYYY-MM-DD
    Setting<bool> show_suppressed;
    Setting<bool> no_inline_ignores;
    Setting<bool> unsafe_fixes;
    Setting<bool> statistics;

    /// The path of an absolute file relative to `folder`, or nothing when it lies elsewhere.
    [[nodiscard]] std::optional<std::string_view> relative(std::string_view file) const;
    /// Whether `exclude` takes in an absolute file.
    [[nodiscard]] bool excludes(std::string_view file) const;
    /// The one whose `exclude` holds, this or one that it extends; nullptr where none says it.
    [[nodiscard]] Configuration const* excluding() const;
    /// Takes over what another file says. To be called before its own values are set; of several
    /// that say the same, the last holds.
    void extend(std::shared_ptr<Configuration const> extended);
};

}  // namespace dockcheck::config

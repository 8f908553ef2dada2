// What is known about a rule before it runs: its page as constant data.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dockcheck {

/// Ordered: a later one is graver. `off` is only a setting.
enum class Severity : std::uint8_t { off, style, info, warning, error };

enum class Default : std::uint8_t { on, off, preview };

enum class FixKind : std::uint8_t { none, safe, unsafe };

/// How sure a finding is; SARIF's "precision".
enum class Precision : std::uint8_t { medium, high, very_high };

/// What a rule reads; bits.
enum Inputs : std::uint8_t { input_dockerfile = 1, input_image = 2, input_manifest = 4 };

/// What a rule cannot do without; bits.
enum Requires : std::uint8_t { requires_nothing = 0, requires_context = 1, requires_layers = 2 };

/// Another tool's id for the rule: "hadolint:DL3006". With a variant it holds for that variant
/// alone.
struct Alias {
    std::string_view id;
    std::string_view variant;
};

/// A text of the page with holes {0}, {1}, ...
struct MessageInfo {
    std::string_view name;
    std::string_view text;
    std::string_view help;
};

struct OptionInfo {
    std::string_view name;
    std::string_view type;      ///< string, strings, integer, boolean, number
    std::string_view fallback;  ///< the default as TOML
    std::string_view why;
    /// The texts that it may be, or be a list of, with blanks between; empty: any. "=text" stands
    /// for NAME=text.
    std::string_view values = {};
};

struct Example {
    std::string_view why;
    std::string_view code;  ///< a Dockerfile
    std::string_view file;  ///< its name when it is not "Dockerfile"
    /// What must be said for it to be so, a line each: options of the rule, options of the build.
    std::string_view given = {};
};

struct Check;

/// A rule: its page (made by rulesmith) and its check.
struct Rule {
    std::string_view name;
    std::string_view category;
    std::string_view summary;  ///< at most 72 characters, no full stop
    std::string_view why;
    Severity severity = Severity::warning;
    Default by_default = Default::on;
    FixKind fix = FixKind::none;
    Precision precision = Precision::high;
    std::uint8_t inputs = input_dockerfile;
    std::uint8_t needs = requires_nothing;
    std::string_view since;
    std::string_view security_severity;  ///< CVSS-like number as text, or empty
    std::span<std::string_view const> tags;
    std::span<Alias const> aliases;
    std::span<std::string_view const> supersedes;
    std::span<MessageInfo const> messages;
    std::span<OptionInfo const> options;
    std::span<Example const> bad;
    std::span<Example const> good;
    Check const* check = nullptr;
};

/// True when `buildkit:build-error` is among the aliases: BuildKit itself refuses the file.
bool is_build_error(Rule const& rule);

std::string_view to_string(Severity severity);
std::string_view to_string(Default value);
std::string_view to_string(FixKind fix);
std::string_view to_string(Precision precision);

}  // namespace dockcheck

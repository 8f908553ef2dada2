// hadolint's options that are not options of the same name here.
#include "analyzer/cli/hadolint_options.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dockcheck::cli {
namespace {

struct Counterpart {
    std::string_view there;
    std::string_view here;
};

constexpr std::array options{
    Counterpart{"--failure-threshold", "--fail-on here"},
    Counterpart{"-t", "--fail-on here"},
    Counterpart{"-c", "--config here, and reads a dockcheck.toml: see dockcheck help migrate"},
    Counterpart{"--error", "--severity RULE=error here"},
    Counterpart{"--warning", "--severity RULE=warning here"},
    Counterpart{"--info", "--severity RULE=info here"},
    Counterpart{"--style", "--severity RULE=style here"},
    Counterpart{"--trusted-registry",
                "allowed-registries of [rules.registry-not-allowed] in a dockcheck.toml here"},
    Counterpart{"--require-label",
                "labels of [rules.missing-required-label] and label-schema of "
                "[rules.invalid-label-value] in a dockcheck.toml here"},
    Counterpart{"--strict-labels", "[rules.unexpected-label] in a dockcheck.toml here"},
    Counterpart{"--disable-ignore-pragma", "--no-inline-ignores here"},
    Counterpart{"--no-color", "--color never here, or the variable NO_COLOR"},
    Counterpart{"--file-path-in-report", "--stdin-filename here"},
};

constexpr std::array formats{
    Counterpart{"tty", "full here"},
    Counterpart{"gitlab_codeclimate", "gitlab here"},
    Counterpart{"codacy", "not known here"},
};

template <std::size_t count>
std::string hint(std::array<Counterpart, count> const& known, std::string_view name) {
    auto const found = std::ranges::find(known, name, &Counterpart::there);
    if (found == known.end()) return {};
    return fmt::format("; hadolint's {} is {}", name, found->here);
}

}  // namespace

std::string hint_of_hadolint_option(std::string_view name) { return hint(options, name); }

std::string hint_of_hadolint_format(std::string_view name) { return hint(formats, name); }

}  // namespace dockcheck::cli

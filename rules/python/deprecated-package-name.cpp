// Finds packages that are asked for by the name of a placeholder which cannot be installed.
#include "rules/python/deprecated-package-name.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/requirement_files.hpp"

namespace dockcheck::rules::deprecated_package_name {
namespace {

/// Seen with pip (pypi.org, project sklearn): all releases behind the first end with an error.
constexpr std::string_view placeholder = "sklearn";
constexpr std::string_view package = "scikit-learn";

/// The first release, 0.0, was an empty package; of other numbers there is none.
bool is_refused(std::string_view specifier) {
    return specifier.empty() || specifier.starts_with('>')
           || (specifier.starts_with("==") && !specifier.starts_with("==0.0"));
}

/// Another index may have a package of that name, or the placeholder is told to let itself be
/// installed.
bool may_be_installed(Pass const& pass, model::Command const& command) {
    // Another base image may have it since the days when it could be installed.
    if (model::known_image(pass.stage()->root()) == nullptr) return true;
    static constexpr std::string_view options[] = {"--find-links",
                                                   "-f",
                                                   "--index-url",
                                                   "-i",
                                                   "--extra-index-url",
                                                   "--no-index",
                                                   "--index",
                                                   "--default-index",
                                                   "--dry-run",
                                                   "--no-deps",
                                                   "--help",
                                                   "--constraint",
                                                   "-c"};
    bool const has_option = std::ranges::any_of(options, [&](auto option) {
        return std::ranges::any_of(command.arguments, [&](model::Argument const& word) {
            auto const text = word.value.text_or_empty();
            return text.starts_with(option)
                   && (text.size() == option.size() || text[option.size()] == '=');
        });
    });
    if (has_option || model::may_hide_option(command)) return true;
    static constexpr std::string_view words[] = {
        "SKLEARN_ALLOW", "pip.conf",       "pip config",      "INDEX_URL",   "FIND_LINKS",
        "UV_INDEX",      "PIP_CONSTRAINT", "PIP_CONFIG_FILE", "sklearn==0.0"};
    return std::ranges::any_of(words, [&](auto word) {
        return model::is_mentioned_before(pass.build(), *pass.stage(), command, word);
    });
}

void look_at_file(Pass& pass, model::Command const& command, model::Argument const& argument) {
    auto const file = model::requirement_file(pass.build(), *pass.stage(), command, argument);
    if (file.state != model::RequirementFile::State::found) return;
    auto const* source = pass.context()->read(file.context_path);
    auto const* requirements = pass.context()->requirements(file.context_path);
    if (source == nullptr || requirements == nullptr) return;
    // Options of a line may name another index or pin what another line asks for.
    auto const text = source->bytes();
    if (text.starts_with('-') || text.find("\n-") != text.npos) return;
    for (auto const& entry : requirements->requirements) {
        bool const is_plain = !entry.has_marker && !entry.is_editable_or_url;
        if (!is_plain || entry.name != placeholder || !is_refused(entry.specifier)) continue;
        pass.report(Place{source, entry.span}, refused, placeholder, package)
            .related(command.span, "installed here");
    }
}

bool is_placeholder(model::Package const& asked) {
    return asked.name == placeholder && asked.argument != nullptr && is_refused(asked.version);
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install) return;
    bool const reads_files = pass.context() != nullptr && !install.requirement_files.empty();
    if (!reads_files && std::ranges::none_of(install.packages, is_placeholder)) return;
    if (!model::must_succeed(*pass.stage(), command) || may_be_installed(pass, command)) return;
    for (auto const& asked : install.packages) {
        if (is_placeholder(asked)) {
            pass.report(asked.argument->span, refused, placeholder, package);
        }
    }
    if (!reads_files) return;
    for (auto const* argument : install.requirement_files) look_at_file(pass, command, *argument);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::pip, model::Manager::uv);

}  // namespace dockcheck::rules::deprecated_package_name

// The options and settings of pip (pip.pypa.io, "pip install") that name other sources of packages.
#include "analyzer/model/pip_requirements.hpp"

#include <algorithm>
#include <iterator>

#include "analyzer/context/context.hpp"
#include "analyzer/context/requirements.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

bool mentions_any(Build const& build, Stage const& stage, Command const& command,
                  std::span<std::string_view const> words) {
    return std::ranges::any_of(words, [&](std::string_view word) {
        return is_mentioned_before(build, stage, command, word);
    });
}

/// `COPY rootfs /`: pip's own settings lie in /etc.
bool may_copy_settings(Build const& build, Stage const& stage, Command const& command) {
    auto const position = build.position_of(*command.instruction);
    auto const is_folder = [&](Transfer::Source const& source) {
        auto const* context = build.context();
        auto const path = source.value.known();
        if (context == nullptr || !path || source.has_wildcard) return true;
        return context->look(context_path(*path)) != context::Presence::file;
    };
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            if (part == &stage && transfer.position > position) break;
            auto const target = transfer.target.known_prefix();
            if (target.starts_with("/etc")) return true;
            if (target == "/" && std::ranges::any_of(transfer.sources, is_folder)) return true;
        }
    }
    return false;
}

/// Wheels may come from elsewhere.
bool may_have_other_source(Build const& build, Stage const& stage, Command const& command,
                           PackageCommand const& install) {
    static constexpr WordList options =
        " --default-index --dry-run --extra-index-url --find-links --ignore-requires-python "
        "--index --index-url --no-index --only-binary --torch-backend -f -i ";
    bool const names_one = std::ranges::any_of(install.options, [](Argument const* option) {
        auto const text = option->value.known_prefix();
        return options.holds(text.substr(0, text.find('=')));
    });
    if (names_one || may_hide_option(command)) return true;
    static constexpr std::string_view all_words[] = {
        "pip.conf", "INDEX_URL", "FIND_LINKS", "piwheels",   "ONLY_BINARY",
        "UV_INDEX", "index-url", "find-links", "pip config", "REQUIRES_PYTHON"};
    bool const is_glued = std::ranges::any_of(command.arguments, [](Argument const& word) {
        auto const text = word.value.known_prefix();
        return text.size() > 2 && (text.starts_with("-i") || text.starts_with("-f"))
               && text.find(':') != text.npos;
    });
    if (is_glued || may_copy_settings(build, stage, command)) return true;
    return mentions_any(build, stage, command, all_words);
}

/// The file names another index, or a folder of wheels.
bool names_other_source(std::string_view requirements) {
    static constexpr std::string_view all_options[] = {"--find-links", "index-url", "--no-index",
                                                       "\n-f ", "\n-i "};
    bool const begins_with_one = requirements.starts_with("-f ") || requirements.starts_with("-i ");
    return begins_with_one || std::ranges::any_of(all_options, [&](std::string_view option) {
               return requirements.find(option) != requirements.npos;
           });
}

/// What a file of the context lists, with those that it includes. False where one of them names
/// another source: that holds for all that the command installs.
bool add_listed(context::Context const& context, std::string const& path, int depth,
                std::vector<PipRequirement>& found) {
    constexpr int deepest = 4;
    auto const* source = context.read(path);
    auto const* requirements = context.requirements(path);
    if (source == nullptr || requirements == nullptr || depth > deepest) return false;
    if (names_other_source(source->bytes())) return false;
    auto const folder = path.substr(0, path.rfind('/') + 1);
    for (auto const& included : requirements->included) {
        if (!add_listed(context, context_path(folder + included), depth + 1, found)) return false;
    }
    for (auto const& entry : requirements->requirements) {
        if (entry.has_marker || entry.is_editable_or_url || entry.name.empty()) continue;
        found.push_back({entry.name, entry.specifier, {source, entry.span}});
    }
    return true;
}

bool add_file(Build const& build, Stage const& stage, Command const& command,
              Argument const& argument, std::vector<PipRequirement>& found) {
    auto const file = requirement_file(build, stage, command, argument);
    bool const is_known = build.context() != nullptr && file.state == RequirementFile::State::found;
    return !is_known || add_listed(*build.context(), file.context_path, 0, found);
}

}  // namespace

std::string_view PipRequirement::exact_version() const {
    constexpr std::string_view equal = "==";
    if (!specifier.starts_with(equal)) return {};
    auto version = specifier.substr(equal.size());
    version.remove_prefix(std::min(version.find_first_not_of(' '), version.size()));
    while (version.ends_with(' ')) version.remove_suffix(1);
    return version.find_first_not_of("0123456789.") == version.npos ? version : std::string_view();
}

std::vector<PipRequirement> pip_requirements(Build const& build, Stage const& stage,
                                             Command const& command) {
    std::vector<PipRequirement> found;
    auto const& install = package_command(command, build.arena());
    bool const is_pip = install.manager == Manager::pip || install.manager == Manager::uv;
    if (!is_pip || install.verb != Verb::install) return found;
    bool const reads_files = !install.requirement_files.empty() && build.context() != nullptr;
    if (install.packages.empty() && !reads_files) return found;
    if (may_have_other_source(build, stage, command, install)) return found;
    for (auto const& package : install.packages) {
        if (package.name.empty() || package.argument == nullptr) continue;
        // `Django==5.1; python_version >= "3.10"`, `torch @ https://example.com/torch.whl`
        auto const written = package.argument->value.text_or_empty();
        if (written.find_first_of(";@") != written.npos) continue;
        found.push_back({context::normalised_package_name(package.name),
                         package.version,
                         {&build.source(), package.argument->span}});
    }
    for (auto const* argument : install.requirement_files) {
        if (!add_file(build, stage, command, *argument, found)) return {};
    }
    return found;
}

}  // namespace dockcheck::model

// The options and settings of pip (pip.pypa.io, "pip install") that name other sources of packages.
#include "analyzer/model/pip_requirements.hpp"

#include <algorithm>
#include <iterator>

#include "analyzer/context/context.hpp"
#include "analyzer/context/requirements.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
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
    static constexpr std::string_view all_words[] = {"pip.conf", "_INDEX_URL",  "FIND_LINKS",
                                                     "piwheels", "ONLY_BINARY", "UV_INDEX"};
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

void add_file(Build const& build, Stage const& stage, Command const& command,
              Argument const& argument, std::vector<PipRequirement>& found) {
    auto const file = requirement_file(build, stage, command, argument);
    auto const* context = build.context();
    if (context == nullptr || file.state != RequirementFile::State::found) return;
    auto const* source = context->read(file.context_path);
    auto const* requirements = context->requirements(file.context_path);
    if (source == nullptr || requirements == nullptr || names_other_source(source->bytes())) return;
    for (auto const& entry : requirements->requirements) {
        if (entry.has_marker || entry.is_editable_or_url || entry.name.empty()) continue;
        found.push_back({entry.name, entry.specifier, {source, entry.span}});
    }
}

/// `python3.11 -m pip` and `pip3.11` in an image of 3.11, and names without a minor version.
bool is_of_minor(std::string_view program, std::uint32_t minor) {
    auto const digits = program.find_first_of("0123456789");
    if (digits == program.npos) return true;
    auto const version = program.substr(digits);
    return version == "3" || version == "3." + std::to_string(minor);
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
        found.push_back({context::normalised_package_name(package.name),
                         package.version,
                         {&build.source(), package.argument->span}});
    }
    for (auto const* argument : install.requirement_files) {
        add_file(build, stage, command, *argument, found);
    }
    return found;
}

std::optional<knowledge::PythonTarget> python_target(Build const& build, Stage const& stage,
                                                     Command const& command) {
    auto const& root = stage.root();
    auto const version = language_of(root);
    if (!version || version->language != "Python" || version->major != 3 || !version->minor) {
        return std::nullopt;
    }
    auto const library = libc_of(root);
    if (library == LibC::unknown) return std::nullopt;
    auto const& install = package_command(command, build.arena());
    for (auto const& word : install.manager_words) {
        auto const text = word.value.text_or_empty();
        if (text.starts_with('-') || text.find('/') != text.npos) continue;
        if (!is_of_minor(text, *version->minor)) return std::nullopt;
    }
    auto const path = command.arguments.front().value.text_or_empty();
    bool const is_elsewhere = path.find('/') != path.npos && path.find("venv") == path.npos
                              && !path.starts_with("/usr/local/bin/");
    // The words of other interpreters, and of the tools that bring them.
    static constexpr std::string_view words[] = {"--python",  "UV_PYTHON", "conda",   "mamba",
                                                 "pyenv",     "pypy",      "python2", "virtualenv",
                                                 "uv python", "--abi",     "asdf",    "mise"};
    if (is_elsewhere || mentions_any(build, stage, command, words)) return std::nullopt;
    return knowledge::PythonTarget{*version->minor, library == LibC::musl};
}

}  // namespace dockcheck::model

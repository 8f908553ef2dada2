// The words of other interpreters, and of the tools that bring them.
#include "analyzer/model/python_target.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/model/language.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::model {
namespace {

/// `COPY --from=python:3.12 /usr/local /usr/local`
bool may_have_copied_python(Build const& build, Stage const& stage, Command const& command) {
    auto const position = build.position_of(*command.instruction);
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            auto const target = transfer.target.text_or_empty();
            bool const is_before = part != &stage || transfer.position < position;
            bool const is_there = target.size() < 2 || target.starts_with("/usr");
            bool const is_foreign = transfer.from != nullptr || target.empty();
            if (is_before && is_there && is_foreign) return true;
        }
    }
    return false;
}

/// `python3.11 -m pip` and `pip3.11` in an image of 3.11, and names without a minor version.
bool is_of_minor(std::string_view program, std::uint32_t minor) {
    auto const digits = program.find_first_of("0123456789");
    if (digits == program.npos) return true;
    auto const version = program.substr(digits);
    return version == "3" || version == "3." + std::to_string(minor);
}

}  // namespace

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
    static constexpr std::string_view words[] = {
        "--python",  "UV_PYTHON",  "conda",      "mamba",     "pyenv",
        "pypy",      "python2",    "virtualenv", "uv python", "uv venv",
        "configure", "altinstall", "--abi",      "asdf",      "mise"};
    // `python3.12 -m venv` in an image of 3.9.
    static constexpr std::string_view others[] = {"python3.6",  "python3.7",  "python3.8",
                                                  "python3.9",  "python3.10", "python3.11",
                                                  "python3.12", "python3.13", "python3.14"};
    for (auto const other : others) {
        if (is_of_minor(other, *version->minor)) continue;
        if (build.may_hold(other) && is_mentioned_before(build, stage, command, other))
            return std::nullopt;
    }
    if (is_elsewhere || may_have_copied_python(build, stage, command)) return std::nullopt;
    bool const is_mentioned = std::ranges::any_of(words, [&](std::string_view word) {
        return is_mentioned_before(build, stage, command, word);
    });
    if (is_mentioned) return std::nullopt;
    return knowledge::PythonTarget{*version->minor, library == LibC::musl};
}

}  // namespace dockcheck::model

// Which scripts of a Dockerfile PowerShell reads, and what of their text it gets.
#include <doctest/doctest.h>

#include "analyzer/model/build.hpp"
#include "analyzer/model/powershell_commands.hpp"

using namespace dockcheck;

namespace {

/// A line for each script: how it is started, its text, and the names of its commands as they stand
/// in the source.
std::string scripts(std::string const& text) {
    static constexpr char const* ways[] = {"shell", "wrapper", "words", "heredoc"};
    Source const source("Dockerfile", text);
    Arena arena;
    model::BuildOptions const options;
    model::Build const build(source, nullptr, options, arena);
    std::string result;
    for (auto const& stage : build.stages()) {
        for (auto const* script : stage.powershell_scripts) {
            result += ways[static_cast<int>(script->way)];
            result += script->is_core ? " pwsh" : " powershell";
            if (script->on_windows) result += " windows";
            if (script->prelude != nullptr)
                result += " {" + std::string(script->prelude->text) + "}";
            result += ": " + std::string(script->text.text()) + " ->";
            for (auto const& node : script->tree.nodes) {
                if (node.kind != powershell::Kind::command) continue;
                auto const* const name = powershell::name_of(script->tree, node);
                if (name == nullptr) continue;
                auto const span = script->span(*name);
                result += " " + text.substr(span.begin, span.size());
            }
            result += '\n';
        }
    }
    return result;
}

std::string const windows = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n";
std::string const linux_base = "FROM debian:12\n";

std::string aliases(std::string const& from_and_shell) {
    Source const source("Dockerfile", from_and_shell + "RUN iwr a; ls; curl b; git c\n");
    Arena arena;
    model::BuildOptions const options;
    model::Build const build(source, nullptr, options, arena);
    std::string result;
    for (auto const* script : build.stages().front().powershell_scripts) {
        for (auto const& node : script->tree.nodes) {
            if (node.kind != powershell::Kind::command) continue;
            result += std::string(model::cmdlet_of(*script, node)) + " ";
        }
    }
    return result;
}

}  // namespace

TEST_CASE("SHELL names PowerShell and puts settings in front of each script") {
    CHECK(scripts(windows + "SHELL [\"powershell\", \"-Command\", \"$a = 1;\"]\nRUN Get-Date\n")
          == "shell powershell windows {$a = 1;}: Get-Date -> Get-Date\n");
    CHECK(scripts(windows + "SHELL [\"C:\\\\p\\\\pwsh.exe\", \"-nop\", \"-c\"]\nRUN Get-Date\n")
          == "shell pwsh windows: Get-Date -> Get-Date\n");
    CHECK(scripts(windows + "SHELL [\"powershell\"]\nRUN Get-Date\n")
          == "shell powershell windows: Get-Date -> Get-Date\n");
    CHECK(scripts(windows
                  + "SHELL [\"powershell\", \"-Command\", \"$a = 1;\"]\nSHELL [\"cmd\"]\n"
                    "RUN Get-Date\n")
              .empty());
}

TEST_CASE("a child has the SHELL of its parent") {
    CHECK(scripts("FROM scratch AS a\nSHELL [\"pwsh\", \"-Command\"]\nFROM a\nRUN Get-Date\n")
          == "shell pwsh: Get-Date -> Get-Date\n");
}

TEST_CASE("a SHELL that is not understood makes no script") {
    CHECK(scripts(windows + "SHELL [\"powershell\", \"-File\"]\nRUN a.ps1\n").empty());
    CHECK(
        scripts(windows + "SHELL [\"powershell\", \"-Command\", \"if\"]\nRUN Get-Date\n").empty());
    CHECK(scripts(windows + "SHELL [\"powershell\", \"-Command\", \"$a = \"]\nRUN 1\n").empty());
    CHECK(scripts(windows + "SHELL [\"pwsh\"]\nRUN a.ps1\n").empty());
}

TEST_CASE("quotes with a backslash are those of PowerShell on Windows") {
    auto const shell = "SHELL [\"powershell\", \"-Command\"]\n";
    CHECK(scripts(windows + shell + "RUN a \\\"b c\\\"; \"d\" e\\\\\n")
          == "shell powershell windows: a \"b c\"; d e\\\\ -> a d\n");
    CHECK(scripts(windows + shell + "RUN a \"b c\"\n")
          == "shell powershell windows: a \"b c\" -> a\n");
    CHECK(scripts(linux_base + "SHELL [\"pwsh\", \"-c\"]\nRUN a \"b\"\nRUN c \\\"d\\\"\n")
          == "shell pwsh: a \"b\" -> a\n");
}

TEST_CASE("lines that go on are one script") {
    CHECK(scripts("# escape=`\n" + windows
                  + "SHELL [\"powershell\", \"-Command\"]\nRUN Get-Date; `\n  # why\n  Get-Item\n")
          == "shell powershell windows: Get-Date;   Get-Item -> Get-Date Get-Item\n");
}

TEST_CASE("cmd starts PowerShell, and takes what it reads itself") {
    CHECK(scripts(windows + "RUN powershell -NoProfile -ep Bypass -Command Get-Date; Get-Item\n")
          == "wrapper powershell windows: Get-Date; Get-Item -> Get-Date Get-Item\n");
    CHECK(scripts(windows + "RUN powershell -Command \"a 'b' | c\"\n")
          == "wrapper powershell windows: a 'b' | c -> a c\n");
    CHECK(scripts(windows + "RUN dir && powershell a | more & pwsh -c b ^& c\n")
          == "wrapper powershell windows: a  -> a\nwrapper pwsh windows: b & c -> b c\n");
    CHECK(scripts(windows + "RUN powershell a %PATH%\nRUN powershell b > c\nRUN pwsh d\n").empty());
    CHECK(scripts(windows + "RUN powershell -File a.ps1\nRUN powershell -enc AAAA\n").empty());
    CHECK(scripts("FROM $BASE\nRUN powershell.exe -Command Get-Date\n")
          == "wrapper powershell windows: Get-Date -> Get-Date\n");
}

TEST_CASE("a shell of Linux takes its quotes off, and expands what it can") {
    CHECK(scripts(linux_base + "RUN true && pwsh -Command 'a $b; c'\n")
          == "wrapper pwsh: a $b; c -> a c\n");
    CHECK(scripts(linux_base + "RUN pwsh -c \"a \\$b \\\"c\\\"\" && pwsh -c \"a $b\"\n")
          == "wrapper pwsh: a $b \"c\" -> a\n");
}

TEST_CASE("a JSON form has its words joined") {
    CHECK(scripts(linux_base + "RUN [\"pwsh\", \"-Command\", \"a 'b';\", \"c\"]\n")
          == "words pwsh: a 'b'; c -> a c\n");
}

TEST_CASE("heredocs are scripts where PowerShell reads them as they are") {
    CHECK(scripts(linux_base + "RUN <<EOF\n#!/usr/bin/env pwsh\na $b\nEOF\n")
          == "heredoc pwsh: #!/usr/bin/env pwsh\na $b\n -> a\n");
    CHECK(scripts(linux_base + "RUN pwsh <<'EOF'\na $b\nEOF\nRUN pwsh <<EOF\na $b\nEOF\n")
          == "heredoc pwsh: a $b\n -> a\n");
    CHECK(scripts(linux_base
                  + "SHELL [\"pwsh\", \"-c\"]\nRUN <<EOF\na\nEOF\n"
                    "RUN <<EOF\n#!/bin/sh\na\nEOF\n")
          == "heredoc pwsh: a\n -> a\n");
    CHECK(scripts(linux_base + "RUN <<EOF\na\nEOF\nRUN cat <<EOF\nb\nEOF\n").empty());
}

TEST_CASE("what the grammar does not understand is no script") {
    CHECK(scripts(windows + "SHELL [\"powershell\", \"-Command\"]\nRUN if (\nRUN Get-Date\n")
          == "shell powershell windows: Get-Date -> Get-Date\n");
}

TEST_CASE("an alias is one where this PowerShell has it") {
    CHECK(aliases(windows + "SHELL [\"powershell\", \"-Command\"]\n")
          == "Invoke-WebRequest Get-ChildItem Invoke-WebRequest git ");
    CHECK(aliases(windows + "SHELL [\"pwsh\", \"-Command\"]\n")
          == "Invoke-WebRequest Get-ChildItem curl git ");
    CHECK(aliases(linux_base + "SHELL [\"pwsh\", \"-Command\"]\n")
          == "Invoke-WebRequest ls curl git ");
}

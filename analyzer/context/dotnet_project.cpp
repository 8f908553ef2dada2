// Looking for the few elements of MSBuild that name an assembly (Microsoft, "MSBuild reference for
// .NET SDK projects").
#include "analyzer/context/dotnet_project.hpp"

#include <algorithm>

#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {
namespace {

std::string without_comments(std::string_view text) {
    std::string rest;
    while (true) {
        auto const begin = text.find("<!--");
        rest += text.substr(0, begin);
        if (begin == text.npos) return rest;
        auto const end = text.find("-->", begin + 4);
        if (end == text.npos) return rest;
        text.remove_prefix(end + 3);
    }
}

/// What stands between the quotes of Include="...".
std::string_view included(std::string_view element) {
    for (auto const sign : {'"', '\''}) {
        auto const name = std::string("Include=") + sign;
        auto const begin = element.find(name);
        if (begin == element.npos) continue;
        auto const rest = element.substr(begin + name.size());
        return rest.substr(0, rest.find(sign));
    }
    return {};
}

}  // namespace

bool is_dotnet_project(std::string_view name) {
    return name.ends_with(".csproj") || name.ends_with(".fsproj") || name.ends_with(".vbproj");
}

bool may_place_output(std::string_view text) {
    static constexpr std::string_view doubts[] = {
        "<Import ",   "<TargetName", "<Choose", "PublishSingleFile",
        "PublishAot", "<Exec ",      "<Copy "};
    return std::ranges::any_of(
        doubts, [&](std::string_view doubt) { return text.find(doubt) != text.npos; });
}

DotnetProject read_dotnet_project(std::string_view text) {
    DotnetProject project;
    auto const whole = without_comments(text);
    std::string_view const seen(whole);
    // An Sdk that is not Microsoft's may name and place what is built as it likes.
    bool const is_of_microsoft = seen.find("<Project Sdk=\"Microsoft.NET.Sdk") != seen.npos
                                 || seen.find("<Project Sdk='Microsoft.NET.Sdk") != seen.npos;
    project.is_certain =
        is_of_microsoft && seen.find("<Sdk ") == seen.npos && !may_place_output(seen);
    constexpr std::string_view assembly = "<AssemblyName";
    for (auto at = seen.find(assembly); at != seen.npos; at = seen.find(assembly, at + 1)) {
        auto const rest = seen.substr(at + assembly.size());
        auto const end = rest.find('<');
        if (!rest.starts_with('>') || end == rest.npos || !project.assembly.empty()) {
            project.is_certain = false;
            continue;
        }
        project.assembly = trim_blanks(rest.substr(1, end - 1));
        if (project.assembly.empty()
            || project.assembly.find_first_of("$%\r\n") != std::string::npos)
            project.is_certain = false;
    }
    // It may be that of another configuration.
    if (!project.assembly.empty() && seen.find("<PropertyGroup Condition") != seen.npos)
        project.is_certain = false;
    constexpr std::string_view reference = "<ProjectReference";
    for (auto at = seen.find(reference); at != seen.npos; at = seen.find(reference, at + 1)) {
        // One that does not end is looked at no further than any is long.
        constexpr std::size_t longest = 4096;
        auto const rest = seen.substr(at, longest);
        auto const element = rest.substr(0, rest.find('>'));
        std::string path(included(element));
        std::ranges::replace(path, '\\', '/');
        if (path.empty() || path.find_first_of("$*;") != std::string::npos) {
            project.is_certain = false;
        } else {
            project.references.push_back(std::move(path));
        }
    }
    return project;
}

}  // namespace dockcheck::context

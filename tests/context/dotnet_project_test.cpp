// What project files of .NET say of their assembly.
#include "analyzer/context/dotnet_project.hpp"

#include <doctest/doctest.h>

namespace dockcheck::context {
namespace {

std::string drawn(std::string_view text) {
    auto const project = read_dotnet_project(text);
    auto result = project.is_certain ? std::string("certain") : std::string("unknown");
    if (!project.assembly.empty()) result += " " + project.assembly;
    for (auto const& reference : project.references) result += " > " + reference;
    return result;
}

TEST_CASE("the name of the assembly, and the projects that are referred to") {
    CHECK(drawn("<Project Sdk=\"Microsoft.NET.Sdk\"></Project>") == "certain");
    CHECK(
        drawn(
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><AssemblyName> shop </AssemblyName>"
            "</PropertyGroup><ItemGroup><ProjectReference Include=\"..\\Core\\Core.csproj\" />"
            "<ProjectReference Include='a/b.fsproj'/></ItemGroup></Project>")
        == "certain shop > ../Core/Core.csproj > a/b.fsproj");
    CHECK(drawn("<Project Sdk=\"Microsoft.NET.Sdk\"><!-- <AssemblyName>old</AssemblyName> "
                "--></Project>")
          == "certain");
}

TEST_CASE("a project whose file may have another name is not certain") {
    CHECK(drawn("<Project Sdk=\"Example.Sdk/1.0\"></Project>") == "unknown");
    CHECK(drawn("<Project ToolsVersion=\"4.0\"></Project>") == "unknown");
    CHECK(drawn("<Project Sdk=\"Microsoft.NET.Sdk\"><AssemblyName>$(Name)</AssemblyName></Project>")
          == "unknown $(Name)");
    CHECK(drawn("<Project Sdk=\"Microsoft.NET.Sdk\"><AssemblyName "
                "Condition=\"\">a</AssemblyName></Project>")
          == "unknown");
    CHECK(drawn("<Project "
                "Sdk=\"Microsoft.NET.Sdk\"><AssemblyName>a</AssemblyName><AssemblyName>b</"
                "AssemblyName>")
          == "unknown a");
    CHECK(drawn("<Project Sdk=\"Microsoft.NET.Sdk\"><Import Project=\"a.props\" /></Project>")
          == "unknown");
    CHECK(drawn("<Project Sdk=\"Microsoft.NET.Sdk\"><PublishAot>true</PublishAot></Project>")
          == "unknown");
    CHECK(
        drawn("<Project Sdk=\"Microsoft.NET.Sdk\"><ProjectReference Include=\"$(A)\" /></Project>")
        == "unknown");
    CHECK(drawn("<Project Sdk=\"Microsoft.NET.Sdk\"><AssemblyName>a") == "unknown");
    CHECK(drawn("<Project Sdk=\"Microsoft.NET.Sdk\"><ProjectReference") == "unknown");
    CHECK(drawn("") == "unknown");
}

}  // namespace
}  // namespace dockcheck::context

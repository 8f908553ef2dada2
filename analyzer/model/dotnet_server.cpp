// The port of ASP.NET Core's images (learn.microsoft.com/dotnet, "Default ASP.NET Core port changed
// from 80 to 8080"), and what sets another one ("Configure endpoints for Kestrel").
#include "analyzer/model/dotnet_server.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/byte_search.hpp"

namespace dockcheck::model {
namespace {

constexpr std::uint32_t first_with_8080 = 8;

/// The number that a tag begins with: 8 of "8.0-alpine". 0 for one without.
std::uint32_t release_of(std::string_view tag) {
    std::uint32_t number = 0;
    for (char const c : tag.substr(0, 3)) {
        if (c < '0' || c > '9') return c == '.' || c == '-' ? number : 0;
        number = number * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return tag.size() < 3 ? number : 0;
}

/// True for a setting of the Dockerfile that may name ports.
bool may_set_port(EnvironmentEntry const& entry) {
    if (entry.origin.kind != Origin::Kind::instruction) return false;
    static constexpr std::string_view words[] = {"urls", "ports", "kestrel", "aspnetcore_"};
    return std::ranges::any_of(
        words, [&](std::string_view word) { return holds_without_case(entry.name, word); });
}

bool is_source(std::string_view path) {
    return path.ends_with(".cs") || path.ends_with(".fs") || path.ends_with(".vb");
}

bool is_setting(std::string_view path) {
    auto const name = base_name(path);
    if (name.starts_with("package") || name == "launchSettings.json") return false;
    return name.ends_with(".json") || name.ends_with(".yaml") || name.ends_with(".yml");
}

/// True for a file of settings that every application reads, or that has a usual name.
bool is_usual_setting(std::string_view path) {
    auto const name = base_name(path);
    return name.starts_with("appsettings") || name == "hosting.json" || name == "hostsettings.json"
           || name == "kestrel.json";
}

/// True for `"Kestrel": {`, `Kestrel:` and `Kestrel__Endpoints__Http__Url`: a section of settings.
/// Others speak of its metrics.
bool sets_kestrel(std::string_view text) {
    constexpr std::string_view name = "kestrel";
    auto const is_same = [](char a, char b) { return (a | 0x20) == b; };
    for (auto at = text.begin();; ++at) {
        at = std::search(at, text.end(), name.begin(), name.end(), is_same);
        if (at == text.end()) return false;
        auto rest = text.substr(static_cast<std::size_t>(at - text.begin()) + name.size());
        if (rest.starts_with("__")) return true;
        if (rest.starts_with('"') || rest.starts_with('\'')) rest.remove_prefix(1);
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
        if (rest.starts_with(':')) return true;
    }
}

/// True when a call such as app.Run(...) has an argument: a URL.
bool has_argument(std::string_view code, std::string_view call) {
    for (auto at = code.find(call); at != code.npos; at = code.find(call, at + 1)) {
        auto const next = code.find_first_not_of(" \t\r\n", at + call.size());
        if (next != code.npos && code[next] != ')') return true;
    }
    return false;
}

/// True when the code reads settings of other files than every application does.
bool reads_other_settings(std::string_view code) {
    static constexpr std::string_view other[] = {"AddYamlFile", "AddIniFile", "AddXmlFile",
                                                 "AddKeyPerFile"};
    for (auto const word : other) {
        if (code.find(word) != code.npos) return true;
    }
    constexpr std::string_view call = "AddJsonFile(";
    for (auto at = code.find(call); at != code.npos; at = code.find(call, at + 1)) {
        auto argument = code.substr(at + call.size());
        argument.remove_prefix(std::min(argument.find_first_not_of(" \t\r\n$@"), argument.size()));
        if (!argument.starts_with("\"appsettings")) return true;
    }
    return false;
}

bool may_name_port(std::string_view code) {
    static constexpr std::string_view words[] = {
        "UseUrls", "Kestrel",       "UseSetting", ".Urls",    "ListenAnyIP", "ListenLocalhost",
        "HttpSys", "ASPNETCORE_",   "HTTP_PORTS", "http://*", "http://+",    "http://0.0.0.0",
        "Listen(", "ListenOptions", "--urls",     "\"urls\""};
    return std::ranges::any_of(
               words, [&](std::string_view word) { return holds_without_case(code, word); })
           || reads_other_settings(code) || has_argument(code, ".Run(")
           || has_argument(code, ".RunAsync(");
}

/// True when the sources make a web application and leave its port to the environment.
bool sources_leave_port(context::Context const& context) {
    constexpr std::size_t most_looked_at = 5000;
    auto const files = context.all_files(most_looked_at);
    if (files.size() >= most_looked_at) return false;
    bool is_web = false;
    for (auto const& path : files) {
        bool const is_code = is_source(path);
        if (!is_code && !is_setting(path)) continue;
        auto const* const text = context.read(path);
        if (text == nullptr) {
            if (is_code || is_usual_setting(path)) return false;
            continue;  // so much is data
        }
        auto const bytes = text->bytes();
        if (!is_code) {
            if (sets_kestrel(bytes)) return false;
            if (!is_usual_setting(path)) continue;
            if (holds_without_case(bytes, "urls\"") || holds_without_case(bytes, "urls:")
                || holds_without_case(bytes, "_ports"))
                return false;
            continue;
        }
        if (may_name_port(bytes)) return false;
        is_web = is_web || bytes.find("WebApplication.CreateBuilder") != bytes.npos
                 || bytes.find("ConfigureWebHostDefaults") != bytes.npos;
    }
    return is_web;
}

}  // namespace

std::optional<DotnetServer> dotnet_server(Build const& build, Stage const& stage) {
    auto const& root = stage.root();
    if (build.context() == nullptr || root.kind != Reference::Kind::image || stage.is_windows)
        return std::nullopt;
    if (name_of(root.image) != "mcr.microsoft.com/dotnet/aspnet") return std::nullopt;
    if (release_of(root.image.tag) < first_with_8080) return std::nullopt;
    auto const& commands = start_of(build, stage).commands;
    if (commands.size() != 1) return std::nullopt;
    auto const& command = commands.front();
    auto const assembly = command.argument(1);
    if (command.program != "dotnet" || command.arguments.size() != 2 || !command.assignments.empty()
        || !assembly.ends_with(".dll"))
        return std::nullopt;
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        if (at->may_set_more) return std::nullopt;
    }
    if (std::ranges::any_of(stage.config.environment, may_set_port)) return std::nullopt;
    auto const& context = *build.context();
    if (!sources_leave_port(context)) return std::nullopt;
    static constexpr std::string_view variables[] = {"ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS",
                                                     "HTTP_PORTS", "DOTNET_URLS"};
    for (auto const variable : variables) {
        if (context.may_be_given(variable)) return std::nullopt;
    }
    return DotnetServer{std::string(base_name(assembly)), 8080,
                        Place{&build.source(), command.span}};
}

}  // namespace dockcheck::model

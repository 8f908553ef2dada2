// Telling by the name and the first words of lines.
#include "analyzer/cli/other_files.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/cli/file_names.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/file.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::size_t largest_file = std::size_t{1024} * 1024;

/// True where a line begins with a text.
bool has_line_with(std::string_view text, std::string_view start) {
    for (auto at = text.find(start); at != text.npos; at = text.find(start, at + 1)) {
        if (at == 0 || text[at - 1] == '\n') return true;
    }
    return false;
}

std::string_view kind_of_yaml(std::string_view name, std::string_view text) {
    bool const is_compose = name.starts_with("compose") || name.starts_with("docker-compose")
                            || has_line_with(text, "services:");
    if (is_compose) {
        return "this is a compose file and no Dockerfile; name the Dockerfiles that its services "
               "build, or their folder";
    }
    if (has_line_with(text, "apiVersion:") && has_line_with(text, "kind:")) {
        return "this is a manifest of Kubernetes and no Dockerfile; name the Dockerfile that makes "
               "its image, as [images] in dockcheck.toml says it, or its folder";
    }
    return "this is YAML and no Dockerfile; name a Dockerfile or a folder";
}

std::string_view kind_of_toml(std::string_view name) {
    if (name == "dockcheck.toml" || name == ".dockcheck.toml") {
        return "this is a configuration and no Dockerfile; it holds for the Dockerfiles below its "
               "folder: name one of them, or a folder";
    }
    return "this is TOML and no Dockerfile; name a Dockerfile or a folder";
}

}  // namespace

std::string why_no_dockerfile(std::string const& path) {
    auto const name = lower_case(base_name(path));
    bool const is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    bool const is_toml = name.ends_with(".toml");
    bool const is_requirements = name.starts_with("requirements") && name.ends_with(".txt");
    if (!is_yaml && !is_toml && !is_requirements) return {};
    auto const text = read_regular_file(path, largest_file);
    if (!text || begins_like_a_dockerfile(*text)) return {};
    if (is_yaml) return std::string(kind_of_yaml(name, *text));
    if (is_toml) return std::string(kind_of_toml(name));
    return "this is a requirements file and no Dockerfile; name the Dockerfile that installs it, "
           "or "
           "its folder";
}

}  // namespace dockcheck::cli

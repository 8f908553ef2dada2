// The table of images whose ENTRYPOINT is a program itself.
// Sources: nodejs.bzl, python.bzl and java.bzl of GoogleContainerTools/distroless and the README of
// each of these folders; the Dockerfiles of prometheus/prometheus, aws/aws-cli, alpine-docker/git;
// chainguard-dev/edu-images-demos for node and python. Date: 2026-11-27.
#include "analyzer/knowledge/entrypoints.hpp"

#include <algorithm>
#include <iterator>

#include "analyzer/knowledge/images.hpp"

namespace dockcheck::knowledge {
namespace {

constexpr BareEntrypoint runs_node{"node", "node", " .js .mjs .cjs "};
constexpr BareEntrypoint runs_python{"python3", "python3", " .py "};
constexpr BareEntrypoint runs_java{"java", "java -jar", " .jar "};

struct Row {
    std::string_view image;
    BareEntrypoint entrypoint;
};

constexpr Row bare_entrypoints[] = {
    {"alpine/git", {"git", "git", ""}},
    {"amazon/aws-cli", {"aws", "aws", ""}},
    {"cgr.dev/chainguard/node", runs_node},
    {"cgr.dev/chainguard/python", runs_python},
    {"prom/prometheus", {"prometheus", "prometheus", ""}},
    {"public.ecr.aws/aws-cli/aws-cli", {"aws", "aws", ""}},
    {"quay.io/prometheus/prometheus", {"prometheus", "prometheus", ""}},
};

/// `nodejs22-debian12` for "nodejs": numbers and the release of Debian behind the name.
bool is_release_of(std::string_view name, std::string_view language) {
    if (!name.starts_with(language)) return false;
    auto const rest = name.substr(language.size());
    auto const end = std::min(rest.find_first_not_of("0123456789"), rest.size());
    auto const behind = rest.substr(end);
    return behind.empty()
           || (behind.starts_with("-debian")
               && behind.find_first_not_of("0123456789", 7) == std::string_view::npos);
}

/// Those of distroless, by Google or a mirror: no other one has the release of Debian in its name.
std::optional<BareEntrypoint> of_distroless(std::string_view image) {
    constexpr std::string_view folder = "distroless/";
    auto const at = image.rfind(folder);
    if (at == std::string_view::npos || (at > 0 && image[at - 1] != '/')) return std::nullopt;
    auto const name = image.substr(at + folder.size());
    bool const is_google = image.substr(0, at).ends_with("gcr.io/");
    if (!is_google && name.find("-debian") == std::string_view::npos) return std::nullopt;
    if (is_release_of(name, "nodejs") || (is_google && name.starts_with("nodejs")))
        return runs_node;
    if (is_release_of(name, "python3")) return runs_python;
    if (is_release_of(name, "java")) return runs_java;
    return std::nullopt;
}

}  // namespace

std::optional<BareEntrypoint> bare_entrypoint(std::string_view image) {
    auto const name = canonical_name(image);
    auto const* const row = std::ranges::find(bare_entrypoints, name, &Row::image);
    if (row != std::ranges::end(bare_entrypoints)) return row->entrypoint;
    return of_distroless(name);
}

}  // namespace dockcheck::knowledge

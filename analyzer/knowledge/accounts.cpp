// The accounts of images, by name.
#include "analyzer/knowledge/accounts.hpp"

#include <algorithm>

#include "analyzer/knowledge/programs.hpp"

namespace dockcheck::knowledge {
namespace {

struct AccountRow {
    std::string_view image;
    Account account;
};

/// Source: Dockerfiles of the images (nodejs/docker-node, gradle/docker-gradle, oven-sh/bun,
/// denoland/deno_docker). Date: 2026-08-22.
constexpr AccountRow account_rows[] = {
    {"node", {"node", "1000"}},
    {"gradle", {"gradle", "1000"}},
    {"oven/bun", {"bun", "1000"}},
    {"denoland/deno", {"deno", "1993"}},
};

/// True for releases of Ubuntu that are known to have the account (wiki.ubuntu.com, release notes
/// of 23.04 and 24.04; nobody has looked at later ones). Date: 2026-11-27.
bool has_account_ubuntu(std::string_view image, std::string_view tag) {
    static constexpr std::string_view releases[] = {"23.04", "23.10",  "24.04", "24.10",
                                                    "lunar", "mantic", "noble", "oracular"};
    bool const is_own = image == "ubuntu";
    while (!tag.empty()) {
        auto const part = tag.substr(0, tag.find('-'));
        constexpr std::string_view prefix = "ubuntu";
        auto const release =
            is_own ? part : part.substr(part.starts_with(prefix) ? prefix.size() : 0);
        if (std::ranges::find(releases, release) != std::ranges::end(releases)) return true;
        if (is_own) return false;
        tag.remove_prefix(std::min(part.size() + 1, tag.size()));
    }
    return false;
}

}  // namespace

std::optional<Account> account_of(std::string_view image, ImageFamily family) {
    // GoogleContainerTools/distroless has it in all of its images.
    if (family == ImageFamily::distroless) return Account{"nonroot", "65532"};
    for (auto const& row : account_rows) {
        if (row.image == image) return row.account;
    }
    return std::nullopt;
}

std::optional<Account> numbered_account_of(std::string_view image, std::string_view tag,
                                           ImageFamily family) {
    // The images of CUDA keep the account.
    if (image == "ubuntu" || image == "nvidia/cuda") {
        return has_account_ubuntu(image, tag) ? std::optional(Account{"ubuntu", "1000"})
                                              : std::nullopt;
    }
    // The first images of node had no account.
    bool const is_early =
        image == "node"
        && (compare_versions(tag, "8") < 0 || tag.starts_with("argon") || tag.starts_with("boron"));
    if (is_early) return std::nullopt;
    return account_of(image, family);
}

}  // namespace dockcheck::knowledge

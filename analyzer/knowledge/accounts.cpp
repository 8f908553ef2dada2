// The accounts of images, by name.
#include "analyzer/knowledge/accounts.hpp"

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

}  // namespace

std::optional<Account> account_of(std::string_view image, ImageFamily family) {
    // GoogleContainerTools/distroless has it in all of its images.
    if (family == ImageFamily::distroless) return Account{"nonroot", "65532"};
    for (auto const& row : account_rows) {
        if (row.image == image) return row.account;
    }
    return std::nullopt;
}

}  // namespace dockcheck::knowledge

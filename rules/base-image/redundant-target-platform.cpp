// Finds FROM --platform=$TARGETPLATFORM.
#include "rules/base-image/redundant-target-platform.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::redundant_target_platform {
namespace {

void check(ast::From const& from, Pass& pass) {
    if (from.platform == nullptr) return;
    auto const& flag = *from.platform;
    auto const value = flag.value.text();
    if (value != "$TARGETPLATFORM" && value != "${TARGETPLATFORM}") return;
    auto const position = pass.build().position_of(pass.instruction());
    if (pass.build().globals().find("TARGETPLATFORM", position) != nullptr) return;
    auto end = flag.span.end;
    auto const behind = pass.text({end, pass.instruction().span.end});
    end += static_cast<std::uint32_t>(std::min(behind.find_first_not_of(" \t"), behind.size()));
    pass.report(flag.span, redundant, pass.text(flag.span)).remove({flag.span.begin, end});
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::redundant_target_platform

// When progress is told, and that nothing stays of it.
#include "analyzer/cli/progress.hpp"

#include <doctest/doctest.h>
#include <string>

namespace dockcheck::cli {
namespace {

TEST_CASE("progress is told after a second, not too often, and taken away") {
    Progress::Moment now{};
    std::string written;
    auto const wait = [&](int milliseconds) { now += std::chrono::milliseconds(milliseconds); };
    {
        Progress progress([&](std::string_view text) { written += text; }, [&] { return now; });
        progress.looked_at(1);
        wait(999);
        progress.looked_at(2);
        progress.clear();
        CHECK(written == "");
        wait(1);
        progress.looked_at(3);
        CHECK(written == "\r\x1b[Klooking for Dockerfiles: 3 names");
        written.clear();
        wait(50);
        progress.checked(1, 9);
        CHECK(written == "");
        wait(50);
        progress.checked(2, 9);
        CHECK(written == "\r\x1b[Kchecked 2 of 9 files");
        written.clear();
        progress.clear();
        CHECK(written == "\r\x1b[K");
        // It comes back after what else there was, not at once.
        written.clear();
        progress.checked(3, 9);
        CHECK(written == "");
        wait(100);
        progress.checked(3, 9);
        CHECK(written == "\r\x1b[Kchecked 3 of 9 files");
        written.clear();
    }
    CHECK(written == "\r\x1b[K");
}

TEST_CASE("where there is no terminal nothing is told") {
    Progress::Moment now{};
    Progress progress(nullptr, [&] { return now; });
    now += std::chrono::hours(1);
    progress.checked(1, 2);
    progress.clear();
}

}  // namespace
}  // namespace dockcheck::cli

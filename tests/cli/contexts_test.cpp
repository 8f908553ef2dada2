// Which Dockerfiles on the disk share what is known of their context.
#include "analyzer/cli/contexts.hpp"

#include <doctest/doctest.h>
#include <memory>
#include <string>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/source.hpp"
#include "tests/config/temporary_folder.hpp"

namespace dockcheck::cli {
namespace {

using test::TemporaryFolder;

class ContextFinder {
 public:
    explicit ContextFinder(TemporaryFolder const& folder) : folder_(folder) {}

    std::shared_ptr<context::Context const> find(std::string_view dockerfile,
                                                 FixedTexts const& changed = {}) {
        Arena arena;
        Source const source("Dockerfile", "FROM scratch\nCOPY a /\n");
        Input input;
        input.path = input.absolute = folder_.path(dockerfile);
        return context_of(input, {}, dockerfile::parse(source, arena), changed, read_).context;
    }

 private:
    TemporaryFolder const& folder_;
    ReadBuildFiles read_;
};

TEST_CASE("Dockerfiles side by side share a context") {
    TemporaryFolder const folder;
    folder.make(".git");
    folder.write("a", "");
    folder.write("sub/a", "");
    folder.write("three.Dockerfile.dockerignore", "a\n");
    ContextFinder finder(folder);
    auto const first = finder.find("one.Dockerfile");
    CHECK(finder.find("two.Dockerfile") == first);
    CHECK(finder.find("sub/Dockerfile") != first);

    auto const ignoring = finder.find("three.Dockerfile");
    CHECK(first->look("a") == context::Presence::file);
    CHECK(ignoring->look("a") == context::Presence::ignored);
}

TEST_CASE("a context with other bytes than the disk's is shared with nobody") {
    TemporaryFolder const folder;
    folder.make(".git");
    folder.write("a", "old");
    ContextFinder finder(folder);
    auto const bytes = [](auto const& context) { return context->read("a")->bytes(); };
    auto const before = finder.find("Dockerfile");
    CHECK(bytes(before) == "old");
    CHECK(bytes(finder.find("Dockerfile", {{folder.path("a"), "new"}})) == "new");
    CHECK(bytes(finder.find("Dockerfile")) == "old");
}

}  // namespace
}  // namespace dockcheck::cli

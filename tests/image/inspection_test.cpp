// What docker inspect, podman inspect, buildah inspect and docker history print.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

#include "analyzer/image/readers/read.hpp"
#include "tests/support/image_text.hpp"

namespace dockcheck::test {
namespace {

using namespace image;

std::string seen(std::string_view text) { return described(read_image_bytes("i.json", text)); }

constexpr std::string_view docker = R"json([{
  "Id": "sha256:11", "RepoTags": ["img:latest"], "RepoDigests": [], "Created": "2026-01-01T00:00:00Z",
  "ContainerConfig": {"User": "wrong", "Cmd": ["#(nop)"]},
  "Config": {"User": "node", "Cmd": ["echo"], "Volumes": null},
  "Architecture": "amd64", "Os": "linux", "Size": 5,
  "RootFS": {"Type": "layers", "Layers": ["sha256:0000000a", "sha256:0000000b"]}
}])json";

TEST_CASE("an inspected image is read by its Config, never by its ContainerConfig") {
    CHECK(seen(docker) == "image the output of docker image inspect, linux/amd64\n"
                          "name img:latest\n"
                          "user /0/Config/User 4:23 node = node\n"
                          "cmd /0/Config/Cmd/0 4:38 \"echo\" = echo\n"
                          "volume /0/Config/Volumes null\n"
                          "layer sha256:0000000 0\n"
                          "layer sha256:0000000 0\n");
}

TEST_CASE("podman keeps the healthcheck beside the config, and has the history") {
    CHECK(seen(R"([{"Id": "11", "RepoTags": ["localhost/img:1"], "Config": {"User": "u"},
                    "Healthcheck": {"Test": ["CMD", "true"]}, "RootFS": {"Layers": ["sha256:0a"]},
                    "ManifestType": "application/vnd.oci.image.manifest.v1+json",
                    "Os": "linux", "Architecture": "arm64",
                    "History": [{"created_by": "RUN x"}]}])")
          == "image the output of podman image inspect, linux/arm64\n"
             "name localhost/img:1\n"
             "user /0/Config/User 1:68 u = u\n"
             "healthcheck /0/Healthcheck/Test/0 2:46 \"CMD\" = CMD\n"
             "healthcheck /0/Healthcheck/Test/1 2:53 \"true\" = true\n"
             "step /0/History/0/created_by 5:49 RUN x = RUN x\n"
             "  layer 0\n"
             "layer sha256:0a 0\n");
}

TEST_CASE("buildah's inspection is read by what it says in Docker's format") {
    CHECK(seen(R"({"Type": "buildah", "OCIv1": {"config": {}},
                   "Docker": {"os": "linux", "architecture": "amd64", "config": {"User": "u"}}})")
          == "image the output of podman image inspect, linux/amd64\n"
             "user /Docker/config/User 2:91 u = u\n");
}

TEST_CASE("a container is said to be one") {
    CHECK(seen(R"([{"Id": "22", "Name": "/web", "Image": "sha256:33", "State": {}, "HostConfig": {},
                    "Config": {"Image": "nginx:1", "User": "", "StopSignal": 15}}])")
          == "note: i.json: this describes a container web, not an image: what docker run or "
             "docker create changed is taken for the image's\n"
             "image the description of a container, /\n"
             "name nginx:1\n"
             "user /0/Config/User empty\n"
             "stop signal /0/Config/StopSignal 2:78 15 = 15\n");
}

TEST_CASE("several inspected things are several images") {
    auto const two = seen(R"([{"RepoTags": ["a:1"], "RootFS": {}, "Config": {"User": "a"}},
                              {"RepoTags": ["b:1"], "RootFS": {}, "Config": {"User": "b"}}])");
    CHECK(two == "image the output of docker image inspect, /\n"
                 "name a:1\n"
                 "user /0/Config/User 1:58 a = a\n"
                 "image the output of docker image inspect, /\n"
                 "name b:1\n"
                 "user /1/Config/User 2:87 b = b\n");
}

TEST_CASE("docker history is read from the oldest step on, with the sizes it tells") {
    CHECK(seen(R"({"Comment":"c","CreatedAt":"2026-01-01T00:00:00Z","CreatedBy":"CMD [\"x\"]","ID":"1","Size":"0B"}
{"Comment":"","CreatedAt":"2026-01-01T00:00:00Z","CreatedBy":"RUN y # buildkit","ID":"\u003cmissing\u003e","Size":"1.98MB"}
{"Comment":"Imported from -","CreatedAt":"","CreatedBy":"","ID":"\u003cmissing\u003e","Size":"12"}
)") == "image the output of docker history, /\n"
             "step /CreatedBy empty\n"
             "  comment /Comment 3:13 Imported from - = Imported from -\n"
             "  size 12\n"
             "step /CreatedBy 2:63 RUN y # buildkit = RUN y # buildkit\n"
             "  comment /Comment empty\n"
             "  size 1980000\n"
             "step /CreatedBy 1:64 CMD [\\\"x\\\"] = CMD [\"x\"]\n"
             "  comment /Comment 1:13 c = c\n"
             "  size 0\n");
}

TEST_CASE("a size that no integer holds, or of another unit, is none") {
    for (std::string_view const size :
         {"2222222222222222.2TB", "1e300B", "nanMB", "-1B", "3 MB", "3PB"}) {
        CAPTURE(size);
        CHECK(seen(fmt::format(R"({{"CreatedBy":"a","Size":"1B"}}
{{"CreatedBy":"b","Size":"{}"}})", size))
              == "image the output of docker history, /\n"
                 "step /CreatedBy 2:15 b = b\n"
                 "step /CreatedBy 1:15 a = a\n"
                 "  size 1\n");
    }
}

TEST_CASE("podman history, a list, is read too") {
    CHECK(seen(R"([{"id":"1","CreatedBy":"b","size":7,"comment":"x"},{"id":"2","CreatedBy":"a","size":0}])")
          == "image the output of docker history, /\n"
             "step /1/CreatedBy 1:75 a = a\n"
             "  size 0\n"
             "step /0/CreatedBy 1:25 b = b\n"
             "  comment /0/comment 1:48 x = x\n"
             "  size 7\n");
}

}  // namespace
}  // namespace dockcheck::test

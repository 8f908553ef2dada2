// Image configs: every field with its place, and what is there without a value.
#include <doctest/doctest.h>
#include <string>

#include "analyzer/image/readers/read.hpp"
#include "tests/support/image_text.hpp"

namespace dockcheck::test {
namespace {

using namespace image;

std::string seen(std::string_view text) { return described(read_image_bytes("c.json", text)); }

constexpr std::string_view whole = R"({
  "created": "2026-01-02T03:04:05Z",
  "architecture": "arm64", "variant": "v8", "os": "linux",
  "config": {
    "User": "app:app",
    "ExposedPorts": {"80/tcp": {}, "53/udp": null},
    "Env": ["PATH=/bin", "EMPTY=", "BARE", "Q=a\"b=c"],
    "Entrypoint": ["/bin/sh", "-c"],
    "Cmd": ["echo \u0026 hi"],
    "Volumes": {"/data": {}},
    "WorkingDir": "/srv",
    "Labels": {"a": "1", "b": null},
    "StopSignal": "SIGINT",
    "ArgsEscaped": true,
    "Shell": ["/bin/bash", "-c"],
    "OnBuild": ["RUN x"],
    "Healthcheck": {"Test": ["CMD-SHELL", "curl x"], "Interval": 30000000000, "Retries": 3},
    "UnknownKey": [1, {"a": 2}]
  },
  "rootfs": {"type": "layers", "diff_ids": ["sha256:0000000aa", "sha256:0000000bb"]},
  "history": [
    {"created_by": "ADD x", "created": "2026-01-01T00:00:00Z"},
    {"created_by": "ENV A=1", "empty_layer": true, "comment": "buildkit.dockerfile.v0"},
    {"created_by": "RUN y"}
  ]
})";

TEST_CASE("every field of a config is read with its place") {
    CHECK(seen(whole) == R"(image a Docker image config, linux/arm64/v8
user /config/User 5:14 app:app = app:app
env /config/Env/0 7:14 PATH = PATH
  value /config/Env/0 7:19 /bin = /bin
env /config/Env/1 7:27 EMPTY = EMPTY
  value /config/Env/1 7:33  = 
env /config/Env/2 7:37 BARE = BARE
env /config/Env/3 7:45 Q = Q
  value /config/Env/3 7:47 a\"b=c = a"b=c
entrypoint /config/Entrypoint/0 8:20 "/bin/sh" = /bin/sh
entrypoint /config/Entrypoint/1 8:31 "-c" = -c
cmd /config/Cmd/0 9:13 "echo \u0026 hi" = echo & hi
shell /config/Shell/0 15:15 "/bin/bash" = /bin/bash
shell /config/Shell/1 15:28 "-c" = -c
workdir /config/WorkingDir 11:20 /srv = /srv
port /config/ExposedPorts/80~1tcp 6:22 "80/tcp" = 80/tcp
port /config/ExposedPorts/53~1udp 6:36 "53/udp" = 53/udp
volume /config/Volumes/~1data 10:17 "/data" = /data
label /config/Labels/a 12:16 "a" = a
  value /config/Labels/a 12:21 "1" = 1
label /config/Labels/b 12:26 "b" = b
healthcheck /config/Healthcheck/Test/0 17:30 "CMD-SHELL" = CMD-SHELL
healthcheck /config/Healthcheck/Test/1 17:43 "curl x" = curl x
interval /config/Healthcheck/Interval 17:66 30000000000 = 30000000000
retries /config/Healthcheck/Retries 17:90 3 = 3
stop signal /config/StopSignal 13:20 SIGINT = SIGINT
trigger /config/OnBuild/0 16:17 "RUN x" = RUN x
args escaped /config/ArgsEscaped 14:20 true = yes
step /history/0/created_by 22:21 ADD x = ADD x
  layer 0
step /history/1/created_by 23:21 ENV A=1 = ENV A=1
  comment /history/1/comment 23:64 buildkit.dockerfile.v0 = buildkit.dockerfile.v0
  empty layer /history/1/empty_layer 23:46 true = yes
step /history/2/created_by 24:21 RUN y = RUN y
  layer 1
layer sha256:0000000 0
layer sha256:0000000 0
)");
}

TEST_CASE("absent, null and empty are told apart") {
    auto const presence = [](std::string_view user) {
        auto const images = read_image_bytes(
            "c.json", R"({"os": "linux", "rootfs": {}, "config": {)" + std::string(user) + "}}");
        REQUIRE(images);
        return images->images[0]->config.value.user.presence;
    };
    CHECK(presence("") == Presence::absent);
    CHECK(presence(R"("User": null)") == Presence::null);
    CHECK(presence(R"("User": "")") == Presence::empty);
    CHECK(presence(R"("User": "0")") == Presence::given);
    CHECK(seen(R"({"os": "linux", "rootfs": {}, "config": {"Env": null, "Cmd": [], "Labels": {},
                   "Healthcheck": {}, "Volumes": null}, "history": null})")
          == "image a Docker image config, linux/\n"
             "env /config/Env null\n"
             "cmd /config/Cmd empty\n"
             "volume /config/Volumes null\n"
             "label /config/Labels empty\n"
             "healthcheck /config/Healthcheck empty\n"
             "history /history null\n");
    CHECK(seen(R"({"rootfs": {}, "config": null})") == "image an OCI image config, /\n"
                                                       "config /config null\n");
}

TEST_CASE("letter case of a name does not matter, and the last of two holds, as for the engines") {
    CHECK(seen(R"({"rootfs": {}, "config": {"user": "a", "USER": "b"}})")
          == "image an OCI image config, /\n"
             "user /config/USER 1:49 b = b\n");
}

TEST_CASE("a string where a list is due is a list of one, as Docker's old configs have it") {
    CHECK(seen(R"({"rootfs": {}, "config": {"Cmd": "sh", "ExposedPorts": ["80"]}})")
          == "image an OCI image config, /\n"
             "cmd /config/Cmd 1:34 \"sh\" = sh\n"
             "port /config/ExposedPorts/0 1:57 \"80\" = 80\n");
}

TEST_CASE("a value of a wrong kind is an error at its place") {
    CHECK(seen("{\"rootfs\": {}, \"config\": {\n \"User\": 5}}")
          == "error: c.json:2:10: \"User\" must be a string, and this is the number 5\n");
    CHECK(seen("{\"rootfs\": {}, \"config\": {\"Env\": {\"A\": \"1\"}}}")
          == "error: c.json:1:34: \"Env\" must be a list of NAME=value, and this is an object\n");
    CHECK(seen("{\"rootfs\": {}, \"config\": {\"Cmd\": [\"a\", 5]}}")
          == "error: c.json:1:40: an item of \"Cmd\" must be a string, and this is the number 5\n");
    CHECK(seen("{\"rootfs\": {}, \"config\": []}")
          == "error: c.json:1:26: \"config\" must be an object, and this is a list\n");
    CHECK(seen("{\"rootfs\": {}, \"history\": [1]}")
          == "error: c.json:1:28: an entry of \"history\" must be an object\n");
    CHECK(
        seen("{\"rootfs\": {}, \"config\": {\"Healthcheck\": {\"Retries\": 1.5}}}")
        == "error: c.json:1:54: \"Retries\" must be a whole number, and this is the number 1.5\n");
}

TEST_CASE("a step has a layer only when the counts leave no doubt") {
    CHECK(seen(R"({"rootfs": {"diff_ids": ["sha256:a"]}, "history": [{"created_by": "A"}, {"created_by": "B"}]})")
          == "image an OCI image config, /\n"
             "config  null\n"
             "step /history/0/created_by 1:68 A = A\n"
             "step /history/1/created_by 1:89 B = B\n"
             "layer sha256:a 0\n");
}

TEST_CASE("a text that is told to be for another platform is not taken") {
    auto const seen_for = [](std::string_view json, std::string_view platform) {
        ReadOptions options;
        options.platform = platform;
        return described(read_image_bytes("c.json", json, options));
    };
    constexpr std::string_view amd =
        R"({"os": "linux", "architecture": "amd64", "config": {"User": "u"}})";
    CHECK(seen_for(amd, "linux/arm64")
          == "error: c.json: there is no image for linux/arm64, but there is for linux/amd64\n");
    CHECK(seen_for(amd, "linux").starts_with("image"));
    CHECK(seen_for(R"({"config": {"User": "u"}})", "linux/arm64").starts_with("image"));
    CHECK(seen_for(
              R"([{"Id": "1", "Os": "linux", "Architecture": "arm64", "Config": {}, "RootFS": {}},
                      {"Id": "2", "Os": "windows", "Architecture": "amd64", "Config": {}, "RootFS": {}}])",
              "windows/amd64")
              .starts_with("image the output of docker image inspect, windows/amd64"));
}

TEST_CASE("the config alone, as docker inspect's format prints it, is read too") {
    CHECK(seen(R"({"User": "u", "Env": ["A=1"], "Cmd": null})")
          == "image a Docker image config, /\n"
             "user /User 1:11 u = u\n"
             "env /Env/0 1:24 A = A\n"
             "  value /Env/0 1:26 1 = 1\n"
             "cmd /Cmd null\n");
}

TEST_CASE("JSON that is no image is told for what it is") {
    CHECK(seen(R"({"schemaVersion": 2, "manifests": []})")
              .starts_with("error: c.json:1:1: this is an image index"));
    CHECK(seen(R"({"schemaVersion": 2, "layers": []})")
              .starts_with("error: c.json:1:1: this is an image manifest"));
    CHECK(
        seen(R"([{"Config": "a.json", "Layers": []}])")
            .starts_with("error: c.json:1:2: this is the manifest.json of a docker save archive"));
    CHECK(seen(R"({"Name": "x", "Digest": "y", "LayersData": [], "Env": []})")
              .find("use skopeo inspect --config")
          != std::string::npos);
    CHECK(seen(R"({"name": "package", "version": "1"})")
              .starts_with("error: c.json:1:1: this JSON is no image"));
    CHECK(seen("[]") == "error: c.json:1:1: the list is empty: there is no such image\n");
}

TEST_CASE("UTF-16, as PowerShell writes it, is told") {
    using namespace std::string_view_literals;
    CHECK(seen("\xFF\xFE{\0}\0"sv).starts_with("error: c.json: this text is UTF-16"));
}

}  // namespace
}  // namespace dockcheck::test

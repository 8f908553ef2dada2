// Images as models: what their config and their history say, with its places.
#include <doctest/doctest.h>
#include <string>

#include "analyzer/image/readers/read.hpp"
#include "analyzer/model/build.hpp"

namespace dockcheck::test {
namespace {

struct ReadImage {
    explicit ReadImage(std::string const& json) {
        auto images = image::read_image_bytes("image.json", json);
        REQUIRE_MESSAGE(images.has_value(), (images ? "" : images.error().text));
        image = images->images.front();
        build.emplace(*image, options, arena);
    }

    Arena arena;
    model::BuildOptions options;
    std::shared_ptr<image::Image const> image;
    std::optional<model::Build> build;
};

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out;
}

/// An entry of a history; buildkit's where nothing else is said.
std::string entry(std::string_view created_by, std::string_view comment = "buildkit.dockerfile.v0",
                  std::string_view created = "2025-02-01T00:00:00Z") {
    return R"({"created": ")" + std::string(created) + R"(", "created_by": ")" + escaped(created_by)
           + R"(", "comment": ")" + std::string(comment) + R"("})";
}

std::string with_history(std::string const& entries, std::string_view config = "{}") {
    return R"({"architecture": "amd64", "os": "linux", "config": )" + std::string(config)
           + R"(, "history": [)" + entries + "]}";
}

/// The instructions, a line each; those that no rule looks at in parentheses.
std::string lines(std::string const& json) {
    ReadImage const read(json);
    std::string out;
    for (auto const& instruction : read.build->file().instructions) {
        if (instruction.keyword == ast::Keyword::from) continue;
        auto const text = std::string(instruction.line.text());
        out += (instruction.is_background ? "(" + text + ")" : text) + "\n";
    }
    return out;
}

TEST_CASE("what BuildKit writes into a history is read back") {
    CHECK(lines(with_history(entry("RUN /bin/sh -c apt-get update && echo \"$HOME\" # buildkit")
                             + "," + entry("RUN |2 A=1 B=x y /bin/sh -c make # buildkit") + ","
                             + entry("RUN |1 A=1 prog arg # buildkit") + ","
                             + entry("COPY --chown=1:1 a b$c /srv/ # buildkit") + ","
                             + entry("ARG TOKEN=x y") + ","
                             + entry("SHELL [/bin/bash -o pipefail -c]") + ","
                             + entry("RUN /bin/bash -o pipefail -c a | b # buildkit")))
          == R"(RUN apt-get update && echo "$HOME"
RUN make
RUN prog arg
COPY --chown=1:1 a "b\$c" /srv/
ARG TOKEN="x y"
(SHELL ["/bin/bash", "-o", "pipefail", "-c"])
RUN a | b
)");
}

TEST_CASE("what Docker's old builder and buildah write is read back") {
    CHECK(lines(with_history(
              entry("/bin/sh -c #(nop)  ARG A=1", "") + "," + entry("/bin/sh -c #(nop) USER x", "")
              + "," + entry("|1 A=1 /bin/sh -c cd /x && make", "") + ","
              + entry("/bin/sh -c [\"echo\",\"exec form\"]", "") + ","
              + entry("/bin/sh -c #(nop) COPY --chown=1:1file:" + std::string(64, 'a') + " in /q/ ",
                      "")))
          == R"(ARG A=1
(USER x)
RUN cd /x && make
RUN ["echo","exec form"]
COPY --chown=1:1 ${__lost_sources} /q/
)");
}

TEST_CASE("a value that buildah tells only at a RUN is the argument's") {
    CHECK(lines(with_history(entry("/bin/sh -c #(nop) ARG TOKEN", "") + ","
                             + entry("|1 TOKEN=abc /bin/sh -c make", "")))
          == R"((ARG TOKEN)
ARG TOKEN=abc
RUN make
)");
}

TEST_CASE("a relative WORKDIR stays as buildah says it was written") {
    CHECK(lines(with_history(entry("/bin/sh -c #(nop) WORKDIR srv", "") + ","
                                 + entry("/bin/sh -c #(nop) WORKDIR /app", ""),
                             R"({"WorkingDir": "/app"})"))
          == "WORKDIR srv\n(WORKDIR /app)\nWORKDIR /app\n");
}

TEST_CASE("a history without a config is read as far as it says things for certain") {
    auto const line = [](std::string_view text) {
        return R"({"CreatedAt": "2025-02-01T00:00:00Z", "CreatedBy": ")" + escaped(text)
               + R"(", "Comment": "buildkit.dockerfile.v0", "ID": "x", "Size": "0B"})" + "\n";
    };
    // The newest comes first.
    CHECK(lines(line(R"(ENTRYPOINT ["/bin/sh" "-c" "exec app"])")
                + line("LABEL org.x/a.b=one two org.y=3") + line("RUN /bin/sh -c make # buildkit"))
          == "RUN make\nLABEL org.x/a.b=\"one two\"\nLABEL org.y=3\nENTRYPOINT exec app\n");
    // What the base image starts is lost behind an ENTRYPOINT of one's own.
    CHECK(lines(line(R"(ENTRYPOINT ["app"])") + line("RUN /bin/sh -c make # buildkit")
                + line(R"(CMD ["sh"])"))
          == "RUN make\nENTRYPOINT [\"app\"]\n");
}

TEST_CASE(
    "a variable that an image does not set was unset when it was built, where arguments are told") {
    auto const state = [](std::string_view comment) {
        ReadImage const read(with_history(entry("RUN /bin/sh -c make # x", comment)));
        auto const& last = read.build->file().instructions.back();
        return read.build->variable(last, "ANY").state;
    };
    using State = dockerfile::Variable::State;
    CHECK((state("buildkit.dockerfile.v0") == State::unset));
    CHECK((state("") == State::unknown));
}

TEST_CASE("free text is no instruction") {
    CHECK(lines(with_history(entry("bazel build ...", "") + "," + entry("umoci config", "") + ","
                             + entry("", "Imported from -") + "," + entry("|x", "") + ","
                             + entry("RUN |9 A=1", "") + "," + entry("RUN", "")))
          == "");
}

TEST_CASE("what may be the base image's is left out, but for what holds behind it") {
    // A pause.
    CHECK(
        lines(with_history(entry("RUN /bin/sh -c base # buildkit") + "," + entry("USER root") + ","
                           + entry("RUN /bin/sh -c own # buildkit", "buildkit.dockerfile.v0",
                                   "2025-02-01T02:00:00Z")))
        == "(USER root)\nRUN own\n");
    // Layers behind a CMD.
    CHECK(lines(with_history(entry("RUN /bin/sh -c base # buildkit") + "," + entry("CMD [\"a\"]")
                             + "," + entry("RUN /bin/sh -c own # buildkit")))
          == "RUN own\n");
    // Another builder.
    CHECK(lines(with_history(entry("/bin/sh -c base", "") + ","
                             + entry("RUN /bin/sh -c own # buildkit")))
          == "RUN own\n");
    // The root file system.
    CHECK(lines(with_history(entry("ADD alpine.tar.gz / # buildkit") + ","
                             + entry("RUN /bin/sh -c own # buildkit")))
          == "RUN own\n");
}

TEST_CASE("buildah names the base at its first step, or at the last of one layer") {
    auto const step = [](std::string_view text, std::string_view comment, bool is_empty) {
        auto json = entry(text, comment);
        if (is_empty) json.insert(json.size() - 1, R"(, "empty_layer": true)");
        return json;
    };
    CHECK(lines(with_history(step("/bin/sh -c base", "", false) + ","
                             + step("/bin/sh -c one", "FROM docker.io/library/a:1", false) + ","
                             + step("/bin/sh -c two", "FROM 0123456789ab", false)))
          == "RUN one\nRUN two\n");
    CHECK(lines(with_history(step("/bin/sh -c base", "", false) + ","
                             + step("/bin/sh -c one", "", true) + ","
                             + step("/bin/sh -c two", "FROM docker.io/library/a:1", false)))
          == "RUN one\nRUN two\n");
}

TEST_CASE("a config becomes instructions whose values mean the same") {
    CHECK(lines(R"({"os": "linux", "config": {
        "User": "app:0", "Env": ["A=1", "B=x \"y\" $z\\", "NONE", "=x", "C="],
        "Entrypoint": ["/x", "a \"b\"\n"], "Cmd": ["/bin/sh", "-c", "exec $A \u0026\u0026 b"],
        "WorkingDir": "/a b", "ExposedPorts": {"80/tcp": {}, "x": null},
        "Volumes": {"/v": {}, "/v w": {}}, "Labels": {"k": "v w", "l": null},
        "StopSignal": "SIGINT", "Healthcheck": {"Test": ["CMD-SHELL", "a || b"], "Interval": 5000000000, "Retries": 3},
        "OnBuild": ["RUN x"], "Unknown": {"a": [1]}}})")
          == R"(ENV A=1
ENV B="x \"y\" \$z\\"
ENV C=
LABEL k="v w"
LABEL l=
EXPOSE 80/tcp
EXPOSE x
VOLUME /v
VOLUME ["/v w"]
STOPSIGNAL SIGINT
WORKDIR "/a b"
USER app:0
HEALTHCHECK --interval=5000000000ns --retries=3 CMD a || b
CMD exec $A && b
ENTRYPOINT ["/x", "a \"b\"\u000a"]
ONBUILD RUN x
)");
}

TEST_CASE("a volume is the folder that it names, whatever characters are in it") {
    ReadImage const read(
        R"({"config": {"Volumes": {"/it's": {}, "/a \"b\"": {}, "/$HOME": {}, "/c\\d": {},
                              "[\"/e\"]": {}}}})");
    std::string volumes;
    for (auto const& volume : read.build->stages().front().config.volumes) {
        volumes += std::string(volume.path.known().value_or("unknown")) + "\n";
    }
    CHECK(volumes == "/it's\n/a \"b\"\n/$HOME\n/c\\d\n[\"/e\"]\n");
}

TEST_CASE("null and empty values are absent") {
    for (
        auto const* const config :
        {"{}", "null",
         R"({"User": "", "Env": null, "Cmd": [], "Entrypoint": null, "Labels": null, "Healthcheck": null})"}) {
        ReadImage const read(with_history("", config));
        auto const& settings = read.build->stages().front().config;
        CHECK(settings.user.is_absent());
        CHECK(settings.cmd.is_absent());
        CHECK(settings.entrypoint.is_absent());
        CHECK(settings.healthcheck.is_absent());
        CHECK(settings.environment.empty());
    }
}

TEST_CASE("a config that is left out sets nothing") {
    ReadImage const read(R"({"os": "linux", "rootfs": {"type": "layers", "diff_ids": []}})");
    auto const& stage = read.build->stages().front();
    CHECK(stage.config.user.is_absent());
    CHECK(stage.config.cmd.is_absent());
}

TEST_CASE("places are those of the JSON") {
    ReadImage const read(
        with_history(entry("RUN /bin/sh -c echo \"a b\" && apt-get install vim # buildkit"),
                     R"({"User": "root", "Cmd": ["pro\u0067ram", "x y"]})"));
    auto const& stage = read.build->stages().front();
    CHECK(stage.config.user.origin.place.text() == "root");
    auto const& words = stage.config.cmd.value.arguments;
    CHECK(words[0].value.text_or_empty() == "program");
    CHECK(Place{&read.build->source(), words[0].span}.text() == R"("pro\u0067ram")");
    CHECK(Place{&read.build->source(), words[1].span}.text() == R"("x y")");
    std::string programs;
    for (auto const& command : stage.commands) {
        auto const place = Place{&read.build->source(), command.span};
        programs += std::string(place.text()) + "\n";
    }
    CHECK(programs == R"(echo \"a b\"
apt-get install vim
"pro\u0067ram", "x y"
)");
}

}  // namespace
}  // namespace dockcheck::test

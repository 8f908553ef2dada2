// OCI layouts, in folders and archives: indexes, platforms, names, what is left out.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

#include "analyzer/image/readers/read.hpp"
#include "tests/support/image_archive.hpp"
#include "tests/support/image_text.hpp"

namespace dockcheck::test {
namespace {

using namespace image;

constexpr std::string_view index_type = "application/vnd.oci.image.index.v1+json";

std::string platform(std::string_view os, std::string_view architecture) {
    return fmt::format(R"(, "platform": {{"os": "{}", "architecture": "{}"}})", os, architecture);
}

/// Platforms and names of the images, the notes, or the error.
std::string heads(Result<Images> const& images) {
    if (!images) return described(images);
    std::string text;
    for (auto const& note : images->notes) text += "note: " + note + "\n";
    for (auto const& image : images->images) {
        text += fmt::format("{}/{}", image->platform.os, image->platform.architecture);
        for (auto const& name : image->names) text += " " + name;
        text += "\n";
    }
    return text;
}

std::string seen(std::vector<TarFile> const& files, std::string_view wanted = {}) {
    ReadOptions options;
    options.platform = wanted;
    auto text = heads(read_image_bytes("i.tar", tar_of(files), options));
    TemporaryFolder const folder(files);
    auto const in_folder = heads(read_image(folder.path(), options));
    // A folder says the same, but for its own name.
    CHECK(in_folder.starts_with("error") == text.starts_with("error"));
    if (!text.starts_with("error") && !text.starts_with("note")) CHECK(in_folder == text);
    return text;
}

TEST_CASE("a layout is read from a folder and from an archive") {
    auto const layer = tar_of({{"a", "b"}});
    Layout layout;
    auto const config = config_text("app", 1);
    auto const files = layout.files({layout.add_image(config, {gzip_of(layer)})});
    auto const said = [&](std::string_view input, std::string_view before) {
        return fmt::format(
            "image {}, linux/amd64\n"
            "user {}/config/User 1:62 app = app\n"
            "layer blobs/sha256/{} sha256:0000000 {}\n",
            input, before, sha256_digits(gzip_of(layer)), gzip_of(layer).size());
    };
    auto const expected =
        said("an OCI archive", fmt::format("blobs/sha256/{}#", sha256_digits(config)));
    CHECK(described(read_image_bytes(
              "i.tar", tar_of(layout.files({layout.add_image(config, {gzip_of(layer)})}))))
          == expected);
    TemporaryFolder const folder(files);
    CHECK(described(read_image(folder.path())) == said("an OCI layout folder", ""));
    CHECK(described(read_image_bytes("i.tar", gzip_of(tar_of(files)))) == expected);
}

TEST_CASE("all platforms of an index are read, or the one that is chosen") {
    Layout layout;
    auto const amd = layout.add_image(config_text("a"), {}, platform("linux", "amd64"));
    auto const arm = layout.add_image(config_text("b", 0, "arm64"), {}, platform("linux", "arm64"));
    auto const proof = layout.add_image(config_text("c"), {}, platform("unknown", "unknown"));
    auto const index = layout.add(
        fmt::format(R"({{"schemaVersion": 2, "manifests": [{}, {}, {}]}})", amd, arm, proof),
        index_type, R"(, "annotations": {"org.opencontainers.image.ref.name": "m:1"})");
    auto const files = layout.files({index});
    CHECK(seen(files) == "linux/amd64 m:1\nlinux/arm64 m:1\n");
    CHECK(seen(files, "linux/arm64") == "linux/arm64 m:1\n");
    CHECK(seen(files, "linux/arm64/v8") == "linux/arm64 m:1\n");
    CHECK(seen(files, "linux/x86_64") == "linux/amd64 m:1\n");
    CHECK(seen(files, "linux") == "linux/amd64 m:1\nlinux/arm64 m:1\n");
    CHECK(seen(files, "linux/s390x")
          == "error: i.tar: there is no image for linux/s390x, but there is for linux/amd64, "
             "linux/arm64\n");
}

TEST_CASE("a platform that only the config tells is chosen too") {
    Layout layout;
    auto const files = layout.files({layout.add_image(config_text("a"), {}),
                                     layout.add_image(config_text("b", 0, "arm64"), {})});
    CHECK(seen(files, "linux/arm64") == "linux/arm64\n");
}

TEST_CASE("one image under two names is one image") {
    Layout layout;
    auto const named = [&](std::string_view name) {
        return layout.add_image(
            config_text("a"), {},
            fmt::format(R"(, "annotations": {{"org.opencontainers.image.ref.name": "{}"}})", name));
    };
    auto const one = named("1");
    Layout once;
    auto const unnamed = once.add_image(config_text("a"), {});
    CHECK(unnamed.size() < one.size());
    auto two = one;
    two.replace(two.find("\"1\""), 3, "\"2\"");
    CHECK(seen(layout.files({one, two})) == "linux/amd64 1 2\n");
}

TEST_CASE("a platform whose blobs are missing is left out and told") {
    Layout layout;
    Layout elsewhere;
    auto const here = layout.add_image(config_text("a"), {}, platform("linux", "amd64"));
    auto const there = elsewhere.add_image(config_text("b"), {}, platform("linux", "arm64"));
    auto const text = seen(layout.files({here, there}));
    CHECK(text.starts_with("note: i.tar: the image for linux/arm64 is named, but blobs/sha256/"));
    CHECK(text.ends_with(" is missing\nlinux/amd64\n"));
    CHECK(seen(layout.files({there}))
              .starts_with(
                  "error: i.tar: there is no image in it; i.tar: the image for linux/arm64"));
}

TEST_CASE("what is no image in a layout is passed over") {
    Layout layout;
    auto const chart = layout.add(R"({"schemaVersion": 2, "config": )"
                                      + layout.add("{}", "application/vnd.oci.empty.v1+json") + "}",
                                  "application/vnd.oci.image.manifest.v1+json");
    auto const other = layout.add("any", "application/x-other");
    CHECK(seen(layout.files({chart, other, layout.add_image(config_text("a"), {})}))
          == "linux/amd64\n");
    CHECK(seen(layout.files({chart})) == "error: i.tar: there is no image in it\n");
}

TEST_CASE("blobs whose digest is another, and descriptors without one, are errors") {
    Layout layout;
    auto files = layout.files({layout.add_image(config_text("a"), {})});
    auto changed = files;
    changed[0].bytes += ' ';
    CHECK(seen(changed).find("its bytes have another digest") != std::string::npos);
    CHECK(seen(layout.files({"{}"}))
          == "error: i.tar: index.json:1:92: the descriptor has no \"digest\" of the form "
             "sha256:...\n");
    CHECK(seen(layout.files({R"({"digest": "sha256:../../etc/passwd"})"}))
              .starts_with("error: i.tar: index.json:1:92: the descriptor has no"));
    CHECK(seen(layout.files({R"({"digest": "..:00"})"}))
              .starts_with("error: i.tar: index.json:1:92: the descriptor has no"));
}

TEST_CASE("a packed layer must have its digest") {
    auto const layer = tar_of({{"a", "b"}});
    Layout layout;
    auto const image = layout.add_image(config_text("app", 1), {gzip_of(layer)});
    auto files = layout.files({image});
    ReadOptions options;
    options.layers = true;
    auto const path = "blobs/sha256/" + sha256_digits(gzip_of(layer));
    auto const said = [&] { return described(read_image_bytes("i.tar", tar_of(files), options)); };
    CHECK(said().starts_with("image an OCI archive"));
    auto const other = gzip_of(tar_of({{"a", "c"}}));
    for (auto& file : files) {
        if (file.path == path) file.bytes = other;
    }
    CHECK(
        said()
        == fmt::format("error: i.tar: {}: its bytes have another digest, sha256:{}: the image was "
                       "changed or damaged\n",
                       path, sha256_digits(other)));
    TemporaryFolder const folder(files);
    CHECK(described(read_image(folder.path(), options)).find("another digest")
          != std::string::npos);
    // What was cut off is not what its name says either, whatever else is wrong with it.
    for (auto& file : files) {
        if (file.path == path) file.bytes = gzip_of(layer).substr(0, 30);
    }
    CHECK(said().find("another digest") != std::string::npos);
}

TEST_CASE("indexes in indexes come to an end") {
    Layout layout;
    auto inner = layout.add_image(config_text("a"), {});
    for (int i = 0; i < 6; ++i) {
        inner = layout.add(R"({"schemaVersion": 2, "manifests": [)" + inner + "]}", index_type);
    }
    CHECK(seen(layout.files({inner})).find("too many indexes in indexes") != std::string::npos);
}

TEST_CASE("an archive of newer Dockers has manifest.json beside the index") {
    auto const layer = tar_of({{"a", "b"}});
    auto const config = config_text("a", 1);
    Layout layout;
    auto const amd = layout.add_image(
        config, {}, R"(, "annotations": {"io.containerd.image.name": "docker.io/library/i:1"})");
    auto const arm = layout.add_image(config_text("b", 0, "arm64"), {});
    auto files = layout.files({amd, arm});
    files.push_back({"blobs/sha256/" + sha256_digits(layer), layer});
    files.push_back(
        {"manifest.json", fmt::format(R"([{{"Config": "blobs/sha256/{}", "RepoTags": ["i:1"],
                                      "Layers": ["blobs/sha256/{}"]}}])",
                                      sha256_digits(config), sha256_digits(layer))});
    auto const images = read_image_bytes("i.tar", tar_of(files));
    CHECK(heads(images) == "linux/amd64 i:1 docker.io/library/i:1\nlinux/arm64\n");
    CHECK(images->input == Input::docker_archive);
    CHECK(images->images[0]->layers[0].size == layer.size());
}

TEST_CASE("a folder that is no layout is told") {
    std::vector<TarFile> const files = {{"a", "b"}};
    TemporaryFolder const folder(files);
    CHECK(described(read_image(folder.path()))
          == "error: " + folder.path()
                 + ": this folder is no OCI image layout: it has no oci-layout and index.json\n");
    CHECK(described(read_image(folder.path() + "/none"))
          == "error: " + folder.path() + "/none: No such file or directory\n");
}

}  // namespace
}  // namespace dockcheck::test

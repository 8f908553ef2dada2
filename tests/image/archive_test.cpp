// Archives of docker save, of every age, packed or not, from bytes, files and pipes.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>
#include <unistd.h>

#include "analyzer/image/readers/read.hpp"
#include "tests/support/image_archive.hpp"
#include "tests/support/image_text.hpp"

namespace dockcheck::test {
namespace {

using namespace image;

std::string seen(std::string_view bytes, ReadOptions const& options = {}) {
    return described(read_image_bytes("i.tar", bytes, options));
}

/// The same from a pipe, the first bytes of which somebody has looked at.
std::string seen_in_pipe(std::string_view bytes, ReadOptions const& options = {}) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    auto const first = bytes.substr(0, 512);
    auto const rest = bytes.substr(first.size());
    REQUIRE(rest.size() < 60'000);  // what a pipe holds
    REQUIRE(::write(ends[1], rest.data(), rest.size()) == static_cast<ssize_t>(rest.size()));
    (void)::close(ends[1]);
    auto text = described(read_image_stream("i.tar", ends[0], first, options));
    (void)::close(ends[0]);
    return text;
}

std::string const passwd = "root:x:0:0::/root:/bin/sh\n";
std::string const layer = tar_of({{"etc/passwd", passwd}, {"bin/su", "x", '-', "", 04755}});
std::string const config = config_text("app", {layer});

/// What is said of the saved image, its layer in `entry`.
std::string said(std::string_view input, std::string_view name, std::string_view config_path,
                 std::string_view entry) {
    return fmt::format(
        "image {}, linux/amd64\n{}user {}#/config/User 1:62 app = app\n"
        "layer {} sha256:{} {}\n",
        input, name, config_path, entry, sha256_digits(layer).substr(0, 7), layer.size());
}

TEST_CASE("an archive of docker save is read, however it is packed and comes") {
    auto const tar = tar_of(saved_image(config, {layer}));
    auto const expected =
        said("a docker save archive", "name img:latest\n", sha256_digits(config) + ".json",
             fmt::format("{:064x}/layer.tar", 10));
    for (auto const& bytes : {tar, gzip_of(tar), zstd_of(tar)}) {
        CHECK(seen(bytes) == expected);
        CHECK(seen_in_pipe(bytes) == expected);
        TemporaryFolder const folder({{"renamed.txt", bytes}});
        CHECK(described(read_image(folder.path() + "/renamed.txt")) == expected);
    }
}

TEST_CASE("the order of the entries does not matter") {
    auto files = saved_image(config, {layer});
    auto const expected = seen(tar_of(files));
    std::reverse(files.begin(), files.end());
    CHECK(seen(tar_of(files)) == expected);
    CHECK(seen_in_pipe(tar_of(files)) == expected);
}

TEST_CASE("files of layers are listed in every way of coming") {
    ReadOptions options;
    options.layers = true;
    auto const files = [&](std::string_view bytes, bool packed) {
        auto tar = tar_of(saved_image(config, {packed ? gzip_of(bytes) : std::string(bytes)}));
        auto const images = read_image_bytes("i.tar", tar, options);
        REQUIRE(images);
        CHECK(seen_in_pipe(tar, options) == described(images));
        return described_files(*images->images[0]);
    };
    auto const expected = fmt::format(
        "layer {:064x}/layer.tar\n"
        "  file 644 0:0 26 /etc/passwd [{}]\n"
        "  file 4755 0:0 1 /bin/su\n",
        10, passwd);
    CHECK(files(layer, false) == expected);
    CHECK(files(layer, true) == expected);
}

TEST_CASE("layer.tar may be a link to another folder's, and an image be named twice") {
    auto const path = sha256_digits(config) + ".json";
    std::vector<TarFile> const files = {
        {"abc.tar", layer},
        {"one/layer.tar", "", 'l', "../abc.tar"},
        {"two/layer.tar", "", 'h', "abc.tar"},
        {path, config},
        {"manifest.json",
         fmt::format(R"([{{"Config": "{0}", "RepoTags": null, "Layers": ["one/layer.tar"]}},
                         {{"Config": "{0}", "RepoTags": ["b:1"], "Layers": ["./two/layer.tar"]}}])",
                     path)}};
    CHECK(seen(tar_of(files))
          == said("a docker save archive", "name b:1\n", path, "one/layer.tar"));
}

TEST_CASE("before Docker 1.10 the layers' own configs are followed down to the base") {
    auto const json = [](std::string_view id, std::string_view parent, std::string_view cmd) {
        return fmt::format(R"({{"id": "{}", {}"created": "2015-01-01T00:00:00Z", "os": "linux",
"architecture": "amd64", "config": {{"User": "u-{}"}}, "container_config": {{"Cmd": {}}}, "Size": 3}})",
                           id, parent, id, cmd);
    };
    auto const tar = tar_of({
        {"top/VERSION", "1.0"},
        {"top/json",
         json("top", R"("parent": "base", )", R"(["/bin/sh", "-c", "#(nop) USER \"u\""])")},
        {"top/layer.tar", layer},
        {"base/json", json("base", "", R"(["/bin/sh", "-c", "#(nop) ADD file:1 in /"])")},
        {"base/layer.tar", layer},
        {"repositories", R"({"img": {"1": "top", "2": "top"}})"},
    });
    auto const expected = fmt::format(R"(image a docker save archive, linux/amd64
name img:1
name img:2
user top/json#/config/User 2:46 u-top = u-top
step base/json#/container_config/Cmd 2:86 /bin/sh", "-c", "#(nop) ADD file:1 in / = /bin/sh -c #(nop) ADD file:1 in /
  size 3
  layer 0
step top/json#/container_config/Cmd 2:85 /bin/sh", "-c", "#(nop) USER \"u\" = /bin/sh -c #(nop) USER "u"
  size 3
  layer 1
layer base/layer.tar {0}
layer top/layer.tar {0}
)",
                                      layer.size());
    CHECK(seen(tar) == expected);
    CHECK(seen_in_pipe(tar) == expected);
}

TEST_CASE("a name without an image id is told") {
    CHECK(seen(tar_of({{"repositories", R"({"i": {"1": ""}})"}}))
          == "error: i.tar: repositories: \"\" is no image id\n");
}

TEST_CASE("a chain of parents that has no end, or a hole, is told") {
    CHECK(seen(tar_of({{"a/json", R"({"parent": "a"})"}, {"repositories", R"({"i": {"1": "a"}})"}}))
          == "error: i.tar: a: the image has too many layers, or one is its own parent\n");
    CHECK(seen(tar_of({{"a/json", R"({"parent": "b"})"}, {"repositories", R"({"i": {"1": "a"}})"}}))
          == "error: i.tar: b/json: it is named, but it is missing\n");
    CHECK(seen(tar_of({{"repositories", R"({"i": {"1": "../a"}})"}}))
          == "error: i.tar: repositories: \"../a\" is no image id\n");
}

TEST_CASE("a changed config, a missing one and broken texts are told with their place") {
    auto files = saved_image(config, {});
    files[0].bytes += ' ';
    CHECK(
        seen(tar_of(files))
        == fmt::format("error: i.tar: {}: its bytes have another digest, sha256:{}: the image was "
                       "changed or damaged\n",
                       files[0].path, sha256_digits(config + " ")));
    files.erase(files.begin());
    CHECK(seen(tar_of(files))
          == fmt::format("error: i.tar: {}.json: it is named, but it is missing\n",
                         sha256_digits(config)));
    CHECK(seen(tar_of({{"manifest.json", "[\n{\"Config\": }]"}}))
          == "error: i.tar: manifest.json:2:12: this is no JSON value\n");
    CHECK(seen(tar_of({{"manifest.json", "{}"}}))
          == "error: i.tar: manifest.json:1:1: this must be a list of images\n");
    CHECK(seen(tar_of({{"manifest.json", "[{}]"}}))
          == "error: i.tar: manifest.json:1:2: the image has no \"Config\"\n");
    CHECK(seen(tar_of({{"c.json", "[]"}, {"manifest.json", R"([{"Config": "c.json"}])"}}))
          == "error: i.tar: c.json:1:1: an image config must be an object\n");
    CHECK(seen(tar_of({{"a", "b"}}))
          == "error: i.tar: this is no image: it has neither manifest.json nor index.json nor "
             "repositories\n");
}

TEST_CASE("the bytes of a layer must be those of its digest, where they are all read") {
    ReadOptions options;
    options.layers = true;
    auto other = layer;
    other.replace(other.find(passwd), 4, "ROOT");  // in the data of a file
    auto const wrong = [](std::string_view path, std::string_view bytes) {
        return fmt::format(
            "error: i.tar: {}: its bytes have another digest, sha256:{}: the image "
            "was changed or damaged\n",
            path, sha256_digits(bytes));
    };
    auto const entry = fmt::format("{:064x}/layer.tar", 10);
    auto const unpacked = tar_of(saved_image(config, {other}));
    CHECK(seen_in_pipe(unpacked, options) == wrong(entry, other));
    CHECK(seen(gzip_of(unpacked), options) == wrong(entry, other));
    CHECK_FALSE(seen(unpacked, options).starts_with("error"));  // the data of files is skipped
    CHECK_FALSE(seen_in_pipe(unpacked).starts_with("error"));   // and nobody asks for the layers
    // Packed ones have no name of their own here, and the diff id is not theirs.
    auto const packed = tar_of(saved_image(config, {gzip_of(layer)}));
    CHECK_FALSE(seen_in_pipe(packed, options).starts_with("error"));
}

TEST_CASE("a missing layer is told and the config is checked all the same") {
    auto files = saved_image(config, {layer});
    auto const path = files[0].path;
    files.erase(files.begin());
    CHECK(seen(tar_of(files))
          == fmt::format("note: i.tar: the layer {} is missing\n"
                         "image a docker save archive, linux/amd64\nname img:latest\n"
                         "user {}.json#/config/User 1:62 app = app\nlayer sha256:{} 0\n",
                         path, sha256_digits(config), sha256_digits(layer).substr(0, 7)));
}

TEST_CASE("what leads out of the archive is an error, and nothing is ever written") {
    auto const with = [](TarFile file) { return seen(tar_of({std::move(file)})); };
    CHECK(with({"../evil", "x"})
          == "error: i.tar: the entry \"../evil\" leads out of the archive\n");
    CHECK(with({"a/layer.tar", "", 'l', "/etc/passwd"})
          == "error: i.tar: a/layer.tar: the link to \"/etc/passwd\" leads out of the archive\n");
    CHECK(with({"a/layer.tar", "", 'l', "../../x"})
          == "error: i.tar: a/layer.tar: the link to \"../../x\" leads out of the archive\n");
    CHECK(with({"a/layer.tar", "", 'h', "../x"})
          == "error: i.tar: a/layer.tar: the link to \"../x\" leads out of the archive\n");
    CHECK(with({"manifest.json", R"([{"Config": "../c.json"}])"})
          == "error: i.tar: manifest.json:1:13: this path leads out of the archive\n");
}

TEST_CASE("an archive whose entries have holes is refused where it is not read from start to end") {
    auto files = saved_image(config, {layer});
    files[0].hole = 4096;
    CHECK(
        seen(tar_of(files))
        == fmt::format("error: i.tar: {}: it is stored with holes, as tar --sparse does: make the "
                       "archive without\n",
                       files[0].path));
}

TEST_CASE("links that go in circles lead nowhere") {
    CHECK(
        seen(tar_of(
            {{"a", "", 'l', "b"}, {"b", "", 'l', "a"}, {"manifest.json", R"([{"Config": "a"}])"}}))
        == "error: i.tar: a: it is named, but it is missing\n");
}

TEST_CASE("two manifests contradict each other") {
    CHECK(seen(tar_of({{"manifest.json", "[]"}, {"manifest.json", "[]"}}))
          == "error: i.tar: manifest.json: the archive has it twice\n");
}

TEST_CASE("truncated and damaged archives are errors") {
    auto const tar = tar_of(saved_image(config, {layer}));
    for (std::size_t const size : {1000UL, 3000UL, tar.size() / 2}) {
        CHECK(seen(std::string_view(tar).substr(0, size))
              == "error: i.tar: the archive ends too early\n");
        CHECK(seen_in_pipe(std::string_view(tar).substr(0, size))
              == "error: i.tar: the archive ends too early\n");
    }
    CHECK(seen(std::string_view(gzip_of(tar)).substr(0, 300))
          == "error: i.tar: the packed data ends too early\n");
    auto damaged = gzip_of(tar);
    for (std::size_t i = 20; i < 60; ++i) damaged[i] = '\x55';
    CHECK(seen(damaged).starts_with("error: i.tar: "));
    CHECK(seen("\x1F\x8B") == "error: i.tar: the packed data ends too early\n");
    CHECK(seen(gzip_of("hello")).starts_with("error: i.tar: this is no image"));
    CHECK(seen("") == "error: i.tar: the file is empty\n");
}

TEST_CASE("gzip of several members is one archive, with padding behind it") {
    auto const tar = tar_of(saved_image(config, {layer}));
    auto const half = tar.size() / 2;
    auto const packed = gzip_of(tar.substr(0, half)) + gzip_of(tar.substr(half));
    CHECK(seen(packed + std::string(100, '\0')) == seen(tar));
    CHECK(seen(zstd_of(tar.substr(0, half)) + zstd_of(tar.substr(half))) == seen(tar));
}

TEST_CASE("more entries than an image can have are refused") {
    ReadOptions options;
    options.limits.entries = 3;
    CHECK(seen(tar_of({{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}}), options)
          == "error: i.tar: the archive has more than 3 entries, which no image's has\n");
}

TEST_CASE("data that swells beyond measure is not unpacked to its end") {
    ReadOptions options;
    options.limits.free_size = 1024 * 1024;
    options.layers = true;
    auto const bomb = tar_of({{"zeros", std::string(4 * 1024 * 1024, '\0')}, {"after", ""}});
    std::string const reason =
        "the packed data swells to more than 200 times its size, which no real image does";
    CHECK(seen(gzip_of(bomb), options) == "error: i.tar: " + reason + "\n");
    auto const image = tar_of(saved_image(config, {gzip_of(bomb)}));
    auto const expected = fmt::format(
        "note: i.tar: the files of the layer {:064x}/layer.tar are "
        "not all checked: {}\nimage",
        10, reason);
    CHECK(seen(image, options).starts_with(expected));
    CHECK(seen_in_pipe(image, options).starts_with(expected));
}

TEST_CASE("a zstd frame that wants much memory is refused") {
    auto const packed = zstd_of(std::string(100'000, 'x'), 27);
    CHECK(
        seen(packed).starts_with("error: i.tar: the zstd data cannot be unpacked: Frame requires "
                                 "too much memory"));
}

TEST_CASE("a text larger than the limit is refused") {
    ReadOptions options;
    options.limits.text_size = 1024 * 1024;
    auto const long_text = "[" + std::string(2 * 1024 * 1024, ' ') + "]";
    CHECK(seen(tar_of({{"manifest.json", long_text}}), options)
          == "error: i.tar: manifest.json: it must be a JSON text of at most 1 MiB\n");
    CHECK(seen(long_text, options) == "error: i.tar: the JSON text is larger than 1 MiB\n");
}

}  // namespace
}  // namespace dockcheck::test

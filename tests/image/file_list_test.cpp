// Files of layers: every kind of entry, what is kept of them, and where lists end.
#include "analyzer/image/readers/file_list.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

#include "analyzer/image/readers/tar.hpp"
#include "tests/support/image_archive.hpp"
#include "tests/support/image_text.hpp"

namespace dockcheck::test {
namespace {

using namespace image;

std::shared_ptr<FileList const> list_of(std::string_view bytes, Limits const& limits = {}) {
    auto room = limits.layer_lists_size;
    return list_files(look_at(memory_stream(bytes)), Reading::all, limits, room);
}

std::string listed(std::string_view bytes, Limits const& limits = {}) {
    auto const list = list_of(bytes, limits);
    Image image;
    Layer layer;
    layer.list = list.get();
    image.layers = {&layer, 1};
    auto const text = described_files(image);
    return text.substr(text.find('\n') + 1);
}

TEST_CASE("every kind of entry is listed as what it is") {
    CHECK(listed(tar_of({
              {"./", "", 'd', "", 0755},
              {"./usr/bin/", "", 'd', "", 01777, 1, 2},
              {"usr//bin/./su", "abc", '-', "", 04755},
              {"/bin", "", 'l', "../usr/bin", 0777},
              {"usr/bin/sudo", "", 'h', "./usr/bin/su"},
              {"dev/null", "", 'c'},
              {"run/x", "", 'p'},
              {"usr/bin/ping", "x", '-', "", 0755, 0, 0, "cap"},
              {"var/disk", "end", '-', "", 0600, 1000, 1000, "", 1'000'000},
          }))
          == "  directory 755 0:0 0 /\n"
             "  directory 1777 1:2 0 /usr/bin\n"
             "  file 4755 0:0 3 /usr/bin/su\n"
             "  symlink 777 0:0 0 /bin -> ../usr/bin\n"
             "  hardlink 644 0:0 0 /usr/bin/sudo -> usr/bin/su\n"
             "  character 644 0:0 0 /dev/null\n"
             "  fifo 644 0:0 0 /run/x\n"
             "  file 755 0:0 1 /usr/bin/ping capabilities\n"
             "  file 600 1000:1000 1000003 /var/disk sparse\n");
}

TEST_CASE("markers are what they remove") {
    CHECK(listed(tar_of({{"etc/.wh.shadow", ""},
                         {".wh.a", ""},
                         {"var/cache/.wh..wh..opq", ""},
                         {".wh..wh..opq", ""},
                         {".wh..wh.plnk", ""},
                         {"b/.wh.", ""}}))
          == "  removes 644 0:0 0 /etc/shadow\n"
             "  removes 644 0:0 0 /a\n"
             "  empties 644 0:0 0 /var/cache\n"
             "  empties 644 0:0 0 /\n");
}

TEST_CASE("long names are read in every format that has them") {
    auto const path = "a/" + std::string(150, 'b') + "/" + std::string(150, 'c');
    for (auto const format : {TarFormat::gnu, TarFormat::pax}) {
        CHECK(listed(tar_of({{path, "x"}, {"after", ""}}, format))
              == "  file 644 0:0 1 /" + path + "\n  file 644 0:0 0 /after\n");
    }
    CHECK(listed(tar_of({{"x", "1"}}, TarFormat::old)) == "  file 644 0:0 1 /x\n");
}

TEST_CASE("names of bytes that are no UTF-8 stay as they are") {
    CHECK(listed(tar_of({{"caf\xC3\xA9", ""}, {"\xFF\xFE", ""}}))
          == "  file 644 0:0 0 /caf\xC3\xA9\n  file 644 0:0 0 /\xFF\xFE\n");
}

TEST_CASE("of a few small files the bytes are kept") {
    CHECK(listed(tar_of({{"etc/passwd", "root"}, {"./etc/os-release", "ID=x"}, {"etc/hosts", "h"}}))
          == "  file 644 0:0 4 /etc/passwd [root]\n"
             "  file 644 0:0 4 /etc/os-release [ID=x]\n"
             "  file 644 0:0 1 /etc/hosts\n");
    Limits limits;
    limits.kept_file_size = 3;
    CHECK(listed(tar_of({{"etc/passwd", "root"}, {"etc/group", "abc"}}), limits)
          == "  file 644 0:0 4 /etc/passwd\n  file 644 0:0 3 /etc/group [abc]\n");
}

TEST_CASE("an entry that leads out of the image ends the list") {
    CHECK(listed(tar_of({{"a", ""}, {"b/../../c", ""}, {"d", ""}}))
          == "  file 644 0:0 0 /a\n"
             "  problem: \"b/../../c\" leads out of the image, which no real layer does\n");
    CHECK(listed(tar_of({{"a", "", 'h', "../../etc/passwd"}}))
          == "  problem: \"../../etc/passwd\" leads out of the image, which no real layer does\n");
}

TEST_CASE("a list that takes too much memory ends") {
    Limits limits;
    limits.layer_lists_size = 1024 * 1024;
    std::vector<TarFile> files;
    for (int i = 0; i < 10'000; ++i) files.push_back({fmt::format("f{}", i), ""});
    auto const list = list_of(gzip_of(tar_of(files)), limits);
    CHECK(list->files.size() > 4'000);
    CHECK(list->files.size() < 6'000);
    CHECK(list->problem == "the layers have more files than 1 MiB of memory can list");
}

TEST_CASE("an empty layer has no files, and what is no layer is told") {
    CHECK(listed(tar_of({})) == "");
    CHECK(listed(gzip_of(tar_of({}))) == "");
    CHECK(listed("hello")
          == "  problem: the layer is no tar archive, nor one packed by gzip or zstd\n");
    CHECK(listed(gzip_of(gzip_of(tar_of({}))))
          == "  problem: the layer is no tar archive, nor one packed by gzip or zstd\n");
    auto const tar = tar_of({{"a", "b"}, {"c", std::string(2000, 'x')}});
    CHECK(listed(std::string_view(tar).substr(0, 2048))
              .starts_with("  file 644 0:0 1 /a\n  file 644 0:0 2000 /c\n  problem: "));
}

TEST_CASE("paths are cleaned, and those that go up are none") {
    CHECK(clean_path("./a//b/./c/") == "a/b/c");
    CHECK(clean_path("/") == "");
    CHECK(clean_path("") == "");
    CHECK(clean_path("a..b/...") == "a..b/...");
    CHECK(clean_path("a/..") == std::nullopt);
    CHECK(clean_path("../a") == std::nullopt);
}

}  // namespace
}  // namespace dockcheck::test

// Trees of files on disk: nothing outside of the root is reached.
#include "analyzer/context/files.hpp"

#include <array>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/context/context.hpp"
#include "analyzer/context/discover.hpp"

namespace {

namespace fs = std::filesystem;
using namespace dockcheck::context;

/// A folder that goes when the test ends.
class Folder {
 public:
    Folder() {
        auto name = (fs::temp_directory_path() / "dockcheck-files-XXXXXX").string();
        path_ = fs::canonical(mkdtemp(name.data()));
    }
    ~Folder() { fs::remove_all(path_); }
    void write(std::string const& name, std::string const& text = "x") const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name) << text;
    }
    void link(std::string const& target, std::string const& name) const {
        fs::create_symlink(target, path_ / name);
    }
    [[nodiscard]] std::string operator/(std::string const& name) const { return path_ / name; }
    [[nodiscard]] std::string path() const { return path_; }

 private:
    fs::path path_;
};

std::string kind_of(Files const& files, std::string_view path) {
    switch (files.status(path).kind) {
        case FileKind::file:
            return "file";
        case FileKind::directory:
            return "directory";
        case FileKind::missing:
            return "missing";
        case FileKind::unknown:
            return "unknown";
    }
    return "?";
}

}  // namespace

TEST_CASE("links are followed inside of the root only") {
    Folder const folder;
    folder.write("root/a/b.txt", "text");
    folder.write("outside", "secret");
    folder.link("a", "root/in");
    folder.link("../in/b.txt", "root/a/up");
    folder.link("../outside", "root/out");
    folder.link("/etc/passwd", "root/absolute");
    folder.link("loop", "root/loop");
    folder.link("gone", "root/broken");
    folder.link(".", "root/self");
    auto const files = disk_files(folder / "root", "shown");
    CHECK(kind_of(*files, "in/b.txt") == "file");
    CHECK(kind_of(*files, "a/up") == "file");
    CHECK(kind_of(*files, "self/self/a") == "directory");
    CHECK(kind_of(*files, "self") == "directory");
    CHECK(kind_of(*files, "out") == "unknown");
    CHECK(kind_of(*files, "absolute") == "unknown");
    CHECK(kind_of(*files, "loop") == "unknown");
    CHECK(kind_of(*files, "broken") == "missing");
    CHECK(kind_of(*files, "../outside") == "unknown");
    CHECK(kind_of(*files, "a/b.txt/c") == "missing");
    CHECK(kind_of(*files, std::string(9000, 'x')) == "missing");
    CHECK(kind_of(*files, "") == "directory");
    CHECK_FALSE(files->read("out", 100).has_value());
    CHECK(files->read("a/up", 100) == "text");
    CHECK_FALSE(files->read("a/up", 3).has_value());
    CHECK(files->resolved("in/up") == "a/b.txt");
    CHECK(files->shown("a") == "shown/a");
    CHECK(files->list("self")->size() == 7);
    CHECK(files->list("a")->front().name == "b.txt");
    CHECK_FALSE(files->list("a/b.txt").has_value());
}

TEST_CASE("a folder that was listed gives the same answers as one that was not") {
    Folder const folder;
    folder.write("app/main.py");
    folder.write("app/sub/deep.py");
    folder.write("app/.hidden");
    folder.link("sub", "app/to-folder");
    folder.link("main.py", "app/to-file");
    folder.link("nowhere", "app/to-nothing");
    for (auto const* path : {"",
                             "app",
                             "app/main.py",
                             "app/main.py/x",
                             "app/sub",
                             "app/sub/deep.py",
                             "app/.hidden",
                             "app/to-folder",
                             "app/to-folder/deep.py",
                             "app/to-folder/none",
                             "app/to-file",
                             "app/to-nothing",
                             "app/none",
                             "app/none/deeper",
                             "app/sub/none",
                             "none",
                             "App",
                             "./app",
                             "app/./sub",
                             "app//sub",
                             "app/",
                             "app/sub/"}) {
        CAPTURE(path);
        auto const make_listed = [&] {
            auto files = disk_files(folder.path(), "");
            for (auto const* each : {"", "app", "app/sub"}) REQUIRE(files->list(each));
            return files;
        };
        auto const fresh = [&] { return disk_files(folder.path(), ""); };
        CHECK(kind_of(*fresh(), path) == kind_of(*make_listed(), path));
        CHECK(fresh()->resolved(path) == make_listed()->resolved(path));
        CHECK(fresh()->list(path).has_value() == make_listed()->list(path).has_value());
    }
    auto const listed = disk_files(folder.path(), "");
    for (auto const* path : {"", "app", "app/sub"}) REQUIRE(listed->list(path));
    CHECK(kind_of(*listed, "") == "directory");
    CHECK(listed->resolved("app/to-folder/deep.py") == "app/sub/deep.py");
    CHECK(listed->resolved("app/to-nothing") == std::nullopt);
}

TEST_CASE("a pipe is nothing to read and holds nobody up") {
    Folder const folder;
    REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
    auto const files = disk_files(folder.path(), "");
    CHECK(kind_of(*files, "pipe") == "unknown");
    CHECK_FALSE(files->read("pipe", 10).has_value());
}

TEST_CASE("what a link leads to must be sent too") {
    Folder const folder;
    folder.write("config/x");
    folder.link("config", "conf");
    folder.write(".dockerignore", "config\n");
    Context const context(disk_files(folder.path(), ""), Context::Origin::given, ".dockerignore");
    CHECK(context.look("conf/x") == Presence::ignored);
}

TEST_CASE("the ignore file named after the Dockerfile wins") {
    Folder const folder;
    folder.write("docker/app.Dockerfile");
    folder.write("docker/app.Dockerfile.dockerignore", "own");
    folder.write(".dockerignore", "root");
    folder.write("src/x");
    auto const dockerfile = folder / "docker/app.Dockerfile";
    auto const inside = discover(dockerfile, {folder.path(), false}, {});
    CHECK(inside.ignore_name == "docker/app.Dockerfile.dockerignore");
    auto const outside = discover(dockerfile, {folder / "src", false}, {});
    CHECK(outside.ignore_name == "app.Dockerfile.dockerignore");
    CHECK(open_context(outside)->ignore_file()->patterns().front().text == "own");
    auto const other = discover(folder / "docker/Dockerfile", {folder.path(), false}, {});
    CHECK(other.ignore_name == ".dockerignore");
}

TEST_CASE("without a repository the folder that is checked is as far up as one looks") {
    Folder const folder;
    folder.write("above");
    folder.write("shop/package.json");
    folder.write("shop/web/Dockerfile");
    auto const dockerfile = folder / "shop/web/Dockerfile";
    auto const root_for = [&](std::string_view source, std::string const& searched) {
        std::vector<std::string_view> const sources{source};
        DiscoverOptions options;
        options.searched = searched;
        return discover(dockerfile, options, sources).root.substr(folder.path().size());
    };
    CHECK(root_for("package.json", folder / "shop") == "/shop");
    CHECK(root_for("above", folder / "shop") == "/shop/web");
    CHECK(root_for("package.json", folder / "other") == "/shop/web");
    // A home holds all that somebody has.
    std::string const home = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
    (void)::setenv("HOME", (folder / "shop").c_str(), 1);
    CHECK(root_for("package.json", folder / "shop") == "/shop/web");
    (void)::setenv("HOME", home.c_str(), 1);
}

TEST_CASE("the context is the folder, or the parent that has all sources") {
    Folder const folder;
    fs::create_directories(folder / "repo/.git");
    folder.write("repo/docker/app/Dockerfile");
    folder.write("repo/docker/app/start.sh");
    folder.write("repo/src/main.py");
    folder.write("above");
    auto const dockerfile = folder / "repo/docker/app/Dockerfile";
    auto const root_for = [&](std::vector<std::string_view> const& sources) {
        auto const found = discover(dockerfile, {}, sources);
        CHECK(found.repository_root == folder / "repo");
        return found.root.substr(folder.path().size());
    };
    CHECK(root_for({}) == "/repo/docker/app");
    CHECK(root_for({"start.sh"}) == "/repo/docker/app");
    CHECK(root_for({"src", "./src/main.py"}) == "/repo");
    CHECK(root_for({"src", "start.sh"}) == "/repo/docker/app");
    CHECK(root_for({"repo"}) == "/repo/docker/app");
    CHECK(discover(dockerfile, {std::nullopt, true}, {}).root.empty());
    CHECK(open_context(discover(dockerfile, {folder / "none", false}, {})) == nullptr);
    folder.write("repo/docker-bake.hcl");
    CHECK(discover(dockerfile, {}, {}).reason == Reason::bake_file);
}

// A context with loops, pipes, closed folders, odd names and a huge file: all of it is answered,
// nothing outside is read.
#include <cerrno>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "analyzer/context/context.hpp"
#include "analyzer/context/files.hpp"

namespace {

namespace fs = std::filesystem;
using namespace dockcheck::context;

constexpr uid_t nobody = 65534;

/// A tree with everything that a folder can have and a build seldom needs.
class HostileTree {
 public:
    HostileTree() {
        auto name = (fs::temp_directory_path() / "dockcheck-hostile-XXXXXX").string();
        base_ = fs::canonical(mkdtemp(name.data()));
        write("outside/secret.txt", "secret");
        write("root/app/main.py", "import os\n");
        write("root/closed/inside.txt", "x");
        write("root/two\nlines.txt", "x");
        write("root/folder\nof lines/file.txt", "x");
        fs::create_symlink("../outside", base_ / "root/out");
        fs::create_symlink("../outside/secret.txt", base_ / "root/secret.txt");
        fs::create_symlink("/", base_ / "root/everything");
        fs::create_symlink("itself", base_ / "root/itself");
        fs::create_symlink("pong", base_ / "root/ping");
        fs::create_symlink("ping", base_ / "root/pong");
        fs::create_symlink("..", base_ / "root/app/up");
        REQUIRE(mkfifo((base_ / "root/pipe").c_str(), 0666) == 0);
        make_huge_file();
        REQUIRE(chmod(base_.c_str(), 0755) == 0);
        REQUIRE(chmod((base_ / "root/closed").c_str(), 0) == 0);
        // Nobody is kept out of a folder as root.
        if (geteuid() == 0) REQUIRE(seteuid(nobody) == 0);
    }
    ~HostileTree() {
        // Back to who we were, which is nothing new when it was not changed.
        if (getuid() == 0 && seteuid(0) != 0) abort();
        static_cast<void>(chmod((base_ / "root/closed").c_str(), 0700));
        fs::remove_all(base_);
    }
    [[nodiscard]] std::string root() const { return base_ / "root"; }

 private:
    void write(std::string const& name, std::string const& text) const {
        fs::create_directories((base_ / name).parent_path());
        std::ofstream(base_ / name) << text;
    }
    /// Two gigabytes that take no room on the disk.
    void make_huge_file() const {
        auto const path = base_ / "root/huge.py";
        std::ofstream(path) << "import os\n";
        fs::resize_file(path, std::uintmax_t{2} << 30);
    }

    fs::path base_;
};

std::string joined(std::vector<std::string> const& paths) {
    std::string text;
    for (auto const& path : paths) text += path + ";";
    return text;
}

}  // namespace

TEST_CASE("a hostile context is listed without going round or outside") {
    HostileTree const tree;
    Context const context(disk_files(tree.root(), ""), Context::Origin::given, "");
    CHECK(joined(context.files_below(""))
          == "app/main.py;folder\nof lines/file.txt;huge.py;two\nlines.txt;");
    CHECK(joined(context.all_files(1000)) == joined(context.files_below("")));
    // A link matches by its name; what it leads to is not looked at.
    CHECK(joined(context.matches("*.txt")) == "secret.txt;two\nlines.txt;");
    CHECK(joined(context.files_below("out")).empty());
    CHECK(joined(context.files_below("everything")).empty());
    CHECK(joined(context.files_below("closed")).empty());
}

TEST_CASE("what cannot be seen in a context is unknown, not missing") {
    HostileTree const tree;
    Context const context(disk_files(tree.root(), ""), Context::Origin::given, "");
    for (auto const* path : {"closed/inside.txt", "closed/other.txt", "out/secret.txt",
                             "secret.txt", "everything/etc/passwd", "itself", "ping", "pipe"}) {
        CAPTURE(path);
        CHECK(context.look(path) == Presence::unknown);
        CHECK(context.read(path) == nullptr);
    }
    CHECK(context.look("app/up/app/up/app/main.py") == Presence::file);
    CHECK(context.look("two\nlines.txt") == Presence::file);
    CHECK(context.matches_anything("closed/*.txt"));
}

TEST_CASE("a file of two gigabytes is there and is not read") {
    HostileTree const tree;
    Context const context(disk_files(tree.root(), ""), Context::Origin::given, "");
    CHECK(context.look("huge.py") == Presence::file);
    CHECK(context.status("huge.py").size == std::uint64_t{2} << 30);
    CHECK(context.read("huge.py") == nullptr);
    CHECK(context.python("huge.py") == nullptr);
    CHECK(context.requirements("huge.py") == nullptr);
}

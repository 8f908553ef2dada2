// requirements.txt as pip reads it.
#include "analyzer/context/requirements.hpp"

#include <doctest/doctest.h>
#include <string>
#include <string_view>

namespace {

using dockcheck::Source;
using dockcheck::context::parse_requirements;

/// One line a requirement: name, specifier and what else is known.
std::string read(std::string_view text) {
    Source const source("requirements.txt", text);
    auto const requirements = parse_requirements(source);
    std::string result;
    for (auto const& item : requirements.requirements) {
        result += item.name + '|' + std::string(item.specifier);
        if (item.has_hash) result += " hash";
        if (item.is_editable_or_url) result += " url";
        if (item.has_marker) result += " marker";
        result += '\n';
    }
    for (auto const& file : requirements.included) result += "include " + file + '\n';
    if (!requirements.is_complete) result += "incomplete\n";
    return result;
}

}  // namespace

TEST_CASE("names are compared as PEP 503 says") {
    CHECK(read("Flask_SQLAlchemy\nzope.interface\nA--_.b")
          == "flask-sqlalchemy|\nzope-interface|\na-b|\n");
}

TEST_CASE("extras, specifiers, markers and comments are taken apart") {
    CHECK(read("Flask[async]==2.0 ; python_version < '3.9'  # web\nrequests >= 2.0, <3 # x\n"
               "django (>=3.2)\nx#y==1\n")
          == "flask|==2.0 marker\nrequests|>= 2.0, <3\ndjango|>=3.2\nincomplete\n");
}

TEST_CASE("hashes on continued lines belong to their requirement") {
    CHECK(read("flask==2.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nredis\n")
          == "flask|==2.0 hash\nredis|\n");
}

TEST_CASE("a specifier is the text of the source") {
    std::string_view const text = "flask \\\n ==2.0\n";
    Source const source("r", text);
    auto const all = parse_requirements(source);
    CHECK(all.requirements.at(0).specifier == "==2.0");
    CHECK(source.bytes().substr(all.requirements[0].span.begin, all.requirements[0].span.size())
          == "flask \\\n ==2.0");
}

TEST_CASE("options include files or name no requirement") {
    CHECK(read("-r base.txt\n-rdev.txt\n--requirement=x.txt\n-c c.txt\n--index-url https://x/y\n"
               "--pre\n-i https://x\n")
          == "include base.txt\ninclude dev.txt\ninclude x.txt\ninclude c.txt\n");
}

TEST_CASE("URLs and editable installs name their project where they can") {
    CHECK(read("-e git+https://x/y.git@v1#egg=My_Tool\nfoo @ https://x/foo.zip\n"
               "./wheels/Bar_Baz-1.0-py3-none-any.whl\nhttps://x/y.tar.gz\n-e .\n")
          == "my-tool| url\nfoo| url\nbar-baz| url\n| url\n| url\nincomplete\n");
}

TEST_CASE("what is no requirement says nothing and is remembered as a gap") {
    CHECK(read("flask=1.0\n==1\nfoo bar\n[x]\n") == "incomplete\n");
    CHECK(read(std::string_view("\xFF\xFE"
                                "f\0l\0",
                                6))
          == "incomplete\n");
    CHECK(read("").empty());
}

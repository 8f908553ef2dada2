// Manifests and lock files of applications.
#include "analyzer/context/manifests/manifest.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace dockcheck::context {
namespace {

/// The manifest in one text; what has a place is shown as the source has it there.
std::string drawn(std::string_view name, std::string_view text) {
    Source const source(std::string(name), text);
    auto const manifest = read_manifest(name, source);
    if (!manifest) return "nothing";
    auto const at = [&](Span span) {
        return std::string(source.bytes().substr(span.begin, span.size()));
    };
    std::string result;
    for (auto const& one : manifest->dependencies) {
        result += one.name + " " + one.version + (one.is_development ? " dev" : "") + " at "
                  + at(one.span) + "\n";
    }
    if (auto const& version = manifest->language_version) {
        result += "language " + version->text + " at " + at(version->span) + "\n";
    }
    if (auto const& version = manifest->tool_version) {
        result += "tool " + version->text + " at " + at(version->span) + "\n";
    }
    for (auto const& group : manifest->groups) result += "group " + group + "\n";
    if (!manifest->is_complete) result += "more\n";
    return result;
}

TEST_CASE("package.json") {
    CHECK(drawn("package.json", R"({"name": "x", "dependencies": {"a": "^1", "b": "2"},
        "devDependencies": {"c": "3"}, "engines": {"node": ">=20"}, "packageManager": "pnpm@9.1.0"})")
          == "a ^1 at \"^1\"\nb 2 at \"2\"\nc 3 dev at \"3\"\nlanguage >=20 at \">=20\"\n"
             "tool pnpm@9.1.0 at \"pnpm@9.1.0\"\n");
    CHECK(drawn("package.json", R"({"workspaces": ["a"]})") == "more\n");
    CHECK(drawn("package.json", "{") == "nothing");
    CHECK(drawn("package.json", "[]") == "nothing");
    CHECK(drawn("package.json", R"({"engines": "x", "dependencies": [1]})") == "");
}

TEST_CASE("package-lock.json, what lies in the project's own node_modules") {
    CHECK(drawn("package-lock.json", R"({"packages": {"": {"name": "x"},
        "node_modules/a": {"version": "1"}, "node_modules/@x/b": {"version": "2", "dev": true},
        "node_modules/a/node_modules/c": {"version": "3"}, "libs/d": {}}})")
          == "a 1 at {\"version\": \"1\"}\n@x/b 2 dev at {\"version\": \"2\", \"dev\": true}\n");
    CHECK(drawn("package-lock.json", R"({"dependencies": {"a": {"version": "1", "dev": true}}})")
          == "a 1 dev at {\"version\": \"1\", \"dev\": true}\n");
    CHECK(drawn("package-lock.json", "[]") == "nothing");
}

TEST_CASE("pnpm-workspace.yaml") {
    auto const patterns = [](std::string_view text) {
        Source const source("pnpm-workspace.yaml", text);
        auto const manifest = read_manifest("pnpm-workspace.yaml", source);
        if (!manifest) return std::string("nothing");
        std::string all = manifest->is_complete ? "" : "more ";
        for (auto const& one : manifest->workspaces) all += one + " ";
        return all;
    };
    CHECK(patterns("packages:\n  - apps/*\n  - 'libs/**'\n  - '!**/test/**'\ncatalog:\n  a: 1\n")
          == "apps/* libs/** !**/test/** ");
    CHECK(patterns("packages: [apps/*, [a]]\n") == "more apps/* ");
    CHECK(patterns("onlyBuiltDependencies: [a]\n") == "");
    CHECK(patterns("- a\n") == "nothing");
    CHECK(patterns("packages: [a\n") == "nothing");
    CHECK(patterns("") == "nothing");
}

TEST_CASE("composer.json and global.json") {
    CHECK(drawn("composer.json", R"({"require": {"php": ">=8.2"}, "require-dev": {"x/y": "1"}})")
          == "php >=8.2 at \">=8.2\"\nx/y 1 dev at \"1\"\nlanguage >=8.2 at \">=8.2\"\n");
    CHECK(drawn("global.json", R"({"sdk": {"version": "8.0.100", "rollForward": "major"}})")
          == "language 8.0.100 at \"8.0.100\"\ntool major at \"major\"\n");
}

TEST_CASE("commands of the events of Composer, however they are listed") {
    Source const source("composer.json", R"({"scripts": {"a": "x", "b": ["y", "@a"],
        "c": {"cache:clear": "symfony-cmd"}, "d": 1}})");
    auto const manifest = read_manifest("composer.json", source);
    REQUIRE(manifest);
    std::string text;
    for (auto const& script : manifest->scripts) text += script.name + "=" + script.version + " ";
    CHECK(text == "a=x b=y b=@a c=symfony-cmd ");
}

TEST_CASE("Cargo.toml and Cargo.lock") {
    CHECK(drawn("Cargo.toml", "[package]\nedition = \"2024\"\nrust-version = \"1.90\"\n")
          == "language 1.90 at \"1.90\"\ntool 2024 at \"2024\"\n");
    CHECK(drawn("Cargo.toml", "[package]\nedition.workspace = true\n[[bin]]\nname = \"a\"\n")
          == "more\n");
    CHECK(drawn("Cargo.lock", "# made\nversion = 4\n\n[[package]]\nversion = \"0.1.0\"\n")
          == "language 4 at 4\n");
    CHECK(drawn("Cargo.lock", "[[package]]\nversion = \"0.1.0\"\n") == "");
    Source const source("Cargo.toml",
                        "[workspace]\nmembers = [\"a\", 1, \"b/*\"]\n"
                        "[dependencies]\nserde = \"1\"\nc = { path = \"../c\" }\n");
    auto const manifest = read_manifest("Cargo.toml", source);
    REQUIRE(manifest);
    CHECK(manifest->workspaces == std::vector<std::string>{"a", "b/*"});
    REQUIRE(manifest->local_packages.size() == 1);
    CHECK(manifest->local_packages[0].name == "c");
    CHECK(manifest->local_packages[0].version == "../c");
    CHECK(!manifest->is_package);
}

TEST_CASE("platforms of Gemfile.lock") {
    Source const source("Gemfile.lock",
                        "GEM\n\nPLATFORMS\n  arm64-darwin-24\n  ruby\n\nDEPENDENCIES\n  x\n");
    auto const manifest = read_manifest("Gemfile.lock", source);
    REQUIRE(manifest);
    REQUIRE(manifest->platforms.size() == 2);
    CHECK(manifest->platforms[0].name == "arm64-darwin-24");
    CHECK(manifest->platforms[1].name == "ruby");
}

TEST_CASE("pyproject.toml of the standard and of Poetry") {
    CHECK(drawn("pyproject.toml",
                "[project]\nrequires-python = \">=3.11\"\n"
                "dependencies = [\"Flask[async] >=2.0 ; os_name != 'nt'\", \"redis\"]\n"
                "[project.optional-dependencies]\ntest = [\"pytest==8.0\"]\n")
          == "Flask >=2.0 at \"Flask[async] >=2.0 ; os_name != 'nt'\"\nredis  at \"redis\"\n"
             "pytest ==8.0 dev at \"pytest==8.0\"\nlanguage >=3.11 at \">=3.11\"\ngroup test\n");
    CHECK(drawn("pyproject.toml",
                "# \xC3\xA9\n[tool.poetry.dependencies]\npython = \"^3.12\"\n"
                "flask = { version = \"^3.0\", extras = [\"async\"] }\n"
                "[tool.poetry.group.dev.dependencies]\npytest = \"*\"\n")
          == "flask ^3.0 at flask\npytest * dev at pytest\nlanguage ^3.12 at \"^3.12\"\n"
             "group dev\n");
    CHECK(drawn("pyproject.toml", "[project]\ndynamic = [\"dependencies\"]\n") == "more\n");
    CHECK(drawn("pyproject.toml", "[project") == "nothing");
    CHECK(drawn("pyproject.toml", "project = 1\ntool = [2]\n") == "");
}

TEST_CASE("what Poetry installs of a project itself") {
    auto const package = [](std::string_view text) {
        Source const source("pyproject.toml", text);
        auto const manifest = read_manifest("pyproject.toml", source);
        if (!manifest || !manifest->project_package) return std::string("nothing");
        auto all = manifest->project_package->module;
        for (auto const& path : manifest->project_package->packages) all += " package " + path;
        for (auto const& path : manifest->project_package->readmes) all += " readme " + path;
        return all;
    };
    CHECK(package("[tool.poetry]\nname = \"My-Shop\"\nreadme = [\"a.md\", \"b.md\"]\n")
          == "my_shop readme a.md readme b.md");
    CHECK(package("[project]\nname = \"my.shop\"\nreadme = { file = \"R.md\" }\n"
                  "[tool.poetry]\nname = \"other\"\nreadme = \"S.md\"\n")
          == "my_shop readme R.md");
    CHECK(package("[project]\nname = \"x\"\nreadme = { text = \"R\" }\n") == "x");
    CHECK(package("[tool.poetry]\nname = \"x\"\n"
                  "packages = [{ include = \"a\" }, { include = \"b\", from = \"lib\" }]\n")
          == "x package a package lib/b");
    CHECK(package("[tool.poetry]\nname = \"x\"\npackage-mode = false\n") == "nothing");
    CHECK(package("[tool.poetry]\nname = \"x\"\nbuild = \"make.py\"\n") == "nothing");
    CHECK(package("[tool.poetry]\nname = \"x\"\npackages = \"a\"\n") == "nothing");
    CHECK(package("[tool.poetry]\n") == "nothing");
}

TEST_CASE("programs of the packages in package-lock.json") {
    Source const source("package-lock.json", R"({"packages": {
        "node_modules/a": {"dev": true, "bin": {"one": "1.js", "two": "2.js"}},
        "node_modules/b": {"bin": {"two": "2.js"}}, "node_modules/c": {"bin": "c.js"},
        "node_modules/b/node_modules/d": {"bin": {"d": "d.js"}}}})");
    auto const manifest = read_manifest("package-lock.json", source);
    REQUIRE(manifest);
    std::string all;
    for (auto const& program : manifest->programs) {
        all += program.name + " of " + program.version
               + (program.is_development ? " for development\n" : "\n");
    }
    CHECK(all == "one of a for development\ntwo of a for development\ntwo of b\n");
}

TEST_CASE("Pipfile, setup.cfg and the lock files of Python") {
    CHECK(drawn("Pipfile",
                "[packages]\nflask = \"==3.0\"\n[dev-packages]\nblack = \"*\"\n"
                "[requires]\npython_version = \"3.12\"\n")
          == "flask ==3.0 at flask\nblack * dev at black\nlanguage 3.12 at \"3.12\"\n");
    CHECK(drawn("Pipfile.lock", R"({"_meta": {"requires": {"python_version": "3.12"}},
        "default": {"flask": {"version": "==3.0"}}, "develop": {"black": {}}})")
          == "flask ==3.0 at \"==3.0\"\nblack  dev at {}\nlanguage 3.12 at \"3.12\"\n");
    CHECK(drawn("poetry.lock",
                "[[package]]\nname = \"flask\"\nversion = \"3.0.3\"\n"
                "[[package]]\nname = \"black\"\ncategory = \"dev\"\n"
                "[metadata]\npython-versions = \"^3.12\"\n")
          == "flask 3.0.3 at \"flask\"\nblack  dev at \"black\"\nlanguage ^3.12 at \"^3.12\"\n");
    CHECK(drawn("uv.lock",
                "requires-python = \">=3.12\"\n[[package]]\nname = \"flask\"\nversion = "
                "\"3.0.3\"\nsource = { registry = \"https://pypi.org/simple\" }\n")
          == "flask 3.0.3 at \"flask\"\nlanguage >=3.12 at \">=3.12\"\n");
    CHECK(drawn("setup.cfg",
                "[metadata]\nname = x\n[options]\npython_requires = >=3.8\ninstall_requires =\n"
                "    Flask>=2.0; os_name != 'nt'\n    # no\n    redis\n"
                "[options.extras_require]\ntest =\n    pytest\n")
          == "Flask >=2.0 at Flask>=2.0; os_name != 'nt'\nredis  at redis\npytest  dev at pytest\n"
             "language >=3.8 at >=3.8\n");
    CHECK(drawn("setup.cfg", "[options]\ninstall_requires = file: r.txt\n") == "more\n");
}

TEST_CASE("Gemfile and its lock") {
    CHECK(drawn("Gemfile",
                "source 'https://rubygems.org'\nruby \"3.3.1\" # here\n"
                "gem 'rails', '~> 8.0'\n"
                "group :development, :test do\n  gem 'debug'\nend\n"
                "gem 'puma', group: :production\n")
          == "rails  at rails\ndebug  dev at debug\npuma  at puma\nlanguage 3.3.1 at 3.3.1\n"
             "group development\ngroup test\ngroup production\n");
    CHECK(drawn("Gemfile", "ruby file: '.ruby-version'\ngemspec\nruby '>= 3', '< 4'\n")
          == "more\n");
    CHECK(drawn("Gemfile.lock",
                "GEM\n  remote: https://rubygems.org/\n  specs:\n    rails (8.0.1)\n"
                "      actioncable (= 8.0.1)\n    nokogiri (1.18-x86_64-linux)\n\n"
                "PLATFORMS\n  ruby\n\nDEPENDENCIES\n  rails\n\n"
                "RUBY VERSION\n   ruby 3.3.1p55\n\nBUNDLED WITH\n   2.5.9\n")
          == "rails 8.0.1 at rails\nnokogiri 1.18-x86_64-linux at nokogiri\n"
             "language 3.3.1 at 3.3.1\ntool 2.5.9 at 2.5.9\n");
}

TEST_CASE("go.mod and files that hold a version") {
    CHECK(drawn("go.mod",
                "module x // y\n\ngo 1.22.1\n\ntoolchain go1.23.0\n\n"
                "require a.b/c v1\nrequire (\n\td.e/f v2 // indirect\n)\n")
          == "a.b/c  at a.b/c\nd.e/f v2 at d.e/f\nlanguage 1.22.1 at 1.22.1\n"
             "tool go1.23.0 at go1.23.0\n");
    CHECK(drawn(".nvmrc", "\n# x\n v22.1 \n") == "language v22.1 at v22.1\n");
    CHECK(drawn(".ruby-version", "3.3.1\n") == "language 3.3.1 at 3.3.1\n");
    CHECK(drawn(".ruby-version", "") == "");
    CHECK(drawn("README.md", "x") == "nothing");
}

TEST_CASE("the names of packages and modules") {
    auto const name_in = [](std::string_view file, std::string_view text) {
        Source const source(std::string(file), text);
        auto const manifest = read_manifest(file, source);
        return manifest ? manifest->package_name : "nothing";
    };
    CHECK(name_in("go.mod", "// x\nmodule example.com/shop/v2 // y\n") == "example.com/shop/v2");
    CHECK(name_in("go.mod", "module \"example.com/shop\"\n") == "example.com/shop");
    CHECK(name_in("go.mod", "module (\n\tx\n)\n").empty());
    CHECK(name_in("Cargo.toml", "[package]\nname = \"till\"\n") == "till");
    CHECK(name_in("Cargo.toml", "[workspace]\n").empty());
    CHECK(name_in("package.json", "{\"name\": \"@shop/web\"}") == "@shop/web");
}

}  // namespace
}  // namespace dockcheck::context

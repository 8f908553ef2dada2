// What the functions of a Python source are said to do for certain.
#include <doctest/doctest.h>
#include <string>

#include "analyzer/context/python_facts.hpp"

namespace dockcheck::context {
namespace {

/// One line a scope: its name, what it calls, imports and needs.
std::string scopes_of(std::string_view text) {
    Source const source("app.py", text);
    std::string lines;
    for (auto const& scope : read_python(source).scopes) {
        lines += scope.name.empty() ? "module:" : scope.name + ":";
        for (auto const& call : scope.calls) lines += " " + call + "()";
        for (auto const& item : scope.imports) {
            lines += " " + std::string(item.level, '.') + item.module;
            if (!item.item.empty()) lines += ">" + item.item;
            if (item.name != item.module && item.name != item.item) lines += "=" + item.name;
        }
        for (auto const& load : scope.loads) lines += " <" + load + ">";
        for (auto const& read : scope.required) lines += " $" + read.name;
        lines += "\n";
    }
    return lines;
}

}  // namespace

TEST_CASE("a scope has the calls, imports and reads that are reached in any case") {
    CHECK(scopes_of("import os\n"
                    "from .settings import Settings as S, load\n"
                    "import a.b as c, d.e\n"
                    "def make():\n"
                    "    from . import views\n"
                    "    app.config.from_object('config.Production')\n"
                    "    if debug:\n"
                    "        tools.install()\n"
                    "    return S(os.environ['KEY'])\n"
                    "app = make()\n")
          == "module: make() os .settings>Settings=S .settings>load a.b=c d.e\n"
             "make: S() .>views <config.Production> $KEY\n");
}

TEST_CASE("a class stands for its __init__, and its body belongs to the module") {
    CHECK(scopes_of("from os import environ\n"
                    "class Config:\n"
                    "    NAME = environ['NAME']\n"
                    "    def __init__(self):\n"
                    "        self.key = environ['KEY']\n"
                    "    def later(self):\n"
                    "        return environ['LATER']\n")
          == "module: os>environ $NAME\n"
             "Config: $KEY\n");
}

TEST_CASE("nothing behind a return under a condition is certain") {
    CHECK(scopes_of("import os\n"
                    "def make(quick):\n"
                    "    first()\n"
                    "    if quick:\n"
                    "        return None\n"
                    "    return second(os.environ['KEY'])\n")
          == "module: os\n"
             "make: first()\n");
}

TEST_CASE("what only the started file runs is a scope of its own") {
    CHECK(scopes_of("if __name__ == '__main__':\n    app.run()\n")
          == "module:\n"
             "__main__: app.run()\n");
}

TEST_CASE("generators, decorated functions and functions defined twice are left out") {
    CHECK(scopes_of("def a():\n    yield f()\n"
                    "@cached\ndef b():\n    f()\n"
                    "def c():\n    f()\n"
                    "def c():\n    g()\n")
          == "module:\n");
}

}  // namespace dockcheck::context

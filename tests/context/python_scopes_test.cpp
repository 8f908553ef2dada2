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
        for (auto const& call : scope.calls)
            lines += " " + call.name + (call.has_arguments ? "(...)" : "()");
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
             "make: S(...) .>views <config.Production> $KEY\n");
}

TEST_CASE("what the module reads before somebody fills the environment is needed") {
    CHECK(scopes_of("import os\n"
                    "A = os.environ['A']\n"
                    "def later():\n"
                    "    return os.environ['B']\n"
                    "os.environ.update(fetch())\n"
                    "os.environ.update(more())\n"
                    "C = os.environ['C']\n"
                    "later()\n")
          == "module: os.environ.update(...) fetch() os.environ.update(...) more() later() os $A\n"
             "later:\n");
    CHECK(scopes_of("import os\nA = os.environ['A']\nos.environ['A'] = ''\nos.putenv(k, v)\n")
              .find('$')
          == std::string::npos);
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

TEST_CASE("a class of settings needs its fields when it is made") {
    CHECK(scopes_of("from pydantic_settings import BaseSettings, SettingsConfigDict\n"
                    "class Settings(BaseSettings):\n"
                    "    model_config = SettingsConfigDict(env_prefix='shop_', env_file='.env')\n"
                    "    name: str\n"
                    "    limit: int = 3\n"
                    "    key: SecretStr = Field(..., description='of the shop')\n"
                    "    other: str = Field(..., alias='OTHER')\n"
                    "    parts: list[str]\n"
                    "    @property\n"
                    "    def long_name(self):\n"
                    "        return self.name\n"
                    "settings = Settings()\n")
          == "module: SettingsConfigDict(...) Field(...) Field(...) Settings() "
             "pydantic_settings>BaseSettings pydantic_settings>SettingsConfigDict\n"
             "Settings: $SHOP_NAME $SHOP_KEY\n");
}

TEST_CASE("a class of settings with ways of its own is not followed") {
    auto const fields = [](std::string const& line) {
        auto const text = scopes_of(
            "from pydantic import BaseSettings\nclass S(BaseSettings):\n    name: str\n    " + line
            + "\n");
        return text.substr(text.find('\n') + 1);
    };
    CHECK(fields("x: int = 1") == "S: $NAME\n");
    CHECK(fields("@root_validator(pre=True)\n    def f(self): pass").empty());
    CHECK(fields("model_config = {'env_prefix': 'A_'}").empty());
    CHECK(fields("class Config:\n        fields = {'name': {'env': 'A'}}").empty());
    CHECK(fields("model_config = SettingsConfigDict(secrets_dir='/run')").empty());
    CHECK(fields("model_config = SettingsConfigDict(env_prefix=PREFIX)").empty());
    CHECK(scopes_of("class S(BaseSettings):\n    name: str\n") == "module:\n");
}

TEST_CASE("a function that is only cached runs as it stands") {
    CHECK(scopes_of("@lru_cache\ndef a():\n    f()\n@functools.lru_cache\ndef b():\n    g()\n"
                    "@other\n@cache\ndef c():\n    h()\n")
          == "module:\na: f()\nb: g()\n");
}

TEST_CASE("files that are opened to be read belong to the scope that opens them") {
    auto const opened = [](std::string_view text) {
        Source const source("app.py", text);
        std::string words;
        for (auto const& scope : read_python(source).scopes) {
            for (auto const& file : scope.opened) words += file.path + " ";
        }
        return words;
    };
    CHECK(opened("with open('a.txt') as a, open('b.txt', 'rb') as b:\n    pass\n")
          == "a.txt b.txt ");
    CHECK(opened("x = open('a', 'w')\ny = open('b', mode)\nz = open('c', encoding='utf-8')\n")
          == "c ");
    CHECK(opened("import pandas as pd\nx = pd.read_csv('a.csv', sep=';')\ny = pd.DataFrame('b')\n")
          == "a.csv ");
    CHECK(opened("from joblib import load\nPATH = 'a.pkl'\nx = load(PATH)\n") == "a.pkl ");
    CHECK(opened("PATH = 'a'\nif exists(PATH):\n    pass\nx = open(PATH)\n").empty());
    CHECK(opened("for path in names:\n    pass\nx = open(path)\n").empty());
    CHECK(opened("from codecs import open\nx = open('a')\n").empty());
    CHECK(opened("try:\n    x = open('a')\nexcept OSError:\n    pass\n").empty());
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

// What is read from Python sources.
#include "analyzer/context/python_facts.hpp"

#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

namespace {

using dockcheck::Source;
using dockcheck::context::PythonFacts;
using dockcheck::context::read_python;

std::string joined(std::vector<std::string> const& words) {
    std::string result;
    for (auto const& word : words) result += (result.empty() ? "" : " ") + word;
    return result;
}

/// Names of variables that are read, `!` behind required ones.
std::string reads(std::string_view text) {
    Source const source("app.py", text);
    std::vector<std::string> words;
    for (auto const& read : read_python(source).environment) {
        auto const quoted = text.substr(read.span.begin, read.span.size());
        CHECK(quoted.substr(1, quoted.size() - 2) == read.name);
        words.push_back(read.name + (read.required ? "!" : ""));
    }
    return joined(words);
}

PythonFacts facts(std::string_view text) { return read_python(Source("app.py", text)); }

}  // namespace

TEST_CASE("reads of the environment are found under all their names") {
    CHECK(reads("import os\na = os.environ['A']\nb = os.environ.get('B')\nc = os.getenv('C', 1)\n")
          == "A! B C");
    CHECK(reads("import os as o\nx = o.environ['A']\n") == "A!");
    CHECK(reads("from os import environ as e, getenv\nx = e['A'], getenv('B')\n") == "A! B");
    CHECK(reads("import os\nenv = os.environ\nx = env['A']\n") == "A!");
    CHECK(reads("x = os.environ['A']\n").empty());
    CHECK(reads("import os\nx = f\"p://{os.environ['A']}:{1:>5}\"\n") == "A!");
}

TEST_CASE("comments, strings and doc strings hold no code") {
    CHECK(reads("import os\n# os.environ['A']\n\"\"\"\nos.environ['B']\n\"\"\"\n"
                "x = 'os.environ[\"C\"]'\ny = r'\\'\nz = os.environ[\n  # why\n  'D'\n]\n")
          == "D!");
}

TEST_CASE("a read is required only when it certainly runs at import") {
    CHECK(reads("import os\ndef f():\n    return os.environ['A']\n") == "A");
    CHECK(reads("import os\nclass C:\n    x = os.environ['A']\n") == "A!");
    CHECK(reads("import os\nif __name__ == '__main__':\n    x = os.environ['A']\n") == "A");
    CHECK(reads("import os\ntry:\n    x = os.environ['A']\nexcept KeyError:\n    x = 1\n") == "A");
    CHECK(reads("import os\ntry:\n    x = os.environ['A']\nfinally:\n    pass\n") == "A!");
    CHECK(reads("import os\nx = os.environ['A'] if y else 1\n") == "A");
    CHECK(reads("import os\nf = lambda: os.environ['A']\n") == "A");
    CHECK(reads("import os\nif os.environ['A'] == '1':\n    pass\n") == "A!");
    CHECK(reads("import os\nif x: y = os.environ['A']\nz = os.environ['B']\n") == "A B!");
    CHECK(reads("import os\nwith suppress(KeyError):\n    x = os.environ['A']\n") == "A");
}

TEST_CASE("what the source sets itself is not required") {
    CHECK(reads("import os\nos.environ['A'] = 'x'\ny = os.environ['A']\n") == "A");
    CHECK(reads("import os\nos.environ.setdefault('A', 'x')\ny = os.environ['A']\n") == "A A");
    CHECK(reads("import os\nload_dotenv(path)\ny = os.environ['A']\n") == "A");
    CHECK(reads("import os\ndel os.environ['A']\n").empty());
    CHECK(reads("import os\nif 'A' in os.environ:\n    pass\n") == "A");
}

TEST_CASE("files that may set variables are known by their names") {
    auto const files = [](std::string_view text) {
        auto const found = facts(text);
        return joined(found.environment_files) + (found.fills_environment ? " and others" : "");
    };
    CHECK(files("load_dotenv()\n") == ".env");
    CHECK(files("load_dotenv(find_dotenv(), override=True)\n") == ".env");
    CHECK(files("environ.Env.read_env(os.path.join(BASE_DIR, '.env.local'))\n") == ".env.local");
    CHECK(files("load_dotenv(os.environ['FILE'])\n") == " and others");
    CHECK(files("load_dotenv(f'.env.{mode}')\n") == " and others");
    CHECK(files("load_dotenv(BASE_DIR / 'config' / '.env')\n") == " and others");
    CHECK(files("from decouple import config\n") == ".env settings.ini");
    CHECK(files("os.environ.update(values)\n") == " and others");
}

TEST_CASE("libraries read variables that they require") {
    CHECK(reads("import environ\nenv = environ.Env(B=(int, 1), C=str)\n"
                "x = env('A')\ny = env('B')\nz = env.str('D', default='')\nw = env.int('E')\n")
          == "A! B D E!");
    CHECK(reads("from environs import Env\nenv = Env()\nx = env('A')\ny = env.str('B', None)\n")
          == "A! B");
    CHECK(reads("from environs import Env\nenv = Env(eager=False)\nx = env('A')\n").empty());
    CHECK(
        reads("from environs import Env\nenv = Env()\nwith env.prefixed('A_'):\n    x = env('B')\n")
            .empty());
    CHECK(reads("from decouple import config\nx = config('A', cast=Csv())\n"
                "y = config('B', cast=int, default=1)\nz = config('C', 1)\n")
          == "A! B C");
    CHECK(reads("from starlette.config import Config\nconfig = Config('.env')\nx = config('A')\n")
          == "A!");
    CHECK(reads("def env(name):\n    return name\nx = env('A')\n").empty());
    CHECK(reads("import environ\nenv = environ.Env()\nenv = other\nx = env('A')\n").empty());
}

TEST_CASE("a missing get that raises in the next line is required") {
    CHECK(reads("import os\nX = os.environ.get('X')\nif not X:\n    raise ValueError('X')\n")
          == "X!");
    CHECK(reads("import os\nX = os.getenv('X', None)\nif X is None: raise ValueError\n") == "X!");
    CHECK(reads("import os\nX = os.getenv('X')\nif not X:\n    X = 'default'\n") == "X");
}

TEST_CASE("helpers that raise make their calls required") {
    constexpr std::string_view helper =
        "import os\n"
        "def required(name):\n"
        "    \"\"\"Reads.\"\"\"\n"
        "    value = os.environ.get(name)\n"
        "    if not value:\n"
        "        raise ValueError(f'{name} is missing')\n"
        "    return value\n\n";
    CHECK(reads(std::string(helper) + "DB_NAME = required(\"DB_NAME\")\n") == "DB_NAME!");
    CHECK(reads(std::string(helper)
                + "class Config:\n    A = required('A')\n    B = required(name='B')\n")
          == "A! B!");
    CHECK(reads(std::string(helper) + "def f():\n    return required('A')\n") == "A");
    CHECK(reads(std::string(helper)
                + "def number(n):\n    return int(required(n))\nx = number('A')\n")
          == "A!");
    CHECK(reads("import os\nx = late('A')\ndef late(n):\n    return os.environ[n]\n") == "A");
    CHECK(
        reads(
            "import os\ndef get(n):\n    try:\n        return os.environ[n]\n    except KeyError:\n"
            "        raise Improper(n)\nx = get('A')\n")
        == "A!");
    CHECK(
        reads(
            "import os\ndef get(n):\n    try:\n        return os.environ[n]\n    except KeyError:\n"
            "        return None\nx = get('A')\n")
        == "A");
    CHECK(reads("import os\ndef get(n, d=None):\n    return os.environ.get(n, d)\nx = get('A')\n")
          == "A");
    CHECK(reads("import os\ndef get(n, d=None):\n    if d:\n        return d\n    return "
                "os.environ[n]\n"
                "x = get('A')\n")
          == "A");
}

TEST_CASE("calls of app.run are found under any guard") {
    auto const found = facts("app = make()\nif __name__ == '__main__':\n    app.run(debug=True)\n");
    CHECK(found.app_run_calls.size() == 1);
    CHECK(facts("import x\nweb = Flask(__name__)\nweb.run()\nother.run()\nself.app.run()\n")
              .app_run_calls.size()
          == 1);
}

TEST_CASE("imports are the first parts of module names") {
    auto const found = facts(
        "import os, numpy.linalg as la\nfrom flask.views import V\nfrom . import x\n"
        "if TYPE_CHECKING:\n    import typed\ntry:\n    import ujson\nexcept E:\n"
        "    import json as ujson\n");
    CHECK(joined(found.imports) == "os numpy flask ujson json");
}

TEST_CASE("who imports a module has none of the names that only the started file gets") {
    auto const found = facts(
        "import a\n"
        "if __name__ == '__main__':\n"
        "    import b\n"
        "    app = a.make()\n"
        "    with x() as y:\n"
        "        pass\n"
        "z = 1\n");
    CHECK(joined(found.definitions) == "a z");
}

TEST_CASE("definitions are the module's names") {
    auto const found = facts(
        "from a import b as c, d\nimport e.f\ndef g(h):\n    i = 1\n    global j\n"
        "class K:\n    l = 1\nm, (n, *o) = p\nq: int = 1\nr: int\ns.t = u[0] = 1\n"
        "if x:\n    v = w = 1\nfor y in z:\n    pass\nwith aa as ab:\n    pass\n"
        "(ac := 1)\n");
    CHECK(joined(found.definitions) == "c d e g j K m n o q v w y ab ac");
    CHECK_FALSE(found.may_have_other_names);
    CHECK(facts("from x import *\n").may_have_other_names);
    CHECK(facts("vars()[\"app\"] = Flask(__name__)\n").may_have_other_names);
    CHECK(facts("locals().update(app=Flask(__name__))\n").may_have_other_names);
}

TEST_CASE("broken sources are read as far as they go") {
    CHECK(reads("import os\nx = 'unclosed\ny = os.environ['A']\n") == "A!");
    CHECK(facts("'''").definitions.empty());
    CHECK(facts("def\nclass\nimport\nfrom\nif\nx =\n(((\n").imports.empty());
    std::string deep;
    for (int i = 0; i < 20000; ++i) deep += "f'{";
    CHECK(facts(deep).imports.empty());
}

TEST_CASE("variables that are written by names nobody knows are any") {
    for (auto const* text :
         {"os.environ[key] = x\n", "os.environ[key.strip()] = x\n", "os.environ[f'A{b}'] = x\n",
          "os.environ.setdefault(key, x)\n", "os.environ.update(x)\n", "os.environ |= x\n",
          "e = os.environ\ne |= x\n", "os.putenv(key, x)\n"}) {
        INFO(text);
        CHECK(facts("import os\n" + std::string(text)).fills_environment);
    }
    CHECK(!facts("import os\ne = os.environ\ne['A'] = 'x'\ne.setdefault('B', 'x')\nc = "
                 "e[key]\nd = e.get(key)\nf(a=e[key])\n")
               .fills_environment);
}

TEST_CASE("what may make files that a Python source does not name is seen") {
    for (auto const* text :
         {"import subprocess\n", "os.system('make')\n", "shutil.unpack_archive('a.zip')\n",
          "tarfile.open('a').extractall()\n", "snapshot_download('a', local_dir='.')\n",
          "Repo.clone_from(a, 'b')\n", "api.dataset_download_files('a')\n",
          "a = requests.get(x)\nopen(b, 'wb').write(a)\n"}) {
        INFO(text);
        CHECK(facts(text).makes_files);
    }
    CHECK(!facts("import requests\na = open('b').read()\n").makes_files);
}

TEST_CASE("the one server that a Python source starts itself") {
    auto const server = [](std::string_view text) {
        auto const found = facts(text).server;
        return found ? found->shown + " " + found->host : std::string("none");
    };
    std::string const uvicorn = "import uvicorn\n";
    CHECK(server(uvicorn + "uvicorn.run(app)\n") == "uvicorn.run 127.0.0.1");
    CHECK(server(uvicorn + "if __name__ == '__main__':\n  uvicorn.run(app, host='::1')\n")
          == "uvicorn.run ::1");
    CHECK(server(uvicorn + "if __name__ == '__main__': uvicorn.run(app)\n")
          == "uvicorn.run 127.0.0.1");
    CHECK(server(uvicorn + "def a():\n  uvicorn.run(app,)\ndef b():\n  a()\nb()\n")
          == "uvicorn.run 127.0.0.1");
    CHECK(server("from waitress import serve\nserve(app, port=80)\n") == "waitress.serve ");
    CHECK(server("a = Flask(__name__)\na.run('localhost', 80)\n") == "a.run localhost");
    // Two of them, one that may not be reached, words that decide elsewhere.
    for (auto const* text :
         {"uvicorn.run(app)\nuvicorn.run(app, host='0.0.0.0')\n", "if x:\n  uvicorn.run(app)\n",
          "def a():\n  uvicorn.run(app)\n", "def a():\n  a()\n  uvicorn.run(app)\n",
          "def a():\n  uvicorn.run(app)\nif x:\n  a()\n", "sys.exit()\nuvicorn.run(app)\n",
          "while True:\n  pass\nuvicorn.run(app)\n", "uvicorn.run(app, host=HOST)\n",
          "uvicorn.run(app, *a)\n", "uvicorn.run(app, **a)\n", "uvicorn.run(app, fd=3)\n",
          "a = Flask('a')\na.config['SERVER_NAME'] = 'x'\na.run()\n", "uvicorn.run(app",
          "uvicorn.run = partial(uvicorn.run, host='0.0.0.0')\nuvicorn.run(app)\n",
          "class uvicorn:\n  def run(a): pass\nuvicorn.run(app)\n"}) {
        INFO(text);
        CHECK(server(uvicorn + text) == "none");
    }
}

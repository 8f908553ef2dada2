// Reading a source takes time in proportion to its length, whatever is repeated in it.
#include <ctime>
#include <doctest/doctest.h>
#include <string>
#include <string_view>

#include "analyzer/context/node_facts.hpp"
#include "analyzer/context/python_facts.hpp"

namespace dockcheck::context {
namespace {

constexpr std::size_t bytes = std::size_t{40} << 10;
constexpr std::size_t times = 8;
constexpr double most = 24;         // quadratic would be 64
constexpr double too_short = 0.15;  // seconds that say nothing

template <typename Read>
double seconds_for(std::string_view begin, std::string_view repeated, std::size_t size, Read read) {
    std::string text(begin);
    while (text.size() < size) text += repeated;
    Source const source("source", text);
    timespec before{};
    timespec after{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    read(source);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    return static_cast<double>(after.tv_sec - before.tv_sec)
           + static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e9;
}

template <typename Read>
void check_reading(std::string_view begin, std::string_view repeated, Read read) {
    double longer = 0;
    double shorter = 0;
    for (int attempt = 0; attempt < 3; ++attempt) {
        longer = seconds_for(begin, repeated, bytes * times, read);
        if (longer < too_short) return;
        shorter = seconds_for(begin, repeated, bytes, read);
        if (longer < most * shorter) return;
    }
    INFO(repeated);
    CHECK(longer < most * shorter);
}

}  // namespace

TEST_CASE("Python sources take time in proportion") {
    auto const read = [](Source const& source) { read_python(source); };
    constexpr std::string_view begin =
        "import environ, pandas as pd\nfrom decouple import config\n"
        "from pydantic import BaseSettings\nenv = environ.Env()\n";
    for (std::string_view const repeated :
         {"load_dotenv(", "config('A', cast=", "config('A', cast=(", "os.environ[(",
          "env = environ.Env(", "x = env('A')\n", "open('a', ", "with open('a') as f:\n ",
          "class A(BaseSettings):\n a: str\n env_file = ('a', 'b')\n",
          "class A(BaseSettings):\n  env_file = (", "P = 'a'\nopen(P)\n",
          "@lru_cache\ndef f(): pass\n", "os.environ['A']", "(", "[", "if x:\n", "from a import (",
          "'a' "}) {
        check_reading(begin, repeated, read);
        check_reading(std::string(begin) + "class A(BaseSettings):\n ", repeated, read);
    }
}

TEST_CASE("JavaScript sources take time in proportion") {
    auto const read = [](Source const& source) { read_node(source); };
    for (std::string_view const repeated : {"require('a');\n",
                                            "import { a } from 'a';\n",
                                            "import { a,\n",
                                            "export { a }\n",
                                            "`${`",
                                            "`${",
                                            "`",
                                            "/",
                                            "/[",
                                            "(",
                                            "{",
                                            "if (!process.env.A) {",
                                            "if (!process.env.A) { x }\n",
                                            "if (!process.env.A || ",
                                            "process.env[",
                                            "dotenv.config(",
                                            "const { a, ",
                                            "=> ",
                                            "x ? ",
                                            "if (a)\n",
                                            "function f(",
                                            "class A {",
                                            "process.env.A = 1;\n",
                                            "/* ",
                                            "// ",
                                            "'a' ",
                                            "const a = process.env.A;\n"}) {
        check_reading("", repeated, read);
        check_reading("const dotenv = require('dotenv');\n", repeated, read);
    }
}

}  // namespace dockcheck::context

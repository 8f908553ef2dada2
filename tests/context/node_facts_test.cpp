// What is read from JavaScript and TypeScript sources.
#include "analyzer/context/node_facts.hpp"

#include <doctest/doctest.h>
#include <string>
#include <string_view>

namespace {

using dockcheck::Source;
using dockcheck::context::NodeFacts;
using dockcheck::context::read_node;

NodeFacts facts(std::string_view text) { return read_node(Source("app.js", text)); }

/// Modules that are certainly loaded, `?` behind those that may be types alone.
std::string imports(std::string_view text) {
    std::string words;
    for (auto const& one : facts(text).imports)
        words += (words.empty() ? "" : " ") + one.module + (one.is_value ? "" : "?");
    return words;
}

std::string required(std::string_view text) {
    std::string words;
    for (auto const& one : facts(text).required) words += (words.empty() ? "" : " ") + one.name;
    return words;
}

std::string files(std::string_view text) {
    auto const found = facts(text);
    std::string words;
    for (auto const& one : found.environment_files) words += (words.empty() ? "" : " ") + one;
    return words + (found.fills_environment ? " and others" : "");
}

}  // namespace

TEST_CASE("modules that loading a source loads are found in all forms") {
    CHECK(imports("const a = require('a');\nconst { b } = require(\"./b\")\nrequire(`c`)\n")
          == "a ./b c");
    CHECK(imports("import a from 'a'\nimport { b as x } from './b.js';\nimport * as c from \"c\"\n"
                  "import 'd'\nexport * from 'e'\nexport { f } from 'f'\n")
          == "a? ./b.js? c? d e f");
    CHECK(imports("import a, { b } from 'a';\nb();\nimport { c } from 'c';\nlet x: c;\n")
          == "a c?");
    CHECK(imports("import { A, type B } from 'a';\n@A()\nclass C {}\n") == "a");
    CHECK(imports("import type { A } from 'a';\nA();\n").empty());
    CHECK(imports("app.use('/', require('./routes'));\nmodule.exports = { a: require('./a') };\n")
          == "./routes ./a");
    CHECK(imports("import a = require('a');\n") == "a");
}

TEST_CASE("modules that are loaded under some condition or later are left out") {
    CHECK(imports("function f() { require('a') }\nconst g = () => require('b');\nrequire('c');\n")
          == "c");
    CHECK(imports("if (x) require('a');\nif (y) {\n  require('b');\n} else {\n  "
                  "require('c');\n}\nrequire('d')\n")
          == "d");
    CHECK(imports("if (x)\n  if (y)\n    require('a');\nrequire('b');\n") == "b");
    CHECK(imports("try {\n  require('a');\n} catch (e) {\n  require('b');\n}\nrequire('c');\n")
          == "c");
    CHECK(imports("const a = x ? require('a') : require('b');\nconst c = x && "
                  "require('c');\nrequire('d');\n")
          == "d");
    CHECK(
        imports(
            "const a = { f() { require('a') }, b: require('b') };\nclass C { x = require('c') }\n")
        == "b");
    CHECK(imports("import('a');\nmodule.require('b');\n").empty());
    CHECK(imports("app.get('/', async (a, b) => {\n  require('a');\n});\nrequire('b');\n") == "b");
    CHECK(imports("for (const x of y) require('a');\nwhile (x) { require('b'); }\nrequire('c');\n")
          == "c");
}

TEST_CASE("what an assignment or a call may leave out is no load") {
    CHECK(
        imports("a ||= require('a');\nb &&= require('b');\nc.d ?\?= require('c');\nrequire('d');\n")
        == "d");
    CHECK(imports("x?.y(require('a'));\nrequire('b');\n") == "b");
}

TEST_CASE("behind a way out of the file nothing is certainly loaded") {
    CHECK(
        imports("require('a');\nif (x) {\n  require('b');\n  process.exit(0);\n}\nrequire('c');\n")
        == "a");
    CHECK(imports("if (x) return;\nrequire('a');\n").empty());
    CHECK(imports("if (x)\n  throw y;\nrequire('a');\n").empty());
    CHECK(imports("if (x) { if (y) { z() } else { exit(1) } }\nrequire('a');\n").empty());
    CHECK(imports("try {\n  x()\n} catch {\n  process.exit(1)\n}\nrequire('a');\n").empty());
    CHECK(imports("switch (x) {\n  case 1: return\n}\nrequire('a');\n").empty());
    CHECK(imports("x || process.exit(1);\nrequire('a');\n").empty());
    CHECK(imports("return\nrequire('a')\n").empty());
    CHECK(imports("const f = () => g()\nprocess.exit(0)\nconst a = require('a')\n").empty());
    CHECK(imports("const f = () =>\n  process.exit(0)\nconst a = require('a')\n") == "a");
    CHECK(imports("function f() { if (x) return; throw y }\nconst g = { h() { return 1 } };\n"
                  "process.on('SIGTERM', () => process.exit(0));\nx.on('y', async (z) => {\n  if "
                  "(z) { return }\n  process.exit(1);\n});\nclass C { d() { if (x) { throw y } } "
                  "}\nrequire('a');\n")
          == "a");
    CHECK(imports("if (!process.env.A) {\n  process.exit(1);\n}\nrequire('a');\n") == "a");
    CHECK(imports("if (!process.env.A) {\n  b();\n  process.exit(0);\n}\nrequire('a');\n").empty());
}

TEST_CASE("what may change which files modules are found in is seen") {
    for (auto const* text : {"require('@babel/register');\n", "import 'tsx/register';\n",
                             "require.extensions['.x'] = load;\n",
                             "import { register } from 'node:module';\nregister(x);\n",
                             "module.register(x);\n", "require('module').register(x);\n",
                             "Module._extensions['.x'] = y;\n", "Module._resolveFilename = f;\n"}) {
        INFO(text);
        CHECK(facts(text).changes_loading);
    }
    CHECK(!facts("const app = fastify;\napp.register(require('./x'));\n").changes_loading);
    CHECK(facts("fs.writeFileSync(__dirname + '/x.js', '');\n").writes_files);
    CHECK(!facts("response.write('x');\nprocess.stdout.write('y');\n").writes_files);
}

TEST_CASE("comments, strings, templates and regular expressions hold no code") {
    CHECK(imports("#!/usr/bin/env node\n// require('a')\n/* require('b') */\nconst x = "
                  "\"require('c')\";\n"
                  "const y = `${f(`require('d')`)} require('e')`;\nconst z = /require('f')[/']/g;\n"
                  "const n = 4 / 2 / 1;\nrequire('g');\n")
          == "g");
}

TEST_CASE("a variable is required when its absence ends the program") {
    CHECK(required("if (!process.env.A) {\n  console.error('no A');\n  process.exit(1);\n}\n")
          == "A");
    CHECK(required("if (process.env.A === undefined || !process.env['B']) throw new Error('x');\n")
          == "A B");
    CHECK(required("if (typeof process.env.A === 'undefined') { throw new Error(`x ${y}`); }\n")
          == "A");
    CHECK(required("const a = process.env.A;\nconst { B, C } = process.env;\nif (!a || !B) {\n  "
                   "throw x;\n}\n")
          == "A B");
    CHECK(required("const hosts = process.env.HOSTS.split(',');\n") == "HOSTS");
}

TEST_CASE("a variable that is not certainly missed is not required") {
    CHECK(required("if (!process.env.A) process.env.A = 'x';\nif (!process.env.B) { "
                   "console.log('no B'); }\n")
              .empty());
    CHECK(required("if (!process.env.A && x) throw y;\nif (process.env.B) throw z;\n").empty());
    CHECK(required("function f() {\n  if (!process.env.A) throw x;\n}\n").empty());
    CHECK(required("if (!process.env.A) { stop(() => { process.exit(1); }); }\n").empty());
    CHECK(required("const a = process.env.A || 'x';\nif (!a) throw y;\n").empty());
    CHECK(
        required("if (!process.env.A) {\n  warn();\n  if (x)\n    process.exit(1);\n}\n").empty());
    CHECK(required("if (!process.env.A) {\n  if (x) warn()\n  else\n    throw y\n}\n").empty());
    CHECK(required("if (!process.env.A) {\n  x &&\n    process.exit(1)\n}\n").empty());
    CHECK(required("if (!process.env.A) {\n  warn()\n  process.exit(1)\n}\n") == "A");
    CHECK(required("if (!process.env.A) {\n  if (x) { return; }\n  throw y;\n}\n").empty());
    CHECK(
        required("function f(a = process.env.A.trim()) {}\nconst g = (a = process.env.B.trim()) => "
                 "a;\nconst o = { m(a = process.env.C.trim()) {} };\nf(process.env.D.trim());\n")
        == "D");
    CHECK(required("for (let i = 0; i < 0; process.env.A.trim()) x;\n").empty());
    CHECK(required(
              "const a = process.env.A?.split(',');\nconst b = (process.env.B || '').split(',');\n")
              .empty());
    CHECK(required(
              "const a = x && process.env.A.split(',');\nconst b = () => process.env.B.length;\n")
              .empty());
}

TEST_CASE("files that loading a source reads are found") {
    auto const opened = [](std::string_view text) {
        std::string words;
        for (auto const& file : facts(text).opened) words += file.path + " ";
        return words;
    };
    CHECK(opened("const a = fs.readFileSync('a.json');\nconst b = readFileSync(\"b\", 'utf8');\n")
          == "a.json b ");
    CHECK(opened("const a = fs.readFileSync(path);\nconst b = fs.readFileSync(`${dir}/b`);\n")
              .empty());
    CHECK(opened("const a = x ? fs.readFileSync('a') : '';\nfs.readFile('b', done);\n").empty());
    CHECK(opened("function f() { return fs.readFileSync('a'); }\n").empty());
}

TEST_CASE("files that may set variables are known by their names, and dynamic writes are not") {
    CHECK(files("require('dotenv').config();\n") == ".env");
    CHECK(files("import dotenv from 'dotenv';\ndotenv.config();\n") == ".env");
    CHECK(files("import * as dotenv from 'dotenv';\ndotenv.config({ path: '.env.local' });\n")
          == ".env.local");
    CHECK(files("const dotenv = require('dotenv');\ndotenv.config({ path: path.resolve(__dirname, "
                "'../.env') });\n")
          == ".env");
    CHECK(files("import 'dotenv/config';\n") == ".env");
    CHECK(files("require('dotenv').config({ path: file });\n") == " and others");
    CHECK(files("require('dotenv-flow').config();\n") == " and others");
    CHECK(files("import { config } from 'dotenv';\nconfig();\n") == " and others");
    CHECK(files("Object.assign(process.env, values);\n") == " and others");
    CHECK(files("process.env[name] = value;\n") == " and others");
    CHECK(files("process.env[name] ?\?= value;\n") == " and others");
    for (auto const* text :
         {"const env = process.env;\n", "const x = { ...process.env };\n", "load(process.env);\n",
          "const { env } = require('process');\n", "import { env } from 'node:process';\n",
          "const { env } = process;\n", "process['env'].A = 'x';\n",
          "require('@dotenvx/dotenvx').config();\n", "import { loadEnvConfig } from '@next/env';\n",
          "await import('env-from-there');\n"}) {
        CHECK(files(text) == " and others");
    }
    CHECK(
        files(
            "const { A } = process.env;\nconst a = process.env[name] === 'x';\nrequire('./env');\n"
            "process.env.B = 'x';\nconst c = 'C' in process.env;\nprocess.env?.D;\n")
            .empty());
    CHECK(files("process.env.A ?\?= 'x';\n").empty());
}

TEST_CASE("what may make files that a source does not name is seen") {
    for (auto const* text :
         {"require('child_process').execSync('make');\n", "import { execa } from 'execa';\n",
          "fs.cpSync('a', 'b');\n", "fs.copyFileSync(a, b);\n", "spawn('make');\n",
          "const a = await fetch(x);\nfs.writeFileSync(b, a);\n"}) {
        INFO(text);
        CHECK(facts(text).makes_files);
    }
    CHECK(!facts("const a = await fetch('x');\nconst b = fs.readFileSync('b');\n").makes_files);
}

TEST_CASE("a pattern behind a bracket is told from a division") {
    CHECK(imports("if (x) /['\"]/.test(y);\nrequire('a');\n") == "a");
    CHECK(imports("while (x) /`/.test(y);\nrequire('a');\n") == "a");
    CHECK(imports("const half = (a + b) / 2, c = '/';\nrequire('a');\n") == "a");
    CHECK(imports("const half = a[0] / 2, c = '/';\nrequire('a');\n") == "a");
    CHECK(imports("const half = i++ / 2, c = '/';\nrequire('a');\n") == "a");
    CHECK(imports("const half = x.if(y) / 2, c = '/';\nrequire('a');\n") == "a");
    CHECK(imports("else_();\nif (a) b(); else /'/.test(c);\nrequire('a');\n") == "a");
}

TEST_CASE("a source that may be read in another way says nothing") {
    CHECK(facts("if (a) {\n}\n/['\"]/.test(b);\nrequire('a');\n").is_unclear);
    CHECK(facts("const a = b! / c, d = '/';\nrequire('a');\n").is_unclear);
    CHECK(facts("const a = <p>it's</p>;\nrequire('a');\n").is_unclear);
    CHECK(facts("const a = `x;\nrequire('a');\n").is_unclear);
    CHECK(facts("f(1;\nrequire('a');\n").is_unclear);
    CHECK(facts("f(1));\nrequire('a');\n").is_unclear);
    CHECK(imports("f(1));\nrequire('a');\n").empty());
    CHECK_FALSE(facts("f(`${a ? `b` : {}}`);\n").is_unclear);
}

// The grammar of PowerShell: trees, errors, totality.
#include "analyzer/syntax/powershell/parse.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace dockcheck;

namespace {

std::string tree(std::string_view script) {
    Arena arena;
    return powershell::dump(powershell::parse(script, arena));
}

/// The trees of the statements, without what is around them all.
std::string statements(std::string_view script) {
    auto const text = tree(script);
    constexpr std::string_view around = "script(";
    return text.substr(around.size(), text.size() - around.size() - 1);
}

/// The tree of a single command or expression, without what is around it.
std::string element(std::string_view script) {
    auto const text = tree(script);
    constexpr std::string_view around = "script(statement(pipeline(";
    if (!text.starts_with(around)) return text;
    return text.substr(around.size(), text.size() - around.size() - 3);
}

/// "ok" or "offset: expected".
std::string verdict(std::string_view script) {
    Arena arena;
    auto const parsed = powershell::parse(script, arena);
    if (parsed.first_error == nullptr) return "ok";
    return std::to_string(parsed.first_error->offset) + ": "
           + std::string(parsed.first_error->expected);
}

std::string trivia(std::string_view script) {
    Arena arena;
    std::string text;
    for (auto const& each : powershell::parse(script, arena).trivia) {
        text += each.is_comment ? "comment[" : "backtick[";
        text += std::string(script.substr(each.begin, each.end - each.begin)) + "]";
    }
    return text;
}

}  // namespace

TEST_CASE("a command has a name, parameters and arguments in the order of the text") {
    CHECK(element("Get-Item -Path C:\\app, D:\\ -Force")
          == "command(word(Get-Item) parameter(-Path) word(C:\\app) comma(,) word(D:\\) "
             "parameter(-Force))");
    CHECK(element("Copy-Item -Confirm:$false 'a b' \"c $d\"")
          == "command(word(Copy-Item) parameter(-Confirm:) operand(variable($false)) "
             "operand(single_quoted('a b')) operand(double_quoted(variable($d))))");
    CHECK(element("& 'C:\\a b.exe' /x --y 5")
          == "command(invocation(&) operand(single_quoted('C:\\a b.exe')) word(/x) word(--y) "
             "word(5))");
    CHECK(element(". .\\a.ps1") == "command(invocation(.) word(.\\a.ps1))");
    CHECK(element("7z x a.7z") == "command(word(7z) word(x) word(a.7z))");
}

TEST_CASE("what stands in a word is told from what stands beside it") {
    CHECK(element("a $env:TEMP\\b") == "command(word(a) word(variable($env:TEMP)))");
    CHECK(element("a $b.c $d[0] $e/f")
          == "command(word(a) operand(variable($b) member(.c)) operand(variable($d) "
             "index(expression(operand(number(0))))) word(variable($e)))");
    CHECK(element("a x'y z'`;w") == "command(word(a) word(single_quoted('y z')))");
    CHECK(element("a @b @{c=1} (d) $(e) { f }")
          == "command(word(a) operand(splat(@b)) operand(hash_table(hash_key(c) "
             "statement(pipeline(expression(operand(number(1))))))) "
             "operand(parenthesis(pipeline(command(word(d))))) "
             "operand(subexpression(statement(pipeline(command(word(e)))))) "
             "operand(script_block(statement(pipeline(command(word(f)))))))");
    CHECK(element("a @angular/cli a>b") == "command(word(a) word(@angular/cli) word(a>b))");
    CHECK(element("a --% b $c \"d") == "command(word(a) word(--% b $c \"d))");
}

TEST_CASE("output goes to files and to other streams") {
    CHECK(element("a > b 2>> c *>&1")
          == "command(word(a) redirection(word(b)) redirection(word(c)) redirection(*>&1))");
    CHECK(element("$a > 5") == "expression(operand(variable($a))) redirection(word(5))");
}

TEST_CASE("pipes, && and || join commands") {
    CHECK(statements("a | b |\n c") == "statement(pipeline(command(word(a)) command(word(b)) "
                                       "command(word(c))))");
    CHECK(statements("a && b || c")
          == "statement(pipeline(command(word(a))) and(&&) pipeline(command(word(b))) or(||) "
             "pipeline(command(word(c))))");
    CHECK(statements("$x | % { $_ }")
          == "statement(pipeline(expression(operand(variable($x))) command(word(%) "
             "operand(script_block(statement(pipeline(expression(operand(variable($_))))))))))");
}

TEST_CASE("an expression is operands with operators between") {
    CHECK(element("-not $a -and 'b' -ne \"c\"")
          == "expression(operator(-not) operand(variable($a)) operator(-and) "
             "operand(single_quoted('b')) operator(-ne) operand(double_quoted(\"c\")))");
    CHECK(element("1..5 + 2kb % 0x1F")
          == "expression(operand(number(1)) operator(..) operand(number(5)) operator(+) "
             "operand(number(2kb)) operator(%) operand(number(0x1F)))");
    CHECK(element("[int] $a -as [string]")
          == "expression(cast([int]) operand(variable($a)) operator(-as) operand(type([string])))");
    CHECK(element("[Net.Web]::New(1, 'a').Do()[0]")
          == "expression(operand(type([Net.Web]) member(::New) "
             "call(expression(operand(number(1)) operator(,) operand(single_quoted('a')))) "
             "member(.Do) call(()) index(expression(operand(number(0))))))");
    CHECK(element("$a.ForEach{ 'b' }.\n C().$($d)")
          == "expression(operand(variable($a) member(.ForEach) "
             "script_block(statement(pipeline(expression(operand(single_quoted('b')))))) "
             "member(.\n C) call(()) "
             "member(subexpression(statement(pipeline(expression(operand(variable($d)))))))))");
    CHECK(element("$a ?1 :2.")
          == "expression(operand(variable($a)) operator(?) operand(number(1)) operator(:) "
             "operand(number(2.)))");
    CHECK(element("$i++") == "expression(operand(variable($i)) operator(++))");
    CHECK(element("'{0}' -f $a")
          == "expression(operand(single_quoted('{0}')) operator(-f) operand(variable($a)))");
}

TEST_CASE("an assignment takes a statement") {
    CHECK(element("$a = b c")
          == "expression(operand(variable($a))) assignment(=) "
             "statement(pipeline(command(word(b) word(c))))");
    CHECK(element("$a += if ($b) { 1 } else { 2 }")
          == "expression(operand(variable($a))) assignment(+=) "
             "statement(if(condition(pipeline(expression(operand(variable($b))))) "
             "body(statement(pipeline(expression(operand(number(1)))))) "
             "body(statement(pipeline(expression(operand(number(2))))))))");
}

TEST_CASE("strings end at their own quote and hold expansions") {
    CHECK(element("'a''b'") == "expression(operand(single_quoted('a''b')))");
    CHECK(element("\"a`\"b\"\"c $(d \"e\") ${f g} $\"")
          == "expression(operand(double_quoted(subexpression(statement(pipeline(command(word(d) "
             "operand(double_quoted(\"e\")))))) variable(${f g}))))");
    CHECK(statements("@'\na 'b' $c\n'@; d")
          == "statement(pipeline(expression(operand(here_string(@'\na 'b' $c\n'@))))) "
             "statement(pipeline(command(word(d))))");
    CHECK(element("@\"\na \"b\" $c\n\"@")
          == "expression(operand(expandable_here_string(variable($c))))");
}

TEST_CASE("clauses have conditions and bodies") {
    CHECK(statements("if ($a) { b } elseif (c) { } \n else { d }")
          == "statement(if(condition(pipeline(expression(operand(variable($a))))) "
             "body(statement(pipeline(command(word(b))))) condition(pipeline(command(word(c)))) "
             "body({ }) body(statement(pipeline(command(word(d)))))))");
    CHECK(statements("foreach ($a in b) { c }")
          == "statement(foreach(variable($a) pipeline(command(word(b))) "
             "body(statement(pipeline(command(word(c)))))))");
    CHECK(statements("for ($i = 0; $i; $i++) { }")
          == "statement(for(pipeline(expression(operand(variable($i))) assignment(=) "
             "statement(pipeline(expression(operand(number(0)))))) "
             "pipeline(expression(operand(variable($i)))) pipeline(expression(operand(variable($i)) "
             "operator(++))) body({ })))");
    CHECK(statements("do { a } until ($b) while ($c) { d }")
          == "statement(do(body(statement(pipeline(command(word(a))))) "
             "condition(pipeline(expression(operand(variable($b)))))))"
             " statement(while(condition(pipeline(expression(operand(variable($c))))) "
             "body(statement(pipeline(command(word(d)))))))");
    CHECK(statements("try { a } catch [X], [Y] { b } finally { c }")
          == "statement(try(body(statement(pipeline(command(word(a))))) catch(type([X]) type([Y]) "
             "body(statement(pipeline(command(word(b)))))) "
             "body(statement(pipeline(command(word(c)))))))");
    CHECK(statements("switch -regex ($a) { 'b' { c } default { d } }")
          == "statement(switch(parameter(-regex) condition(pipeline(expression(operand(variable($a))"
             "))) operand(single_quoted('b')) body(statement(pipeline(command(word(c))))) "
             "word(default) body(statement(pipeline(command(word(d)))))))");
}

TEST_CASE("functions have parameters") {
    CHECK(statements("function f([string] $a = 'x', $b) { return $a }")
          == "statement(function(name(f) parameter_definition(type([string]) variable($a) "
             "expression(operand(single_quoted('x')))) parameter_definition(variable($b)) "
             "body(statement(flow(pipeline(expression(operand(variable($a)))))))))");
    CHECK(statements("[CmdletBinding()] param($a) a")
          == "statement(parameter_block(type([CmdletBinding()]) "
             "parameter_definition(variable($a)))) statement(pipeline(command(word(a))))");
}

TEST_CASE("comments and backticks stand between the words") {
    CHECK(statements("a `\n b # c\nd <# e\n #> f#g")
          == "statement(pipeline(command(word(a) word(b)))) "
             "statement(pipeline(command(word(d) word(f#g))))");
    CHECK(trivia("a # b\nc <# d #> e") == "comment[# b]comment[<# d #>]");
    CHECK(trivia("a `  \nb") == "backtick[`  ]");
    CHECK(trivia("a '# b' \"`  \n\"") == "");
}

TEST_CASE("letters of words of the language may be of any case") {
    CHECK(verdict("IF ($A -EQ 1) { B } ELSE { C } ForEach ($d In e) { }") == "ok");
}

TEST_CASE("what is not understood says what was missing, and what stands in front of it stays") {
    CHECK(tree("a; b 'c") == "script(statement(pipeline(command(word(a)))) opaque(b 'c))");
    CHECK(verdict("a 'b") == "2: a closing '");
    CHECK(verdict("a \"b") == "4: a closing \"");
    CHECK(verdict("if ($a { b }") == "7: a closing )");
    CHECK(verdict("if $a { b }") == "3: a condition in ( )");
    CHECK(verdict("if ($a == 1) { b }") == "7: a closing )");
    CHECK(verdict("a }") == "2: the end of the script");
    CHECK(verdict("$a b") == "3: ; or a line end");
    CHECK(verdict("try { a") == "7: a closing }");
    CHECK(verdict("class A { }") == "0: no such construct");
    CHECK(verdict("a <# b") == "2: a closing #>");
    CHECK(verdict("@'\na'@") == "6: '@ in a line");
    CHECK(verdict("a \xE2\x80\x9C"
                  "b\xE2\x80\x9D")
          == "0: quotes and dashes of ASCII");
}

TEST_CASE("nesting is bounded") {
    std::string script;
    for (int i = 0; i < 300; ++i) script += "$(";
    CHECK(verdict(script) == "100: less nesting");
}

TEST_CASE("any bytes give a tree") {
    constexpr std::string_view bytes("\0\xFF`$@{([\"'#<>&|,;-.=%?:!+\n\r aif1", 33);
    std::uint32_t state = 1;
    for (int round = 0; round < 20'000; ++round) {
        std::string script;
        for (int i = 0; i < 12; ++i) {
            state = state * 1'664'525 + 1'013'904'223;
            script += bytes[(state >> 16) % bytes.size()];
        }
        Arena arena;
        auto const parsed = powershell::parse(script, arena);
        REQUIRE(!parsed.nodes.empty());
        for (auto const& node : parsed.nodes) {
            REQUIRE(node.begin <= node.end);
            REQUIRE(node.end <= script.size());
            REQUIRE(node.next > parsed.index_of(node));
            REQUIRE(node.next <= parsed.nodes.size());
        }
    }
}

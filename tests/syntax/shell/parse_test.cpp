// The shell grammar: trees, errors, totality.
#include "analyzer/syntax/shell/parse.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace dockcheck;

namespace {

std::string tree(std::string_view script, shell::Dialect dialect = shell::Dialect::bash) {
    Arena arena;
    return shell::dump(shell::parse(script, dialect, arena));
}

/// The tree without the script, statement and pipeline around a single command.
std::string command(std::string_view script, shell::Dialect dialect = shell::Dialect::bash) {
    auto const text = tree(script, dialect);
    constexpr std::string_view around = "script(statement(pipeline(";
    if (!text.starts_with(around)) return text;
    return text.substr(around.size(), text.size() - around.size() - 3);
}

/// "ok" or "offset: expected".
std::string verdict(std::string_view script, shell::Dialect dialect = shell::Dialect::bash) {
    Arena arena;
    auto const parsed = shell::parse(script, dialect, arena);
    if (parsed.first_error == nullptr) return "ok";
    return std::to_string(parsed.first_error->offset) + ": "
           + std::string(parsed.first_error->expected);
}

std::string heredocs(std::string_view script) {
    Arena arena;
    auto const parsed = shell::parse(script, shell::Dialect::bash, arena);
    std::string text;
    for (auto const& heredoc : parsed.heredocs) {
        text += std::string(heredoc.delimiter) + (heredoc.quoted ? " quoted [" : " [")
                + std::string(script.substr(heredoc.begin, heredoc.end - heredoc.begin)) + "]";
    }
    return text;
}

}  // namespace

TEST_CASE("a simple command has assignments, words and redirections in the order of the text") {
    CHECK(command("FOO=a apt-get install -y curl > /dev/null 2>&1")
          == "simple_command(assignment(name(FOO) literal(a)) word(apt-get) word(install) word(-y) "
             "word(curl) redirection(word(/dev/null)) redirection(word(1)))");
    CHECK(command("a+=b c[1]=2 d=")
          == "simple_command(assignment(name(a) literal(b)) assignment(name(c) index([1]) "
             "literal(2)) assignment(name(d)))");
    CHECK(command("x=(1 \"2 3\" # why\n [5]=6)")
          == "simple_command(assignment(name(x) array(word(1) "
             "word(double_quoted(quoted_text(2 3))) comment(# why) word(glob([) literal(5]=6)))))");
}

TEST_CASE("anything may stand among plain words") {
    CHECK(
        command("run 1 2>x {a} {b}>y")
        == "simple_command(word(run) word(1) redirection(word(x)) word({a}) redirection(word(y)))");
    CHECK(command("a b=c \"d\" e a<(f)")
          == "simple_command(word(a) word(b=c) word(double_quoted(quoted_text(d))) word(e) "
             "word(literal(a) process_substitution(statement(pipeline(simple_command(word(f)))))))");
    CHECK(command("export a b=(1) c")
          == "simple_command(word(export) word(a) assignment(name(b) array(word(1))) word(c))");
    CHECK(command("echo 2 \\\n 3 >&2 &")
          == "simple_command(word(echo) word(2) word(3) redirection(word(2)))");
}

TEST_CASE("a word has parts") {
    CHECK(command("a'b c'\"d $e\"\\f*.txt")
          == "simple_command(word(literal(a) single_quoted('b c') double_quoted(quoted_text(d ) "
             "parameter($e)) escape(\\f) glob(*) literal(.txt)))");
    CHECK(command("$'a\\'b' $\"c\" $1 $$ $")
          == "simple_command(word(ansi_quoted($'a\\'b')) word(double_quoted(quoted_text(c))) "
             "word(parameter($1)) word(parameter($$)) word(literal($)))");
    CHECK(command("${x} ${x:-y$z} ${#x} ${x[0]}")
          == "simple_command(word(parameter(name(x))) word(parameter(name(x) quoted_text(y) "
             "parameter($z))) word(parameter(name(x))) word(parameter(name(x) index([0]))))");
    CHECK(command("$(a) `b` <(c)")
          == "simple_command(word(substitution(statement(pipeline(simple_command(word(a)))))) "
             "word(backquote(statement(pipeline(simple_command(word(b)))))) "
             "word(process_substitution(statement(pipeline(simple_command(word(c)))))))");
    CHECK(command("echo $((1+$x))")
          == "simple_command(word(echo) word(arithmetic(quoted_text(1+) parameter($x))))");
}

TEST_CASE("lists, and-or lists and pipelines") {
    CHECK(tree("a && b || ! c | d; e & f")
          == "script(statement(pipeline(simple_command(word(a))) and(&&) "
             "pipeline(simple_command(word(b))) or(||) pipeline(simple_command(word(c)) "
             "simple_command(word(d)))) statement(pipeline(simple_command(word(e)))) "
             "statement(pipeline(simple_command(word(f)))))");
    CHECK(tree("a &&\n# why\nb")
          == "script(statement(pipeline(simple_command(word(a))) and(&&) comment(# why) "
             "pipeline(simple_command(word(b)))))");
}

TEST_CASE("compound commands") {
    CHECK(command("if a; then b; elif c; then d; else e; fi > f")
          == "if(condition(statement(pipeline(simple_command(word(a))))) "
             "body(statement(pipeline(simple_command(word(b))))) "
             "condition(statement(pipeline(simple_command(word(c))))) "
             "body(statement(pipeline(simple_command(word(d))))) "
             "body(statement(pipeline(simple_command(word(e))))) redirection(word(f)))");
    CHECK(command("for i in a *; do b; done")
          == "for(name(i) word(a) word(glob(*)) "
             "body(statement(pipeline(simple_command(word(b))))))");
    CHECK(command("while a; do b; done")
          == "while(condition(statement(pipeline(simple_command(word(a))))) "
             "body(statement(pipeline(simple_command(word(b))))))");
    CHECK(command("case $x in a|b) c;; (*) ;; esac")
          == "case(word(parameter($x)) case_item(word(a) word(b) "
             "body(statement(pipeline(simple_command(word(c)))))) case_item(word(glob(*))))");
    CHECK(command("f() { a; }")
          == "function(name(f) brace_group(statement(pipeline(simple_command(word(a))))))");
    CHECK(command("[[ -f x && $y =~ ^(a|b)$ ]]")
          == "test(word(-f) word(x) word(parameter($y)) word(=~) word(literal(^) literal(a) "
             "literal(|) literal(b) literal($)))");
    CHECK(command("((i++))") == "arithmetic_command(quoted_text(i++))");
    CHECK(command("(a)") == "subshell(statement(pipeline(simple_command(word(a)))))");
}

TEST_CASE("bodies of heredocs begin behind the next line end") {
    CHECK(heredocs("cat <<A <<-'B'; b\n1\nA\n\t2\n\tB\nc") == "A [1\n]B quoted [\t2\n]");
    CHECK(heredocs("x=$(cat <<EOF\nit's\nEOF\n)") == "EOF [it's\n]");
    CHECK(heredocs("cat <<E\"O\"F\nnever ended") == "EOF quoted [never ended]");
    CHECK(heredocs("cat <<A") == "A []");
}

TEST_CASE("the posix dialect reads what dash reads") {
    using enum shell::Dialect;
    CHECK(command("[[ a ]]", posix) == "simple_command(word(glob([) glob([)) word(a) word(]]))");
    CHECK(tree("a &> b", posix)
          == "script(statement(pipeline(simple_command(word(a)))) "
             "statement(pipeline(simple_command(redirection(word(b))))))");
    CHECK(verdict("cat <(a)", posix) == "5: a file name");
    CHECK(verdict("x=(1)", posix) == "2: the end of the script");
    CHECK(verdict("f() echo", posix) == "ok");
    CHECK(verdict("f() echo") == "4: a function body");
}

TEST_CASE("the first error says where and what was expected") {
    CHECK(verdict("a && ") == "5: a command");
    CHECK(verdict("if a; then b;") == "13: fi");
    CHECK(verdict("if a; b; fi") == "9: then");
    CHECK(verdict("for i in a b") == "12: ; or a line end");
    CHECK(verdict("echo 'a") == "5: a closing '");
    CHECK(verdict("echo \"a") == "7: a closing \"");
    CHECK(verdict("echo $(a") == "8: a closing )");
    CHECK(verdict("echo ${a") == "8: a closing }");
    CHECK(verdict("a ; ; b") == "4: the end of the script");
    CHECK(verdict("( a ) b") == "6: the end of the script");
    CHECK(verdict("time && a") == "5: a command");
}

TEST_CASE("what is not understood is an opaque node behind what was") {
    CHECK(tree("a; b; (c")
          == "script(statement(pipeline(simple_command(word(a)))) "
             "statement(pipeline(simple_command(word(b)))) opaque((c))");
    CHECK(tree(")") == "script(opaque()))");
    CHECK(tree("") == "script()");
}

TEST_CASE("a fault between backquotes is opaque and no error, as shells look at it later") {
    CHECK(command("echo `a \"b`") == "simple_command(word(echo) word(backquote(opaque(a \"b))))");
    CHECK(verdict("echo `if`") == "ok");
    CHECK(command("a `# comment` b")
          == "simple_command(word(a) word(backquote(comment(# comment))) word(b))");
}

TEST_CASE("comments begin only where a word may begin") {
    CHECK(command("echo a#b") == "simple_command(word(echo) word(a#b))");
    CHECK(tree("a # don't") == "script(statement(pipeline(simple_command(word(a)))) "
                               "comment(# don't))");
}

TEST_CASE("reading ends where a script has too many nodes, wherever that is") {
    for (std::string_view const piece : {"a\n", " a", ";a", "$(a)", "\"$a\" ", "{ a; }\n", "`a`"}) {
        CAPTURE(piece);
        std::string script = piece.starts_with("{") ? "" : "a";
        while (script.size() < 2'000'000) script += piece;
        Arena arena;
        auto const parsed = shell::parse(script, shell::Dialect::bash, arena);
        CHECK(parsed.nodes.size() <= 524'289);
        REQUIRE(parsed.first_error != nullptr);
        CHECK(parsed.first_error->expected == "a shorter script");
        CHECK(parsed.nodes.back().kind == shell::Kind::opaque);
    }
}

TEST_CASE("hostile repetitions are read fast and make a sound tree") {
    std::vector<std::string> const seeds = {
        "$((",   "(",         "\"${a:-", "if ",   "`",   "<<A ", "<<A\n", "$(",
        "${",    "\"",        "((",      "[[ ( ", "a[",  "a=(",  "f() ",  "case x in a) ",
        "! ",    "$(`",       "\"$(",    "a|",    "a&&", "{ ",   "$[",    "a=$((1) ",
        "((a) ", "[[ a =~ (", "\\",      "a\n",   "${!"};
    for (auto const& seed : seeds) {
        CAPTURE(seed);
        std::string script;
        while (script.size() < 100'000) script += seed;
        Arena arena;
        auto const begin = std::chrono::steady_clock::now();
        auto const parsed = shell::parse(script, shell::Dialect::bash, arena);
        auto const time = std::chrono::steady_clock::now() - begin;
        CHECK(std::chrono::duration_cast<std::chrono::milliseconds>(time).count() < 500);
        bool sound = true;
        for (auto const& node : parsed.nodes) {
            sound = sound && node.begin <= node.end && node.end <= script.size()
                    && node.next > parsed.index_of(node) && node.next <= parsed.nodes.size();
        }
        CHECK(sound);
    }
}

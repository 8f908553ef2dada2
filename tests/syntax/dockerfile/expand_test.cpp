// Expansion of words: what comes out, what stays unknown, and which error stands where.
#include "analyzer/syntax/dockerfile/expand.hpp"

#include <doctest/doctest.h>
#include <map>
#include <string>

namespace dockcheck::dockerfile {
namespace {

/// x is "value", e is empty, path is a file name; `?NAME` is unknown, `version` is "3." and an
/// unknown; all else is unset.
auto const look_up_sample = [](std::string_view name) -> Variable {
    static std::map<std::string_view, std::string_view> const known{
        {"x", "value"}, {"e", ""}, {"path", "/a/b.tar.gz"}, {"two", "80 443"}, {"star", "*"}};
    static Piece const version[] = {{"3.", true, ""}, {"$MINOR", false, "MINOR"}};
    if (name == "hidden") return {Variable::State::unknown, {}};
    if (name == "version")
        return {Variable::State::unknown, Value(std::span<Piece const>(version))};
    auto const found = known.find(name);
    if (found == known.end()) return {};
    return {Variable::State::known, Value(found->second)};
};

/// Known text as it is, unknown text in angle brackets.
std::string shown(Value const& value) {
    if (auto const text = value.known()) return std::string(*text);
    std::string result;
    for (auto const& piece : value.pieces()) {
        auto const text = std::string(piece.text);
        result += piece.known ? text : "<" + text + ">";
    }
    return result;
}

std::string shown(ExpansionError const& error, std::string_view text) {
    auto const place = text.substr(error.span.begin, error.span.size());
    return "error at [" + std::string(place) + "]: " + std::string(error.word);
}

std::string expanded(std::string_view text, char escape = '\\', Quotes quotes = Quotes::removed) {
    Arena arena;
    auto const result = expand(text, escape, quotes, look_up_sample, arena);
    return result.error != nullptr ? shown(*result.error, text) : shown(result.value);
}

std::string words(std::string_view text) {
    Arena arena;
    auto const result = expand_to_words(text, '\\', look_up_sample, arena);
    if (result.error != nullptr) return shown(*result.error, text);
    std::string joined;
    for (auto const& word : result.words) joined += "[" + shown(word) + "]";
    return joined;
}

std::string uses(std::string_view text) {
    Arena arena;
    std::string joined;
    for (auto const& use : expand(text, '\\', Quotes::removed, look_up_sample, arena).uses) {
        joined += std::string(use.name) + std::string(use.operation) + " at ";
        joined += std::string(text.substr(use.span.begin, use.span.size())) + "; ";
    }
    return joined;
}

std::string raw_words(std::string_view line) {
    Arena arena;
    auto const result = split_raw_words(line, arena);
    if (result.failed) return "failed";
    std::string joined;
    for (auto const& word : result.words) {
        auto const place = line.substr(word.span.begin, word.span.size());
        joined += "[" + std::string(word.text) + "]";
        if (place != word.text) joined += "at(" + std::string(place) + ")";
    }
    return joined;
}

std::string heredoc(std::string_view word) {
    Arena arena;
    auto const result = read_heredoc_word(word, arena);
    if (result.state == HeredocWord::State::none) return "none";
    if (result.state == HeredocWord::State::invalid) return "invalid";
    return std::string(result.name) + (result.expand ? " expands" : " literal")
           + (result.chomp ? " chomps" : "") + " " + std::to_string(result.descriptor);
}

TEST_CASE("a word without anything special is itself") {
    CHECK(expanded("abc<<d") == "abc<<d");
    CHECK(expanded("") == "");
}

TEST_CASE("escapes and quotes are removed") {
    CHECK(expanded(R"(a\ b)") == "a b");
    CHECK(expanded(R"(C:\x)") == "C:x");
    CHECK(expanded("end\\") == "end");
    CHECK(expanded(R"('$x "y"')") == R"($x "y")");
    CHECK(expanded(R"("a $x \$x \" \\ \n")") == R"(a value $x " \ \n)");
    CHECK(expanded("C:\\x `$x", '`') == "C:\\x $x");
}

TEST_CASE("variables expand; unset ones are empty") {
    CHECK(expanded("$x-${x}-$nothing.") == "value-value-.");
    CHECK(expanded("$x$(x) $. $\"x\"") == "value$(x) $. $x");
    CHECK(expanded("$$x $1x $é") == "x x ");
}

TEST_CASE("defaults and alternatives follow the shell, with and without a colon") {
    CHECK(expanded("${nothing:-w} ${nothing-w} ${e:-w} ${e-w} ${x:-w}") == "w w w  value");
    CHECK(expanded("${nothing:+w} ${nothing+w} ${e:+w} ${e+w} ${x:+w}") == "   w w");
    CHECK(expanded("${nothing:-${e:-$x}}") == "value");
    CHECK(expanded(R"(${e:-"a}b"} ${e:-a\}b} ${e:-a}b})") == "a}b a}b ab}");
    CHECK(expanded("${+x}") == "");
}

TEST_CASE("patterns cut and replace") {
    CHECK(expanded("${path#*/} ${path##*/}") == "a/b.tar.gz b.tar.gz");
    CHECK(expanded("${path%.*} ${path%%.*}") == "/a/b.tar /a/b");
    CHECK(expanded("${path/a/x} ${path//a/x} ${path//\\//:}")
          == "/x/b.tar.gz /x/b.txr.gz :a:b.tar.gz");
    CHECK(expanded("${path/*.?ar/} ${x/#/_}") == ".gz value");
    CHECK(expanded("${x//a/'<$0>'}") == "v<a>lue");
    CHECK(expanded(R"(${x//a/\$1})") == R"(v\lue)");
}

TEST_CASE("heredoc bodies keep their quotes and lose their backslashes") {
    CHECK(expanded("\"$x\" 'a' b\\tc", '\\', Quotes::literal) == "\"value\" 'a' btc");
    CHECK(expanded("it's $x", '\\', Quotes::literal) == "it's value");
}

TEST_CASE("bytes that are no UTF-8 and a mark at the start are read as BuildKit reads them") {
    CHECK(expanded("a\xFF") == "a\xEF\xBF\xBD");
    CHECK(expanded("\xEF\xBB\xBF\xEF\xBB\xBF") == "\xEF\xBB\xBF");
}

TEST_CASE("the first error is reported at its place") {
    CHECK(expanded("it's") == "error at ['s]: '");
    CHECK(expanded("a \"b $x") == "error at [\"b $x]: \"");
    CHECK(expanded("a${x^^}b") == "error at [${x^]: ^");
    CHECK(expanded("${x:=w} z") == "error at [${x:=w}]: :=");
    CHECK(expanded("${#x}") == "error at [${#x]: x");
    CHECK(expanded("${}") == "error at [${}]: ${}");
    CHECK(expanded("a ${x:-b") == "error at [${x:-b]: }");
    CHECK(expanded("${x/a}") == "error at [${x/a}]: /");
    CHECK(expanded(R"(${x#\a} b)") == R"(error at [${x#\a}]: \a)");
    CHECK(expanded("${nothing:?say why} b") == "error at [${nothing:?say why}]: say why");
    CHECK(expanded("${e:?} b") == "error at [${e:?}]: is not allowed to be empty");
    CHECK(expanded("${x:-${y^}} z") == "error at [${y^]: ^");
}

TEST_CASE("an unknown variable leaves an unknown piece among known ones") {
    CHECK(expanded("python:$hidden-slim") == "python:<$hidden>-slim");
    CHECK(expanded("${hidden:-3.12}") == "<${hidden:-3.12}>");
    CHECK(expanded("${hidden:+x}${hidden#a*}${hidden//a/b}")
          == "<${hidden:+x}><${hidden#a*}><${hidden//a/b}>");
    CHECK(expanded("${hidden:?why}") == "<${hidden:?why}>");
    CHECK(expanded("${x#$hidden} ${x/$hidden/a}") == "<${x#$hidden}> <${x/$hidden/a}>");
    CHECK(expanded("${e:-$hidden} ${x:-$hidden}") == "<$hidden> value");
}

TEST_CASE("a partly known variable hands on its pieces and is certainly set") {
    CHECK(expanded("python:$version") == "python:3.<$MINOR>");
    CHECK(expanded("${version:-w} ${version:+w}") == "3.<$MINOR> w");
    CHECK(expanded("${version%.*}") == "<${version%.*}>");
}

TEST_CASE("an error is found although a value is unknown") {
    CHECK(expanded("$hidden ${hidden^}") == "error at [${hidden^]: ^");
    CHECK(expanded(R"(${hidden#\a})") == R"(error at [${hidden#\a}]: \a)");
}

TEST_CASE("every use of a variable is listed with its place, outer ones first") {
    CHECK(uses("$x ${y} '$z'") == "x at $x; y at ${y}; ");
    CHECK(uses("${a:-${b##c}}") == "a:- at ${a:-${b##c}}; b## at ${b##c}; ");
    CHECK(uses("${a//$b/$c}") == "a// at ${a//$b/$c}; b at $b; c at $c; ");
}

TEST_CASE("words split at blanks that are not quoted, also at those of values") {
    CHECK(words("80 443/tcp") == "[80][443/tcp]");
    CHECK(words("$two \"$two\" a\\ b \"\"") == "[80][443][80 443][a b]");
    CHECK(words("a<<  b") == "[a<<  b]");
    CHECK(words("$nothing") == "");
}

TEST_CASE("a modifier wipes what stands before it in the word") {
    CHECK(words("foo${U:-bar}baz") == "[barbaz]");
    CHECK(words("${U:-80}-${V:-90}") == "[90]");
    CHECK(words("80${U:-}/tcp") == "[/tcp]");
    CHECK(words("8${U:-0}80") == "[080]");
    CHECK(words("a 8\"0${U:-}\"") == "[a][0]");
    CHECK(words("8${x}0") == "[8value0]");
}

TEST_CASE("an unknown value stays one piece of its word") {
    CHECK(words("80 $hidden/tcp") == "[80][<$hidden>/tcp]");
}

TEST_CASE("raw words keep quotes, escapes and variables") {
    CHECK(raw_words("RUN cat <<EOF >\"a b\" $x\\ y") == "[RUN][cat][<<EOF][>\"a b\"][$x\\ y]");
    CHECK(raw_words("RUN << EOF") == "[RUN][<< EOF]");
    CHECK(raw_words("RUN <<- EOF") == "[RUN][<<-][EOF]");
    CHECK(raw_words("RUN echo $((1<<2)) $(( 1 << 2 ))")
          == "[RUN][echo][$((1<<2))][$((][1][<< 2][))]");
    CHECK(raw_words("RUN <<E${x:-y} ${x:-a <<EOF}") == "[RUN][${x:-y}][${x:-a][<<EOF}]");
    CHECK(raw_words(R"(${x:-a\ b}c d)") == R"([${x:-a][b}c][d])");
    CHECK(raw_words(R"(${x:-\a\b}c)") == R"([${x:-ab}c]at(${x:-\a\b}c))");
}

TEST_CASE("an unbalanced quote or a bad substitution means that there are no heredocs") {
    CHECK(raw_words("RUN echo it's <<EOF") == "failed");
    CHECK(raw_words("RUN echo ${x^^} <<EOF") == "failed");
    CHECK(raw_words("RUN echo ${x:=a} <<EOF") == "[RUN][echo][${x:=a}][<<EOF]");
}

TEST_CASE("heredoc words have a name, and expand unless a quote was removed") {
    CHECK(heredoc("<<EOF") == "EOF expands 0");
    CHECK(heredoc("3<<-EOF") == "EOF expands chomps 3");
    CHECK(heredoc("<< EOF") == "EOF expands 0");
    CHECK(heredoc("<<E'O'F") == "EOF literal 0");
    CHECK(heredoc("<<\"A B\"") == "A B literal 0");
    CHECK(heredoc("<<\\EOF") == "EOF expands 0");
    CHECK(heredoc("<<EOF;") == "EOF; expands 0");
    CHECK(heredoc("<<$X") == "$X expands 0");
    CHECK(heredoc("99999999999999999999<<E") == "E expands 18446744073709551615");
}

TEST_CASE("what is no heredoc word") {
    for (auto const* const word :
         {"cat<<EOF", "<<<x", "<<A<<B", "<<EOF<", "<<\"\"", "<<", "\"<<E\"", "<<A B"}) {
        CAPTURE(word);
        CHECK(heredoc(word) == "none");
    }
    CHECK(heredoc("<<it's") == "invalid");
}

TEST_CASE("texts that would take for ever give an unknown value") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "${a:-";
    CHECK(expanded(deep).size() == deep.size() + 2);

    Arena arena;
    std::string const large(1 << 20, 'a');
    auto const scope = [&](std::string_view) {
        return Variable{Variable::State::known, Value(std::string_view(large))};
    };
    CHECK_FALSE(expand("${a//*a*a*b/}", '\\', Quotes::removed, scope, arena).value.is_known());
    CHECK_FALSE(expand("$a$a$a$a$a$a$a", '\\', Quotes::removed, scope, arena).value.is_known());
}

}  // namespace
}  // namespace dockcheck::dockerfile

// The tree of a Dockerfile: BuildKit's reading of odd but legal files, and of those it refuses.
#include "analyzer/syntax/dockerfile/parse.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "tests/syntax/dockerfile/outline.hpp"

namespace dockcheck::test {
namespace {

using namespace std::string_literals;

// Forty inputs on which Dockerfile parsers disagree, with what BuildKit does.

TEST_CASE("1: a JSON array of other things than strings is refused") {
    CHECK(faults("FROM a\nRUN [ 1 ]\n") == "A 2 json-not-strings `1`");
}

TEST_CASE("2, 3: dashes before a command are a flag, unless -- ends the flags") {
    CHECK(faults("FROM a\nCMD --help\n") == "B 2 unknown-flag `--help` (help)");
    CHECK(faults("FROM a\nCMD -- --help\n") == "");
    CHECK(outline("FROM a\nCMD -- --help\n") == "CMD 2-2 <--help>");
}

TEST_CASE("4, 5: flags of ARG and of HEALTHCHECK NONE are lost without a word") {
    CHECK(faults("FROM a\nARG --foo=1 X=2\n") == "");
    CHECK(outline("FROM a\nARG --foo=1 X=2\n") == "ARG 2-2 {foo=1} <X=2>");
    CHECK(faults("FROM a\nHEALTHCHECK --x NONE []\n") == "");
    CHECK(outline("FROM a\nHEALTHCHECK --x NONE []\n") == "HEALTHCHECK 2-2 {x} json <NONE>");
}

TEST_CASE("6, 7: a blank may stand behind << but not behind <<-") {
    CHECK(faults("FROM a\nRUN <<- E\nx\nE\n")
          == "B 3 unknown-instruction `x`\nB 4 unknown-instruction `E` -> ENV");
    CHECK(outline("FROM a\nRUN <<- E\nx\nE\n") == "RUN 2-2 <<<- E>\nx 3-3\nE 4-4");
    CHECK(faults("FROM a\nRUN << E\nx\nE\n") == "");
    CHECK(outline("FROM a\nRUN << E\nx\nE\n") == "RUN 2-4 <<< E> E=\"x\\n\"X");
}

TEST_CASE("8: a shift in shell arithmetic begins a heredoc") {
    CHECK(faults("FROM a\nRUN echo $(( 1 << 2 ))\n") == "A 2 unterminated-heredoc `<< 2` (2)");
}

TEST_CASE("the two signs of a heredoc may stand on two lines") {
    CHECK(faults("FROM a\nCOPY <\\\n<b /c\n") == "A 2 unterminated-heredoc `<\\\\n<b` (b)");
}

TEST_CASE("9: an apostrophe turns heredocs off") {
    CHECK(faults("FROM a\nRUN echo it's <<E\nx\nE\n")
          == "B 3 unknown-instruction `x`\nB 4 unknown-instruction `E` -> ENV");
}

TEST_CASE("10, 11, 12: a heredoc is a whole word, and its name all of the rest") {
    CHECK(outline("FROM a\nRUN (cat <<E) | b\nx\nE)\n") == "RUN 2-4 <(cat <<E) | b> E)=\"x\\n\"X");
    CHECK(outline("FROM a\nRUN <<E; y\nx\nE;\n") == "RUN 2-4 <<<E; y> E;=\"x\\n\"X");
    CHECK(faults("FROM a\nRUN cat<<E\nE\n") == "B 3 unknown-instruction `E` -> ENV");
}

TEST_CASE("13, 14, 15: a source of COPY is inline by itself, its body found by name") {
    auto const sources = [](std::string_view bytes) {
        Parsed const parsed(bytes);
        std::string result;
        auto const& copy = ast::get<ast::Copy>(parsed.file.instructions[1].node);
        for (auto const& source : copy.sources) {
            add(result, std::string(source.word.text.text()) + (source.is_inline ? " inline" : ""));
            if (source.heredoc != nullptr) add(result, visible(source.heredoc->body));
        }
        add(result, "to " + std::string(copy.destination.text.text()));
        return result;
    };
    auto const spaced = "FROM a\nCOPY << E /x\nq\nE\n";
    CHECK(faults(spaced) == "");
    CHECK(outline(spaced) == "COPY 2-4 <<<> <E> </x> E=\"q\\n\"X");
    CHECK(sources(spaced) == "<< E to /x");

    auto const twice = "FROM a\nCOPY <<E <<E /x\n1\nE\n2\nE\n";
    CHECK(outline(twice) == "COPY 2-6 <<<E> <<<E> </x> E=\"1\\n\"X E=\"2\\n\"X");
    CHECK(sources(twice) == "<<E inline 2\\n <<E inline 2\\n to /x");

    auto const json = "FROM a\nCOPY [\"<<E\", \"/x\"]\n";
    CHECK(faults(json) == "");
    CHECK(outline(json) == "COPY 2-2 json <<<E> </x>");
    CHECK(sources(json) == "<<E inline to /x");
}

TEST_CASE("16: a backslash before the name does not stop expansion, quotes do") {
    CHECK(outline("FROM a\nRUN <<\\E\n$x\nE\n") == "RUN 2-4 <<<\\E> E=\"$x\\n\"X");
    CHECK(outline("FROM a\nRUN <<'E'\n$x\nE\n") == "RUN 2-4 <<<'E'> E=\"$x\\n\"");
}

TEST_CASE("17, 20: blank lines and comments do not end a continuation") {
    CHECK(outline("FROM a\nRUN x \\\n\t\nRUN y\n") == "RUN 2-4 <x RUN y>");
    CHECK(faults("FROM a\nRUN x \\\n\t\nRUN y\n") == "- 4 empty-continuation `\\t`");
    CHECK(outline("FROM a\nRUN x \\\n# c\n\n# d") == "RUN 2-5 <x>");
    CHECK(faults("FROM a\nRUN x \\\n# c\n\n# d") == "- 5 empty-continuation ``");
}

TEST_CASE("18, 19: one escape continues a line, even alone; several do not") {
    CHECK(outline("FROM a\nRUN x \\\\\\\nRUN y\n") == "RUN 2-2 <x \\\\\\>\nRUN 3-3 <y>");
    CHECK(outline("\\\nFROM a\n") == "FROM 1-2 <a>");
}

TEST_CASE("21: blanks of a continued line end a flag") {
    CHECK(faults("FROM a\nRUN --mount=type=cache,\\\n  target=/x y\n") == "");
    CHECK(outline("FROM a\nRUN --mount=type=cache,\\\n  target=/x y\n")
          == "RUN 2-3 {mount=type=cache,} <target=/x y>");
}

TEST_CASE("22: a flag's bytes are read as Latin-1, where 85 is a blank") {
    CHECK(outline("FROM a\nCOPY --chown=\xC4\x85x s d\n") == "COPY 2-2 {chown=\u00C4} <x> <s> <d>");
}

TEST_CASE("23, 24: a shebang, an unknown directive or a comment ends the directives") {
    CHECK(outline("#!/x\n# escape=`\nFROM a\nRUN x `\n")
          == "FROM 3-3 <a> #!/x #escape=`\nRUN 4-4 <x `>");
    CHECK(outline("# a=b\n# escape=`\nFROM a\n") == "FROM 3-3 <a> #a=b #escape=`");
    CHECK(Parsed("# a=b\n# escape=`\nFROM a\n").file.escape == '\\');
}

TEST_CASE("25: a directive may be given once; BuildKit counts its line from zero") {
    CHECK(faults("# syntax=a\n# Syntax=b\nFROM a\n")
          == "A 1 duplicate-directive `# Syntax=b` (syntax)");
}

TEST_CASE(
    "26, 27, 28, 29: ENV cuts at the first =, and is of the old form when the first word "
    "has none") {
    auto const pairs = [](std::string_view bytes) {
        Parsed const parsed(bytes);
        auto const& env = ast::get<ast::Env>(parsed.file.instructions[1].node);
        std::string result = env.legacy ? "legacy" : "";
        for (auto const& pair : env.pairs) {
            add(result, std::string(pair.key.text.text()) + " is "
                            + std::string(pair.value.text.text()) + ";");
        }
        return result;
    };
    CHECK(pairs("FROM a\nENV \"a=b\" c=d\n") == "\"a is b\"; c is d;");
    CHECK(pairs("FROM a\nENV a = b\n") == "legacy a is = b;");
    CHECK(faults("FROM a\nENV a=b c\n") == "A 2 missing-equals `c`");
    CHECK(pairs("FROM a\nENV a=\"b c=d\n") == "a is \"b c=d;");
}

TEST_CASE("30: a byte that is no UTF-8 becomes U+FFFD in a value") {
    CHECK(outline("FROM a\nLABEL a=\xFF\n") == "LABEL 2-2 <a=\uFFFD>");
}

TEST_CASE("31, 32: AS and keywords are compared as Unicode folds case") {
    Parsed const parsed("FROM a A\u017F b\n");
    CHECK(parsed.file.faults.empty());
    CHECK(ast::get<ast::From>(parsed.file.instructions[0].node).stage == "b");
    CHECK(faults("FROM a\nWOR\u212ADIR /x\n") == "");
    CHECK(Parsed("FROM a\nWOR\u212ADIR /x\n").file.instructions[1].keyword
          == ast::Keyword::workdir);
}

TEST_CASE("33, 34: a lone CR is a blank, and a second byte order mark is text") {
    CHECK(faults("FROM a\rRUN b\n") == "B 1 from-arity `RUN b`");
    auto const twice =
        "\xEF\xBB\xBF\xEF\xBB\xBF"
        "FROM a\n";
    CHECK(faults(twice) == "B 1 unknown-instruction `\uFEFFFROM` -> FROM");
}

TEST_CASE("35, 36: a trigger's line is read, its meaning is left to the child") {
    CHECK(faults("FROM a\nONBUILD FOO x\n") == "- 2 unknown-onbuild-trigger `FOO`");
    CHECK(outline("FROM a\nONBUILD FOO x\n") == "ONBUILD 2-2 (FOO 2-2)");
    CHECK(faults("FROM a\nONBUILD ENV x\n") == "A 2 legacy-value-missing `x`");
}

TEST_CASE("37, 38: a number too large and a raw tab make no JSON") {
    CHECK(outline("FROM a\nCMD [1e999]\n") == "CMD 2-2 <[1e999]>");
    CHECK(faults("FROM a\nCMD [1e99]\n") == "A 2 json-not-strings `1e99`");
    CHECK(outline("FROM a\nCMD [\"a\tb\"]\n") == "CMD 2-2 <[\"a\\tb\"]>");
}

TEST_CASE("39: a blank line does not part comments from the instruction below") {
    CHECK(outline("# a\n\n# b x\nFROM a AS b\n") == "FROM 4-4 <a> <AS> <b> #a #b x");
}

TEST_CASE("40: RUN, ENTRYPOINT and CMD may stand alone") {
    CHECK(faults("FROM a\nRUN\nENTRYPOINT\nCMD []\n") == "");
    CHECK(outline("FROM a\nRUN\nENTRYPOINT\nCMD []\n") == "RUN 2-2\nENTRYPOINT 3-3\nCMD 4-4 json");
}

// More of the line layer.

TEST_CASE("CR LF ends a line, and stays in a heredoc's body") {
    CHECK(outline("FROM a\r\nRUN x \\\r\n  y\r\n") == "RUN 2-3 <x   y>");
    CHECK(outline("FROM a\r\nRUN <<E\r\nx\r\nE\r\n") == "RUN 2-4 <<<E> E=\"x\\r\\n\"X");
}

TEST_CASE("a byte order mark before the first line is no part of it") {
    Parsed const parsed(
        "\xEF\xBB\xBF"
        "FROM a\n");
    CHECK(parsed.file.faults.empty());
    CHECK(parsed.at(parsed.file.instructions[0].name_span) == "FROM");
    CHECK(parsed.at(parsed.file.instructions[0].whole) == "FROM a");
}

TEST_CASE("NUL bytes and bytes that are no UTF-8 are text") {
    CHECK(outline("FROM a\nRUN a\0b\n"s) == "RUN 2-2 <a\0b>"s);
    CHECK(outline("FROM a\nRUN a\xFF\xC3\n") == "RUN 2-2 <a\xFF\xC3>");
    CHECK(faults("FROM a\nCMD [\"a\0b\"]\n"s) == "- 2 malformed-json `\0` (control-character)"s);
}

TEST_CASE("a line holds 65,535 bytes and not one more") {
    auto const file = [](std::size_t size) {
        return "FROM a\nRUN " + std::string(size - 4, 'x') + "\nRUN y\n";
    };
    CHECK(faults(file(65'535)) == "");
    Parsed const parsed(file(65'536));
    REQUIRE(parsed.file.faults.size() == 1);
    CHECK(parsed.file.faults[0].kind == ast::FaultKind::line_too_long);
    CHECK(parsed.file.faults[0].line == 1);
    CHECK(outline(file(65'536)) == "RUN 3-3 <y>");
}

TEST_CASE("a line that is too long in front of a heredoc is the fault of its instruction") {
    auto const long_line = std::string(65'536, 'x') + "\n";
    Parsed const heredoc("FROM a\nADD <<EOF /x\\\n" + long_line + "EOF\n");
    CHECK(heredoc.file.faults[0].kind == ast::FaultKind::line_too_long);
    CHECK(heredoc.file.faults[0].line == 2);
    Parsed const plain("FROM a\nADD a /x\\\n" + long_line);
    CHECK(plain.file.faults[0].line == 3);
}

TEST_CASE("a backtick continues lines when the directive says so") {
    auto const file = "# escape=`\nFROM a\nRUN dir `\n  C:\\\n";
    CHECK(outline(file) == "FROM 2-2 <a>\nRUN 3-4 <dir   C:\\>");
    CHECK(Parsed(file).file.escape == '`');
}

TEST_CASE("spans lead through continuations to the source") {
    Parsed const parsed("FROM a\nCO\\\nPY --from=b\\\n\\\n # c\nuild s\\\nrc /d\\\nest\n");
    auto const& copy = parsed.file.instructions[1];
    CHECK(copy.line.text() == "COPY --from=build src /dest");
    CHECK(parsed.at(copy.name_span) == "CO\\\nPY");
    CHECK(parsed.at(copy.flags[0].span) == "--from=b\\\n\\\n # c\nuild");
    CHECK(parsed.at(copy.flags[0].name_span) == "--from");
    CHECK(parsed.at(copy.flags[0].value_span) == "b\\\n\\\n # c\nuild");
    CHECK(parsed.at(copy.words[0].span) == "s\\\nrc");
    CHECK(parsed.at(copy.words[1].span) == "/d\\\nest");
    CHECK(parsed.at(copy.words[1].text.source({1, 3})) == "d\\\ne");
    CHECK(copy.comments.empty());
    CHECK(parsed.file.comments[0].inside);
}

TEST_CASE("spans of JSON elements hold the quotes, and escapes stand for what they mean") {
    Parsed const parsed("FROM a\nCMD [\"a\\u00e9\\\"b\", \"\\ud83d\\ude00\"]\n");
    auto const& words = parsed.file.instructions[1].words;
    CHECK(words[0].text.text() == "a\u00E9\"b");
    CHECK(parsed.at(words[0].span) == "\"a\\u00e9\\\"b\"");
    CHECK(parsed.at(words[0].text.source({1, 3})) == "\\u00e9");
    CHECK(parsed.at(words[0].text.source({3, 4})) == "\\\"");
    CHECK(parsed.at(words[0].text.source({4, 5})) == "b");
    CHECK(words[1].text.text() == "\U0001F600");
}

TEST_CASE("spans of a flag with quotes lead to what was written") {
    Parsed const parsed("FROM a\nCOPY --from=\"b c\" d e\n");
    auto const& flag = parsed.file.instructions[1].flags[0];
    CHECK(flag.value.text() == "b c");
    CHECK(parsed.at(flag.value_span) == "\"b c\"");
    CHECK(parsed.at(flag.value.source()) == "b c");
}

TEST_CASE("a heredoc knows where its parts stand") {
    Parsed const parsed("FROM a\nRUN cat 3<<-'E' \\\n  | sh\n\tx\n\tE\nUSER b\n");
    auto const& run = parsed.file.instructions[1];
    auto const& heredoc = run.heredocs[0];
    CHECK(outline(run) == "RUN 2-5 <cat 3<<-'E'   | sh> E=\"\\tx\\n\"T");
    CHECK(heredoc.descriptor == 3);
    CHECK(parsed.at(heredoc.marker) == "3<<-'E'");
    CHECK(parsed.at(heredoc.body_span) == "\tx\n");
    CHECK(parsed.at(heredoc.terminator) == "\tE");
    CHECK(parsed.at(run.span) == "RUN cat 3<<-'E' \\\n  | sh");
    CHECK(parsed.at(run.whole) == "RUN cat 3<<-'E' \\\n  | sh\n\tx\n\tE");
}

TEST_CASE("the mounts of RUN are read as CSV; a later field of a name counts") {
    Parsed const parsed(
        "FROM a\nRUN --mount=type=cache,\\\"dst=/a,b\\\",TARGET=/c,ro,id=\\\"x\\\"\n");
    CHECK(faults(std::string(parsed.source.bytes())) == "B 2 mount-not-csv `\"x\\\"`");
    auto const& mount = ast::get<ast::Run>(parsed.file.instructions[1].node).mounts[0];
    REQUIRE(mount.fields.size() == 5);
    CHECK(mount.fields[1].text.text() == "dst=/a,b");
    CHECK(mount.find("target", "dst", "destination")->value.text() == "/c");
    CHECK(mount.find("source") == nullptr);
    CHECK_FALSE(mount.fields[3].has_value);
}

TEST_CASE("ONBUILD keeps the trigger's text with its heredocs") {
    Parsed const parsed("FROM a\nonbuild  RUN <<-E  cat\n\tx\n\tE\n");
    auto const& onbuild = ast::get<ast::Onbuild>(parsed.file.instructions[1].node);
    CHECK(visible(onbuild.text) == "RUN <<-E  cat\\n\\tx\\nE");
    CHECK(onbuild.trigger->heredocs.size() == 1);
    CHECK(ast::get_if<ast::Run>(&onbuild.trigger->node) != nullptr);
}

TEST_CASE("reading ends at the first instruction too many, and the file says where") {
    auto const lines = [](std::string_view line, std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += line;
        return text;
    };
    auto const unread_line = [](std::string const& text) { return Parsed(text).file.unread_line; };
    using dockerfile::most_instructions;
    using dockerfile::most_parts;
    using dockerfile::most_stages;
    CHECK(unread_line("FROM a\n" + lines("RUN x\n", most_instructions - 1)) == 0);
    CHECK(unread_line("FROM a\n\n" + lines("RUN x\n", most_instructions)) == most_instructions + 2);
    CHECK(unread_line(lines("FROM a\n", most_stages)) == 0);
    CHECK(unread_line(lines("FROM a\n", most_stages + 1)) == most_stages + 1);
    for (std::string_view const start :
         {"ENV", "LABEL", "ARG", "EXPOSE", "VOLUME", "COPY", "ADD"}) {
        CAPTURE(start);
        auto const words = [&](std::size_t count) {
            return "FROM a\nUSER a\n" + std::string(start) + lines(" \\\na=b", count) + "\n";
        };
        CHECK(unread_line(words(most_parts - 2)) == 0);
        CHECK(unread_line(words(most_parts + 1)) == 3);
    }
    CHECK(unread_line("FROM a\nRUN" + lines(" \\\n--x=y", most_parts + 1) + " a\n") == 2);
    CHECK(unread_line("FROM a\nRUN" + lines(" \\\n<<E", most_parts + 1) + " a\n") == 2);
    CHECK(unread_line("FROM a\nRUN --mount=" + lines("a,\\\n", most_parts + 1) + " a\n") == 2);
}

TEST_CASE("the lines of an image are all read, however many words they have") {
    std::string text = "ENV";
    for (std::size_t i = 0; i <= dockerfile::most_parts; ++i) text += " a=b";
    auto const end = static_cast<std::uint32_t>(text.size());
    text += "USER me";
    Source const source("config.json", text);
    std::vector<Mapped> const lines = {Mapped(std::string_view(text).substr(0, end), 0),
                                       Mapped(std::string_view(text).substr(end), end)};
    Arena arena;
    auto const file = dockerfile::parse_lines(source, lines, arena);
    CHECK(file.instructions[0].words.size() == dockerfile::most_parts + 1);
    CHECK(outline(file.instructions[1]) == "USER 1-1 <me>");
}

TEST_CASE("an arena that is used again gives the same tree") {
    Arena arena;
    Source const first("a", "FROM a\nRUN x \\\n y\n");
    Source const second("b", "FROM b AS c\nCOPY --from=c <<E /\nE\n");
    for (int round = 0; round < 3; ++round) {
        arena.reset();
        CHECK(outline(dockerfile::parse(first, arena).instructions[1]) == "RUN 2-3 <x  y>");
        arena.reset();
        CHECK(outline(dockerfile::parse(second, arena).instructions[1])
              == "COPY 2-3 {from=c} <<<E> </> E=\"\"X");
    }
}

}  // namespace
}  // namespace dockcheck::test

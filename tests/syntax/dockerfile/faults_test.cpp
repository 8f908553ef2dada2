// What is wrong with a Dockerfile: one fault a problem, at the characters that are wrong.
#include <doctest/doctest.h>

#include "tests/syntax/dockerfile/outline.hpp"

namespace dockcheck::test {
namespace {

// The faults of one instruction behind a FROM.
std::string faults_of(std::string_view instruction) {
    return faults("FROM a\n" + std::string(instruction) + "\n");
}

TEST_CASE("a file without instructions is one fault") {
    CHECK(faults("") == "A 0 file-empty ``");
    CHECK(faults("# a\n\n") == "A 2 no-instructions ``");
    CHECK(faults("\xEF\xBB\xBF") == "A 1 no-instructions ``");
    CHECK(faults("\xEF\xBB\xBF\n") == "A 1 no-instructions ``");
}

TEST_CASE("a file without FROM is one fault at its first keyword") {
    CHECK(faults("ARG x\nARG y\n") == "C 1 no-stage `ARG`");
    CHECK(faults("# escape=`\nARG x\n") == "C 2 no-stage `ARG`");
    CHECK(faults("ARG x\nRUN y\nUSER z\n") == "B 2 no-stage `RUN`");
    CHECK(faults("FORM a\nRUN y\n") == "B 1 unknown-instruction `FORM` -> FROM");
}

TEST_CASE("the first instruction before FROM is a fault, ARG is none") {
    CHECK(faults("ARG x\nRUN y\nUSER z\nFROM a\n") == "B 2 instruction-before-from `RUN`");
    CHECK(faults("ARG x\nFROM a\n") == "");
}

TEST_CASE("parsing goes on behind a fault, and the instruction is marked") {
    auto const bytes = "FROM a b\nENV x\nFOO y\nCOPY --form=b c\nUSER z\n";
    CHECK(faults(bytes)
          == "B 1 from-arity `b`\n"
             "A 2 legacy-value-missing `x`\n"
             "B 3 unknown-instruction `FOO` -> FROM\n"
             "B 4 unknown-flag `--form` (form) -> from\n"
             "B 4 at-least-two-arguments `c`");
    Parsed const parsed(bytes);
    std::string faulty;
    for (auto const& instruction : parsed.file.instructions)
        faulty += instruction.is_faulty ? 'x' : '.';
    CHECK(faulty == "xxxx.");
    CHECK(parsed.file.faults[1].instruction == &parsed.file.instructions[1]);
}

TEST_CASE("an unknown keyword is met with the nearest one in its own case") {
    CHECK(faults_of("RUNN x") == "B 2 unknown-instruction `RUNN` -> RUN");
    CHECK(faults_of("copi x") == "B 2 unknown-instruction `copi` -> copy");
    CHECK(faults_of("apt-get x") == "B 2 unknown-instruction `apt-get`");
}

TEST_CASE("two letters that changed places are one slip") {
    CHECK(faults_of("RNU x") == "B 2 unknown-instruction `RNU` -> RUN");
    CHECK(faults_of("EVN A=b") == "B 2 unknown-instruction `EVN` -> ENV");
    CHECK(faults_of("RAG x") == "B 2 unknown-instruction `RAG` -> ARG");
    CHECK(faults_of("cdm x") == "B 2 unknown-instruction `cdm` -> cmd");
}

TEST_CASE("FROM takes an image, or an image AS a name") {
    CHECK(faults("FROM\n") == "B 1 from-arity `FROM`");
    CHECK(faults("FROM a as b c d\n") == "B 1 from-arity `c d`");
    CHECK(faults("FROM a # c\n") == "B 1 from-arity `# c`");
    CHECK(faults("FROM a AS 1b\n") == "B 1 invalid-stage-name `1b`");
    CHECK(faults("FROM a AS B.c-d_9\n") == "");
}

TEST_CASE("arguments are counted") {
    CHECK(faults_of("USER") == "B 2 exactly-one-argument `USER`");
    CHECK(faults_of("EXPOSE") == "B 2 at-least-one-argument `EXPOSE`");
    CHECK(faults_of("VOLUME []") == "B 2 at-least-one-argument `VOLUME`");
    CHECK(faults_of("ADD") == "B 2 at-least-two-arguments `ADD`");
    CHECK(faults_of("ONBUILD") == "B 2 at-least-one-argument `ONBUILD`");
    CHECK(faults_of("VOLUME [\"/a\", \" \"]") == "B 2 empty-volume `\" \"`");
    CHECK(faults_of("COPY a <<E\nE") == "B 2 heredoc-destination `<<E`");
}

TEST_CASE("flags are known, single, and have values of their kind") {
    CHECK(faults_of("RUN --bogus=1 x") == "B 2 unknown-flag `--bogus` (bogus)");
    CHECK(faults_of("COPY --From=a b c") == "B 2 unknown-flag `--From` (From) -> from");
    CHECK(faults_of("RUN --network=none --network=host x")
          == "B 2 duplicate-flag `--network` (network)");
    CHECK(faults_of("COPY --from a b") == "B 2 flag-value-missing `--from` (from)");
    CHECK(faults_of("COPY --link= a b") == "B 2 flag-value-missing `--link=` (link)");
    CHECK(faults_of("COPY --link=yes a b") == "B 2 flag-not-boolean `yes`");
    CHECK(faults_of("COPY --link=TRUE a b") == "");
    CHECK(faults_of("COPY --from= a b") == "- 2 flag-value-empty `--from=` (from)");
    CHECK(faults_of("COPY --exclude=a --exclude=b a b") == "");
    CHECK(faults_of("WORKDIR --x /y") == "B 2 unknown-flag `--x` (x)");
}

TEST_CASE("the flags of RUN have small languages of their own") {
    CHECK(faults_of("RUN --network=bridge x") == "B 2 invalid-network-mode `bridge`");
    CHECK(faults_of("RUN --network= x").starts_with("B 2 invalid-network-mode `--network=`"));
    CHECK(faults_of("RUN --security=none x") == "B 2 invalid-security-mode `none`");
    CHECK(faults_of("RUN --mount=type=bind,from=$x,target=/y z") == "B 2 mount-from-variable `$x`");
    CHECK(faults_of("RUN --mount=from=x$ z") == "");
    CHECK(faults_of("RUN --mount= z").starts_with("B 2 mount-not-csv `--mount=`"));
    CHECK(faults_of("RUN --device=a,b z") == "B 2 invalid-device `b`");
    CHECK(faults_of("RUN --device=a,required=yes z") == "B 2 invalid-device `required=yes`");
    CHECK(faults_of("RUN --device=name=a,required z") == "");
}

TEST_CASE("HEALTHCHECK has a type, durations and retries") {
    CHECK(faults_of("HEALTHCHECK curl x") == "B 2 unknown-healthcheck-type `curl`");
    CHECK(faults_of("HEALTHCHECK CMD") == "B 2 healthcheck-command-missing `CMD`");
    CHECK(faults_of("HEALTHCHECK none x") == "B 2 healthcheck-none-arguments `x`");
    CHECK(faults_of("HEALTHCHECK --interval=1m30.5s --timeout=0 CMD x") == "");
    CHECK(faults_of("HEALTHCHECK --interval=1d CMD x") == "B 2 invalid-duration `1d`");
    CHECK(faults_of("HEALTHCHECK --timeout=30 CMD x") == "B 2 invalid-duration `30`");
    CHECK(faults_of("HEALTHCHECK --timeout=9us CMD x") == "B 2 duration-too-short `9us`");
    CHECK(faults_of("HEALTHCHECK --timeout=-1s CMD x") == "B 2 duration-too-short `-1s`");
    CHECK(faults_of("HEALTHCHECK --retries=x CMD x") == "B 2 invalid-retries `x`");
    CHECK(faults_of("HEALTHCHECK --retries=-1 CMD x") == "B 2 negative-retries `-1`");
}

TEST_CASE("names have no blank before the equals sign, and are not empty") {
    CHECK(faults_of("ENV a=b c d") == "A 2 missing-equals `c`\nA 2 missing-equals `d`");
    CHECK(faults_of("ENV =b") == "B 2 blank-name `=b`");
    CHECK(faults_of("ARG A =b") == "B 2 blank-name `=b`");
}

TEST_CASE("triggers are not chained, and FROM is none") {
    CHECK(faults_of("ONBUILD ONBUILD RUN x") == "B 2 onbuild-chained `ONBUILD`");
    CHECK(faults_of("ONBUILD from x") == "B 2 onbuild-forbidden `from`");
    CHECK(faults_of("ONBUILD RUNN x") == "- 2 unknown-onbuild-trigger `RUNN` -> RUN");
    CHECK(faults_of("ONBUILD COPY a") == "");
    CHECK(faults_of("ONBUILD CMD ['a']") == "- 2 malformed-json `'` (single-quote)");
}

TEST_CASE("what breaks a JSON array is found") {
    CHECK(faults_of("CMD ['a']") == "- 2 malformed-json `'` (single-quote)");
    CHECK(faults_of("CMD [\"a\", 'b']") == "- 2 malformed-json `'` (single-quote)");
    CHECK(faults_of("CMD [\u201Ca\u201D]") == "- 2 malformed-json `\u201C` (typographic-quote)");
    CHECK(faults_of("CMD [\"a\",]") == "- 2 malformed-json `,` (trailing-comma)");
    CHECK(faults_of("CMD [\"a\",,\"b\"]") == "- 2 malformed-json `,` (extra-comma)");
    CHECK(faults_of("CMD [\"a\u201D]") == "- 2 malformed-json `\u201D` (typographic-quote)");
    CHECK(faults_of("CMD [npm, \"x\"]") == "- 2 malformed-json `npm` (bare-word)");
    CHECK(faults_of("CMD [\"a\" \"b\"]") == "- 2 malformed-json `\"` (missing-comma)");
    CHECK(faults_of("CMD [\"a\"] # c") == "- 2 malformed-json `# c` (text-after)");
    CHECK(faults_of("CMD [\"a\", \"b\"") == "- 2 malformed-json `[` (unclosed)");
    CHECK(faults_of("CMD [\"a\", \"b]") == "- 2 malformed-json `\"` (unclosed-string)");
    CHECK(faults_of("CMD [\"c:\\windows\"]") == "- 2 malformed-json `\\w` (escape)");
    CHECK(faults_of("VOLUME [/data]") == "- 2 malformed-json `/data` (bare-word)");
    CHECK(faults_of("HEALTHCHECK CMD ['a']") == "- 2 malformed-json `'` (single-quote)");
    CHECK(faults_of("SHELL ['a']") == "B 2 malformed-json `'` (single-quote)");
    CHECK(faults_of("SHELL bash -c") == "B 2 shell-not-json `bash -c`");
}

TEST_CASE("a break in a continued array is at its place in the source") {
    CHECK(faults_of("CMD [\"a\", \\\n  'b']") == "- 2 malformed-json `'` (single-quote)");
    Parsed const parsed("FROM a\nCMD [\"a\", \\\n  'b']\n");
    CHECK(parsed.file.faults[0].span.begin == 21);
}

TEST_CASE("shell tests and patterns of file names are not meant as JSON") {
    CHECK(faults_of("RUN [ -f x ] && y") == "");
    CHECK(faults_of("RUN [ \"$a\" = \"b\" ] || exit 1") == "");
    CHECK(faults_of("RUN [[ -f x ]] && y") == "");
    CHECK(faults_of("RUN [ '$a' ]") == "");
    CHECK(faults_of("RUN [ -f x ] && python -c \"f('a', 'b')\"") == "");
    CHECK(faults_of("RUN [ \"$(echo a, \"b\")\" = c ]") == "");
    CHECK(faults_of("CMD [ \"node\", server.js ]") == "- 2 malformed-json `server.js` (bare-word)");
    CHECK(faults_of("COPY [a-z]* /x/") == "");
    CHECK(faults_of("RUN [Net.ServicePointManager]::SecurityProtocol = 'Tls12'") == "");
    CHECK(faults_of("RUN [ \"a\", \"b\" ] && x") == "- 2 malformed-json `&& x` (text-after)");
}

TEST_CASE("an unterminated heredoc is one fault at its mark and takes the rest of the file") {
    CHECK(faults_of("RUN cat <<A <<B\nx\nFOO") == "A 2 unterminated-heredoc `<<A` (A)");
}

TEST_CASE("a wrong escape directive is a fault, and a backslash escapes") {
    CHECK(faults("# escape=x\nFROM a\n") == "A 0 invalid-escape-directive `x`");
    CHECK(faults("# escape= \nFROM a\n") == "A 0 invalid-escape-directive ` `");
    CHECK(faults("# escape=\nFROM a\n") == "");
}

TEST_CASE("hostile repetitions are read in linear time and at bounded depth") {
    auto const repeated = [](std::string_view part, std::size_t count) {
        std::string text = "FROM a\nRUN x\n";
        for (std::size_t i = 0; i < count; ++i) text += part;
        return text;
    };
    for (auto const part : {"ONBUILD ", "CMD [", "[", "RUN <<E ", "--x ", "\\\n", "\"", "ENV a=",
                            "\n\\\n", "#\n", "{\"a\":", "\xA0", "COPY <<E <<E ", "${x:-"}) {
        for (auto const head : {"", "ONBUILD ", "CMD [", "COPY ", "RUN --mount=", "ENV ", "RUN "}) {
            Parsed const parsed(repeated("", 0) + head + repeated(part, 20'000).substr(13));
            for (auto const& fault : parsed.file.faults)
                CHECK(fault.span.end <= parsed.source.bytes().size());
        }
    }
}

}  // namespace
}  // namespace dockcheck::test

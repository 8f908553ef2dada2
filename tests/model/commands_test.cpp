// From scripts and element lists to simple commands.
#include "analyzer/model/commands.hpp"

#include <doctest/doctest.h>

#include "tests/model/command_text.hpp"

using namespace dockcheck;
using test::commands;

namespace {

/// The text of the source under each command.
std::string spans(std::string const& script) {
    test::Shell const shell(script);
    std::string text;
    for (auto const& command : shell.commands) {
        text += "[" + script.substr(command.span.begin, command.span.size()) + "]";
    }
    return text;
}

/// Programs of the commands for which a question holds.
template <typename Question>
std::string programs(std::string const& script, Question question, bool pipefail = false,
                     model::ShellKind kind = model::ShellKind::posix) {
    test::Shell const shell(script, kind, {}, pipefail);
    std::string text;
    for (auto const& command : shell.commands) {
        if (question(command)) text += (text.empty() ? "" : " ") + std::string(command.program);
    }
    return text;
}

std::string unseen(std::string const& script, bool pipefail = false) {
    return programs(
        script, [](auto const& command) { return command.can_fail_unseen; }, pipefail);
}

std::string conditional(std::string const& script) {
    return programs(script, [](auto const& command) { return command.is_conditional; });
}

std::string connectors(std::string const& script) {
    test::Shell const shell(script);
    std::string text;
    for (auto const& command : shell.commands) {
        static constexpr char const* names[] = {"", ";", "&&", "||", "|", "&"};
        text += std::string(names[static_cast<std::size_t>(command.connector)])
                + std::string(command.program);
    }
    return text;
}

std::string exec_form(std::vector<std::string> const& elements) {
    Arena arena;
    std::string source;
    std::vector<ast::Word> words;
    std::vector<Span> places;
    for (auto const& element : elements) {
        source += '"';
        auto const begin = static_cast<std::uint32_t>(source.size());
        source += element + "\" ";
        places.push_back({begin, static_cast<std::uint32_t>(begin + element.size())});
    }
    for (auto const place : places) {
        auto const text = std::string_view(source).substr(place.begin, place.size());
        words.push_back({Mapped(text, place.begin), {place.begin - 1, place.end + 1}, true});
    }
    ast::CommandForm form{true, words, {}, {0, static_cast<std::uint32_t>(source.size())}};
    auto const nothing = [](std::string_view) { return dockerfile::Variable{}; };
    auto const found =
        model::commands_of({nullptr, model::Use::cmd, &form}, dockerfile::Scope(nothing), arena);
    std::string text;
    for (auto const& command : found) {
        text += (text.empty() ? "" : "\n") + test::shown(command) + " ["
                + source.substr(command.span.begin, command.span.size()) + "]"
                + (command.exec_form ? " exec" : "");
    }
    return text;
}

/// A RUN with one heredoc; `line` is what stands behind RUN.
std::string run_heredoc(std::string const& line, std::string const& body, bool chomp = false,
                        bool want_spans = false) {
    Arena arena;
    std::string const source = line + "\n" + body + "EOF\n";
    auto const size = [](std::string const& text) {
        return static_cast<std::uint32_t>(text.size());
    };
    auto const at = static_cast<std::uint32_t>(line.find("<<"));
    auto const marker_end = static_cast<std::uint32_t>(line.find("EOF") + 3);
    ast::Heredoc const heredoc{"EOF",
                               true,
                               chomp,
                               0,
                               std::string_view(source).substr(line.size() + 1, body.size()),
                               {at, marker_end},
                               {size(line) + 1, size(line) + 1 + size(body)},
                               {size(line) + 1 + size(body), size(line) + 4 + size(body)}};
    ast::Instruction instruction;
    instruction.heredocs = {&heredoc, 1};
    ast::CommandForm const form{
        false, {}, Mapped(std::string_view(source).substr(0, line.size()), 0), {0, size(line)}};
    auto const nothing = [](std::string_view) { return dockerfile::Variable{}; };
    auto const found = model::commands_of({&instruction, model::Use::run, &form},
                                          dockerfile::Scope(nothing), arena);
    std::string text;
    for (auto const& command : found) {
        if (!text.empty()) text += '\n';
        text += want_spans ? source.substr(command.span.begin, command.span.size())
                           : test::shown(command);
    }
    return text;
}

}  // namespace

TEST_CASE("each simple command of a script is found in the order of the text") {
    CHECK(commands("apt-get update && apt-get install -y curl; (cd /x | tee y) || { rm -r z; }")
          == "apt-get update\napt-get install -y curl\ncd /x\ntee y\nrm -r z");
    CHECK(commands("if [ -f a ]; then b; else c; fi; for i in 1 2; do d; done; f() { e; }; f")
          == "[ -f a ]\nb\nc\nd\ne\nf");
    CHECK(commands("case $x in a) b;; *) c;; esac; while d; do e; done") == "b\nc\nd\ne");
    CHECK(commands("A=1 B=2") == "A=1 B=2");
    CHECK(commands("echo $(curl x) > `date`") == "echo <$(curl x)> > <`date`>\ncurl x\ndate");
    CHECK(commands("# nothing") == "");
}

TEST_CASE("spans are those of the words in the source") {
    CHECK(spans("A=1 sudo -E  apt-get install 'x y' > z && b") == "[apt-get install 'x y'][b]");
    CHECK(spans("bash -c \"apt-get update && pip install \\\"a b\\\" $X\" x")
          == "[apt-get update][pip install \\\"a b\\\" $X]");
    CHECK(spans("sh -c 'a && sh -c \"b c\" '\"; d 'e'\"") == "[a][b c][d 'e']");
}

TEST_CASE("wrappers are taken off and remembered") {
    CHECK(commands("sudo -u root -E apt-get update") == "sudo: apt-get update");
    CHECK(commands("sudo FOO=1 -- make") == "sudo: FOO=1 -- make");
    CHECK(commands("env -i A=b C=$D nice -n 5 make") == "env other: A=b C=<$D> make");
    CHECK(commands("exec gosu app:app python x.py") == "exec user: python x.py");
    CHECK(commands("timeout -s KILL 10 curl x") == "other: curl x");
    CHECK(commands("time -p make") == "other: make");
    CHECK(commands("find . | xargs -0 -n 1 rm -f") == "find .\nxargs: rm -f");
    CHECK(commands("tini -s -- node app.js") == "init: node app.js");
    CHECK(commands("busybox wget x") == "other: wget x");
    CHECK(commands("su -c 'apt-get update' root") == "shell user: apt-get update");
    CHECK(commands("su - postgres -c \"psql -c 'x'\"") == "shell user: psql -c x");
    CHECK(commands("chroot --userspec=1:1 /x ls") == "user: ls");
    CHECK(commands("/usr/bin/sudo /usr/bin/apt-get update") == "sudo: /usr/bin/apt-get update");
}

TEST_CASE("a wrapper that runs nothing is a command itself") {
    CHECK(commands("command -v curl") == "command -v curl");
    CHECK(commands("sudo -l") == "sudo -l");
    CHECK(commands("env") == "env");
    CHECK(commands("bash script.sh") == "bash script.sh");
    CHECK(commands("curl x | bash") == "curl x\nbash");
    CHECK(commands("su - app") == "su - app");
}

TEST_CASE("scripts of sh -c are followed") {
    CHECK(commands("bash -lc 'apt-get update && pip install x'")
          == "shell: apt-get update\nshell: pip install x");
    CHECK(commands("sudo bash -euxo pipefail -c 'a | b'") == "sudo shell: a\nsudo shell: b");
    CHECK(commands("bash <<EOF\na $X\nb \\$Y\nEOF\nc", {{"X", "1"}})
          == "shell: a 1\nshell: b <$Y>\nc");
    CHECK(commands("python3 <<EOF\nprint(1)\nEOF\n") == "python3 << EOF");
    CHECK(commands("sh -c \"$X\"") == "shell: <$X>");
}

TEST_CASE("quotes are removed and known variables put in") {
    test::Variables const known = {{"V", "1.2"}, {"MANY", "a b"}, {"EMPTY", ""}};
    CHECK(commands("pip install \"flask==$V\" 'a $V' x\\ y a\"b\"c", known)
          == "pip install flask==1.2 a $V x y abc");
    CHECK(commands("x ${V} ${V:-3} ${EMPTY:-3} ${EMPTY-3} ${V:+yes} ${V%.*}", known)
          == "x 1.2 1.2 3 yes <${V%.*}>");
    CHECK(commands("rm *.txt ~/x {a,b}", known) == "rm *.txt ~/x {a,b}");
    CHECK(commands("x $'a b' $1 $? a$(b)c $((1+1))", known)
          == "x a b <$1> <$?> a<$(b)>c <$((1+1))>\nb");
    SUBCASE("a known variable splits into words when it is not quoted") {
        test::Shell const shell("x $MANY \"$MANY\" $EMPTY \"$EMPTY\" -$MANY-",
                                model::ShellKind::posix, known);
        std::string text;
        for (auto const& word : shell.commands[0].arguments) {
            text += "[" + test::shown(word.value) + "]";
        }
        CHECK(text == "[x][a][b][a b][][-a][b-]");
    }
}

TEST_CASE("variables that the script sets are followed while that is certain") {
    CHECK(commands("V=1 && curl $V") == "V=1\ncurl 1");
    CHECK(commands("set -e; V=1; W=$V.2; curl $W") == "set -e\nV=1\nW=1.2\ncurl 1.2");
    CHECK(commands("export V=1 && curl $V") == "export V=1\ncurl 1");
    CHECK(commands("V=1 curl $V") == "V=1 curl <$V>");
    CHECK(commands("V=$(date); curl $V") == "V=<$(date)>\ndate\ncurl <$(date)>");
}

TEST_CASE("variables are unknown where the script may have changed them") {
    test::Variables const known = {{"V", "0"}};
    auto const last = [&](std::string const& script) {
        auto const text = commands(script + "; x $V", known);
        return text.substr(text.rfind('\n') + 1);
    };
    CHECK(last("a") == "x 0");
    CHECK(last("(V=1)") == "x 0");
    CHECK(last("V=1 | a") == "x 0");
    CHECK(last("if a; then V=1; fi") == "x <$V>");
    CHECK(last("a && V=1") == "x <$V>");
    CHECK(last("a || V=1") == "x <$V>");
    CHECK(last("read V") == "x <$V>");
    CHECK(last(". /etc/os-release") == "x <$V>");
    CHECK(last("eval a") == "x <$V>");
    CHECK(last("for V in a b; do :; done") == "x <$V>");
    CHECK(last("f() { V=1; }; f") == "x <$V>");
    CHECK(last("unset V") == "x <$V>");
    CHECK(last("((V++))") == "x <$V>");
    CHECK(last(": ${V:=3}") == "x 0");
    CHECK(commands("while a; do x $V; V=1; done", known) == "a\nx <$V>\nV=1");
    CHECK(commands("V=1; sh -c 'x $V'", known) == "V=1\nshell: x <$V>");
    CHECK(commands("V=1; sh -c \"x $V\"", known) == "V=1\nshell: x 1");
    CHECK(commands("V=2 sh -c 'x $V'", known) == "shell: x 2");
}

TEST_CASE("a failure is unseen where nothing turns it into that of the instruction") {
    CHECK(unseen("a; b") == "a");
    CHECK(unseen("a && b") == "");
    CHECK(unseen("a && b; c") == "a b");
    CHECK(unseen("set -e; a; b") == "set");
    CHECK(unseen("set -e; a && b; c") == "set a");  // set -e overlooks all but the last of &&
    CHECK(unseen("set -eux; a; set +e; b; c") == "set b");
    CHECK(unseen("a | b") == "a");
    CHECK(unseen("a | b", true) == "");
    CHECK(unseen("set -o pipefail && a | b") == "");
    CHECK(unseen("set -euo pipefail; a | b; c") == "set");
    CHECK(unseen("a || true") == "a");
    CHECK(unseen("a || exit 1") == "");
    CHECK(unseen("a || { echo no; exit 1; }") == "echo");
    CHECK(unseen("a || (echo no && false)") == "");
    CHECK(unseen("a & b") == "a");
    CHECK(unseen("! a") == "a");
    CHECK(unseen("if a; then b; fi") == "a");
    CHECK(unseen("for i in 1 2; do a; done") == "a");
    CHECK(unseen("set -e; for i in 1 2; do a; done") == "set");
    CHECK(unseen("echo $(a)") == "a");
    CHECK(unseen("X=$(a)") == "");
    CHECK(unseen("sh -c 'a; b'") == "a");
    CHECK(unseen("sh -ec 'a; b'") == "");
    CHECK(unseen("(a; b)") == "a");
}

TEST_CASE("a command in a branch may not run") {
    CHECK(conditional("if a; then b; elif c; then d; else e; fi") == "b c d e");
    CHECK(conditional("a && b || c; d") == "c");
    CHECK(conditional("while a; do b; done; f() { c; }; case x in y) d;; esac") == "b c d");
}

TEST_CASE("connectors tell what stands before a command") {
    CHECK(connectors("a && b || c; d | e & f") == "a&&b||c;d|e&f");
    CHECK(connectors("a && (b; c)") == "a&&b;c");
    CHECK(connectors("a && sh -c 'b || c'") == "a&&b||c");
}

TEST_CASE("commands in substitutions are marked") {
    auto const inside = [](auto const& command) { return command.in_substitution; };
    CHECK(programs("a $(b | c) `d` <(e); f", inside) == "b c d e");
    CHECK(programs("cat <<EOF\n$(a)\nEOF\n", inside) == "a");
    CHECK(programs("cat <<'EOF'\n$(a)\nEOF\n", inside) == "");
}

TEST_CASE("the exec form is one command, and its sh -c is followed") {
    CHECK(exec_form({"python", "app.py", "$X"})
          == "python app.py $X [\"python\" \"app.py\" \"$X\"] exec");
    CHECK(exec_form({"/bin/sh", "-c", "exec node 'a b' && c"})
          == "exec shell: node a b [node 'a b']\nshell: c [c]");
    CHECK(exec_form({"tini", "--", "gosu", "app", "nginx"}) == "user init: nginx [\"nginx\"] exec");
}

TEST_CASE("a RUN that is one heredoc is its body") {
    CHECK(run_heredoc("<<EOF", "apt-get update\napt-get install -y x\n")
          == "apt-get update\napt-get install -y x");
    CHECK(run_heredoc("<<EOF", "#!/bin/bash -e\na\n") == "a");
    CHECK(run_heredoc("<<EOF", "#!/usr/bin/env python3\nimport os\n") == "");
    CHECK(run_heredoc("<<-EOF", "\ta \\\n\t  b\n\tc\n", true, true) == "a \\\n\t  b\nc");
}

TEST_CASE("a RUN with a heredoc and more is given to the shell as a whole") {
    CHECK(run_heredoc("bash <<EOF", "a\nb\n", false, true) == "a\nb");
    CHECK(run_heredoc("cat <<EOF > /x && chmod +x /x", "a\nb\n") == "cat << EOF > /x\nchmod +x /x");
    CHECK(run_heredoc("python3 <<EOF", "a\n") == "python3 << EOF");
}

TEST_CASE("other shells give no commands") {
    CHECK(commands("Get-Item x", {}, model::ShellKind::powershell) == "");
    CHECK(commands("dir", {}, model::ShellKind::cmd) == "");
}

TEST_CASE("hostile scripts are walked fast") {
    for (std::string const seed :
         {"a || ", "A=1 && ", "f(){ :; }; ", "for i in a; do b=1; ", "sh -c '", "$(a ", "a | ",
          "if a; then b=1; fi; ", "a <<A\n", "sh -c \"", "x=$x$x; "}) {
        CAPTURE(seed);
        std::string script;
        while (script.size() < 50'000) script += seed;
        for (std::string const& text : {script, script + "a"}) {
            CHECK(test::Shell(text).commands.size() < 60'000);
        }
    }
}

// What the model keeps of scripts: their shell, pipes, split words, and what is fetched.
#include <doctest/doctest.h>

#include "analyzer/model/commands.hpp"
#include "analyzer/model/downloads.hpp"
#include "tests/model/command_text.hpp"

namespace dockcheck::test {
namespace {

/// Scripts of a shell form, a line each.
std::string scripts(std::string const& text, model::ShellKind kind, bool is_known) {
    Arena arena;
    ast::CommandForm form;
    form.text = Mapped(text, 0);
    form.span = {0, static_cast<std::uint32_t>(text.size())};
    model::CommandSource source;
    source.form = &form;
    source.shell = source.plain_sh = kind;
    source.shell_is_known = source.plain_sh_is_known = is_known;
    auto const scope = [](std::string_view) {
        return dockerfile::Variable{dockerfile::Variable::State::unknown, Value{}};
    };
    auto const found = model::commands_and_scripts_of(source, dockerfile::Scope(scope), arena);
    std::string result;
    for (auto const* script : found.scripts) {
        result += std::string(script->text.text());
        if (script->is_certainly(model::ShellKind::bash)) result += " [bash]";
        if (script->is_certainly(model::ShellKind::posix)) result += " [dash]";
        if (script->is_nested) result += " [nested]";
        if (script->expands_before) result += " [expands before]";
        for (auto const& pipeline : script->pipelines) {
            result += " (" + std::string(script->text_of(*pipeline.node));
            if (pipeline.pipefail) result += " pipefail";
            result += pipeline.counts ? ")" : " unseen)";
        }
        for (auto const& splitting : script->splittings) {
            result += " <" + std::string(script->text_of(*splitting.node)) + " of "
                      + std::string(splitting.program) + ">";
        }
        result += '\n';
    }
    return result;
}

std::string fetched(std::string const& text) {
    Shell const shell(text);
    Arena arena;
    auto const& download = model::download_of(shell.commands.front(), arena);
    std::string result;
    for (auto const& option : download.options) result += std::string(option.name) + " ";
    for (auto const* url : download.urls) result += std::string(url->raw.text()) + " ";
    return result;
}

}  // namespace

TEST_CASE("a script in a script is read by the shell that is named") {
    auto const dash = model::ShellKind::posix;
    CHECK(scripts("bash -c 'a'", dash, true) == "bash -c 'a' [dash]\na [bash] [nested]\n");
    CHECK(scripts("sh -c \"a $x\"", dash, true)
          == "sh -c \"a $x\" [dash]\na $x [dash] [nested] [expands before] <$x of a>\n");
    CHECK(scripts("zsh -c a", dash, true) == "zsh -c a [dash]\na [nested]\n");
    CHECK(scripts("sh -c a", dash, false) == "sh -c a\na [nested]\n");
}

TEST_CASE("a pipe tells whether its failure is seen") {
    auto const bash = model::ShellKind::bash;
    CHECK(scripts("a | b", bash, true) == "a | b [bash] (a | b)\n");
    CHECK(scripts("a | b || true", bash, true) == "a | b || true [bash] (a | b unseen)\n");
    CHECK(scripts("set -o pipefail; a | b", bash, true)
          == "set -o pipefail; a | b [bash] (a | b pipefail)\n");
    CHECK(scripts("if a | b; then c; fi", bash, true)
          == "if a | b; then c; fi [bash] (a | b unseen)\n");
}

TEST_CASE("unquoted expansions behind a program are kept") {
    auto const bash = model::ShellKind::bash;
    CHECK(scripts("a $x \"$y\" z$(b)", bash, true)
          == "a $x \"$y\" z$(b) [bash] <$x of a> <$(b) of a>\n");
    CHECK(scripts("x=$y; $z; for i in $l; do :; done", bash, true)
          == "x=$y; $z; for i in $l; do :; done [bash]\n");
}

TEST_CASE("letters of a cluster are options, and values are none") {
    CHECK(fetched("curl -fsSLo k https://x") == "-f -s -S -L -o https://x ");
    CHECK(fetched("curl -ok https://x -H -k") == "-o -H https://x ");
    CHECK(fetched("wget -qO- https://x") == "-q -O https://x ");
    CHECK(fetched("git -C /x clone --depth 1 https://x y") == "-C --depth https://x y ");
    CHECK(fetched("git commit -m https://x") == "-m ");
}

TEST_CASE("the host of a URL is what stands between user and port") {
    auto const host = [](std::string_view url) {
        return std::string(model::address_of(Value(url)).host);
    };
    CHECK(host("https://user:secret@example.com:8080/x") == "example.com");
    CHECK(host("http://[::1]:80/") == "[::1]");
    CHECK(host("example.com/x") == "");
    CHECK(model::is_local_host("127.0.0.1"));
    CHECK_FALSE(model::is_local_host("example.com"));
}

}  // namespace dockcheck::test

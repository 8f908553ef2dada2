// Reads scripts from standard input, each ended by a zero byte, and says of each whether the shell
// grammar accepts it. Held against `bash -n` and `dash -n`.
//
//   shell_dump [bash|posix|busybox] [tree|commands]   a line a script: "ok", or "offset: expected
//   ..."; with `tree` a second line, with `commands` one with the ranges of the simple commands
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "analyzer/syntax/shell/parse.hpp"
#include "analyzer/text/arena.hpp"

namespace {

std::string read_all(std::FILE* file) {
    std::string text;
    std::vector<char> buffer(1 << 16);
    while (auto const size = std::fread(buffer.data(), 1, buffer.size(), file)) {
        text.append(buffer.data(), size);
    }
    return text;
}

/// begin-end of each simple command that has words or assignments, redirections left out.
void print_commands(dockcheck::shell::Tree const& tree) {
    using dockcheck::shell::Kind;
    for (auto const& node : tree.nodes) {
        if (node.kind != Kind::simple_command) continue;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        for (auto const& child : tree.children(node)) {
            if (child.kind == Kind::redirection) continue;
            if (end == 0) begin = child.begin;
            end = child.end;
        }
        if (end > 0) std::printf("%u-%u ", begin, end);
    }
    std::puts("");
}

}  // namespace

int main(int count, char** arguments) {
    using namespace dockcheck;
    auto dialect = shell::Dialect::bash;
    bool tree_wanted = false;
    bool commands_wanted = false;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(arguments[i], "posix") == 0) dialect = shell::Dialect::posix;
        if (std::strcmp(arguments[i], "busybox") == 0) dialect = shell::Dialect::busybox;
        if (std::strcmp(arguments[i], "tree") == 0) tree_wanted = true;
        if (std::strcmp(arguments[i], "commands") == 0) commands_wanted = true;
    }
    std::string const input = read_all(stdin);
    Arena arena;
    for (std::size_t begin = 0; begin < input.size();) {
        auto const end = std::min(input.find('\0', begin), input.size());
        auto const script = std::string_view(input).substr(begin, end - begin);
        auto const tree = shell::parse(script, dialect, arena);
        if (tree.first_error == nullptr) {
            std::puts("ok");
        } else {
            std::printf("%u: expected %.*s\n", tree.first_error->offset,
                        static_cast<int>(tree.first_error->expected.size()),
                        tree.first_error->expected.data());
        }
        if (tree_wanted) std::puts(shell::dump(tree).c_str());
        if (commands_wanted) print_commands(tree);
        arena.reset();
        begin = end + 1;
    }
}

// Says of scripts whether the shell grammar accepts them and what their simple commands are: held
// against `bash -n`, `dash -n` and mvdan.cc/sh, in the words of the oracle.
//
//   shell_dump    {"text":"...","lang":"bash"} a line in, {"ok":true,"commands":[...]} a line out;
//                 lang: posix (default), bash, busybox; with "tree":true the tree as text as well
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/syntax/shell/parse.hpp"
#include "analyzer/text/arena.hpp"
#include "tests/conformance/json_lines.hpp"

namespace {

using namespace dockcheck;
using shell::Kind;
using shell::Node;
using shell::Tree;

/// A simple command and where it begins in the script.
struct Found {
    std::uint32_t begin = 0;
    Tree const* tree = nullptr;
    Node const* node = nullptr;
};

void append_escape(std::string_view escape, bool quoted, std::string& out) {
    char const next = escape.size() > 1 ? escape[1] : '\0';
    if (escape.size() < 2
        || (quoted && std::string_view("$`\"\\\n").find(next) == std::string_view::npos)) {
        out += escape;
    } else if (next != '\n') {
        out += next;
    }
}

bool append_literal(Tree const& tree, Node const& node, bool quoted, std::string& out) {
    auto const text = tree.text_of(node);
    switch (node.kind) {
        case Kind::word:
        case Kind::double_quoted: {
            bool const inner = quoted || node.kind == Kind::double_quoted;
            if (node.kind == Kind::double_quoted && text.starts_with('$')) return false;
            for (auto const& part : tree.children(node)) {
                if (!append_literal(tree, part, inner, out)) return false;
            }
            if (tree.children(node).empty() && node.kind == Kind::word) out += text;
            return true;
        }
        case Kind::literal:
        case Kind::glob:
        case Kind::quoted_text:
            out += text;
            return true;
        case Kind::escape:
            append_escape(text, quoted, out);
            return true;
        case Kind::single_quoted:
            out += text.substr(1, text.size() - 2);
            return true;
        default:
            return false;
    }
}

void write_value(conformance::Writer& out, bool is_literal, std::string const& value) {
    if (is_literal) {
        conformance::write_text(out, value);
    } else {
        out.Null();
    }
}

/// NAME=value in front of a program; the value is null where something in it expands.
void write_assignment(Tree const& tree, Node const& node, conformance::Writer& out) {
    std::string value;
    bool is_literal = true;
    out.StartObject();
    for (auto const& child : tree.children(node)) {
        if (child.kind == Kind::name) {
            conformance::write_text_at(out, "name", tree.text_of(child));
        } else {
            is_literal = is_literal && append_literal(tree, child, false, value);
        }
    }
    out.Key("value");
    write_value(out, is_literal, value);
    if (node.detail == 1) {
        out.Key("append");
        out.Bool(true);
    }
    out.EndObject();
}

void write_command(Found const& found, conformance::Writer& out) {
    auto const& tree = *found.tree;
    bool has_words = false;
    out.StartObject();
    out.Key("assigns");
    out.StartArray();
    for (auto const& child : tree.children(*found.node)) {
        has_words = has_words || child.kind == Kind::word;
        if (child.kind == Kind::assignment && !has_words) write_assignment(tree, child, out);
    }
    out.EndArray();
    out.Key("argv");
    out.StartArray();
    has_words = false;
    for (auto const& child : tree.children(*found.node)) {
        has_words = has_words || child.kind == Kind::word;
        if (child.kind == Kind::redirection || !has_words) continue;
        std::string value;
        write_value(out, append_literal(tree, child, false, value), value);
    }
    out.EndArray();
    out.EndObject();
}

/// The simple commands of a tree and of the heredocs in it that expand.
class Finder {
 public:
    Finder(shell::Dialect dialect, Arena& arena) : dialect_(dialect), arena_(arena) {}

    void find(Tree const& tree, std::uint32_t offset) {
        for (auto const& node : tree.nodes) {
            if (node.kind == Kind::simple_command)
                found_.push_back({offset + node.begin, &tree, &node});
        }
        for (auto const& heredoc : tree.heredocs) {
            if (heredoc.quoted) continue;
            auto const body = tree.text.substr(heredoc.begin, heredoc.end - heredoc.begin);
            auto const* const inner =
                arena_.make<Tree>(shell::parse_heredoc_body(body, dialect_, arena_));
            find(*inner, offset + heredoc.begin);
        }
    }
    void write(conformance::Writer& out) {
        std::ranges::stable_sort(found_, {}, &Found::begin);
        out.StartArray();
        for (auto const& found : found_) write_command(found, out);
        out.EndArray();
    }

 private:
    shell::Dialect dialect_;
    Arena& arena_;
    std::vector<Found> found_;
};

shell::Dialect dialect_of(std::string_view name) {
    if (name == "bash") return shell::Dialect::bash;
    return name == "busybox" ? shell::Dialect::busybox : shell::Dialect::posix;
}

void answer(rapidjson::Value const& query, Arena& arena, conformance::Writer& out) {
    auto const text = conformance::text_at(query, "text");
    auto const dialect = dialect_of(conformance::text_at(query, "lang"));
    auto const tree = shell::parse(text, dialect, arena);
    out.Key("ok");
    out.Bool(tree.first_error == nullptr);
    if (tree.first_error != nullptr) {
        conformance::write_text_at(out, "error", tree.first_error->expected);
        out.Key("offset");
        out.Uint(tree.first_error->offset);
    }
    if (conformance::flag_at(query, "tree")) {
        conformance::write_text_at(out, "tree", shell::dump(tree));
    }
    Finder finder(dialect, arena);
    finder.find(tree, 0);
    out.Key("commands");
    finder.write(out);
}

}  // namespace

int main() {
    Arena arena;
    conformance::answer_lines([&](rapidjson::Value const& query, conformance::Writer& out) {
        answer(query, arena, out);
        arena.reset();
    });
}

// Quote removal, expansion of what is known, and word splitting, on the nodes of a script.
#include "analyzer/model/script_words.hpp"

#include <algorithm>
#include <string>

#include "analyzer/model/script_text.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::model {
namespace {

using shell::Kind;
using shell::Node;

constexpr ByteSet field_blanks(" \t\n");

/// Known pieces side by side as one; a view of the script where they touch there.
Piece joined(std::span<Piece const> run, Arena& arena) {
    Piece piece = run.front();
    bool touching = true;
    std::size_t size = piece.text.size();
    for (auto const& next : run.subspan(1)) {
        touching = touching && piece.text.data() + size == next.text.data();
        size += next.text.size();
    }
    if (run.size() > 1) piece.variable = {};
    if (touching) {
        piece.text = {piece.text.data(), size};
        return piece;
    }
    char* const room = arena.allocate<char>(size);
    char* end = room;
    for (auto const& next : run) end = std::ranges::copy(next.text, end).out;
    piece.text = {room, size};
    return piece;
}

/// Puts pieces together; neighbours that are known become one.
Value value_of(std::span<Piece const> pieces, Arena& arena) {
    if (pieces.size() == 1 && pieces.front().known) return Value(pieces.front().text);
    ArenaVector<Piece> merged(arena);
    ArenaVector<Piece> run(arena);
    auto const end_run = [&] {
        if (!run.empty()) merged.push_back(joined(run.items(), arena));
        run.clear();
    };
    for (auto const& piece : pieces) {
        if (!piece.known) {
            end_run();
            merged.push_back(piece);
        } else if (!piece.text.empty()) {
            run.push_back(piece);
        }
    }
    end_run();
    if (merged.empty()) return {};
    if (merged.size() == 1 && merged.front().known) return Value(merged.front().text);
    return Value(std::span<Piece const>(merged.items()));
}

class WordReader {
 public:
    WordReader(Script const& script, ScriptVariables& variables, Arena& arena)
        : script_(script), variables_(variables), arena_(arena), pieces_(arena), fields_(arena) {
        pieces_.reserve(4);
    }

    enum class Splitting : std::uint8_t { fields, none };

    void read_children(Node const& node, Splitting splitting) {
        splitting_ = splitting;
        for (auto const& part : script_.tree.children(node)) read(part, false);
    }
    void read_operand(Node const& part, bool quoted) { read(part, quoted); }
    void set_splitting(Splitting splitting) { splitting_ = splitting; }

    void end_field() {
        if (begun_) fields_.push_back(value());
        pieces_.clear();
        begun_ = false;
    }
    [[nodiscard]] ArenaVector<Value> const& fields() const { return fields_; }
    [[nodiscard]] bool quoted() const { return quoted_; }
    [[nodiscard]] Value value() { return value_of(pieces_.items(), arena_); }

 private:
    void add(std::string_view text) {
        begun_ = true;
        pieces_.push_back({text, true, {}});
    }
    void add_unknown(Node const& node, std::string_view variable = {}) {
        begun_ = true;
        pieces_.push_back({script_.tree.text_of(node), false, variable});
    }

    void read(Node const& node, bool quoted) {
        auto const text = script_.tree.text_of(node);
        switch (node.kind) {
            case Kind::literal:
            case Kind::glob:
            case Kind::quoted_text:
                return add(text);
            case Kind::escape:
                return read_escape(text, quoted);
            case Kind::single_quoted:
                quoted_ = true;
                return add(text.substr(1, text.size() - 2));
            case Kind::double_quoted:
                quoted_ = true;
                begun_ = true;
                for (auto const& part : script_.tree.children(node)) read(part, true);
                return;
            case Kind::ansi_quoted:
                quoted_ = true;
                if (text.find('\\') != std::string_view::npos) return add_unknown(node);
                return add(text.substr(2, text.size() - 3));
            case Kind::parameter:
                return read_parameter(node, quoted);
            case Kind::arithmetic:
                forget_assigned_in_arithmetic(text, variables_);
                return add_unknown(node);
            default:
                return add_unknown(node);
        }
    }

    void read_escape(std::string_view text, bool quoted) {
        if (text == "\\\n") return;
        quoted_ = true;
        if (quoted && text.size() == 2
            && std::string_view("$`\"\\").find(text[1]) == std::string_view::npos) {
            return add(text);
        }
        add(text.size() == 2 ? text.substr(1) : text);
    }

    void read_parameter(Node const& node, bool quoted) {
        using State = dockerfile::Variable::State;
        auto const name = parameter_name(script_.tree, node);
        auto const operation = static_cast<shell::Operation>(node.detail);
        if (operation == shell::Operation::other || name.empty()) return add_unknown(node, name);
        auto const variable = variables_.find(name);
        if (operation == shell::Operation::assign && variable.state != State::known) {
            variables_.set_unknown(name);
            return add_unknown(node, name);
        }
        if (variable.state == State::unknown && variable.value.pieces().empty()) {
            return add_unknown(node, name);
        }
        bool const partly = !variable.value.is_known();
        bool const is_set = variable.state != State::unset;
        bool const colon = script_.tree.text_of(node).find(':') != std::string_view::npos;
        bool const counts = is_set && (partly || !colon || !variable.value.text_or_empty().empty());
        switch (operation) {
            case shell::Operation::alternative:
                if (partly) return add_unknown(node, name);
                if (counts) read_operands(node, quoted);
                return;
            case shell::Operation::fallback:
                if (counts) return add_value(node, variable.value, name, quoted);
                return read_operands(node, quoted);
            case shell::Operation::complain:
                if (!counts) return add_unknown(node, name);
                break;
            default:
                break;
        }
        add_value(node, variable.value, name, quoted);
    }

    void read_operands(Node const& node, bool quoted) {
        if (quoted) begun_ = true;
        for (auto const& part : script_.tree.children(node)) {
            if (part.kind == Kind::name || part.kind == Kind::index) continue;
            if (part.kind == Kind::quoted_text) {
                add_text(script_.tree.text_of(part), {}, quoted);
            } else {
                read(part, quoted);
            }
        }
    }

    void add_value(Node const& node, Value value, std::string_view name, bool quoted) {
        if (!variables_.may_expand(value)) return add_unknown(node, name);
        if (quoted) begun_ = true;
        if (value.is_known()) return add_text(value.text_or_empty(), name, quoted);
        bool const blank = value.certainly_contains(' ') || value.certainly_contains('\t');
        if (!quoted && splitting_ == Splitting::fields && blank) return add_unknown(node, name);
        begun_ = true;
        for (auto piece : value.pieces()) {
            if (piece.variable.empty()) piece.variable = name;
            pieces_.push_back(piece);
        }
    }

    void add_text(std::string_view text, std::string_view name, bool quoted) {
        if (quoted || splitting_ == Splitting::none) {
            if (!text.empty()) {
                begun_ = true;
                pieces_.push_back({text, true, name});
            }
            return;
        }
        while (!text.empty()) {
            auto const begin = std::min(field_blanks.find_outside(text), text.size());
            if (begin > 0) end_field();
            text.remove_prefix(begin);
            auto const end = std::min(field_blanks.find_in(text), text.size());
            if (end > 0) {
                begun_ = true;
                pieces_.push_back({text.substr(0, end), true, name});
            }
            text.remove_prefix(end);
        }
    }

    Script const& script_;
    ScriptVariables& variables_;
    Arena& arena_;
    ArenaVector<Piece> pieces_;
    ArenaVector<Value> fields_;
    Splitting splitting_ = Splitting::fields;
    bool begun_ = false;
    bool quoted_ = false;
};

/// One character of $'...' that a backslash stands before; 0 when it is something longer.
char ansi_character(char c) {
    switch (c) {
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case '\\':
        case '\'':
        case '"':
            return c;
        default:
            return 0;
    }
}

void cook_ansi(Mapped text, ScriptText& out) {
    auto const bytes = text.text();
    for (std::uint32_t i = 0; i < text.size();) {
        auto const slash = static_cast<std::uint32_t>(std::min(bytes.find('\\', i), bytes.size()));
        out.append(text.slice(i, slash));
        if (slash + 1 >= text.size()) break;
        char const c = ansi_character(bytes[slash + 1]);
        auto const pair = text.slice(slash, slash + 2);
        if (c == 0) {
            out.append(pair);
        } else {
            out.append(std::string_view(&c, 1), pair.source());
        }
        i = slash + 2;
    }
}

/// Removes the quotes of one part; `quoted` inside double quotes.
void cook(Script const& script, Node const& node, bool quoted, ScriptText& out) {
    auto const text = script.slice(node);
    auto const size = text.size();
    switch (node.kind) {
        case Kind::escape: {
            if (text.text() == "\\\n") return;
            bool const special =
                size == 2
                && std::string_view("$`\"\\").find(text.text()[1]) != std::string_view::npos;
            out.append(size == 2 && (!quoted || special) ? text.slice(1, 2) : text);
            return;
        }
        case Kind::single_quoted:
            return out.append(text.slice(1, size - 1));
        case Kind::ansi_quoted:
            return cook_ansi(text.slice(2, size - 1), out);
        case Kind::double_quoted:
            for (auto const& part : script.tree.children(node)) cook(script, part, true, out);
            return;
        default:
            return out.append(text);
    }
}

bool is_expansion(Kind kind) {
    return kind == Kind::parameter || kind == Kind::command_substitution || kind == Kind::backquote
           || kind == Kind::arithmetic || kind == Kind::process_substitution;
}

}  // namespace

std::string_view parameter_name(shell::Tree const& tree, shell::Node const& node) {
    auto const children = tree.children(node);
    if (!children.empty()) {
        auto const& first = *children.begin();
        return first.kind == Kind::name ? tree.text_of(first) : std::string_view{};
    }
    auto const text = tree.text_of(node).substr(1);
    return text.starts_with('{') ? std::string_view{} : text;
}

void append_parts(Script const& script, Node const& node, ScriptVariables& variables, Arena& arena,
                  ArenaVector<Argument>& words) {
    WordReader reader(script, variables, arena);
    reader.read_children(node, WordReader::Splitting::fields);
    reader.end_field();
    auto const raw = script.slice(node);
    auto const span = script.span(node);
    for (auto const& value : reader.fields()) {
        words.emplace_back(span, raw, value, reader.quoted());
    }
}

Value assigned_value(Script const& script, Node const& node, ScriptVariables& variables,
                     Arena& arena) {
    WordReader reader(script, variables, arena);
    reader.set_splitting(WordReader::Splitting::none);
    for (auto const& part : script.tree.children(node)) {
        if (part.kind == Kind::name || part.kind == Kind::index) continue;
        reader.read_operand(part, false);
    }
    return reader.value();
}

Argument single_word(Script const& script, Node const& node, ScriptVariables& variables,
                     Arena& arena) {
    Argument argument{script.span(node), script.slice(node), Value(script.tree.text_of(node)),
                      false};
    if (script.tree.children(node).empty()) return argument;
    WordReader reader(script, variables, arena);
    reader.read_children(node, WordReader::Splitting::none);
    argument.value = reader.value();
    argument.quoted = reader.quoted();
    return argument;
}

Value without_prefix(Value value, std::size_t size, Arena& arena) {
    if (value.is_known()) return Value(value.text_or_empty().substr(size));
    auto const pieces = arena.copy(value.pieces());
    pieces.front().text.remove_prefix(std::min(size, pieces.front().text.size()));
    return value_of(pieces, arena);
}

Mapped script_of(Script const& script, Node const& word, Arena& arena) {
    auto const children = script.tree.children(word);
    if (children.empty()) return script.slice(word);
    ScriptText text(arena);
    for (auto const& part : children) cook(script, part, false, text);
    return text.finish();
}

bool expands(Script const& script, Node const& word) {
    auto const& nodes = script.tree.nodes;
    for (auto i = script.tree.index_of(word) + 1; i < word.next; ++i) {
        if (is_expansion(nodes[i].kind)) return true;
    }
    return false;
}

Mapped heredoc_text(Script const& script, Node const& redirection, shell::Heredoc const& heredoc,
                    Arena& arena) {
    auto const body = script.text.slice(heredoc.begin, heredoc.end);
    bool const tabbed =
        redirection.detail == static_cast<std::uint8_t>(shell::Redirect::heredoc_tabbed);
    auto const bytes = body.text();
    if (!tabbed && (heredoc.quoted || bytes.find('\\') == std::string_view::npos)) return body;
    ScriptText out(arena);
    bool line_start = true;
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i < body.size();) {
        if (line_start && tabbed && bytes[i] == '\t') {
            begin = ++i;
            continue;
        }
        line_start = bytes[i] == '\n';
        bool const escaped =
            !heredoc.quoted && bytes[i] == '\\' && i + 1 < body.size()
            && std::string_view("$`\\\n").find(bytes[i + 1]) != std::string_view::npos;
        if (escaped || line_start) {
            out.append(body.slice(begin, escaped ? i : i + 1));
            begin = i + 1;
        }
        if (escaped && bytes[i + 1] == '\n') begin = i + 2;
        i += escaped ? 2 : 1;
    }
    out.append(body.slice(begin, body.size()));
    return out.finish();
}

void forget_assigned_in_arithmetic(std::string_view text, ScriptVariables& variables) {
    bool const assigns = text.find('=') != std::string_view::npos
                         || text.find("++") != std::string_view::npos
                         || text.find("--") != std::string_view::npos;
    if (!assigns) return;
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    for (std::size_t i = 0; i < text.size();) {
        auto const begin = std::min(text.find_first_of(letters, i), text.size());
        auto const end = std::min(text.find_first_not_of(letters, begin), text.size());
        if (end > begin) variables.set_unknown(text.substr(begin, end - begin));
        i = end;
    }
}

}  // namespace dockcheck::model

// Reading `INSTALLED_APPS = [...]` and its like (Django documentation, "Settings"; gunicorn
// documentation, "Settings").
#include "analyzer/context/python_lists.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace dockcheck::context::python {
namespace {

class ListReader {
 public:
    explicit ListReader(Tokens const& source) : source_(source) {}

    NamedModules read() {
        for (auto const& line : source_.lines) {
            if (takes_out(line)) return {{}, true};
            if (line.indent == 0) read_statement(line);
        }
        return {std::move(found_), false};
    }

 private:
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }
    [[nodiscard]] static bool is_list(Token const& token) {
        return token.is("INSTALLED_APPS") || token.is("MIDDLEWARE");
    }

    /// The first token behind the bracket that opens at one.
    [[nodiscard]] std::uint32_t behind_bracket(Line const& line, std::uint32_t open) const {
        int depth = 0;
        for (auto token = open; token < line.end; ++token) {
            auto const& text = at(token);
            if (text.is("[") || text.is("(") || text.is("{")) ++depth;
            if (text.is("]") || text.is(")") || text.is("}")) --depth;
            if (depth == 0) return token + 1;
        }
        return line.end;
    }

    /// `[...]` or `(...)` with nothing behind it, and no comprehension or condition in it.
    [[nodiscard]] bool is_plain_literal(Line const& line, std::uint32_t open) const {
        if (!at(open).is("[") && !at(open).is("(")) return false;
        for (auto token = open; token < line.end; ++token) {
            if (at(token).is("if") || at(token).is("for") || at(token).is("lambda")) return false;
        }
        return behind_bracket(line, open) == line.end;
    }

    /// Beginning a statement: anything but `INSTALLED_APPS = [...]` at the top, `+=` and a call.
    [[nodiscard]] bool makes_anew(Line const& line) const {
        auto const& sign = at(line.begin + 1);
        if (sign.is("+=") || sign.is(".")) return false;
        return line.indent > 0 || !sign.is("=") || !is_plain_literal(line, line.begin + 2);
    }

    /// `INSTALLED_APPS.remove("x")`, `del INSTALLED_APPS[3]`, `INSTALLED_APPS[:] = ...`,
    /// `drop(INSTALLED_APPS)`.
    [[nodiscard]] bool takes_out(Line const& line) const {
        static constexpr std::array<std::string_view, 3> harmless{"append", "extend", "insert"};
        for (auto token = line.begin; token < line.end; ++token) {
            if (!is_list(at(token))) continue;
            if (token == line.begin && makes_anew(line)) return true;
            bool const is_given_away = token > line.begin && !at(token - 1).is("in")
                                       && !at(token + 1).is(".") && !is_import(line);
            if (is_given_away) return true;
            bool const is_part = at(token + 1).is("[");
            bool const is_method =
                at(token + 1).is(".")
                && std::ranges::find(harmless, at(token + 2).text) == harmless.end();
            if (is_part || is_method || at(line.begin).is("del")) return true;
        }
        return false;
    }

    [[nodiscard]] bool is_import(Line const& line) const { return at(line.begin).is("from"); }

    void read_statement(Line const& line) {
        auto const first = line.begin;
        bool const is_whole = at(first + 1).is("=");
        if (at(first).is("worker_class") && is_whole && at(first + 2).is_plain
            && first + 3 == line.end) {
            found_.push_back({std::string(at(first + 2).text), at(first + 2).span, false, true});
        }
        if (!is_list(at(first)) || !(is_whole || at(first + 1).is("+="))) return;
        if (!at(first + 2).is("[") && !at(first + 2).is("(")) return;
        for (auto token = first; token < line.end; ++token) {
            if (at(token).is("if") || at(token).is("for") || at(token).is("lambda")) return;
        }
        read_items(line, first + 2, is_whole);
    }

    void read_items(Line const& line, std::uint32_t open, bool is_whole) {
        int depth = 0;
        for (auto token = open; token < line.end; ++token) {
            auto const& text = at(token);
            if (text.is("[") || text.is("(") || text.is("{")) ++depth;
            if (text.is("]") || text.is(")") || text.is("}")) --depth;
            if (depth == 0) return;
            bool const begins = at(token - 1).is(",") || token - 1 == open;
            bool const ends =
                at(token + 1).is(",") || at(token + 1).is("]") || at(token + 1).is(")");
            if (depth == 1 && text.is_plain && begins && ends)
                found_.push_back({std::string(text.text), text.span, is_whole, false});
        }
    }

    Tokens const& source_;
    std::vector<NamedModule> found_{};
};

}  // namespace

NamedModules named_modules(Tokens const& source) { return ListReader(source).read(); }

}  // namespace dockcheck::context::python

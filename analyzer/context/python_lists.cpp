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

    std::vector<NamedModule> read() {
        for (auto const& line : source_.lines) {
            if (takes_out(line)) return {};
            if (line.indent == 0) read_statement(line);
        }
        return std::move(found_);
    }

 private:
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }
    [[nodiscard]] static bool is_list(Token const& token) {
        return token.is("INSTALLED_APPS") || token.is("MIDDLEWARE");
    }

    /// `INSTALLED_APPS.remove("x")`, `del INSTALLED_APPS[3]`, `INSTALLED_APPS[:] = ...`.
    [[nodiscard]] bool takes_out(Line const& line) const {
        static constexpr std::array<std::string_view, 3> harmless{"append", "extend", "insert"};
        for (auto token = line.begin; token < line.end; ++token) {
            if (!is_list(at(token))) continue;
            bool const is_part = at(token + 1).is("[");
            bool const is_method =
                at(token + 1).is(".")
                && std::ranges::find(harmless, at(token + 2).text) == harmless.end();
            if (is_part || is_method || at(line.begin).is("del")) return true;
        }
        return false;
    }

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

std::vector<NamedModule> named_modules(Tokens const& source) { return ListReader(source).read(); }

}  // namespace dockcheck::context::python

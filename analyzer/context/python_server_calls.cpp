// Calls of uvicorn, Flask, Quart, waitress and Hypercorn, with the addresses that they listen on
// when nobody says one (their documentation).
#include "analyzer/context/python_server_calls.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "analyzer/text/is_among.hpp"

namespace dockcheck::context::python {
namespace {

constexpr int deepest_block = 8;
/// A call of a function counts as so many blocks.
constexpr int steps_of_call = 3;
/// Lines that are looked at for one call.
constexpr int most_steps = 200'000;

struct ServerKind {
    std::string_view shown;
    std::string_view host;          ///< the default; empty: all addresses
    std::size_t positional = 0;     ///< arguments that may stand without a name
    bool host_comes_first = false;  ///< the first of them is the host
    ServerCall::Kind kind{};
};

constexpr ServerKind of_uvicorn{"uvicorn.run", "127.0.0.1", 1, false, ServerCall::Kind::uvicorn};
constexpr ServerKind of_flask{"app.run", "127.0.0.1", 2, true, ServerCall::Kind::flask};
constexpr ServerKind of_quart{"app.run", "127.0.0.1", 2, true, ServerCall::Kind::quart};
constexpr ServerKind of_waitress{"waitress.serve", "", 1, false, ServerCall::Kind::waitress};
constexpr ServerKind of_hypercorn{"hypercorn's serve", "127.0.0.1", 0, false,
                                  ServerCall::Kind::hypercorn};

/// Words that may say elsewhere in the source where the server listens.
bool says_elsewhere(ServerCall::Kind kind, std::string_view word) {
    static constexpr std::array<std::string_view, 7> of_applications{
        "SERVER_NAME", "from_object", "from_pyfile",      "from_mapping",
        "from_envvar", "from_file",   "from_prefixed_env"};
    static constexpr std::array<std::string_view, 7> of_configs{
        "bind",      "insecure_bind", "from_object", "from_pyfile",
        "from_toml", "from_mapping",  "_bind"};
    auto const in = [&](auto const& words) {
        return std::ranges::find(words, word) != words.end();
    };
    if (kind == ServerCall::Kind::flask || kind == ServerCall::Kind::quart)
        return in(of_applications);
    return kind == ServerCall::Kind::hypercorn && in(of_configs);
}

class ServerCalls {
 public:
    explicit ServerCalls(Tokens const& source) : source_(source) {}

    std::optional<ServerCall> find() {
        learn_names();
        if (is_rebound_) return std::nullopt;
        if (!imports_uvicorn_ && !imports_waitress_ && !has_waitress_serve_ && !has_hypercorn_serve_
            && flask_.empty() && quart_.empty()) {
            return std::nullopt;
        }
        std::uint32_t found = 0;
        ServerKind const* kind = nullptr;
        for (std::uint32_t token = 0; at(token).kind != Token::Kind::end; ++token) {
            auto const* one = kind_at(token);
            if (one == nullptr) continue;
            if (kind != nullptr) return std::nullopt;
            kind = one;
            found = token;
        }
        if (kind == nullptr || !is_started(found) || is_said_elsewhere(*kind)) return std::nullopt;
        return read(*kind, found);
    }

 private:
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }

    void learn_names() {
        for (auto const& line : source_.lines) {
            auto const first = line.begin;
            bool const is_one = line.end == first + 2;
            if (at(first).is("import") && is_one) {
                imports_uvicorn_ |= at(first + 1).is("uvicorn");
                imports_waitress_ |= at(first + 1).is("waitress");
            }
            if (at(first).is("from") && line.end > first + 3 && at(line.end - 2).is("import")
                && at(line.end - 1).is("serve")) {
                has_waitress_serve_ |= at(first + 1).is("waitress");
                has_hypercorn_serve_ |=
                    at(first + 1).is("hypercorn") && at(first + 3).is("asyncio");
            }
            is_rebound_ = is_rebound_ || rebinds(line);
            bool const makes = line.indent == 0 && at(first).is_name() && at(first + 1).is("=")
                               && at(first + 3).is("(");
            if (makes && at(first + 2).is("Flask")) flask_.insert(at(first).text);
            if (makes && at(first + 2).is("Quart")) quart_.insert(at(first).text);
        }
    }

    /// A class, a function or a value of its own by the name of a server, or of what is called:
    /// `uvicorn.run = partial(uvicorn.run, host="0.0.0.0")`.
    [[nodiscard]] bool rebinds(Line const& line) const {
        static constexpr std::string_view names[] = {"asyncio", "serve", "uvicorn", "waitress"};
        auto const first = line.begin;
        auto const& named =
            at(first).is("class") || at(first).is("def") ? at(first + 1) : at(first);
        if (!named.is_name() || !is_among(named.text, names)) return false;
        return &named != &at(first) || at(first + 1).is("=")
               || (at(first + 1).is(".") && at(first + 3).is("="));
    }

    /// The server whose call begins at a token, or nullptr.
    [[nodiscard]] ServerKind const* kind_at(std::uint32_t token) const {
        if (!at(token).is_name() || (token > 0 && at(token - 1).is("."))) return nullptr;
        bool const is_method = at(token + 1).is(".") && at(token + 3).is("(");
        if (is_method && at(token + 2).is("run")) {
            if (imports_uvicorn_ && at(token).is("uvicorn")) return &of_uvicorn;
            if (flask_.contains(at(token).text)) return &of_flask;
            if (quart_.contains(at(token).text)) return &of_quart;
            bool const is_hypercorn =
                has_hypercorn_serve_ && at(token).is("asyncio") && at(token + 4).is("serve");
            return is_hypercorn ? &of_hypercorn : nullptr;
        }
        bool const is_waitress =
            (has_waitress_serve_ && at(token).is("serve") && at(token + 1).is("("))
            || (imports_waitress_ && is_method && at(token).is("waitress")
                && at(token + 2).is("serve"));
        return is_waitress ? &of_waitress : nullptr;
    }

    [[nodiscard]] bool is_said_elsewhere(ServerKind const& kind) const {
        return std::ranges::any_of(source_.tokens, [&](Token const& token) {
            return says_elsewhere(kind.kind, token.text);
        });
    }

    [[nodiscard]] bool is_started(std::uint32_t token) const {
        auto const line = static_cast<std::uint32_t>(
            std::ranges::upper_bound(source_.lines, token, {}, &Line::begin) - source_.lines.begin()
            - 1);
        auto const begin = source_.lines[line].begin;
        bool const is_whole = begin == token;
        bool const is_behind_test = is_main_test(line) && begin + 5 == token;
        return (is_whole || is_behind_test) && is_reached(line, 0);
    }

    /// `if __name__ == "__main__":`
    [[nodiscard]] bool is_main_test(std::uint32_t line) const {
        auto const first = source_.lines[line].begin;
        return source_.lines[line].indent == 0 && at(first).is("if") && at(first + 1).is("__name__")
               && at(first + 2).is("==") && at(first + 3).kind == Token::Kind::string
               && at(first + 3).text == "__main__" && at(first + 4).is(":");
    }

    /// What may keep the source from getting to the next line.
    [[nodiscard]] bool may_end_here(std::uint32_t line) const {
        static constexpr std::array<std::string_view, 6> ends{"return", "raise", "exit",
                                                              "quit",   "while", "sys"};
        auto const& first = at(source_.lines[line].begin);
        if (!first.is("sys")) {
            return first.is_name() && std::ranges::find(ends, first.text) != ends.end();
        }
        return at(source_.lines[line].begin + 2).is("exit");
    }

    /// True when the line is evaluated whenever the file is started.
    [[nodiscard]] bool is_reached(std::uint32_t line, int depth) const {
        if (depth > deepest_block) return false;
        auto const indent = source_.lines[line].indent;
        auto header = line;
        while (header > 0 && source_.lines[header - 1].indent >= indent) {
            --header;
            if (--steps_ < 0) return false;
            if (source_.lines[header].indent == indent && may_end_here(header)) return false;
        }
        if (indent == 0) return true;
        if (header == 0) return false;
        --header;
        auto const first = source_.lines[header].begin;
        if (is_main_test(header)) return is_reached(header, depth + 1);
        if (at(first).is("try")) return is_reached(header, depth + 1);
        return at(first).is("def") && is_called(header, depth + 1);
    }

    /// A function of the top level that is defined once and called without arguments.
    [[nodiscard]] bool is_called(std::uint32_t header, int depth) const {
        auto const& lines = source_.lines;
        auto const name = at(lines[header].begin + 1).text;
        bool const is_decorated = header > 0 && at(lines[header - 1].begin).is("@");
        if (lines[header].indent != 0 || is_decorated) return false;
        bool is_called = false;
        for (std::uint32_t line = 0; line < lines.size(); ++line) {
            auto const first = lines[line].begin;
            if (--steps_ < 0) return false;
            if (line != header && at(first).is("def") && at(first + 1).text == name) return false;
            if (line < header || at(first).text != name || !at(first).is_name()) continue;
            if (!at(first + 1).is("(") || !at(first + 2).is(")") || lines[line].end != first + 3)
                return false;
            if (!is_reached(line, depth + steps_of_call)) return false;
            is_called = true;
        }
        return is_called;
    }

    std::optional<ServerCall> read(ServerKind const& kind, std::uint32_t token) const {
        ServerCall call;
        call.kind = kind.kind;
        call.shown = kind.shown;
        call.host = kind.host;
        auto open = token;
        while (!at(open).is("(")) ++open;
        call.span = join(at(token).span, at(open - 1).span);
        if (kind.kind == ServerCall::Kind::hypercorn) {
            bool const is_plain = at(open + 4).is(",") && at(open + 5).is("Config")
                                  && at(open + 6).is("(") && at(open + 7).is(")")
                                  && at(open + 8).is(")") && at(open + 9).is(")");
            return is_plain ? std::optional(call) : std::nullopt;
        }
        if (kind.kind == ServerCall::Kind::flask || kind.kind == ServerCall::Kind::quart)
            call.shown = std::string(at(token).text) + ".run";
        return read_arguments(kind, open, call) ? std::optional(call) : std::nullopt;
    }

    /// False when something that is not written decides.
    bool read_arguments(ServerKind const& kind, std::uint32_t open, ServerCall& call) const {
        std::size_t position = 0;
        auto begin = open + 1;
        int depth = 0;
        for (auto token = begin; at(token).kind != Token::Kind::end; ++token) {
            auto const& one = at(token);
            if (depth == 0 && (one.is(",") || one.is(")"))) {
                if (begin < token && !read_argument(kind, {begin, token}, position, call))
                    return false;
                if (begin < token) {
                    ++position;
                    call.end = at(token - 1).span.end;
                }
                begin = token + 1;
                if (one.is(",")) continue;
                call.has_arguments = position > 0;
                if (position == 0) call.end = at(open).span.end;
                return true;
            }
            if (one.is("(") || one.is("[") || one.is("{")) ++depth;
            if (one.is(")") || one.is("]") || one.is("}")) --depth;
        }
        return false;
    }

    struct Part {
        std::uint32_t begin;
        std::uint32_t end;
    };

    bool read_argument(ServerKind const& kind, Part part, std::size_t position,
                       ServerCall& call) const {
        static constexpr std::array<std::string_view, 5> sockets{"uds", "fd", "unix_socket",
                                                                 "sockets", "listen"};
        auto const& first = at(part.begin);
        if (first.is("*") || first.is("**")) return false;
        bool const is_named = first.is_name() && at(part.begin + 1).is("=");
        if (!is_named && position >= kind.positional) return false;
        if (is_named && std::ranges::find(sockets, first.text) != sockets.end()) return false;
        bool const is_host = is_named ? first.is("host") : kind.host_comes_first && position == 0;
        if (!is_host) return true;
        auto const value = is_named ? part.begin + 2 : part.begin;
        if (value + 1 != part.end || !at(value).is_plain) return false;
        call.host = at(value).text;
        call.host_span = at(value).span;
        return true;
    }

    Tokens const& source_;
    mutable int steps_ = most_steps;
    bool imports_uvicorn_ = false;
    bool is_rebound_ = false;
    bool imports_waitress_ = false;
    bool has_waitress_serve_ = false;
    bool has_hypercorn_serve_ = false;
    std::set<std::string_view> flask_{};
    std::set<std::string_view> quart_{};
};

}  // namespace

std::optional<ServerCall> server_call(Tokens const& source) { return ServerCalls(source).find(); }

}  // namespace dockcheck::context::python

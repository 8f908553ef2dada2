// server.listen() of Node.js (nodejs.org/api/net.html) and of Fastify
// (fastify.dev/docs/latest/Reference/Server, "listen"), which takes localhost by itself.
#include "analyzer/context/node_listening.hpp"

#include <algorithm>
#include <optional>

namespace dockcheck::context::node {
namespace {

/// Tokens of one call that are looked at.
constexpr std::uint32_t longest_listen = 300;
/// Who asks wants to know of one.
constexpr std::size_t most_calls = 4;

class ListenReader {
 public:
    explicit ListenReader(std::vector<Token> const& tokens) : tokens_(tokens) {}

    std::vector<ListenCall> read() {
        std::vector<ListenCall> calls;
        for (std::uint32_t token = 1; at(token).kind != Token::Kind::end; ++token) {
            bool const is_call = at(token).is(".") && at(token + 1).is("listen")
                                 && at(token + 2).is("(") && !at(token - 1).is("?");
            if (is_call) calls.push_back(call_at(token));
            if (calls.size() > most_calls) break;
        }
        return calls;
    }

 private:
    [[nodiscard]] Token const& at(std::uint32_t token) const { return tokens_[token]; }

    /// `token` is the dot.
    ListenCall call_at(std::uint32_t token) {
        ListenCall call;
        auto const& object = at(token - 1);
        bool const is_named = object.is_name() && (token < 2 || !at(token - 2).is("."));
        call.span = is_named ? join(object.span, at(token + 1).span) : at(token + 1).span;
        call.shown = is_named ? std::string(object.text) + ".listen" : "listen";
        bool const is_fastify = is_named && is_made_by_fastify(object.text);
        auto const first = token + 3;
        if (at(first).is("{")) {
            read_object(first, is_fastify, call);
        } else {
            read_places(first, is_fastify, call);
        }
        return call;
    }

    /// Behind an argument: its comma or the closing bracket; nothing for what is too long.
    [[nodiscard]] std::optional<std::uint32_t> end_of(std::uint32_t begin) const {
        int depth = 0;
        for (auto token = begin; token < begin + longest_listen; ++token) {
            auto const& here = at(token);
            if (here.kind == Token::Kind::end) return std::nullopt;
            if (here.is("(") || here.is("[") || here.is("{")) ++depth;
            bool const closes = here.is(")") || here.is("]") || here.is("}");
            if (depth == 0 && (closes || here.is(","))) return token;
            if (closes) --depth;
        }
        return std::nullopt;
    }

    /// `{ port: 3000, host: "localhost" }`.
    void read_object(std::uint32_t open, bool is_fastify, ListenCall& call) const {
        bool has_host = false;
        auto token = open + 1;
        while (!at(token).is("}")) {
            auto const end = end_of(token);
            if (!end || !(at(token).is_name() || at(token).is_plain)) return;
            auto const key = at(token).text;
            bool const is_host = key == "host" || key == "hostname" || key == "path";
            has_host = has_host || is_host;
            // A socket, or a name that stands for its own value.
            if (key == "path" || key == "fd" || (is_host && !at(token + 1).is(":"))) return;
            if (is_host) read_host(token + 2, *end, call);
            if (key == "port" && at(token + 1).is(":")) read_port(token + 2, *end, call);
            token = at(*end).is(",") ? *end + 1 : *end;
        }
        call.end = at(token - 1).span.end;
        call.is_object = true;
        call.has_members = token > open + 1 && !at(token - 1).is(",");
        if (!has_host && is_fastify) call.host = "localhost";
    }

    /// `(3000, "localhost", callback)`.
    void read_places(std::uint32_t first, bool is_fastify, ListenCall& call) const {
        auto const end = end_of(first);
        if (!end || at(first).is("...")) return;
        read_port(first, *end, call);
        auto const second = *end + 1;
        bool const is_callback =
            at(second).is("(") || at(second).is("function") || at(second).is("async");
        if (at(*end).is(")") || is_callback) {
            // Another argument may be an object with a host.
            if (is_fastify && !call.port.empty()) call.host = "localhost";
            return;
        }
        if (auto const behind = end_of(second)) read_host(second, *behind, call);
    }

    /// `3000`, `process.env.PORT || 3000`, a constant that is one.
    void read_port(std::uint32_t begin, std::uint32_t end, ListenCall& call) const {
        if (end == begin + 1 && at(begin).is_name()) {
            auto const* const number = number_of(at(begin).text);
            if (number != nullptr) call.port = number->text;
            return;
        }
        bool const is_plain = end == begin + 1 || at(begin).is("process");
        if (is_plain && at(end - 1).kind == Token::Kind::number) call.port = at(end - 1).text;
    }

    /// The number of `const NAME = 3000` and of `const NAME = process.env.PORT || 3000`.
    [[nodiscard]] Token const* number_of(std::string_view name) const {
        for (std::uint32_t token = 1; at(token).kind != Token::Kind::end; ++token) {
            if (!at(token - 1).is("const") || !at(token).is(name) || !at(token + 1).is("="))
                continue;
            if (at(token + 2).kind == Token::Kind::number) return &at(token + 2);
            bool const has_default = at(token + 2).is("process") && at(token + 3).is(".")
                                     && at(token + 5).is(".")
                                     && (at(token + 7).is("||") || at(token + 7).is("??"))
                                     && at(token + 8).kind == Token::Kind::number;
            return has_default ? &at(token + 8) : nullptr;
        }
        return nullptr;
    }

    /// A string, or a constant of the source that is one.
    void read_host(std::uint32_t begin, std::uint32_t end, ListenCall& call) const {
        if (end != begin + 1) return;
        auto const& word = at(begin);
        auto const* const text = word.is_plain    ? &word
                                 : word.is_name() ? constant_of(word.text)
                                                  : nullptr;
        if (text == nullptr) return;
        call.host = text->text;
        call.host_span = text->span;
    }

    /// The string of `const NAME = "..."`, where that is all that the source makes of the name.
    [[nodiscard]] Token const* constant_of(std::string_view name) const {
        Token const* found = nullptr;
        for (std::uint32_t token = 1; at(token).kind != Token::Kind::end; ++token) {
            if (!at(token).is(name) || !at(token).is_name() || !at(token + 1).is("=")) continue;
            bool const is_constant = at(token - 1).is("const") && at(token + 2).is_plain
                                     && found == nullptr
                                     && (at(token + 3).is(";") || at(token + 3).begins_line);
            if (!is_constant) return nullptr;
            found = &at(token + 2);
        }
        return found;
    }

    /// `const NAME = fastify(...)`, `require("fastify")(...)`, with or without a type.
    [[nodiscard]] bool is_made_by_fastify(std::string_view name) const {
        for (std::uint32_t token = 2; at(token).kind != Token::Kind::end; ++token) {
            if (!at(token).is("=")) continue;
            bool const is_call = (at(token + 1).is("fastify") || at(token + 1).is("Fastify"))
                                 && at(token + 2).is("(");
            bool const is_required = at(token + 1).is("require") && at(token + 2).is("(")
                                     && at(token + 3).is_plain && at(token + 3).text == "fastify"
                                     && at(token + 4).is(")") && at(token + 5).is("(");
            if (!is_call && !is_required) continue;
            bool const has_type = token > 3 && at(token - 2).is(":");
            if (at(token - (has_type ? 3 : 1)).is(name)) return true;
        }
        return false;
    }

    std::vector<Token> const& tokens_;
};

}  // namespace

std::vector<ListenCall> listen_calls(std::vector<Token> const& tokens) {
    if (tokens.empty()) return {};
    bool const may_listen =
        std::ranges::any_of(tokens, [](Token const& token) { return token.is("listen"); });
    return may_listen ? ListenReader(tokens).read() : std::vector<ListenCall>();
}

}  // namespace dockcheck::context::node

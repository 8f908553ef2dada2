// How a Python source reaches its environment variables (not for use outside of this folder).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context::python {

/// A range of tokens: [begin, end).
struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// What a function does with the variable whose name is its first argument.
struct Helper {
    std::string_view parameter;
    std::uint32_t line = 0;  ///< where it is defined
    bool raises = false;     ///< a missing variable certainly raises
};

/// A read of the environment, or another thing done with one variable.
struct Access {
    enum class Kind : std::uint8_t {
        subscript,    ///< environ[X]: raises when missing
        get,          ///< environ.get(X), getenv(X): nothing when missing
        get_default,  ///< the same with a default
        membership,   ///< X in environ
        write,        ///< environ.setdefault(X, y)
        demand,       ///< a library's read that raises when the variable is missing
    };
    Kind kind = Kind::subscript;
    std::uint32_t name = 0;          ///< the token that names the variable: a string or a parameter
    std::uint32_t end = 0;           ///< behind the access
    Helper const* helper = nullptr;  ///< the function that was called, if one was
};

/// The names of one source for os.environ and its kin.
class Environment {
 public:
    explicit Environment(Tokens const& source) : source_(source) {}

    void learn_import(Range statement);
    void learn_alias(Range statement);
    /// Reads a top-level function, defined in line `line`; its decorators are the caller's concern.
    void learn_helper(std::uint32_t line);
    void forget_helper(std::string_view name) { helpers_.erase(name); }

    /// The access that begins at a token, if one does.
    [[nodiscard]] std::optional<Access> access_at(std::uint32_t token) const;
    /// Sets variables at that token whose names nobody knows.
    [[nodiscard]] bool fills_at(std::uint32_t token) const;
    [[nodiscard]] Helper const* helper(std::string_view name) const;
    /// `if not X: raise ...` and the like in this line: what follows it has X.
    [[nodiscard]] bool raises_without(std::uint32_t line, std::string_view name) const;
    /// `getenv("X").split(",")`, `int(environ.get("X"))`: what None is not good for. The access
    /// begins at that token.
    [[nodiscard]] bool fails_on_none(std::uint32_t begin, Access const& access) const;

 private:
    [[nodiscard]] std::optional<std::uint32_t> behind_environ(std::uint32_t token) const;
    [[nodiscard]] std::optional<std::uint32_t> behind_getenv(std::uint32_t token) const;
    [[nodiscard]] std::optional<Access> call(std::uint32_t open) const;
    [[nodiscard]] std::optional<Access> helper_call(std::uint32_t token) const;
    [[nodiscard]] bool is_missing_test(Range condition, std::string_view name) const;
    [[nodiscard]] bool block_raises(std::uint32_t header) const;
    [[nodiscard]] bool certainly_raises(std::uint32_t line, std::string_view parameter) const;
    [[nodiscard]] bool try_raises(std::uint32_t line, std::string_view parameter) const;
    [[nodiscard]] bool reads_at_once(Range statement, std::string_view parameter) const;
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }

    Tokens const& source_;
    std::set<std::string_view> os_{};
    std::set<std::string_view> environ_{};
    std::set<std::string_view> getenv_{};
    std::map<std::string_view, Helper> helpers_{};
};

/// The line behind the block that line `header` opens.
std::uint32_t block_end(Tokens const& source, std::uint32_t header);
/// The `:` that ends a compound statement's header, or the end of its line.
std::uint32_t header_colon(Tokens const& source, Line const& line);
/// True when the tokens are evaluated one after the other whatever their values are.
bool is_straight(Tokens const& source, Range tokens);

}  // namespace dockcheck::context::python

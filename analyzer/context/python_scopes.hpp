// What the functions of a Python source do when they are called (not for use outside of this
// folder).
#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "analyzer/context/python_environment.hpp"
#include "analyzer/context/python_facts.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context::python {

/// Collects PythonScopes. A scope is named by its number; `nowhere` is code that nobody is known to
/// run.
class Scopes {
 public:
    static constexpr std::uint32_t module = 0;
    static constexpr std::uint32_t nowhere = ~std::uint32_t{0};

    explicit Scopes(Tokens const& source) : source_(source), scopes_(1), left_(1) {}

    /// The scope of the function whose `def` stands in a line, in a class or at the top level.
    std::uint32_t open_function(std::uint32_t line, std::string_view class_name);
    /// The scope behind `if __name__ == "__main__":`.
    std::uint32_t open_main();
    /// The scope of a class of settings at the top level, which stands for its fields.
    std::uint32_t open_settings(std::string_view class_name);
    /// True for the condition `__name__ == "__main__"`.
    [[nodiscard]] bool is_main_test(Range condition) const;

    /// Nothing behind this is certain to be reached: a `return` under some condition, or the end.
    void leave(std::uint32_t scope);
    [[nodiscard]] bool is_left(std::uint32_t scope) const {
        return scope == nowhere || left_[scope];
    }

    void add_import(std::uint32_t scope, Range statement);
    /// The call whose name begins at a token, if one does.
    void add_call(std::uint32_t scope, std::uint32_t token);
    void add_required(std::uint32_t scope, EnvironmentRead const& read);
    void add_opened(std::uint32_t scope, FileRead file);

    [[nodiscard]] std::vector<PythonScope> take();

 private:
    std::uint32_t open(std::string_view name);
    /// True for a statement that is the first of a line without indentation.
    [[nodiscard]] bool is_at_top(Range statement) const;
    [[nodiscard]] bool is_only_cached(std::uint32_t line) const;
    [[nodiscard]] bool is_plain_function(std::uint32_t line) const;
    [[nodiscard]] Token const& at(std::uint32_t token) const { return source_.tokens[token]; }

    Tokens const& source_;
    std::vector<PythonScope> scopes_;
    std::vector<bool> left_;
    std::set<std::string_view> defined_{};
    std::set<std::string_view> doubtful_{};
};

}  // namespace dockcheck::context::python

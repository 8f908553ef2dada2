// What a JavaScript source does with the environment as a whole (not for use outside of this
// folder).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/node_facts.hpp"
#include "analyzer/context/node_tokens.hpp"

namespace dockcheck::context::node {

/// A variable that is read: `process.env.NAME`.
struct Variable {
    std::string_view name;
    Span span;
    std::uint32_t end = 0;  ///< behind it
};

/// `process.env.NAME`, `process.env["NAME"]` at a token.
std::optional<Variable> variable_at(std::vector<Token> const& tokens, std::uint32_t token);

/// What is known wherever in the source it stands.
class Environment {
 public:
    explicit Environment(std::vector<Token> const& tokens) : tokens_(tokens) {}

    void learn(std::uint32_t token);
    void tell(NodeFacts& facts) const;

 private:
    void learn_process(std::uint32_t token);
    void learn_dynamic(std::uint32_t open);
    void learn_module(std::uint32_t token);
    void learn_file(std::uint32_t open);
    [[nodiscard]] Token const& at(std::uint32_t token) const { return tokens_[token]; }

    std::vector<Token> const& tokens_;
    std::set<std::string> files_{};
    std::set<std::string> mentioned_{};
    std::vector<std::string> written_{};
    bool fills_environment_ = false;
    bool changes_folder_ = false;
};

}  // namespace dockcheck::context::node

// What a rule sees while it looks at one thing, and how it reports.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <type_traits>

#include "analyzer/lint/check.hpp"
#include "analyzer/lint/finding.hpp"
#include "analyzer/model/build.hpp"

namespace dockcheck {

/// A message of a rule's page with N holes {0}, {1}, ...; made by rulesmith.
template <std::size_t N>
struct Message {
    std::string_view text;
    std::string_view help;  ///< may use the same holes
};

/// Adds to a finding that was just reported.
class Reported {
 public:
    explicit Reported(Finding& finding, Source const& source)
        : finding_(&finding), source_(&source) {}

    /// Replaces the help of the page.
    Reported& help(std::string text);
    Reported& related(Span span, std::string message);
    Reported& related(Place place, std::string message);
    /// For rules whose gravity depends on what they saw; a severity set by configuration stays.
    Reported& severity(Severity severity);
    Reported& variant(std::string_view variant);
    /// Edits in this Dockerfile; several calls make one fix. Its kind is the page's, unless
    /// `applicability` says more.
    Reported& replace(Span span, std::string text);
    Reported& insert(std::uint32_t offset, std::string text);
    Reported& remove(Span span);
    Reported& applicability(Applicability applicability);

 private:
    Finding* finding_;
    Source const* source_;
};

/// One per rule and subject. Rules are pure: they keep nothing between calls.
class Pass {
 public:
    [[nodiscard]] model::Build const& build() const { return *build_; }
    [[nodiscard]] context::Context const* context() const { return build_->context(); }
    /// The instruction that the subject belongs to; for a Stage its FROM. Asserts that there is
    /// one.
    [[nodiscard]] ast::Instruction const& instruction() const { return *instruction_; }
    [[nodiscard]] bool has_instruction() const { return instruction_ != nullptr; }
    /// The stage of the subject, or nullptr.
    [[nodiscard]] model::Stage const* stage() const { return stage_; }
    /// YYYY-MM-DD.
    [[nodiscard]] std::string_view today() const { return build_->options().today; }

    /// The value of a word of the current instruction after expansion.
    [[nodiscard]] Value value(ast::Word const& word) const {
        return word.json || !word.text.empty()
                   ? build_->expand(*instruction_, word.text.text()).value
                   : Value{};
    }

    /// The characters of this Dockerfile in a range, as written.
    [[nodiscard]] std::string_view text(Span span) const {
        return Place{&build_->source(), span}.text();
    }

    /// Reports at a range of this Dockerfile. Arguments are texts; control characters are made
    /// visible by the reports.
    template <std::size_t N, typename... Texts>
    Reported report(Span span, Message<N> const& message, Texts const&... texts) {
        return report(Place{&build_->source(), span}, message, texts...);
    }
    /// The same in another file (an ignore file, a script).
    template <std::size_t N, typename... Texts>
    Reported report(Place place, Message<N> const& message, Texts const&... texts) {
        static_assert(sizeof...(Texts) == N, "one text for each hole of the message");
        std::array<std::string_view, N> const holes{std::string_view(texts)...};
        return add(place, message.text, message.help, holes.data(), N);
    }

 private:
    friend class Runner;
    Reported add(Place place, std::string_view text, std::string_view help,
                 std::string_view const* holes, std::size_t count);

    model::Build const* build_ = nullptr;
    model::Stage const* stage_ = nullptr;
    ast::Instruction const* instruction_ = nullptr;
    Rule const* rule_ = nullptr;
    std::vector<Finding>* findings_ = nullptr;
};

}  // namespace dockcheck

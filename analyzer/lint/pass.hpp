// What a rule sees while it looks at one thing, and how it reports.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "analyzer/lint/check.hpp"
#include "analyzer/lint/finding.hpp"
#include "analyzer/lint/looks.hpp"
#include "analyzer/model/build.hpp"

namespace dockcheck {

struct ActiveRule;
class External;
class RuleSet;

/// A message of a rule's page with N holes {0}, {1}, ...; made by rulesmith.
template <std::size_t N>
struct Message {
    std::string_view text;
    std::string_view help;  ///< may use the same holes
};

/// Adds to a finding that was just reported.
class Reported {
 public:
    Reported(std::vector<Finding>& findings, Source const& source, Arena& arena,
             bool severity_is_set)
        : findings_(&findings),
          index_(findings.size() - 1),
          source_(&source),
          arena_(&arena),
          severity_is_set_(severity_is_set) {}

    /// Replaces the help of the page.
    Reported& help(std::string_view text);
    /// Of a help that says `end this RUN with: && X`: in a heredoc X is a line of its own, behind a
    /// semicolon there is no &&, and where the command runs by sudo X does, too.
    Reported& in_script_of(model::Command const& command);
    Reported& related(Span span, std::string_view message);
    Reported& related(Place place, std::string_view message);
    /// For rules whose gravity depends on what they saw; a severity set by configuration stays.
    Reported& severity(Severity severity);
    /// Which alias of the page applies; a constant text.
    Reported& variant(std::string_view variant);
    /// Edits; several calls make one fix. Its kind is the page's, unless `applicability` says more.
    Reported& replace(Span span, std::string text);
    Reported& insert(std::uint32_t offset, std::string text);
    Reported& remove(Span span);
    /// An edit in another file.
    Reported& replace(Place place, std::string text);
    Reported& applicability(Applicability applicability);
    /// Hides a secret: no report shows these bytes.
    Reported& mask(Span span);

 private:
    Finding& finding() { return (*findings_)[index_]; }

    std::vector<Finding>* findings_;
    std::size_t index_;
    Source const* source_;
    Arena* arena_;
    bool severity_is_set_;
};

/// One per rule and subject. Rules are pure: they keep nothing between calls.
class Pass {
 public:
    [[nodiscard]] model::Build const& build() const { return *build_; }
    [[nodiscard]] context::Context const* context() const { return build_->context(); }
    /// The instruction that the subject belongs to; for a Stage its FROM. Asserts that there is
    /// one.
    [[nodiscard]] ast::Instruction const& instruction() const;
    /// True when the subject is the trigger of an ONBUILD: it is built in another image.
    [[nodiscard]] bool is_trigger() const { return is_trigger_; }
    /// The stage of the subject, or nullptr.
    [[nodiscard]] model::Stage const* stage() const { return stage_; }
    /// YYYY-MM-DD.
    [[nodiscard]] std::string_view today() const { return build_->options().today; }

    /// The value of a word of the current instruction after expansion. In a trigger a word with a
    /// variable is unknown.
    [[nodiscard]] Value value(ast::Word const& word) const;

    /// To be asked before going through all instructions or commands of the file for one subject.
    /// False in a file without measure once the rule has done it often: it then says nothing.
    [[nodiscard]] bool may_look_around() const { return looks_->take(*active_); }

    /// The program outside that may be asked, or nullptr: none unless the user wants it.
    [[nodiscard]] External const* external() const { return external_; }
    /// What follows a beginning of aliases, of all rules there are: "hadolint:" gives "SC2086".
    [[nodiscard]] std::vector<std::string_view> aliases_behind(std::string_view prefix) const;

    /// The characters of this Dockerfile in a range, as written; of an image without the escapes of
    /// its JSON.
    [[nodiscard]] std::string_view text(Span span) const;

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
        return add(place, message.text, message.help, holes);
    }

 private:
    friend class Runner;
    Reported add(Place place, std::string_view text, std::string_view help,
                 std::span<std::string_view const> holes);

    model::Build const* build_ = nullptr;
    model::Stage const* stage_ = nullptr;
    ast::Instruction const* instruction_ = nullptr;
    ActiveRule const* active_ = nullptr;
    std::vector<Finding>* findings_ = nullptr;
    std::vector<Finding>* dropped_ = nullptr;  ///< what is one too many
    External const* external_ = nullptr;
    Looks* looks_ = nullptr;
    RuleSet const* rules_ = nullptr;
    bool is_trigger_ = false;
    bool with_help_ = true;
};

}  // namespace dockcheck

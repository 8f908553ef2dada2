// Rules that are switched on, made ready to run.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/lint/check.hpp"
#include "analyzer/lint/command_index.hpp"
#include "analyzer/lint/rule_list.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck {

/// A rule that is switched on, with its settings for the files concerned.
struct ActiveRule {
    Rule const* rule = nullptr;
    Severity severity = Severity::warning;  ///< of the page, unless set
    bool severity_is_set = false;           ///< by the configuration or the command line
    std::shared_ptr<void const> options;    ///< or nullptr: the defaults
    /// Variants of which alone findings are wanted (--select hadolint:DL3032); empty: all.
    std::vector<std::string_view> variants;
    /// Variants that are set to a severity of their own (rules."hadolint:DL3032").
    std::vector<std::pair<std::string_view, Severity>> variant_severities;
};

/// The rules that a name of an ignore comment means.
class RuleNames {
 public:
    explicit RuleNames(RuleList rules) : rules_(rules) {}
    /// All rules that are called so, by their name, their category or their id at `peer`
    /// ("hadolint", or empty for any), compared without case, in their own order.
    [[nodiscard]] std::vector<Rule const*> find(std::string_view peer, std::string_view id) const;
    /// The nearest name, category or id, or empty.
    [[nodiscard]] std::string_view nearest(std::string_view id) const;

 private:
    struct Name {
        std::string_view peer;
        std::string_view id;
        Rule const* rule;
    };
    /// There are thousands of names: they are sorted by a number each, and only those of one number
    /// are compared as texts.
    struct Key {
        std::uint64_t beginning;
        std::uint32_t name;
    };
    struct Index {
        std::vector<Name> names;
        std::vector<Key> keys;  ///< sorted
    };

    static void each_name(Rule const& rule, FunctionRef<void(Name const&)> take);
    [[nodiscard]] Index const& index() const;

    RuleList rules_;
    /// The first questions are answered by going through the rules: making the index takes as long
    /// as dozens of them, and most files have one ignore comment or none.
    mutable std::atomic<int> questions_ = 0;
    mutable std::once_flag index_made_;
    mutable Index index_;
};

/// Who looks at what, worked out once for all files with the same settings. Shared by threads.
class RuleSet {
 public:
    using Entry = RuleEntry;
    /// A rule that makes another one stay silent.
    struct Superseding {
        Rule const* general;
        Rule const* specific;
    };

    /// `known` are all rules there are, for names in ignore comments; they outlive the set. Its
    /// catalog is in the order of the names.
    RuleSet(std::vector<ActiveRule> rules, RuleList known);
    RuleSet(RuleSet const&) = delete;
    RuleSet& operator=(RuleSet const&) = delete;

    /// Those that are switched on, by name.
    [[nodiscard]] std::span<ActiveRule const> rules() const { return rules_; }
    [[nodiscard]] std::span<Entry const> handlers(Subject subject) const {
        return handlers_.list(static_cast<std::size_t>(subject));
    }
    /// Of the rules that look at some commands alone. Made at the first question.
    [[nodiscard]] CommandIndex const& commands() const;
    /// Whether it looks at Dockerfiles or images, and is switched on.
    [[nodiscard]] bool is_active(Rule const& rule) const;
    [[nodiscard]] Rule const* known(std::string_view name) const;
    /// What follows a beginning of aliases, of all known rules.
    [[nodiscard]] std::vector<std::string_view> aliases_behind(std::string_view prefix) const;
    /// By the general rule. Made at the first question.
    [[nodiscard]] std::span<Superseding const> superseding() const;
    [[nodiscard]] RuleNames const& names() const { return names_; }

 private:
    template <typename Take>
    void for_each_entry(Take const& take) const;
    [[nodiscard]] void const* options_of(ActiveRule const& active) const;
    void find_commands() const;
    void find_superseding() const;

    RuleList known_;
    std::vector<ActiveRule> rules_;
    /// Of rules that are only a match.
    std::vector<std::pair<Rule const*, std::shared_ptr<void const>>> matches_;
    EntryLists handlers_;  ///< by subject
    mutable std::once_flag commands_made_;
    mutable CommandIndex commands_;
    mutable std::once_flag superseding_found_;
    mutable std::vector<Superseding> superseding_;
    RuleNames names_;
};

}  // namespace dockcheck

// See the header: looking findings up in the names of ignore comments.
#include "analyzer/lint/silence.hpp"

#include <algorithm>
#include <array>

#include "analyzer/text/without_case.hpp"

namespace dockcheck {
namespace {

constexpr auto all_scopes = std::to_array<IgnoreScope>(
    {IgnoreScope::line, IgnoreScope::instruction, IgnoreScope::stage, IgnoreScope::file});

/// Nobody reads the suggestions for more misspelt names than this, and each takes a while.
constexpr int most_suggestions = 50;

bool has_run(Rule const& rule, RuleSet const& rules, bool has_context) {
    return rules.is_active(rule) && (has_context || (rule.needs & requires_context) == 0)
           && (rule.inputs & input_dockerfile) != 0;
}

}  // namespace

bool Silence::Record::same_group(Record const& other) const {
    return scope == other.scope && covers.end == other.covers.end
           && equal_without_case(id, other.id) && equal_without_case(peer, other.peer);
}

bool Silence::stands_before(Record const& a, Record const& b) {
    if (auto const id = compare_without_case(a.id, b.id); id != 0) return id < 0;
    if (auto const peer = compare_without_case(a.peer, b.peer); peer != 0) return peer < 0;
    if (a.scope != b.scope) return a.scope < b.scope;
    if (a.covers.end != b.covers.end) return a.covers.end < b.covers.end;
    return a.covers.begin < b.covers.begin;
}

Silence::Silence(std::vector<IgnoreComment>& comments) {
    for (auto& comment : comments) {
        for (std::size_t i = 0; i < comment.names.size(); ++i) {
            auto const& name = comment.names[i];
            records_.push_back(
                {name.peer, name.id, comment.scope, comment.covers, &comment, i, false});
            // A name alone of tally's may be one of the tools whose rules tally repeats.
            if (name.peer != "tally") continue;
            static constexpr std::string_view all_peers[] = {"hadolint", "buildkit"};
            for (auto const peer : all_peers) {
                records_.push_back(
                    {peer, name.id, comment.scope, comment.covers, &comment, i, false});
            }
        }
    }
    if (!std::ranges::is_sorted(records_, stands_before)) {
        std::ranges::sort(records_, stands_before);
    }
}

IgnoreComment const* Silence::find(Finding const& finding, std::uint32_t offset) {
    if (records_.empty()) return nullptr;
    auto const& rule = *finding.rule;
    IgnoreComment const* found = nullptr;
    auto const look = [&](std::string_view peer, std::string_view id, IgnoreScope scope) {
        auto const* const comment = find_name(peer, id, scope, offset);
        if (found == nullptr) found = comment;
    };
    for (auto const scope : all_scopes) {
        look({}, rule.name, scope);
        look({}, rule.category, scope);
        for (auto const& alias : rule.aliases) {
            auto const colon = alias.id.find(':');
            bool const applies = alias.variant.empty() || alias.variant == finding.variant;
            if (colon == std::string_view::npos || !applies) continue;
            auto const peer = alias.id.substr(0, colon);
            look(peer, alias.id.substr(colon + 1), scope);
            look({}, alias.id.substr(colon + 1), scope);
            if (alias.id != "buildkit:build-error") look(peer, "*", scope);
        }
    }
    return found;
}

IgnoreComment const* Silence::find_name(std::string_view peer, std::string_view id,
                                        IgnoreScope scope, std::uint32_t offset) {
    Record const wanted{peer, id, scope, {0, offset + 1}, nullptr, 0, false};
    auto const first = std::ranges::lower_bound(records_, wanted, stands_before);
    bool const is_it = first != records_.end() && first->scope == scope
                       && first->covers.begin <= offset && equal_without_case(first->id, id)
                       && equal_without_case(first->peer, peer);
    if (!is_it) return nullptr;
    first->used = true;
    return first->comment;
}

void Silence::finish(RuleSet const& rules, bool has_context) {
    auto const& names = rules.names();
    int suggestions = 0;
    bool used = false;
    for (std::size_t i = 0; i < records_.size(); ++i) {
        auto const& record = records_[i];
        bool const starts_group = i == 0 || !record.same_group(records_[i - 1]);
        used = starts_group ? record.used : used;
        auto& name = record.comment->names[record.name];
        name.used = name.used || used;
        bool all_ran = true;
        bool one_ran = false;
        for (auto const* const rule : names.find(record.peer, record.id)) {
            name.exists = true;
            // The rules about ignore comments run behind all others and prove nothing here.
            bool const ran = rule->category != "suppressions"
                             && has_run(*rule, rules, has_context);
            one_ran = one_ran || ran;
            all_ran = all_ran && (ran || rule->by_default != Default::on);
        }
        name.can_be_used = name.can_be_used || (one_ran && all_ran);
        if (!name.exists && record.comment->dialect == IgnoreDialect::dockcheck
            && suggestions < most_suggestions) {
            name.nearest = names.nearest(record.id);
            ++suggestions;
        }
    }
}

}  // namespace dockcheck

// See the header: overlaps by sorted intervals.
#include "analyzer/lint/superseded.hpp"

#include <algorithm>
#include <tuple>

namespace dockcheck {
namespace {

/// The place of a specific finding, under what it is looked up by.
struct SpecificPlace {
    Rule const* rule;
    Source const* source;
    std::uint32_t anchor;
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t furthest;  ///< the largest end up to here, of the same key

    [[nodiscard]] auto key() const { return std::tuple(rule, source, anchor); }
    [[nodiscard]] auto order() const { return std::tuple(rule, source, anchor, begin); }
};

/// An insertion takes up the place before the next byte.
SpecificPlace place_of(Rule const* rule, Finding const& finding) {
    auto const span = finding.place.span;
    auto const end = std::max(span.end, span.begin + 1);
    return {rule, finding.place.source, finding.anchor.span.begin, span.begin, end, end};
}

}  // namespace

std::vector<bool> find_superseded(std::vector<Finding> const& findings, RuleSet const& rules) {
    std::vector<SpecificPlace> places;
    for (auto const& finding : findings) {
        if (!finding.rule->supersedes.empty()) places.push_back(place_of(finding.rule, finding));
    }
    if (places.empty()) return {};
    auto const pairs = rules.superseding();
    if (pairs.empty()) return {};
    std::vector<bool> result(findings.size());
    std::ranges::sort(places, {}, &SpecificPlace::order);
    for (std::size_t i = 1; i < places.size(); ++i) {
        if (places[i].key() != places[i - 1].key()) continue;
        places[i].furthest = std::max(places[i].furthest, places[i - 1].furthest);
    }

    for (std::size_t i = 0; i < findings.size(); ++i) {
        auto const* const rule = findings[i].rule;
        auto pair = std::ranges::lower_bound(pairs, rule, {}, &RuleSet::Superseding::general);
        for (; pair != pairs.end() && pair->general == rule; ++pair) {
            auto wanted = place_of(pair->specific, findings[i]);
            auto const end = wanted.end;
            auto const begin = wanted.begin;
            wanted.begin = end;
            // Of those that begin before this one ends, does one end behind its begin?
            auto const next =
                std::ranges::lower_bound(places, wanted.order(), {}, &SpecificPlace::order);
            if (next == places.begin()) continue;
            auto const& last = *(next - 1);
            if (last.key() == wanted.key() && last.furthest > begin) result[i] = true;
        }
    }
    return result;
}

}  // namespace dockcheck

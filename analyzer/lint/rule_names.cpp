// Finding rules by what an ignore comment calls them.
#include <algorithm>

#include "analyzer/lint/rule_set.hpp"
#include "analyzer/text/nearest.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck {
namespace {

bool stands_before(RuleNames::Name const& a, RuleNames::Name const& b) {
    auto const id = compare_without_case(a.id, b.id);
    return id != 0 ? id < 0 : compare_without_case(a.peer, b.peer) < 0;
}

}  // namespace

RuleNames::RuleNames(RuleList rules) {
    for (auto const& rule : rules) {
        names_.push_back({{}, rule.name, &rule});
        names_.push_back({{}, rule.category, &rule});
        for (auto const& alias : rule.aliases) {
            auto const colon = alias.id.find(':');
            if (colon == std::string_view::npos) continue;
            auto const id = alias.id.substr(colon + 1);
            names_.push_back({{}, id, &rule});
            names_.push_back({alias.id.substr(0, colon), id, &rule});
            // A mark, no check that could be skipped.
            if (alias.id == "buildkit:build-error") continue;
            names_.push_back({alias.id.substr(0, colon), "*", &rule});
        }
    }
    std::ranges::stable_sort(names_, stands_before);
}

std::span<RuleNames::Name const> RuleNames::find(std::string_view peer, std::string_view id) const {
    auto const [first, last] =
        std::equal_range(names_.begin(), names_.end(), Name{peer, id, nullptr}, stands_before);
    return {first, last};
}

std::string_view RuleNames::nearest(std::string_view id) const {
    std::vector<std::string_view> candidates;
    for (auto const& name : names_) {
        if (name.peer.empty() && (candidates.empty() || candidates.back() != name.id)) {
            candidates.push_back(name.id);
        }
    }
    return dockcheck::nearest(id, candidates);
}

}  // namespace dockcheck

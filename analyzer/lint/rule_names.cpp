// Finding rules by what an ignore comment calls them.
#include <algorithm>

#include "analyzer/lint/rule_set.hpp"
#include "analyzer/text/nearest.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck {
namespace {

/// The first bytes in small letters as a number, which is as large as they stand in the alphabet.
std::uint64_t beginning_of(std::string_view id) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) {
        auto const c = i < id.size() ? small_letter(id[i]) : '\0';
        number = number << 8U | static_cast<unsigned char>(c);
    }
    return number;
}

}  // namespace

void RuleNames::each_name(Rule const& rule, FunctionRef<void(Name const&)> take) {
    take({"", rule.name, &rule});
    take({"", rule.category, &rule});
    std::string_view last_peer;
    for (auto const& alias : rule.aliases) {
        auto const colon = alias.id.find(':');
        if (colon == std::string_view::npos) continue;
        auto const id = alias.id.substr(colon + 1);
        take({"", id, &rule});
        take({alias.id.substr(0, colon), id, &rule});
        // A mark, no check that could be skipped.
        if (alias.id == "buildkit:build-error") continue;
        // Once for all of a peer's.
        if (alias.id.substr(0, colon) == last_peer) continue;
        last_peer = alias.id.substr(0, colon);
        take({last_peer, "*", &rule});
    }
}

RuleNames::Index const& RuleNames::index() const {
    std::call_once(index_made_, [this] {
        std::size_t count = 0;
        for (auto const& rule : rules_) count += 2 + 3 * rule.aliases.size();
        index_.names.reserve(count);
        index_.keys.reserve(count);
        for (auto const& rule : rules_) {
            each_name(rule, [&](Name const& name) {
                auto const number = static_cast<std::uint32_t>(index_.names.size());
                index_.keys.push_back({beginning_of(name.id), number});
                index_.names.push_back(name);
            });
        }
        std::sort(index_.keys.begin(), index_.keys.end(), [](Key a, Key b) {
            return a.beginning != b.beginning ? a.beginning < b.beginning : a.name < b.name;
        });
    });
    return index_;
}

std::vector<Rule const*> RuleNames::find(std::string_view peer, std::string_view id) const {
    constexpr int questions_without_index = 16;
    std::vector<Rule const*> result;
    auto const take = [&](Name const& name) {
        if (equal_without_case(name.id, id) && equal_without_case(name.peer, peer))
            result.push_back(name.rule);
    };
    if (questions_.fetch_add(1, std::memory_order_relaxed) < questions_without_index) {
        for (auto const& rule : rules_) each_name(rule, take);
        return result;
    }
    auto const& all = index();
    auto const beginning = beginning_of(id);
    auto key = std::ranges::lower_bound(all.keys, beginning, {}, &Key::beginning);
    for (; key != all.keys.end() && key->beginning == beginning; ++key) {
        take(all.names[key->name]);
    }
    return result;
}

std::string_view RuleNames::nearest(std::string_view id) const {
    std::vector<std::string_view> candidates;
    auto const& all = index();
    for (auto const key : all.keys) {
        auto const& name = all.names[key.name];
        if (name.peer.empty() && (candidates.empty() || candidates.back() != name.id)) {
            candidates.push_back(name.id);
        }
    }
    return dockcheck::nearest(id, candidates);
}

}  // namespace dockcheck

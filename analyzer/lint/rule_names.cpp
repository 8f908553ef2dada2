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

void RuleNames::add(std::string_view peer, std::string_view id, Rule const& rule) {
    keys_.push_back({beginning_of(id), static_cast<std::uint32_t>(names_.size())});
    names_.push_back({peer, id, &rule});
}

RuleNames::RuleNames(RuleList rules) {
    std::size_t count = 0;
    for (auto const& rule : rules) count += 2 + 3 * rule.aliases.size();
    names_.reserve(count);
    keys_.reserve(count);
    for (auto const& rule : rules) {
        add("", rule.name, rule);
        add("", rule.category, rule);
        std::string_view last_peer;
        for (auto const& alias : rule.aliases) {
            auto const colon = alias.id.find(':');
            if (colon == std::string_view::npos) continue;
            auto const id = alias.id.substr(colon + 1);
            add("", id, rule);
            add(alias.id.substr(0, colon), id, rule);
            // A mark, no check that could be skipped.
            if (alias.id == "buildkit:build-error") continue;
            // Once for all of a peer's.
            if (alias.id.substr(0, colon) == last_peer) continue;
            last_peer = alias.id.substr(0, colon);
            add(last_peer, "*", rule);
        }
    }
    std::sort(keys_.begin(), keys_.end(), [](Key a, Key b) {
        return a.beginning != b.beginning ? a.beginning < b.beginning : a.name < b.name;
    });
}

std::vector<Rule const*> RuleNames::find(std::string_view peer, std::string_view id) const {
    std::vector<Rule const*> result;
    auto const range = std::ranges::equal_range(keys_, beginning_of(id), {}, &Key::beginning);
    for (auto const key : range) {
        auto const& name = names_[key.name];
        if (equal_without_case(name.id, id) && equal_without_case(name.peer, peer)) {
            result.push_back(name.rule);
        }
    }
    return result;
}

std::string_view RuleNames::nearest(std::string_view id) const {
    std::vector<std::string_view> candidates;
    for (auto const key : keys_) {
        auto const& name = names_[key.name];
        if (name.peer.empty() && (candidates.empty() || candidates.back() != name.id)) {
            candidates.push_back(name.id);
        }
    }
    return dockcheck::nearest(id, candidates);
}

}  // namespace dockcheck

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

// An object and no function, so that it is put into the sort.
constexpr auto stands_before = [](RuleNames::Name const& a, RuleNames::Name const& b) {
    if (a.beginning != b.beginning) return a.beginning < b.beginning;
    // What is no longer than its beginning is the same.
    if (std::max(a.id.size(), b.id.size()) > sizeof a.beginning) {
        auto const id = compare_without_case(a.id, b.id);
        if (id != 0) return id < 0;
    }
    if (a.peer.data() == b.peer.data() && a.peer.size() == b.peer.size()) return false;
    return compare_without_case(a.peer, b.peer) < 0;
};

}  // namespace

RuleNames::Name::Name(std::string_view peer_name, std::string_view rule_id, Rule const* one)
    : peer(peer_name), id(rule_id), rule(one), beginning(beginning_of(rule_id)) {}

RuleNames::RuleNames(RuleList rules) {
    for (auto const& rule : rules) {
        names_.emplace_back("", rule.name, &rule);
        names_.emplace_back("", rule.category, &rule);
        std::string_view last_peer;
        for (auto const& alias : rule.aliases) {
            auto const colon = alias.id.find(':');
            if (colon == std::string_view::npos) continue;
            auto const id = alias.id.substr(colon + 1);
            names_.emplace_back("", id, &rule);
            names_.emplace_back(alias.id.substr(0, colon), id, &rule);
            // A mark, no check that could be skipped.
            if (alias.id == "buildkit:build-error") continue;
            // Once for all of a peer's.
            if (alias.id.substr(0, colon) == last_peer) continue;
            last_peer = alias.id.substr(0, colon);
            names_.emplace_back(last_peer, "*", &rule);
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

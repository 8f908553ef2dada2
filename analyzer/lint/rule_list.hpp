// All rules that names can mean: those of the catalog, and those that a configuration adds.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <span>

#include "analyzer/lint/rule.hpp"

namespace dockcheck {

/// A view of both lists, one behind the other.
class RuleList {
 public:
    class Iterator;

    RuleList() = default;
    explicit RuleList(std::span<Rule const> catalog, std::span<Rule const* const> added)
        : catalog_(catalog), added_(added) {}
    template <typename Rules>
    requires(!std::same_as<Rules, RuleList>)
        && std::convertible_to<Rules const&, std::span<Rule const>> RuleList(Rules const& catalog)
        : catalog_(catalog) {}

    [[nodiscard]] std::size_t size() const { return catalog_.size() + added_.size(); }
    [[nodiscard]] Rule const& operator[](std::size_t i) const {
        return i < catalog_.size() ? catalog_[i] : *added_[i - catalog_.size()];
    }
    [[nodiscard]] inline Iterator begin() const;
    [[nodiscard]] inline Iterator end() const;
    /// Where a rule of the list stands.
    [[nodiscard]] std::size_t index(Rule const* rule) const {
        auto const found = std::ranges::find(added_, rule);
        if (found != added_.end()) {
            return catalog_.size() + static_cast<std::size_t>(found - added_.begin());
        }
        return static_cast<std::size_t>(rule - catalog_.data());
    }
    [[nodiscard]] std::span<Rule const> catalog() const { return catalog_; }

 private:
    std::span<Rule const> catalog_;
    std::span<Rule const* const> added_;
};

class RuleList::Iterator {
 public:
    using value_type = Rule;
    using difference_type = std::ptrdiff_t;
    using reference = Rule const&;
    using pointer = Rule const*;
    using iterator_category = std::forward_iterator_tag;

    Iterator() = default;
    Iterator(RuleList rules, std::size_t at) : rules_(rules), at_(at) {}

    Rule const& operator*() const { return rules_[at_]; }
    Rule const* operator->() const { return &rules_[at_]; }
    Iterator& operator++() {
        ++at_;
        return *this;
    }
    Iterator operator++(int) {
        auto const before = *this;
        ++at_;
        return before;
    }
    friend bool operator==(Iterator const& a, Iterator const& b) { return a.at_ == b.at_; }

 private:
    RuleList rules_;
    std::size_t at_ = 0;
};

RuleList::Iterator RuleList::begin() const { return {*this, 0}; }
RuleList::Iterator RuleList::end() const { return {*this, size()}; }

}  // namespace dockcheck

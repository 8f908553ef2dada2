// Running rules over the example of a page, and saying what they flagged.
#pragma once

#include "rules/catalog/page.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/fix.hpp"
#include "analyzer/lint/run.hpp"

namespace dockcheck::test {

/// One look at an example with some of its files changed. Findings point into it.
class LintedExample {
 public:
    LintedExample(std::span<ActiveRule const> rules, pages::PageExample const& example,
                  FixedTexts const& changed = {});
    ~LintedExample();

    [[nodiscard]] std::vector<Finding> const& findings() const { return findings_; }
    /// The Dockerfile, or the JSON of an image.
    [[nodiscard]] Source const& dockerfile() const;
    /// The findings of one rule that no comment silences.
    [[nodiscard]] std::vector<Finding> findings_of(Rule const& rule) const;

 private:
    struct Build;

    std::unique_ptr<Source> dockerfile_;
    std::unique_ptr<Build> build_;
    std::vector<Finding> findings_;
};

/// The rule with the options of the example. Rules about ignore comments need the others: all that
/// are on by default.
std::vector<ActiveRule> rules_for(Rule const& rule, pages::PageExample const& example);

/// The flagged texts, a line each, in order; those of other files as `file: text`.
std::string flagged(Source const& dockerfile, std::vector<Finding> const& findings);
/// What the page says must be flagged, in the same form.
std::string wanted(pages::PageExample const& example);
/// The Dockerfile after all fixes of the rule, and what it still finds there.
FixOutcome fixed(Rule const& rule, pages::PageExample const& example, std::string& remaining);
/// The Dockerfile with its findings drawn below the lines: what a failing test shows.
std::string drawing(Source const& dockerfile, std::vector<Finding> const& findings);

}  // namespace dockcheck::test

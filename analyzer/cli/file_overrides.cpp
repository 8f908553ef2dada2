// Looking a finding's rule up in the profile of its own file.
#include "analyzer/cli/file_overrides.hpp"

#include <algorithm>

namespace dockcheck::cli {
namespace {

bool has_overrides(config::Configuration const& configuration) {
    return !configuration.overrides.empty()
           || std::ranges::any_of(configuration.bases,
                                  [](auto const& base) { return has_overrides(*base); });
}

}  // namespace

void FileOverrides::apply(Input const& input, Source const& source,
                          std::vector<Finding>& findings) const {
    if (!has_overrides(*input.profile->configuration)) return;
    std::erase_if(findings, [&](Finding& finding) {
        auto const* const other = finding.place.source;
        bool const is_here = other == nullptr || other == &source || other->name() == source.name();
        return !is_here && !is_on(input, finding);
    });
}

/// Whether the rule is on in the finding's file; if so, the finding gets the severity there.
bool FileOverrides::is_on(Input const& input, Finding& finding) const {
    auto const path = paths_.absolute(finding.place.source->name());
    auto const profile = profiles_.of(input.profile->configuration, input.absolute, path);
    if (!profile || *profile == input.profile) return true;
    auto const rules = (*profile)->rule_set->rules();
    auto const active = std::ranges::find(rules, finding.rule, &ActiveRule::rule);
    if (active == rules.end()) return false;
    if (active->severity_is_set) finding.severity = active->severity;
    return true;
}

}  // namespace dockcheck::cli

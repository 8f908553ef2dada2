// Which rules are switched on, and how grave they are.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/config/names.hpp"
#include "analyzer/lint/run.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::config {

/// A name as the user wrote it, and where: "dockcheck.toml:3:12" or "--select".
struct Mention {
    std::string name;
    std::string where;
};

struct SeveritySetting {
    Mention rule;
    Severity severity = Severity::warning;
};

/// What one place says of selection: a configuration, an override in it, the command line.
struct SelectionLayer {
    std::optional<std::vector<Mention>> select;
    std::vector<Mention> extend_select;
    std::vector<Mention> ignore;
    std::vector<SeveritySetting> severities;
    /// Names that mean nothing are passed over: they are rules of another configuration.
    bool passes_over_unknown = false;
};

/// The rules that are on, without their options. Later layers come before earlier ones; a `select`
/// drops what earlier layers selected and keeps what they ignored. Of all that names a rule the
/// most specific holds (rule or other tool's id, then category, then all, default and preview),
/// then the latest layer's, then an ignore. A severity switches nothing on; `off` is an ignore.
Result<std::vector<ActiveRule>> select_rules(RuleList rules,
                                             std::span<SelectionLayer const* const> layers);

/// The first name of a layer that means nothing, as an error at its place.
std::optional<Error> unknown_name(RuleList rules, SelectionLayer const& layer);

}  // namespace dockcheck::config

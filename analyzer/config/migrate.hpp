// From another checker's configuration to ours.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/configuration.hpp"
#include "analyzer/hadolint/hadolint_file.hpp"
#include "analyzer/lint/rule_list.hpp"

namespace dockcheck::config {

/// A name of ours, and what it was there.
struct MigratedName {
    std::string name;
    std::string from;   ///< "DL3006", "trustedRegistries"
    std::string where;  ///< FILE:LINE:COLUMN
};

struct MigratedOption {
    Rule const* rule = nullptr;
    std::string name;
    std::vector<std::string> values;
    std::string from;
    std::string where;
};

struct MigratedSeverity {
    Rule const* rule = nullptr;
    std::string name;  ///< of the rule, or the id of the part of it that is meant
    Severity severity = Severity::warning;
    std::string from;
    std::string where;
};

/// What a .hadolint.yaml means here.
struct Migration {
    std::vector<MigratedName> extend_select;
    /// What hadolint checks and we leave off unless it is asked for.
    std::vector<MigratedName> only_there;
    std::vector<MigratedName> ignore;
    std::vector<MigratedSeverity> severities;
    /// hadolint's own, where they differ from ours and the file says nothing.
    std::vector<MigratedSeverity> default_severities;
    std::vector<MigratedOption> options;
    Setting<Severity> fail_on;
    std::string fail_on_from;
    Setting<bool> no_inline_ignores;
    Setting<std::string> format;
    std::vector<std::string> remarks;  ///< what has no counterpart, a line each
};

Migration migrate(hadolint::HadolintFile const& file, RuleList rules);

/// The same as a dockcheck.toml, the remarks as comments.
std::string to_toml(Migration const& migration, std::string_view from);

/// The same as what is in force for a folder.
/// `base` is what it is laid over, or nullptr.
Configuration to_configuration(Migration const& migration, std::string path, std::string folder,
                               std::shared_ptr<Configuration const> base = nullptr);

}  // namespace dockcheck::config

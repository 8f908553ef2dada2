// The words for what a rule's page says.
#include "analyzer/lint/rule.hpp"

#include <algorithm>

namespace dockcheck {

bool is_build_error(Rule const& rule) {
    return std::ranges::any_of(
        rule.aliases, [](Alias const& alias) { return alias.id == "buildkit:build-error"; });
}

std::string_view to_string(Severity severity) {
    switch (severity) {
        case Severity::off:
            return "off";
        case Severity::style:
            return "style";
        case Severity::info:
            return "info";
        case Severity::warning:
            return "warning";
        case Severity::error:
            break;
    }
    return "error";
}

std::string_view to_string(Default value) {
    switch (value) {
        case Default::on:
            return "on";
        case Default::off:
            return "off";
        case Default::preview:
            break;
    }
    return "preview";
}

std::string_view to_string(FixKind fix) {
    switch (fix) {
        case FixKind::none:
            return "none";
        case FixKind::safe:
            return "safe";
        case FixKind::unsafe:
            break;
    }
    return "unsafe";
}

std::string_view to_string(Precision precision) {
    switch (precision) {
        case Precision::medium:
            return "medium";
        case Precision::high:
            return "high";
        case Precision::very_high:
            break;
    }
    return "very-high";
}

}  // namespace dockcheck

// The pages that `dockcheck explain` prints.
#include "analyzer/lsp/hover.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "analyzer/config/names.hpp"
#include "analyzer/lint/ignore_comments.hpp"
#include "analyzer/report/explain.hpp"

namespace dockcheck::lsp {
namespace {

struct Pages {
    std::vector<Rule const*> rules;
    Range range;
};

/// Of an id of another tool all rules that have it.
std::vector<Rule const*> rules_named(RuleList known, std::string_view name) {
    std::vector<Rule const*> rules;
    auto const found = config::rules_named(known, name);
    if (!found) return rules;
    for (auto const& hit : found->hits) {
        bool const is_new = std::ranges::find(rules, hit.rule) == rules.end();
        if (is_new) rules.push_back(hit.rule);
    }
    return rules;
}

bool holds(Range const& range, Position position) {
    return range.start <= position && position <= range.end;
}

/// Of all findings there; the range is that of the one that begins last.
Pages pages_of_findings(Document const& document, Position position) {
    Pages pages;
    for (auto const& diagnostic : document.diagnostics) {
        if (diagnostic.finding == nullptr || !holds(diagnostic.range, position)) continue;
        auto const* const rule = diagnostic.finding->rule;
        if (std::ranges::find(pages.rules, rule) != pages.rules.end()) continue;
        pages.rules.push_back(rule);
        pages.range = diagnostic.range;
    }
    return pages;
}

/// Of the rules that a comment names where the position is.
Pages pages_of_comment(Document const& document, Position position) {
    auto const& positions = *document.positions;
    auto const begin = positions.offset({position.line, 0});
    auto const end = positions.offset({position.line, ~std::uint32_t{0}});
    auto const line = std::string_view(document.text).substr(begin, end - begin);
    auto const hash = line.find_first_not_of(" \t");
    if (hash == std::string_view::npos || line[hash] != '#') return {};
    auto const& known = document.checked.known;
    auto const is_rule = [&](std::string_view name) { return !rules_named(known, name).empty(); };
    IgnoreComment comment;
    auto const at = begin + static_cast<std::uint32_t>(hash);
    // Without a day no comment has run out.
    if (!read_ignore_comment(line.substr(hash), at, {}, is_rule, comment)) return {};
    for (auto const& name : comment.names) {
        auto const range = positions.range(name.span);
        if (holds(range, position)) return {rules_named(known, name.text), range};
    }
    return {};
}

}  // namespace

std::optional<Hover> hover_at(Document const& document, Position position, bool as_markdown) {
    if (!document.positions || document.checked.source == nullptr) return std::nullopt;
    auto pages = pages_of_findings(document, position);
    if (pages.rules.empty()) pages = pages_of_comment(document, position);
    if (pages.rules.empty()) return std::nullopt;
    Hover hover;
    hover.range = pages.range;
    for (auto const* const rule : pages.rules) {
        if (!hover.text.empty()) hover.text += as_markdown ? "\n---\n\n" : "\n";
        hover.text += as_markdown ? fmt::format("### {}\n\n{}", rule->name, explain_markdown(*rule))
                                  : explain_plain(*rule);
    }
    return hover;
}

}  // namespace dockcheck::lsp

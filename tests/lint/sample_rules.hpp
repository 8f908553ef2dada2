// Two small rules, and a run of them over a text: what the tests of lint work with.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/fix.hpp"
#include "analyzer/lint/ignore_comments.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/lint/run.hpp"

namespace dockcheck::test {

inline constexpr Message<1> found{"{0} is bad", "not {0}"};

/// Reports "bad" in everything that is no comment, a place each.
inline void find_bad(ast::Instruction const& instruction, Pass& pass) {
    auto const bytes = pass.build().source().bytes();
    auto const end = instruction.whole.end;
    for (auto at = bytes.find("bad", instruction.whole.begin); at < end;
         at = bytes.find("bad", at + 3)) {
        auto const begin = static_cast<std::uint32_t>(at);
        auto const line = bytes.substr(0, at).rfind('\n') + 1;
        if (bytes[line] == '#') continue;
        pass.report(Span{begin, begin + 3}, found, "bad").replace(Span{begin, begin + 3}, "good");
    }
}

/// Reports every USER at its FROM, as something that is missing would be.
inline void find_user(model::Stage const& stage, Pass& pass) {
    for (auto const& instruction : stage.instructions) {
        if (instruction.keyword != ast::Keyword::user) continue;
        pass.report(pass.instruction().name_span, found, "USER")
            .variant(instruction.arguments.text())
            .related(instruction.span, "here");
    }
}

inline constexpr Check bad_check = on<find_bad>();
inline constexpr Check user_check = on<find_user>();

inline constexpr std::array<Alias, 4> bad_aliases{{{"hadolint:DL1", {}},
                                                   {"buildkit:BadWord", {}},
                                                   {"trivy:DS-0001", {}},
                                                   {"semgrep:bad-word", {}}}};
inline constexpr std::array<Alias, 3> user_aliases{
    {{"hadolint:DL2", "root"}, {"checkov:CKV_2", {}}, {"tally:user", {}}}};

inline constexpr std::array<Rule, 2> sample_rules{{
    {.name = "bad-word",
     .category = "style",
     .fix = FixKind::safe,
     .aliases = bad_aliases,
     .check = &bad_check},
    {.name = "some-user", .category = "users", .aliases = user_aliases, .check = &user_check},
}};

inline std::vector<ActiveRule> all_active() {
    std::vector<ActiveRule> rules;
    for (auto const& rule : sample_rules)
        rules.push_back({&rule, rule.severity, false, nullptr, {}});
    return rules;
}

/// A Dockerfile and what rules find in it.
struct Linted {
    explicit Linted(std::string_view text, std::vector<ActiveRule> const& active = all_active(),
                    std::span<Rule const> known = sample_rules, RunOptions const& run_options = {})
        : source("Dockerfile", text),
          build(source, nullptr, options, arena),
          findings(run(build, active, known, run_options)) {}

    Source source;
    Arena arena;
    model::BuildOptions options{{}, {}, {}, "2026-01-01"};
    model::Build build;
    std::vector<Finding> findings;
};

/// A finding a line: "2 bad-word", or "2 bad-word ignored: reason".
inline std::string summary(Linted const& linted) {
    std::string out;
    for (auto const& finding : linted.findings) {
        auto const before = linted.source.bytes().substr(0, finding.place.span.begin);
        out += std::to_string(std::ranges::count(before, '\n') + 1) + " ";
        out += finding.rule->name;
        if (finding.suppressed) {
            out += " ignored";
            if (!finding.suppressed->reason.empty()) out += ": ";
            out += finding.suppressed->reason;
        }
        out += '\n';
    }
    return out;
}

inline std::string lint(std::string_view text) { return summary(Linted(text)); }

}  // namespace dockcheck::test

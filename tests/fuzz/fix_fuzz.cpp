// A libFuzzer target: all fixes. They make no new syntax error, and come to an end.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "tests/fuzz/checked_build.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/fuzz/tree_invariants.hpp"

namespace {

using namespace dockcheck;

std::ptrdiff_t count_syntax_errors(ast::File const& file) {
    return std::ranges::count_if(file.faults, [](ast::Fault const& fault) {
        return fault.tier == ast::Tier::a || fault.tier == ast::Tier::b;
    });
}

void name_rules(FixOutcome const& outcome) {
    for (auto const* const rule : outcome.undone)
        std::fprintf(stderr, "undone: %.*s\n", static_cast<int>(rule->name.size()),
                     rule->name.data());
    if (outcome.is_settled) return;
    for (auto const& finding : outcome.findings) {
        if (finding.fix)
            std::fprintf(stderr, "again: %.*s\n", static_cast<int>(finding.rule->name.size()),
                         finding.rule->name.data());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = test::BuildInput::from({reinterpret_cast<char const*>(data), size});
    std::unique_ptr<test::CheckedBuild> checked;
    std::ptrdiff_t before = -1;
    auto const relint = [&](FixedTexts const& changed) {
        checked = std::make_unique<test::CheckedBuild>(input, changed);
        if (before < 0) before = count_syntax_errors(checked->build().file());
        return checked->findings();
    };
    auto const outcome = fix_all(relint, Applicability::unsafe, test::dockerfile_name);
    name_rules(outcome);
    test::require(outcome.undone.empty(), "fixes that make no syntax error");
    test::require(outcome.is_settled, "fixes that come to an end");
    test::require(count_syntax_errors(checked->build().file()) <= before,
                  "no more syntax errors than before");
    test::require_sound(checked->build().source(), checked->build().file());
    checked->require_sound();
    return 0;
}

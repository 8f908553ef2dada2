// Finds labels of a stage whose value is replaced in the same stage.
#include "rules/labels/duplicate-label-key.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/arena_map.hpp"

namespace dockcheck::rules::duplicate_label_key {
namespace {

struct Earlier {
    ast::Label const* label;
    ast::Pair const* pair;
    Value value;
};

/// The pair and the blanks behind it, where another pair follows on the same line.
void remove_pair(Earlier const& earlier, Pass const& pass, Reported& reported) {
    auto const pairs = earlier.label->pairs;
    if (earlier.pair == &pairs.back()) return;
    Span const gap{earlier.pair->span.end, (earlier.pair + 1)->span.begin};
    if (pass.text(gap).find_first_not_of(" \t") != std::string_view::npos) return;
    reported.remove({earlier.pair->span.begin, gap.end});
}

void check(model::Stage const& stage, Pass& pass) {
    ArenaMap<Earlier> seen(pass.build().arena());
    for (auto const& instruction : stage.instructions) {
        auto const* const label = ast::get_if<ast::Label>(&instruction.node);
        if (label == nullptr || instruction.is_faulty) continue;
        for (auto const& pair : label->pairs) {
            auto const key = pass.build().expand(instruction, pair.key.text.text()).value.known();
            if (!key || pair.key.text.text().find('$') != std::string_view::npos) continue;
            auto const value = pass.build().expand(instruction, pair.value.text.text()).value;
            auto& earlier = seen.get(*key, {label, &pair, value});
            if (earlier.pair == &pair) continue;
            bool const is_same = value.is_known() && value.known() == earlier.value.known();
            auto reported = pass.report(earlier.pair->span, is_same ? same : lost, *key);
            if (is_same) reported.severity(Severity::style);
            reported.related(pair.span, "set again here");
            if (!earlier.label->legacy) remove_pair(earlier, pass, reported);
            earlier = {label, &pair, value};
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::duplicate_label_key

// Finds names of stages that are not in small letters.
#include "rules/style/stage-name-casing.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/preprocessor.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::stage_name_casing {
namespace {

void check(model::Stage const& stage, Pass& pass) {
    if (stage.from == nullptr || stage.name.empty()) return;
    auto const span = stage.from->name.span;
    auto const written = pass.text(span);
    std::string const right(stage.name);
    if (written == right || model::has_preprocessor_lines(pass.build())) return;
    auto reported = pass.report(span, casing, written, right);
    if (!pass.may_look_around()) return;
    reported.replace(span, right);
    auto const mend = [&](model::Reference const& reference) {
        if (reference.stage != &stage) return;
        auto const text = pass.text(reference.span);
        if (text != right && equal_without_case(text, right)) {
            reported.replace(reference.span, right);
        }
    };
    for (auto const& other : pass.build().stages()) {
        for (auto const& transfer : other.transfers) {
            if (transfer.from != nullptr) mend(*transfer.from);
        }
        for (auto const& mount : other.mounts) mend(mount);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::stage_name_casing

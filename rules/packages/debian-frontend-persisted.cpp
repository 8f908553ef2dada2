// Finds DEBIAN_FRONTEND in the environment of the finished image.
#include "rules/packages/debian-frontend-persisted.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::debian_frontend_persisted {
namespace {

void check(model::RuntimeConfig const& config, Pass& pass) {
    using Kind = model::Origin::Kind;
    auto const* entry = config.find_environment("DEBIAN_FRONTEND");
    if (entry == nullptr || entry->value.text_or_empty() != "noninteractive") return;
    auto const kind = entry->origin.kind;
    if (kind != Kind::instruction && kind != Kind::json) return;
    auto reported = pass.report(entry->name_place, kept);
    auto const* instruction = entry->origin.instruction;
    if (instruction == nullptr) return;
    auto const* env = ast::get_if<ast::Env>(&instruction->node);
    bool const is_alone = env != nullptr && env->pairs.size() == 1;
    if (!is_alone || pass.build().stage_of(*instruction) != pass.stage()) return;
    if (env->legacy) {
        reported.replace(instruction->span, "ARG DEBIAN_FRONTEND=noninteractive");
    } else {
        reported.replace(instruction->name_span, "ARG");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::debian_frontend_persisted

// Finds COPY from stages without any file.
#include "rules/stages/copy-from-empty-scratch-stage.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::copy_from_empty_scratch_stage {
namespace {

bool makes_files(ast::Instruction const& instruction) {
    using enum ast::Keyword;
    switch (instruction.keyword) {
        case add:
        case copy:
        case run:
        case workdir:
        case unknown:
            return true;
        default:
            return instruction.is_faulty;
    }
}

bool is_empty(model::Stage const& last) {
    auto const* stage = &last;
    while (true) {
        if (std::ranges::any_of(stage->instructions, makes_files)) return false;
        if (!stage->triggered.instructions.empty()) return false;
        if (stage->parent == nullptr) break;
        stage = stage->parent;
    }
    return stage->base.kind == model::Reference::Kind::scratch;
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* const from = transfer.from;
    if (from == nullptr || from->kind != model::Reference::Kind::stage) return;
    if (from->stage == nullptr || transfer.sources.empty() || !is_empty(*from->stage)) return;
    auto const& source = transfer.sources.front();
    if (!source.value.is_known() || source.has_wildcard) return;
    auto const path = source.value.text_or_empty();
    if (path.find_first_not_of("./") == std::string_view::npos) return;
    pass.report(from->span, empty, pass.text(from->span), path);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_from_empty_scratch_stage

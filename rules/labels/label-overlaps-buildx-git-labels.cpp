// Finds labels that docker buildx would write over.
#include "rules/labels/label-overlaps-buildx-git-labels.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/broken_words.hpp"

namespace dockcheck::rules::label_overlaps_buildx_git_labels {
namespace {

bool is_written_by_buildx(std::string_view key, std::string_view mode) {
    if (mode == "full" && key == "org.opencontainers.image.source") return true;
    return key == "org.opencontainers.image.revision"
           || key == "com.docker.image.source.entrypoint";
}

/// The pair with the gap on one side of it; of an only pair the instruction with its lines.
Span extent_of(ast::Instruction const& instruction, ast::Label const& label, ast::Pair const& pair,
               Pass const& pass) {
    if (label.pairs.size() == 1) {
        auto const bytes = pass.build().source().bytes();
        auto const newline = bytes.find('\n', instruction.whole.end);
        auto const end = newline == bytes.npos ? bytes.size() : newline + 1;
        return {instruction.whole.begin, static_cast<std::uint32_t>(end)};
    }
    if (&pair == &label.pairs.back()) return {(&pair - 1)->span.end, pair.span.end};
    return {pair.span.begin, (&pair + 1)->span.begin};
}

void check(ast::Label const& label, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    auto const mode = options.buildx_git_labels;
    if (model::has_fault(pass.build(), pass.instruction())) return;
    if (stage == nullptr || stage->reach != model::Reach::final || pass.is_trigger()) return;
    if (mode != "true" && mode != "full") return;
    auto const& instruction = pass.instruction();
    for (auto const& pair : label.pairs) {
        auto const key = pass.value(pair.key).text_or_empty();
        if (!is_written_by_buildx(key, mode)) continue;
        auto finding = pass.report(pair.span, overlaps, key);
        auto const extent = extent_of(instruction, label, pair, pass);
        bool const is_plain = pass.text(extent).find('#') == std::string_view::npos;
        if (!label.legacy && is_plain && instruction.comments.empty()) finding.remove(extent);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::label_overlaps_buildx_git_labels

// Finds LABEL instructions that follow each other.
#include "rules/style/labels-not-grouped.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/broken_words.hpp"

namespace dockcheck::rules::labels_not_grouped {
namespace {

ast::Label const* label_of(ast::Instruction const& instruction) {
    auto const* const label = ast::get_if<ast::Label>(&instruction.node);
    return label == nullptr || label->legacy || instruction.is_faulty ? nullptr : label;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

/// True when all keys are plain and none is there twice: the order of the labels means nothing.
bool can_be_joined(std::span<ast::Instruction const> labels, model::Build const& build) {
    std::vector<std::string_view> keys;
    for (auto const& instruction : labels) {
        if (model::has_fault(build, instruction)) return false;
        for (auto const& pair : label_of(instruction)->pairs) {
            auto const text = pair.key.text.text();
            if (text.find_first_of("$\"'\\`") != text.npos) return false;
            keys.push_back(text);
        }
    }
    std::ranges::sort(keys);
    return std::ranges::adjacent_find(keys) == keys.end();
}

void report(std::span<ast::Instruction const> labels, Pass& pass) {
    auto finding = pass.report(labels[0].span, spread, std::to_string(labels.size()));
    if (!can_be_joined(labels, pass.build())) return;
    auto const joint = std::string(" ") + pass.build().file().escape + "\n      ";
    for (std::size_t i = 1; i < labels.size(); ++i) {
        finding.replace({labels[i - 1].span.end, labels[i].arguments.source().begin}, joint);
    }
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    if (pass.build().image() != nullptr) return;
    auto const all = stage.instructions;
    for (std::size_t begin = 0; begin < all.size();) {
        auto end = begin + 1;
        auto const* const first = label_of(all[begin]);
        auto count = first == nullptr ? std::size_t{0} : first->pairs.size();
        while (first != nullptr && end < all.size() && label_of(all[end]) != nullptr
               && is_blank(pass.text({all[end - 1].span.end, all[end].span.begin}))) {
            count += label_of(all[end++])->pairs.size();
        }
        if (end - begin > 1 && static_cast<std::int64_t>(count) >= options.min_labels) {
            report(all.subspan(begin, end - begin), pass);
        }
        begin = end;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_files_with<ast::Label>();

}  // namespace dockcheck::rules::labels_not_grouped

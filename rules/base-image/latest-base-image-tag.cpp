// Finds images whose tag is latest.
#include "rules/base-image/latest-base-image-tag.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::latest_base_image_tag {
namespace {

std::string_view without_tag(std::string_view name, std::string_view tag) {
    return name.substr(0, name.size() - tag.size() - 1);
}

/// The ARG whose default brings the word; nullptr when the text has it itself.
ast::Pair const* pair_that_brings(std::string_view tag, std::string_view text, Pass const& pass,
                                  int depth) {
    constexpr int deepest = 5;
    if (depth > deepest || text.find(tag) != text.npos) return nullptr;
    auto const none = [](std::string_view) { return dockerfile::Variable{}; };
    auto const uses = pass.build().expand(text, none).uses;
    for (auto const& use : uses) {
        for (auto const& instruction : pass.build().file().instructions) {
            if (instruction.keyword == ast::Keyword::from) break;
            auto const* const arg = ast::get_if<ast::Arg>(&instruction.node);
            if (arg == nullptr) continue;
            for (auto const& pair : arg->pairs) {
                if (pair.key.text.text() != use.name || !pair.has_value) continue;
                auto const value = pair.value.text.text();
                if (value.find(tag) != value.npos) return &pair;
                auto const* const deeper = pair_that_brings(tag, value, pass, depth + 1);
                if (deeper != nullptr) return deeper;
            }
        }
    }
    return nullptr;
}

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    if (reference.kind != model::Reference::Kind::image || !reference.image.digest.empty()) return;
    auto const tag = reference.image.tag;
    bool const is_latest = tag == "latest";
    bool const is_floating =
        std::ranges::find(options.floating_tags, tag) != options.floating_tags.end();
    if (tag.empty() || (!is_latest && !is_floating)) return;
    auto const name = reference.value.text_or_empty();
    if (matches_any_wildcard(name, options.ignore_images)) return;
    auto const plain = without_tag(name, tag);
    if (matches_any_wildcard(plain, options.ignore_images)) return;
    auto const* const argument = pair_that_brings(tag, pass.text(reference.span), pass, 0);
    if (argument != nullptr
        && !pass.build().options().arguments.contains(argument->key.text.text())) {
        auto const* const at = pass.build().instruction_at(argument->span.begin);
        auto const line = std::to_string(at == nullptr ? 1 : at->first_line);
        pass.report(reference.span, by_default, argument->key.text.text(), name, line)
            .severity(Severity::info);
        return;
    }
    // What tags an image of another registry has nobody knows here.
    auto const& named = reference.image.hub_name().empty() ? latest_elsewhere : latest;
    pass.report(reference.span, is_latest ? named : floating, name, plain);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::latest_base_image_tag

#include "rules/base-image/invalid-image-reference.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/syntax/dockerfile/keyword.hpp"

namespace dockcheck::rules::invalid_image_reference {
namespace {

/// The stage that the name would mean in lower case, or nullptr.
model::Stage const* stage_in_lower_case(std::string_view name, Pass const& pass) {
    if (!pass.may_look_around()) return nullptr;
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    for (auto const& stage : pass.build().stages()) {
        if (!stage.name.empty() && std::ranges::equal(stage.name, name, {}, {}, lower))
            return &stage;
    }
    return nullptr;
}

/// True for a capital in the path; a tag may have them.
bool has_capital(std::string_view name) {
    auto const path = name.substr(0, name.find(':', name.rfind('/') + 1));
    return std::ranges::any_of(path, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// True for a word in capitals as templates have them: REPLACE-ME, TO_BE_REPLACED, BASEIMAGE.
bool is_placeholder(std::string_view name) {
    auto const is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    if (std::ranges::any_of(name, is_small)) return false;
    static constexpr std::string_view words[] = {"REPLACE", "PLACEHOLDER", "CHANGE", "TODO",
                                                 "FIXME",   "IMAGE",       "BASE",   "TEMPLATE",
                                                 "YOUR",    "INSERT"};
    return std::ranges::any_of(words, [&](auto word) { return name.find(word) != name.npos; });
}

/// FROM of two words or of many, of which nobody knows which are the image: that is a fault of its
/// own.
bool has_too_many_words(ast::Fault const& fault) {
    auto const* const from = fault.instruction;
    if (from == nullptr || from->keyword != ast::Keyword::from) return false;
    auto const words = from->words;
    return words.size() != 1
           && (words.size() != 3 || !dockerfile::equals_folded(words[1].text.text(), "as"));
}

void check(ast::Fault const& fault, Pass& pass) {
    auto const text = pass.text(fault.span);
    // Values of variables may be others when the image is built.
    if (text.find('$') != std::string_view::npos) return;
    if (fault.kind == ast::FaultKind::blank_base_name) pass.report(fault.span, blank, text);
    if (fault.kind != ast::FaultKind::invalid_image_reference) return;
    if (has_too_many_words(fault)) return;
    if (auto const* named = stage_in_lower_case(text, pass)) {
        pass.report(fault.span, stage, text, named->name);
    } else if (text.find(":sha256:") != text.npos) {
        pass.report(fault.span, digest, text, fault.word);
    } else if (is_placeholder(text)) {
        pass.report(fault.span, placeholder, text);
    } else if (has_capital(text)) {
        pass.report(fault.span, capitals, text, fault.word);
    } else {
        pass.report(fault.span, invalid, text, fault.word);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_image_reference

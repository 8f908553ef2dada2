// Finds the first WORKDIR of a chain of stages where it is relative.
#include "rules/files/relative-workdir.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::relative_workdir {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `C:` in front is absolute wherever the image runs: nothing else can be meant.
bool is_relative(Value const& path) {
    auto const prefix = path.known_prefix();
    if (prefix.empty() || prefix.front() == '/' || prefix.front() == '\\') return false;
    return prefix.size() < 2 || !is_letter(prefix[0]) || prefix[1] != ':';
}

/// True when a WORKDIR stands in front of this one, in the stage or in one that it is FROM.
bool has_earlier(model::Stage const& stage, ast::Instruction const& instruction) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& other : at->instructions) {
            if (&other == &instruction) break;
            if (other.keyword == ast::Keyword::workdir) return true;
        }
    }
    return false;
}

void report(ast::Word const& word, std::string_view path, Pass& pass) {
    if (path == "~" || path.starts_with("~/")) {
        pass.report(word.span, tilde);
        return;
    }
    if (path.starts_with('[') || path.find_first_of(" \t") != path.npos) {
        pass.report(word.span, literal, path);
        return;
    }
    if (path == "." || path == "./") {
        pass.report(word.span, same, path);
        return;
    }
    if (pass.stage()->has_no_base()) return;
    // What a digest names stays as it is.
    auto const& root = pass.stage()->root();
    if (root.kind == model::Reference::Kind::image && !root.image.digest.empty()) return;
    auto const workdir = pass.build().workdir(pass.instruction());
    auto const base = workdir.is_absent() ? std::string_view("/") : workdir.value.text_or_empty();
    bool const is_literal = pass.text(word.span) == path;
    if (workdir.is_unknown() || base.empty()) {
        pass.report(word.span, relative, pass.text(word.span));
        return;
    }
    auto const whole = model::clean_path(std::string(base) + "/" + std::string(path));
    auto reported = pass.report(word.span, known, pass.text(word.span), base, whole);
    if (is_literal && !pass.stage()->is_windows) reported.replace(word.span, whole);
}

void check(ast::Workdir const& workdir, Pass& pass, Options const& options) {
    if (pass.is_trigger() || pass.stage() == nullptr) return;
    auto const& word = workdir.value;
    auto const value = pass.value(word);
    if (!is_relative(value) || !pass.may_look_around()) return;
    if (!has_earlier(*pass.stage(), pass.instruction())) {
        report(word, value.is_known() ? value.text_or_empty() : pass.text(word.span), pass);
    } else if (options.require_absolute_everywhere) {
        pass.report(word.span, any, pass.text(word.span));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::relative_workdir

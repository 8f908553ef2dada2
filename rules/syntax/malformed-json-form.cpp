#include "rules/syntax/malformed-json-form.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::malformed_json_form {
namespace {

/// The text with single quotes made double, where no string holds a quote or a backslash itself.
std::string requoted(std::string_view text) {
    if (text.find_first_of("\"\\") != std::string_view::npos) return {};
    std::string result(text);
    for (auto& c : result) {
        if (c == '\'') c = '"';
    }
    return result;
}

/// Instructions whose other form is a list of words, not a shell command.
bool takes_words(ast::Keyword keyword) {
    return keyword == ast::Keyword::volume || keyword == ast::Keyword::copy
           || keyword == ast::Keyword::add;
}

/// False for what the shell means by a bracket: a test, or a type of PowerShell. `[word ...]` of
/// RUN has no quote behind the bracket.
bool is_meant_as_json(ast::Instruction const& instruction) {
    if (instruction.keyword != ast::Keyword::run) return true;
    auto const text = instruction.arguments.text();
    auto const first = text.find_first_not_of(" \t", 1);
    if (first == std::string_view::npos) return false;
    auto const next = static_cast<unsigned char>(text[first]);
    return next == '"' || next == '\'' || next >= 0x80;
}

Message<1> const& message_of(std::string_view cause) {
    if (cause == "trailing-comma") return trailing_comma;
    if (cause == "text-after") return text_after;
    if (cause == "unclosed") return unclosed;
    if (cause == "unclosed-string") return unclosed_string;
    if (cause == "missing-comma") return missing_comma;
    return broken;
}

/// True for a CMD or ENTRYPOINT of a stage that is not what the build gives: nothing starts there.
bool starts_nothing(ast::Instruction const& instruction, Pass const& pass) {
    bool const is_start =
        instruction.keyword == ast::Keyword::cmd || instruction.keyword == ast::Keyword::entrypoint;
    return is_start && pass.stage() != nullptr && pass.stage()->reach != model::Reach::final;
}

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::json_not_strings) {
        pass.report(fault.span, not_strings);
        return;
    }
    if (fault.kind != ast::FaultKind::malformed_json || fault.instruction == nullptr) return;
    auto const& arguments = fault.instruction->arguments;
    if (!is_meant_as_json(*fault.instruction)) return;
    if (takes_words(fault.instruction->keyword)) {
        pass.report(fault.span, words, arguments.text());
        return;
    }
    if (fault.word == "single-quote") {
        auto finding = pass.report(fault.span, single_quote, arguments.text());
        if (starts_nothing(*fault.instruction, pass)) finding.severity(Severity::warning);
        auto const fixed = requoted(arguments.text());
        if (!fixed.empty() && arguments.source().size() == fixed.size()) {
            finding.replace(arguments.source(), fixed);
        }
    } else if (fault.word == "typographic-quote") {
        pass.report(fault.span, typographic, arguments.text());
    } else {
        auto finding = pass.report(fault.span, message_of(fault.word), arguments.text());
        if (starts_nothing(*fault.instruction, pass)) finding.severity(Severity::warning);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::malformed_json_form

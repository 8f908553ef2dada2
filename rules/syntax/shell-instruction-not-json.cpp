#include "rules/syntax/shell-instruction-not-json.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::shell_instruction_not_json {
namespace {

/// The words of a text as a JSON array; empty when they hold anything that would need more thought.
std::string as_json(std::string_view text) {
    if (text.find_first_of("[]\"'\\$`") != std::string_view::npos) return {};
    std::string result = "[";
    while (!text.empty()) {
        auto const blank = text.find_first_of(" \t");
        auto const word = text.substr(0, blank);
        text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
        if (word.empty()) continue;
        if (result.size() > 1) result += ", ";
        result += '"';
        result += word;
        result += '"';
    }
    return result + "]";
}

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::shell_not_json || fault.instruction == nullptr) return;
    auto const& arguments = fault.instruction->arguments;
    // A broken array is told by malformed-json-form.
    if (arguments.text().starts_with('[')) return;
    auto const json = as_json(arguments.text());
    auto finding = pass.report(fault.span, not_json, arguments.text(),
                               json.empty() ? std::string_view(R"(["/bin/bash", "-c"])") : json);
    if (!json.empty()) finding.replace(arguments.source(), json);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::shell_instruction_not_json

#include "rules/syntax/unknown-instruction-flag.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::unknown_instruction_flag {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::unknown_flag || fault.instruction == nullptr) return;
    auto const keyword = ast::to_string(fault.instruction->keyword);
    if (fault.suggestion.empty()) {
        bool const has_command = fault.instruction->keyword == ast::Keyword::run
                                 || fault.instruction->keyword == ast::Keyword::cmd
                                 || fault.instruction->keyword == ast::Keyword::entrypoint;
        pass.report(fault.span, has_command ? command : unknown, keyword, fault.word);
        return;
    }
    pass.report(fault.span, misspelt, keyword, fault.word, fault.suggestion)
        .replace(fault.span, "--" + std::string(fault.suggestion));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unknown_instruction_flag

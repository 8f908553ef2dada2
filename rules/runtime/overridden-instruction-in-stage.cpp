// Finds instructions that a later one of the same stage replaces.
#include "rules/runtime/overridden-instruction-in-stage.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::overridden_instruction_in_stage {
namespace {

bool is_single(ast::Keyword keyword) {
    return keyword == ast::Keyword::cmd || keyword == ast::Keyword::entrypoint
           || keyword == ast::Keyword::healthcheck || keyword == ast::Keyword::stopsignal;
}

/// All lines of an instruction with the end of the last one.
Span lines_of(ast::Instruction const& instruction, std::string_view all) {
    auto end = instruction.whole.end;
    auto const newline = all.find('\n', end);
    end = static_cast<std::uint32_t>(newline == all.npos ? all.size() : newline + 1);
    return {instruction.whole.begin, end};
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    auto const all = stage.instructions;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const& instruction = all[i];
        auto const name = ast::to_string(instruction.keyword);
        if (!is_single(instruction.keyword)) continue;
        if (std::ranges::find(options.instructions, name) == options.instructions.end()) continue;
        auto const rest = all.subspan(i + 1);
        auto const last = std::find_if(rest.rbegin(), rest.rend(), [&](auto const& other) {
            return other.keyword == instruction.keyword;
        });
        if (last == rest.rend() || instruction.is_faulty) continue;
        pass.report(instruction.name_span, replaced, name, std::to_string(last->first_line))
            .variant(name)
            .related(last->name_span, "this one holds")
            .remove(lines_of(instruction, pass.build().source().bytes()));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::overridden_instruction_in_stage

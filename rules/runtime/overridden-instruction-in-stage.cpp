// Finds instructions that a later one of the same stage replaces.
#include "rules/runtime/overridden-instruction-in-stage.hpp"

#include <algorithm>
#include <array>
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

/// The last instruction of each kind that holds alone.
class Last {
 public:
    explicit Last(std::span<ast::Instruction const> all) {
        for (auto const& instruction : all) {
            if (is_single(instruction.keyword)) last_[index(instruction.keyword)] = &instruction;
        }
    }
    [[nodiscard]] ast::Instruction const& of(ast::Keyword keyword) const {
        return *last_[index(keyword)];
    }

 private:
    static std::size_t index(ast::Keyword keyword) { return static_cast<std::size_t>(keyword); }

    std::array<ast::Instruction const*, 1 + static_cast<std::size_t>(ast::Keyword::workdir)>
        last_{};
};

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    Last const last(stage.instructions);
    for (auto const& instruction : stage.instructions) {
        auto const name = ast::to_string(instruction.keyword);
        if (!is_single(instruction.keyword) || instruction.is_faulty) continue;
        if (std::ranges::find(options.instructions, name) == options.instructions.end()) continue;
        auto const& holding = last.of(instruction.keyword);
        if (&holding == &instruction) continue;
        bool const is_check = instruction.keyword == ast::Keyword::healthcheck;
        pass.report(instruction.name_span, is_check ? replaced_check : replaced, name,
                    std::to_string(holding.first_line))
            .variant(name)
            .related(holding.name_span, "this one holds")
            .remove(lines_of(instruction, pass.build().source().bytes()));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::overridden_instruction_in_stage

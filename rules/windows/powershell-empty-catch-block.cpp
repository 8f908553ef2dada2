// Finds catch blocks that do nothing.
#include "rules/windows/powershell-empty-catch-block.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/powershell_script.hpp"

namespace dockcheck::rules::powershell_empty_catch_block {
namespace {

using powershell::Kind;

void check(model::PowerShellScript const& script, Pass& pass) {
    for (auto const& node : script.tree.nodes) {
        if (node.kind != Kind::catch_clause) continue;
        for (auto const& part : script.tree.children(node)) {
            if (part.kind != Kind::body || script.tree.has_children(part)) continue;
            constexpr std::uint32_t keyword_size = 5;
            auto keyword = node;
            // The clause begins at the blanks behind the block in front of it.
            keyword.begin += static_cast<std::uint32_t>(script.text_of(node).find_first_of("cC"));
            keyword.end = keyword.begin + keyword_size;
            pass.report(script.span(keyword), empty);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_empty_catch_block

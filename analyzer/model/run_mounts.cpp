// Looking at flags of instructions.
#include "analyzer/model/run_mounts.hpp"

#include <algorithm>

namespace dockcheck::model {

bool has_mount(ast::Instruction const& run, std::string_view type) {
    auto const* node = ast::get_if<ast::Run>(&run.node);
    return node != nullptr && std::ranges::any_of(node->mounts, [&](ast::Mount const& mount) {
               auto const* field = mount.find("type");
               return (field == nullptr ? std::string_view("bind") : field->value.text()) == type;
           });
}

std::string_view field_of(ast::Mount const& mount, std::string_view key, std::string_view alias,
                          std::string_view other) {
    auto const* const field = mount.find(key, alias, other);
    return field == nullptr ? std::string_view() : field->value.text();
}

bool relies_on_buildkit(Build const& build) {
    auto const& file = build.file();
    auto const is_syntax = [](ast::Directive const& directive) {
        return directive.name == "syntax";
    };
    if (std::ranges::any_of(file.directives, is_syntax)) return true;
    return std::ranges::any_of(file.instructions, [](ast::Instruction const& instruction) {
        return !instruction.heredocs.empty() || instruction.flag("mount") != nullptr
               || instruction.flag("link") != nullptr || instruction.flag("chmod") != nullptr;
    });
}

}  // namespace dockcheck::model

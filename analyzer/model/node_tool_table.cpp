// The programs that packages bring, as their own package.json files name them.
#include "analyzer/model/node_tool_table.hpp"

#include <algorithm>

namespace dockcheck::model {
namespace {

/// Programs of packages that hardly any other requires, where no lock file tells.
struct NodeTool {
    std::string_view program;
    std::string_view package;
};
constexpr NodeTool node_tools[] = {
    {"husky", "husky"},
    {"lefthook", "lefthook"},
    {"nest", "@nestjs/cli"},
    {"ng", "@angular/cli"},
    {"nodemon", "nodemon"},
    {"react-scripts", "react-scripts"},
    {"simple-git-hooks", "simple-git-hooks"},
    {"vue-cli-service", "@vue/cli-service"},
};

}  // namespace

ToolState NodeTools::by_lock(std::string_view program) const {
    auto state = ToolState::unknown;
    for (auto const& entry : lock_->programs) {
        if (entry.name != program) continue;
        if (!entry.is_development) return ToolState::there;
        state = ToolState::left_out;
    }
    return state;
}

ToolState NodeTools::by_manifest(std::string_view program) const {
    auto const* entry = entry_of(program);
    if (entry == nullptr) return ToolState::unknown;
    bool const has_peers =
        text_ == nullptr || text_->bytes().find("peerDependencies") != std::string_view::npos;
    if (has_peers) return ToolState::unknown;
    bool const is_left_out =
        std::ranges::all_of(manifest_.dependencies, [&](context::Dependency const& one) {
            return one.name != entry->name || one.is_development;
        });
    return is_left_out ? ToolState::left_out : ToolState::there;
}

context::Dependency const* NodeTools::entry_of(std::string_view program) const {
    if (lock_ != nullptr) {
        auto const found = std::ranges::find(lock_->programs, program, &context::Dependency::name);
        return found == lock_->programs.end() ? nullptr : &*found;
    }
    auto const* const tool = std::ranges::find(node_tools, program, &NodeTool::program);
    return tool == std::ranges::end(node_tools) ? nullptr : manifest_.find(tool->package);
}

std::string_view NodeTools::package_of(context::Dependency const& entry) const {
    return lock_ != nullptr ? entry.version : entry.name;
}

}  // namespace dockcheck::model

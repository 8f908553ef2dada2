// Which package of a Node.js project brings a program, and whether it is for development only.
#pragma once

#include <string_view>

#include "analyzer/context/manifests/manifest.hpp"
#include "analyzer/model/node_script_programs.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::model {

/// By the lock file, which names the programs of all packages; where there is none, of a few
/// packages that hardly any other requires.
class NodeTools {
 public:
    /// `text` is that of the package.json; `lock` may be nullptr. All of them outlive it.
    NodeTools(context::Manifest const& manifest, Source const* text, context::Manifest const* lock)
        : manifest_(manifest), text_(text), lock_(lock) {}

    [[nodiscard]] ToolState state_of(std::string_view program) const {
        return lock_ != nullptr ? by_lock(program) : by_manifest(program);
    }
    /// Of the lock file, or of package.json where there is none; nullptr when nobody knows it.
    [[nodiscard]] context::Dependency const* entry_of(std::string_view program) const;
    [[nodiscard]] std::string_view package_of(context::Dependency const& entry) const;

 private:
    [[nodiscard]] ToolState by_lock(std::string_view program) const;
    [[nodiscard]] ToolState by_manifest(std::string_view program) const;

    context::Manifest const& manifest_;
    Source const* text_;
    context::Manifest const* lock_;
};

}  // namespace dockcheck::model

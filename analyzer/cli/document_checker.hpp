// Checking what an editor has open.
#pragma once

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/lsp/checker.hpp"

namespace dockcheck::cli {

/// Reads all configuration anew for each check: nothing of it can be out of date.
class DocumentChecker final : public lsp::Checker {
 public:
    /// Both outlive this object; check_values let the arguments pass.
    DocumentChecker(Arguments const& arguments, config::SelectionLayer const& selection)
        : arguments_(arguments), selection_(selection) {}

    void work_in(std::string const& folder) override;
    [[nodiscard]] bool is_dockerfile(lsp::Target const& target) const override;
    [[nodiscard]] lsp::Checked check(lsp::Target const& target,
                                     FixedTexts const& open) const override;
    [[nodiscard]] FixedTexts fixed(lsp::Target const& target,
                                   FixedTexts const& open) const override;
    [[nodiscard]] std::string path_of(std::string_view shown) const override;

 private:
    Arguments const& arguments_;
    config::SelectionLayer const& selection_;
};

}  // namespace dockcheck::cli

// What the language server asks of the program that it is a part of.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/lint/fix.hpp"
#include "analyzer/lint/rule_list.hpp"
#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::lsp {

/// A document as the editor has it.
struct Target {
    std::string_view path;      ///< absolute, or empty: it is no file
    std::string_view language;  ///< what the editor takes it for
    std::string_view text;
};

/// What a check of a document found.
struct Checked {
    Source const* source = nullptr;  ///< the text, or nullptr: it was not checked
    ast::File const* file = nullptr;
    std::vector<Finding const*> findings;  ///< those to be shown
    std::vector<Error> errors;             ///< of the configuration, or why it was not checked
    RuleList known;                        ///< the rules that there are for the document
    bool requires_reason = false;          ///< of every comment that silences something
    bool obeys_comments = true;
    std::shared_ptr<void const> kept;  ///< all that the others point to
};

/// Checks documents just as `dockcheck check FILE` does in the working folder.
class Checker {
 public:
    virtual ~Checker() = default;

    /// Makes the folder that the editor has open the working folder.
    virtual void work_in(std::string const& folder) = 0;
    /// Whether it is one that is checked at all, by its name and what the editor takes it for.
    [[nodiscard]] virtual bool is_dockerfile(Target const& target) const = 0;
    /// `open` are texts of the editor in place of what the disk has, by absolute path.
    [[nodiscard]] virtual Checked check(Target const& target, FixedTexts const& open) const = 0;
    /// The files that `dockcheck fix FILE` would change and what they would be, by absolute path;
    /// that of a document that is no file is empty.
    [[nodiscard]] virtual FixedTexts fixed(Target const& target, FixedTexts const& open) const = 0;
    /// The absolute path of a file as it is shown.
    [[nodiscard]] virtual std::string path_of(std::string_view shown) const = 0;
};

}  // namespace dockcheck::lsp

// Which findings the ignore comments of one file silence.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/lint/finding.hpp"
#include "analyzer/lint/ignore_comments.hpp"
#include "analyzer/lint/rule_set.hpp"

namespace dockcheck {

/// The names of a file's ignore comments, sorted for looking up. Borrows the comments.
class Silence {
 public:
    explicit Silence(std::vector<IgnoreComment>& comments);

    /// The comment that silences a finding that begins at this offset of the file, the narrowest
    /// one; nullptr when there is none. Every name that would do it is marked as used.
    IgnoreComment const* find(Finding const& finding, std::uint32_t offset);

    /// Marks the names that were used, exist and can be used; call it when all findings were
    /// looked up.
    void finish(RuleSet const& rules, bool has_context);

 private:
    /// A name in its comment.
    struct Record {
        std::string_view peer;
        std::string_view id;
        IgnoreScope scope;
        Span covers;
        IgnoreComment* comment;
        std::size_t name;
        bool used;  ///< of the first of a group: those with the same name that end together

        [[nodiscard]] bool same_group(Record const& other) const;
    };
    static bool stands_before(Record const& a, Record const& b);

    IgnoreComment const* find_name(std::string_view peer, std::string_view id, IgnoreScope scope,
                                   std::uint32_t offset);

    std::vector<Record> records_;
};

}  // namespace dockcheck

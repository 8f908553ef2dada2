// .dockerignore with BuildKit's pattern semantics (build-semantics, section 4).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck::context {

struct IgnorePattern {
    std::string text;  ///< cleaned, without the `!`
    bool negated = false;
    Span span;  ///< as written, trimmed, `!` included
};

struct IgnoreVerdict {
    bool excluded = false;
    bool fails = false;  ///< asking about this path fails the build: a pattern that needs to be
                         ///< tried is no valid regular expression; then nothing is excluded
    IgnorePattern const* last = nullptr;  ///< the pattern that decided, or nullptr
};

/// What the patterns said about a folder, handed on to what lies in it. The default one is the
/// root's.
struct IgnoreState {
    std::vector<bool> matched;  ///< per pattern; empty at the root
    bool closed = false;        ///< nothing below is sent, whatever the patterns say
    IgnorePattern const* last = nullptr;
};

class IgnoreFile {
 public:
    /// Reads an ignore file; `source` must outlive it.
    explicit IgnoreFile(Source const& source);
    ~IgnoreFile();

    [[nodiscard]] Source const& source() const;
    [[nodiscard]] std::vector<IgnorePattern> const& patterns() const;
    [[nodiscard]] bool has_negation() const;
    /// Whether a path (relative, cleaned) is kept out, parents considered, as when the context is
    /// sent. A folder that is kept out is still made when something in it is not.
    [[nodiscard]] IgnoreVerdict verdict(std::string_view path) const;
    /// The same for an entry of a folder whose state is known; `state`, when asked for, is that of
    /// the entry itself.
    [[nodiscard]] IgnoreVerdict verdict(std::string_view path, IgnoreState const& folder,
                                        IgnoreState* state) const;
    /// Whether BuildKit's own check CopyIgnoredFile takes the path as ignored. It asks the patterns
    /// about every parent, where sending the context does not: the two can differ.
    [[nodiscard]] bool matches_or_parent_matches(std::string_view path) const;
    /// Whether one pattern by itself matches the path or a parent of it.
    [[nodiscard]] bool pattern_matches(IgnorePattern const& pattern, std::string_view path) const;
    /// True when the file makes the build fail (`!` alone, a malformed pattern); then nothing is
    /// excluded.
    [[nodiscard]] bool is_malformed() const;
    /// What is malformed: a pattern, or a line that is too long.
    [[nodiscard]] std::optional<Span> malformed() const;

 private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace dockcheck::context

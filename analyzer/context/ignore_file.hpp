// .dockerignore with BuildKit's pattern semantics (build-semantics, section 4).
#pragma once

#include <memory>
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
    IgnorePattern const* last = nullptr;  ///< the pattern that decided, or nullptr
};

class IgnoreFile {
 public:
    /// Reads an ignore file; `source` must outlive it.
    explicit IgnoreFile(Source const& source);
    ~IgnoreFile();

    [[nodiscard]] Source const& source() const;
    [[nodiscard]] std::vector<IgnorePattern> const& patterns() const;
    [[nodiscard]] bool has_negation() const;
    /// Whether a path (relative, cleaned) is kept out, parents considered.
    [[nodiscard]] IgnoreVerdict verdict(std::string_view path) const;
    /// True when the file makes the build fail (`!` alone, a malformed pattern); then nothing is
    /// excluded.
    [[nodiscard]] bool is_malformed() const;

 private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace dockcheck::context

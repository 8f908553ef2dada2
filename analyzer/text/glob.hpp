// Path patterns as .gitignore writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/pattern.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck {

enum class EntryKind : std::uint8_t { file, directory };

/// One pattern of gitignore(5): `*`, `?`, `[a-z]`, `**`, a leading `!`, a leading or inner `/` that
/// anchors it, a trailing `/` for folders alone.
class Glob {
 public:
    /// Reads a pattern; an error says what is wrong with it (an unclosed `[`, nothing at all).
    static Result<Glob> compile(std::string_view pattern);
    /// Whether it names this path itself (relative to the pattern's folder, `/` between names).
    [[nodiscard]] bool matches(std::string_view path, EntryKind kind) const;
    /// True for `!pattern`: what it names is taken back.
    [[nodiscard]] bool negated() const { return negated_; }

 private:
    enum class Form : std::uint8_t { name, ending, path, pattern };

    Glob() = default;

    Form form_ = Form::name;
    bool negated_ = false;
    bool folders_alone_ = false;
    std::string literal_;             ///< of name, ending and path
    std::optional<Pattern> pattern_;  ///< of pattern; matches the whole path
};

enum class GlobVerdict : std::uint8_t { nothing, excluded, included };

/// Patterns in the order of their file; the last one that matches decides.
class GlobList {
 public:
    void add(Glob glob) { globs_.push_back(std::move(glob)); }
    /// Adds the lines of a .gitignore; lines that mean nothing are left out.
    void add_lines(std::string_view text);
    [[nodiscard]] bool empty() const { return globs_.empty(); }
    /// What the patterns say of this one path; its folders are not asked.
    [[nodiscard]] GlobVerdict verdict(std::string_view path, EntryKind kind) const;
    /// Whether the patterns take in a file, by itself or with a folder above it.
    [[nodiscard]] bool cover(std::string_view file) const;

 private:
    std::vector<Glob> globs_;
};

}  // namespace dockcheck

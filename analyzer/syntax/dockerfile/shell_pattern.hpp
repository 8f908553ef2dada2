// The patterns of `${name#pattern}`, `${name%pattern}` and `${name/pattern/text}`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::dockerfile {

/// The code points of a text; U+FFFD for a byte that begins none.
std::u32string code_points(std::string_view text);

/// `*`, `?` and literals; no classes (dockerfile-grammar, section 14). Backslash is the escape,
/// whatever that of the file.
class ShellPattern {
 public:
    enum class Direction { forward, backward };
    enum class Length { shortest, longest };

    /// Nothing when a backslash stands before a character that needs none, or at the end.
    /// `backward` gives the pattern for reversed texts.
    static std::optional<ShellPattern> parse(std::string_view pattern, Direction direction);

    /// Where a match that begins at `begin` ends. `budget` goes down by the work done; at 0 there
    /// is no match.
    [[nodiscard]] std::optional<std::size_t> match_at(std::u32string_view text, std::size_t begin,
                                                      Length length, std::size_t& budget) const;

    struct Match {
        std::size_t begin;
        std::size_t end;
    };
    /// The leftmost match from `from` on, as long as possible.
    [[nodiscard]] std::optional<Match> find(std::u32string_view text, std::size_t from,
                                            std::size_t& budget) const;

 private:
    struct Element {
        enum class Kind { literal, any_one, any_run } kind;
        char32_t literal = 0;
    };
    /// Whether the element lets the character pass; runs and `?` let no line end pass.
    [[nodiscard]] bool accepts(std::size_t state, char32_t c) const;

    std::vector<Element> elements_;
};

}  // namespace dockcheck::dockerfile

// Text of which some pieces may be unknown, as the value of a word whose variables nobody can see.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace dockcheck {

/// One piece of a partly known text.
struct Piece {
    std::string_view text;  ///< the text itself when known; else what was written ($NAME, $(date))
    bool known = true;
    std::string_view
        variable;  ///< name of the variable that the piece came from, known or not; or empty
};

/// A text put together from known and unknown pieces. Views into an arena. The empty text has no
/// pieces. `python:3.${MINOR}-slim` is "python:3." + unknown + "-slim": certainly tagged, the tag
/// not known.
class Value {
 public:
    constexpr Value() = default;
    /// Wholly known text. `whole` is also its only piece's text.
    constexpr explicit Value(std::string_view whole) : whole_(whole) {}
    /// Pieces with at least one unknown among them.
    constexpr explicit Value(std::span<Piece const> pieces) : pieces_(pieces) {}

    [[nodiscard]] constexpr bool is_known() const { return pieces_.empty(); }
    /// The text when all of it is known.
    [[nodiscard]] constexpr std::optional<std::string_view> known() const {
        if (!is_known()) return std::nullopt;
        return whole_;
    }
    /// The text when known, else empty: for comparisons with texts that are not empty.
    [[nodiscard]] constexpr std::string_view text_or_empty() const { return whole_; }
    /// Pieces of a text that is not wholly known; none for a known one.
    [[nodiscard]] constexpr std::span<Piece const> pieces() const { return pieces_; }
    /// Known text at the start (all of it when known).
    [[nodiscard]] constexpr std::string_view known_prefix() const {
        if (is_known()) return whole_;
        return pieces_.front().known ? pieces_.front().text : std::string_view{};
    }
    /// Known text at the end (all of it when known).
    [[nodiscard]] constexpr std::string_view known_suffix() const {
        if (is_known()) return whole_;
        return pieces_.back().known ? pieces_.back().text : std::string_view{};
    }
    /// True when the character stands in a known piece, whatever the others hold.
    [[nodiscard]] constexpr bool certainly_contains(char c) const {
        if (is_known()) return whole_.find(c) != std::string_view::npos;
        for (auto const& piece : pieces_) {
            if (piece.known && piece.text.find(c) != std::string_view::npos) return true;
        }
        return false;
    }

 private:
    std::string_view whole_;
    std::span<Piece const> pieces_;
};

}  // namespace dockcheck

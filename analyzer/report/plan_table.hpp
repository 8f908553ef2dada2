// Rows of a plan for a terminal: a line number, and text that never runs over the width.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/explain.hpp"
#include "analyzer/report/paint.hpp"

namespace dockcheck {

/// The text made visible and broken at blanks, and within words that are longer than a line.
std::vector<std::string> folded(std::string_view text, std::uint32_t width);
/// The text made visible and cut to the width, with ... at its end where something is missing.
std::string cut(std::string_view text, std::uint32_t width);

/// Text of many rows under construction.
class PlanTable {
 public:
    explicit PlanTable(PageStyle style) : paint(style.color), width_(style.width) {}

    /// Columns of the line numbers and the gap behind them.
    static constexpr std::uint32_t gutter = 8;

    void heading(std::string_view text);
    void paragraph(std::string_view text);
    /// A number, or a word in its place.
    void begin_row(std::optional<std::uint32_t> line);
    void begin_row(std::string_view word);
    /// A cell that is filled up to its column's width; the text has to fit.
    void cell(std::string_view text, std::uint32_t columns, std::string_view painted = {});
    /// The last cell of a row; what does not fit goes on below its first letter.
    void last_cell(std::string_view text);
    void last_cell_dim(std::string_view text);
    void end_row();

    /// Columns that a last cell has from where the row stands.
    [[nodiscard]] std::uint32_t room() const { return room_from(used_); }
    [[nodiscard]] std::uint32_t width() const { return width_; }
    [[nodiscard]] std::uint32_t room_from(std::uint32_t column) const {
        return width_ > column + 16 ? width_ - column : 16;
    }

    std::string take() { return std::move(out_); }

    Paint paint;

 private:
    void write_last(std::string_view text, bool is_dim);

    std::uint32_t width_;
    std::uint32_t used_ = 0;
    std::string out_;
};

}  // namespace dockcheck

// Edit distance with swapped letters, cut off at a limit.
#include "analyzer/text/nearest.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace dockcheck {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
    if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
    // What both begin or end with costs nothing.
    while (!a.empty() && !b.empty() && lower(a.back()) == lower(b.back())) {
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
    while (!a.empty() && !b.empty() && lower(a.front()) == lower(b.front())) {
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    if (a.empty() || b.empty()) return std::min(std::max(a.size(), b.size()), limit + 1);
    auto const width = b.size() + 1;
    // Three rows of the table, of which two letters that changed places need the one before the
    // last.
    constexpr std::size_t usual_width = 64;
    std::array<std::size_t, 3 * usual_width> usual;
    std::vector<std::size_t> wide(width > usual_width ? 3 * width : 0);
    std::span<std::size_t> const rows = wide.empty() ? std::span<std::size_t>(usual) : wide;
    auto const cell = [&](std::size_t i, std::size_t j) -> std::size_t& {
        return rows[i % 3 * width + j];
    };
    auto const same = [&](std::size_t i, std::size_t j) {
        return lower(a[i - 1]) == lower(b[j - 1]);
    };
    for (std::size_t j = 0; j < width; ++j) cell(0, j) = j;
    std::size_t least_before = 0;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        // Further from the diagonal than the limit, everything is beyond it.
        auto const first = i > limit ? i - limit : 1;
        auto const end = std::min(i + limit + 1, width);
        cell(i, 0) = i;
        if (first > 1) cell(i, first - 1) = limit + 1;
        if (end < width) cell(i, end) = limit + 1;
        std::size_t least = i;
        for (auto j = first; j < end; ++j) {
            auto const change = cell(i - 1, j - 1) + (same(i, j) ? 0 : 1);
            cell(i, j) = std::min({cell(i - 1, j) + 1, cell(i, j - 1) + 1, change});
            bool const is_swap = i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j);
            if (is_swap) cell(i, j) = std::min(cell(i, j), cell(i - 2, j - 2) + 1);
            least = std::min(least, cell(i, j));
        }
        // Nothing below two such rows is less.
        if (least > limit && least_before > limit) return limit + 1;
        least_before = least;
    }
    return std::min(cell(a.size(), b.size()), limit + 1);
}

std::string_view nearest(std::string_view word, std::span<std::string_view const> candidates,
                         std::size_t limit) {
    std::string_view best;
    // A word of hundreds of bytes is near to nothing, and comparing it costs its square.
    constexpr std::size_t longest_word = 100;
    if (word.size() > longest_word) return best;
    auto smallest = limit + 1;
    for (auto const candidate : candidates) {
        auto const distance = edit_distance(word, candidate, limit);
        if (distance == 0 || distance >= smallest) continue;
        smallest = distance;
        best = candidate;
    }
    return best;
}

}  // namespace dockcheck

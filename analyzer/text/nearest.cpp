// Levenshtein distance, cut off at a limit.
#include "analyzer/text/nearest.hpp"

#include <algorithm>
#include <vector>

namespace dockcheck {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
    auto const shorter = std::min(a.size(), b.size());
    auto const longer = std::max(a.size(), b.size());
    if (longer - shorter > limit) return limit + 1;
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const change = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return std::min(row.back(), limit + 1);
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

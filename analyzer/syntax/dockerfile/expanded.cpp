// Runs of known and unknown text: appending, cutting back, and making a Value of them.
#include "analyzer/syntax/dockerfile/expanded.hpp"

#include <algorithm>
#include <string>

#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {

bool Expanded::is_known(std::uint32_t begin) const {
    auto const is_unknown = [&](std::size_t run) { return !runs_[run].known; };
    for (auto run = runs_.size(); run > 0 && run_end(run - 1) > begin; --run) {
        if (is_unknown(run - 1)) return false;
    }
    return true;
}

void Expanded::append(char32_t c, std::uint32_t origin) {
    if (runs_.empty() || !runs_.back().known || !runs_.back().variable.empty())
        runs_.push_back({size(), true, {}});
    if (c < 0x80) {
        text_.push_back(static_cast<char>(c));
    } else {
        std::string one;
        encode(c, one);
        text_.append(one);
    }
    if (tracks_) origins_.resize(text_.size(), origin);
}

void Expanded::append(Piece const& piece, std::uint32_t origin) {
    if (piece.text.empty()) return;
    // Each unknown is a piece of its own; known text joins known text of the same variable.
    if (runs_.empty() || !piece.known || !runs_.back().known
        || runs_.back().variable != piece.variable)
        runs_.push_back({size(), piece.known, piece.variable});
    text_.append(piece.text);
    if (tracks_) origins_.resize(text_.size(), origin);
}

void Expanded::append(Expanded const& other, std::uint32_t begin, std::uint32_t end) {
    while (begin < end) {
        auto const index = other.run_at(begin);
        auto const& run = other.run(index);
        auto const to = std::min(end, other.run_end(index));
        append({other.text(begin).substr(0, to - begin), run.known, run.variable}, 0);
        if (tracks_) {
            auto const* const from = other.origins_.begin();
            std::copy(from + begin, from + to, origins_.end() - (to - begin));
        }
        begin = to;
    }
}

void Expanded::truncate(std::uint32_t size) {
    while (!runs_.empty() && runs_.back().begin >= size) runs_.pop_back();
    text_.resize(size);
    if (tracks_) origins_.resize(size);
}

std::size_t Expanded::run_at(std::uint32_t at) const {
    auto const* const after = std::ranges::upper_bound(runs_, at, {}, &Run::begin);
    return static_cast<std::size_t>(after - runs_.begin()) - 1;
}

std::uint32_t Expanded::run_end(std::size_t run) const {
    return run + 1 < runs_.size() ? runs_[run + 1].begin : size();
}

Value Expanded::value(std::uint32_t begin, std::uint32_t end, Arena& arena) const {
    if (begin == end) return {};
    auto const whole = text();
    auto const first = run_at(begin);
    auto const last = run_at(end - 1);
    bool known = true;
    for (auto run = first; run <= last; ++run) known = known && runs_[run].known;
    if (known) return Value(whole.substr(begin, end - begin));

    ArenaVector<Piece> pieces(arena);
    for (auto run = first; run <= last; ++run) {
        auto const from = std::max(begin, runs_[run].begin);
        auto const to = std::min(end, run_end(run));
        pieces.push_back({whole.substr(from, to - from), runs_[run].known, runs_[run].variable});
    }
    return Value(std::span<Piece const>(pieces.items()));
}

}  // namespace dockcheck::dockerfile

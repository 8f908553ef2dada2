// A rolling hash over UTF-16 code units.
#include "analyzer/report/line_hash.hpp"

#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <unordered_map>

#include "analyzer/text/utf8.hpp"

namespace dockcheck {
namespace {

constexpr std::size_t window_size = 100;
constexpr std::uint64_t base = 37;
constexpr std::uint16_t end_mark = 65535;

constexpr std::uint64_t highest_power() {
    std::uint64_t power = 1;
    for (std::size_t i = 0; i < window_size; ++i) power *= base;
    return power;
}

/// Holds the last 100 units. A line's hash is known when its first unit is about to leave.
class RollingHash {
 public:
    void take(char32_t unit) {
        if (unit == ' ' || unit == '\t' || (after_return_ && unit == '\n')) {
            after_return_ = false;
            return;
        }
        after_return_ = unit == '\r';
        if (after_return_) unit = '\n';
        shift(static_cast<std::uint16_t>(unit), at_line_start_);
        at_line_start_ = unit == '\n';
    }

    std::vector<std::string> finish() {
        take(end_mark);
        for (std::size_t i = 0; i < window_size; ++i) shift(0, false);
        return std::move(hashes_);
    }

 private:
    void shift(std::uint16_t unit, bool begins_line) {
        if (begins_line_[index_]) {
            auto const count = ++counts_[hash_];
            hashes_.push_back(fmt::format("{:x}:{}", hash_, count));
        }
        begins_line_[index_] = begins_line;
        hash_ = hash_ * base + unit - highest_power() * window_[index_];
        window_[index_] = unit;
        index_ = (index_ + 1) % window_size;
    }

    std::array<std::uint16_t, window_size> window_{};
    std::array<bool, window_size> begins_line_{};
    std::size_t index_ = 0;
    std::uint64_t hash_ = 0;
    bool at_line_start_ = true;
    bool after_return_ = false;
    std::unordered_map<std::uint64_t, std::uint32_t> counts_;
    std::vector<std::string> hashes_;
};

}  // namespace

std::vector<std::string> line_hashes(std::string_view source) {
    RollingHash hash;
    while (!source.empty()) {
        auto const next = decode(source);
        if (next.value > 0xFFFF) {
            auto const above = next.value - 0x10000;
            hash.take(0xD800 + (above >> 10));
            hash.take(0xDC00 + (above & 0x3FF));
        } else {
            hash.take(next.value);
        }
        source.remove_prefix(next.size);
    }
    return hash.finish();
}

}  // namespace dockcheck

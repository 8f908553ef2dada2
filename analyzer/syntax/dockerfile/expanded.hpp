// Text under construction during an expansion, with what each run of it came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/value.hpp"

namespace dockcheck::dockerfile {

/// Text under construction: what it came from stands beside it in runs.
class Expanded {
 public:
    explicit Expanded(Arena& arena) : text_(arena), runs_(arena), origins_(arena) {}

    struct Run {
        std::uint32_t begin;
        bool known;
        std::string_view variable;
    };

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(text_.size()); }
    /// As long-lived as the arena, unless it is cut back and written over.
    [[nodiscard]] std::string_view text() const { return {text_.begin(), text_.size()}; }
    [[nodiscard]] std::string_view text(std::uint32_t begin) const { return text().substr(begin); }
    [[nodiscard]] bool is_known(std::uint32_t begin) const;
    /// Where the byte came from; only for texts without variables.
    [[nodiscard]] std::uint32_t origin(std::uint32_t at) const { return origins_[at]; }

    void append(char32_t c, std::uint32_t origin);
    void append(Piece const& piece, std::uint32_t origin);
    /// Appends what `other` holds from `begin` to `end`, all of it from one of its runs or more.
    void append(Expanded const& other, std::uint32_t begin, std::uint32_t end);
    /// Drops what stands behind `size`.
    void truncate(std::uint32_t size);
    /// The part [begin, end) as a value in the arena; nothing may change any more.
    [[nodiscard]] Value value(std::uint32_t begin, std::uint32_t end, Arena& arena) const;
    /// The run that the byte belongs to, as an index; and the end of a run.
    [[nodiscard]] std::size_t run_at(std::uint32_t at) const;
    [[nodiscard]] std::uint32_t run_end(std::size_t run) const;
    [[nodiscard]] Run const& run(std::size_t index) const { return runs_[index]; }
    /// Remember origins from now on.
    void track_origins() { tracks_ = true; }

 private:
    ArenaVector<char> text_;
    ArenaVector<Run> runs_;
    ArenaVector<std::uint32_t> origins_;
    bool tracks_ = false;
};

}  // namespace dockcheck::dockerfile

// Where a report is written to: a buffer that hands over its text in large pieces.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace dockcheck {

/// Collects text and calls `flush` with it whenever there is a lot, and when told to. What becomes
/// of the text (a file, a pipe that may be closed) is the callback's business.
class Output {
 public:
    using Flush = std::function<void(std::string_view)>;

    explicit Output(Flush flush) : flush_(std::move(flush)) {}
    Output(Output const&) = delete;
    Output& operator=(Output const&) = delete;
    ~Output() { flush(); }

    void append(std::string_view text) {
        buffer_.append(text);
        if (buffer_.size() >= piece_size) flush();
    }
    /// Hands over what is there.
    void flush() {
        if (!buffer_.empty()) flush_(buffer_);
        buffer_.clear();
    }

 private:
    static constexpr std::size_t piece_size = std::size_t{64} * 1024;

    Flush flush_;
    std::string buffer_;
};

}  // namespace dockcheck

// Messages on a pipe: a header that tells how long, and the text.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace dockcheck::lsp {

/// Longer messages are read over.
inline constexpr std::size_t largest_message = std::size_t{64} * 1024 * 1024;

/// What came next.
enum class Incoming : std::uint8_t {
    message,
    too_large,  ///< it was read over: the one behind it can be read
    broken,     ///< no header: where a message begins is not known any more
    end,
};

/// Takes messages out of what a pipe gives. It holds no more than one of them.
class MessageReader {
 public:
    /// Waits for bytes, writes them to the room and says how many; 0: there are no more.
    using Read = std::function<std::size_t(char* room, std::size_t size)>;

    explicit MessageReader(Read read) : read_(std::move(read)) {}

    /// Waits for the next message.
    Incoming next(std::string& message);
    /// True when some of the next message is there already.
    [[nodiscard]] bool has_more() const { return begin_ < buffer_.size(); }

 private:
    enum class Header : std::uint8_t { whole, broken, end };

    bool fill();
    bool line(std::string& text, std::size_t limit);
    Header header(std::size_t& length);
    bool body(std::size_t length, std::string* message);

    Read read_;
    std::string buffer_;
    std::size_t begin_ = 0;
};

/// The message with its header before it.
std::string framed(std::string_view message);

}  // namespace dockcheck::lsp

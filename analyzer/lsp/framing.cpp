// Reading headers byte by byte as they come, and bodies in large pieces.
#include "analyzer/lsp/framing.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <system_error>

#include "analyzer/text/without_case.hpp"

namespace dockcheck::lsp {
namespace {

constexpr std::size_t piece_size = std::size_t{64} * 1024;
constexpr std::size_t largest_header = std::size_t{8} * 1024;

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

std::optional<std::size_t> number_in(std::string_view text) {
    std::size_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

}  // namespace

bool MessageReader::fill() {
    buffer_.resize(piece_size);
    begin_ = 0;
    buffer_.resize(std::min(read_(buffer_.data(), piece_size), piece_size));
    return !buffer_.empty();
}

/// The next line without its end; false when the bytes end or it is longer than `limit`.
bool MessageReader::line(std::string& text, std::size_t limit) {
    text.clear();
    while (true) {
        if (!has_more() && !fill()) return false;
        auto const end = buffer_.find('\n', begin_);
        auto const size = std::min(end, buffer_.size()) - begin_;
        if (text.size() + size > limit) return false;
        text.append(buffer_, begin_, size);
        begin_ += size;
        if (end == std::string::npos) continue;
        ++begin_;
        if (text.ends_with('\r')) text.pop_back();
        return true;
    }
}

MessageReader::Header MessageReader::header(std::size_t& length) {
    std::optional<std::size_t> found;
    std::string text;
    if (!has_more() && !fill()) return Header::end;
    for (std::size_t room = largest_header; true; room -= text.size()) {
        if (!line(text, room)) return Header::broken;
        if (text.empty()) break;
        auto const colon = text.find(':');
        if (colon == std::string::npos) return Header::broken;
        auto const name = trimmed(std::string_view(text).substr(0, colon));
        if (!equal_without_case(name, "content-length")) continue;
        found = number_in(trimmed(std::string_view(text).substr(colon + 1)));
        if (!found) return Header::broken;
    }
    if (!found) return Header::broken;
    length = *found;
    return Header::whole;
}

/// Takes so many bytes, into a message or nowhere; false when there are fewer.
bool MessageReader::body(std::size_t length, std::string* message) {
    while (length > 0) {
        if (!has_more() && !fill()) return false;
        auto const size = std::min(length, buffer_.size() - begin_);
        if (message != nullptr) message->append(buffer_, begin_, size);
        begin_ += size;
        length -= size;
    }
    return true;
}

Incoming MessageReader::next(std::string& message) {
    message.clear();
    std::size_t length = 0;
    switch (header(length)) {
        case Header::broken:
            return Incoming::broken;
        case Header::end:
            return Incoming::end;
        case Header::whole:
            break;
    }
    bool const is_taken = length <= largest_message;
    if (!body(length, is_taken ? &message : nullptr)) return Incoming::end;
    return is_taken ? Incoming::message : Incoming::too_large;
}

std::string framed(std::string_view message) {
    return fmt::format("Content-Length: {}\r\n\r\n{}", message.size(), message);
}

}  // namespace dockcheck::lsp

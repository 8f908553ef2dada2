// Holding the bytes of one file with zero bytes behind them.
#include "analyzer/text/source.hpp"

#include <utility>

namespace dockcheck {

Source::Source(std::string name, std::string_view bytes)
    : name_(std::move(name)), size_(bytes.size()) {
    buffer_.reserve(bytes.size() + padding);
    buffer_.append(bytes);
    buffer_.append(padding, '\0');
}

}  // namespace dockcheck

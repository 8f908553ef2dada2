// Holding the bytes of one file with zero bytes behind them.
#include "analyzer/text/source.hpp"

#include <utility>

namespace dockcheck {

Source::Source(std::string name, std::string_view bytes) : name_(std::move(name)) { hold(bytes); }

void Source::assign(std::string_view name, std::string_view bytes) {
    name_ = name;
    hold(bytes);
}

void Source::take(std::string_view name, std::string& bytes) {
    name_ = name;
    size_ = bytes.size();
    buffer_.swap(bytes);
    buffer_.append(padding, '\0');
}

void Source::hold(std::string_view bytes) {
    size_ = bytes.size();
    buffer_.clear();
    buffer_.reserve(size_ + padding);
    buffer_.append(bytes);
    buffer_.append(padding, '\0');
}

}  // namespace dockcheck

// The bytes of one file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dockcheck {

/// Sources above this are refused, as BuildKit refuses a larger Dockerfile (16 MiB).
inline constexpr std::size_t maximum_source_size = std::size_t{16} * 1024 * 1024;

/// Owns a name (as shown to the user) and the bytes as they are in the file. Neither copied nor
/// moved: trees and models hold views into it. Behind the bytes stand `padding` zero bytes, so that
/// terminals of the grammars may look ahead without a bounds check.
class Source {
 public:
    static constexpr std::size_t padding = 64;

    Source(std::string name, std::string_view bytes);
    /// Empty until something is assigned.
    Source() : Source({}, {}) {}
    Source(Source const&) = delete;
    Source& operator=(Source const&) = delete;

    /// Takes another file in place of this one, in the same memory: nothing may point into it.
    void assign(std::string_view name, std::string_view bytes);
    /// The same without a copy: the text's memory and that of this one change places.
    void take(std::string_view name, std::string& bytes);

    [[nodiscard]] std::string const& name() const { return name_; }
    [[nodiscard]] std::string_view bytes() const { return {buffer_.data(), size_}; }

 private:
    void hold(std::string_view bytes);

    std::string name_;
    std::string buffer_;
    std::size_t size_ = 0;
};

}  // namespace dockcheck

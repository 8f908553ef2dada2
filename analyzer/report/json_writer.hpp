// Writing JSON, without showing which library does it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/text/function_ref.hpp"

namespace dockcheck {

/// Writes one JSON value on one line. Bytes of texts that are not UTF-8 become U+FFFD. Calls with a
/// name write a member of the object that is being written, those without write an element.
class JsonWriter {
 public:
    JsonWriter();
    ~JsonWriter();
    JsonWriter(JsonWriter const&) = delete;
    JsonWriter& operator=(JsonWriter const&) = delete;

    void object(FunctionRef<void()> members);
    void object(std::string_view name, FunctionRef<void()> members);
    void array(FunctionRef<void()> elements);
    void array(std::string_view name, FunctionRef<void()> elements);

    void text(std::string_view value);
    void text(std::string_view name, std::string_view value);
    /// `null` when the text is empty.
    void text_or_null(std::string_view name, std::string_view value);
    void number(std::uint64_t value);
    void number(std::string_view name, std::uint64_t value);
    void flag(std::string_view name, bool value);
    void null(std::string_view name);
    /// A value that is JSON already; written as text when it is not.
    void value(std::string_view name, std::string_view json);

    /// What was written; the writer is as new afterwards.
    std::string take();
    /// The same, appended to `out`.
    void move_to(std::string& out);

 private:
    void name(std::string_view name);

    struct State;
    std::unique_ptr<State> state_;
};

/// The same JSON with each member and element on a line of its own, two blanks deeper each; ends
/// with a line end.
std::string pretty_json(std::string_view json);

}  // namespace dockcheck

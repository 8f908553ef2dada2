// Taking values of a known kind out of a JSON tree.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/image/image.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::image {

/// Reads members of objects as the engines do: null is as good as absent, unknown members are
/// nothing. The first value of a wrong kind is kept as the error; what is read then is empty.
class FieldReader {
 public:
    FieldReader(Document const& document, Arena& arena) : document_(document), arena_(arena) {}

    Field<Mapped> text(Node const* object, std::string_view name);
    /// A number is taken as its digits.
    Field<Mapped> text_or_number(Node const* object, std::string_view name);
    Field<bool> boolean(Node const* object, std::string_view name);
    Field<std::int64_t> number(Node const* object, std::string_view name);
    /// A list of strings; one string is a list of one.
    Field<std::span<Text const>> texts(Node const* object, std::string_view name);
    /// The names of an object's members; a list of strings is as good.
    Field<std::span<Text const>> names(Node const* object, std::string_view name);
    /// A list of NAME=value.
    Field<std::span<NamedText const>> assignments(Node const* object, std::string_view name);
    /// The members of an object of strings.
    Field<std::span<NamedText const>> members(Node const* object, std::string_view name);
    /// An object; nullptr when it is absent, null or something else.
    Node const* object(Node const* parent, std::string_view name);
    /// The same for a list.
    Node const* list(Node const* parent, std::string_view name);

    /// Keeps an error at a value unless there is one already.
    void fail(Node const& node, std::string text);
    [[nodiscard]] std::optional<Error> const& error() const { return error_; }
    [[nodiscard]] Document const& document() const { return document_; }
    [[nodiscard]] Arena& arena() { return arena_; }

 private:
    /// The member's node; the field's presence is set from it.
    template <typename T>
    Node const* begin(Field<T>& field, Node const* object, std::string_view name);
    void wrong_kind(Node const& node, std::string_view expected);
    /// A string, or null, which is an empty one.
    std::optional<Text> item(Node const& node);
    Field<Mapped> text_of(Node const* object, std::string_view name, bool numbers_too);
    void take_texts(Node const& list, Field<std::span<Text const>>& field);

    Document const& document_;
    Arena& arena_;
    std::optional<Error> error_;
};

/// What a kind of value is called: "a string".
std::string_view name_of(Node::Kind kind);

}  // namespace dockcheck::image

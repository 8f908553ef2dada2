// One function for each shape that a value of an image's texts has.
#include "analyzer/image/readers/fields.hpp"

#include <charconv>
#include <fmt/format.h>
#include <system_error>

#include "analyzer/image/readers/json_text.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::image {
namespace {

bool is_empty(Node const& node) {
    switch (node.kind) {
        case Node::Kind::string:
            return node.text.empty();
        case Node::Kind::array:
        case Node::Kind::object:
            return node.children.empty();
        default:
            return false;
    }
}

Text name_of_member(Node const& member) { return {member.key, member.key_place(), &member}; }

Place place_of(Node const& node, Mapped part) { return {node.source, part.source()}; }

/// NAME=value as the engines take it apart: at the first "=".
NamedText assignment(Node const& node, Mapped text) {
    auto const equals = text.text().find('=');
    auto const size = text.size();
    bool const has_value = equals != std::string_view::npos;
    auto const at = has_value ? static_cast<std::uint32_t>(equals) : size;
    NamedText entry;
    entry.name = text.slice(0, at);
    entry.value = text.slice(has_value ? at + 1 : size, size);
    entry.has_value = has_value;
    entry.name_place = place_of(node, entry.name);
    entry.value_place = place_of(node, entry.value);
    entry.node = &node;
    return entry;
}

}  // namespace

std::string_view name_of(Node::Kind kind) {
    switch (kind) {
        case Node::Kind::null:
            return "null";
        case Node::Kind::boolean:
            return "true or false";
        case Node::Kind::number:
            return "a number";
        case Node::Kind::string:
            return "a string";
        case Node::Kind::array:
            return "a list";
        case Node::Kind::object:
            return "an object";
    }
    return "a value";
}

void FieldReader::fail(Node const& node, std::string text) {
    if (error_) return;
    error_ = Error{shown_place(document_, node.span.begin), std::move(text)};
}

void FieldReader::wrong_kind(Node const& node, std::string_view expected) {
    auto const* const list = node.parent;
    auto const where = !node.key_span.empty() ? fmt::format("\"{}\"", node.key.text())
                       : list == nullptr      ? std::string("this")
                                              : fmt::format("an item of \"{}\"", list->key.text());
    auto const what = node.kind == Node::Kind::number
                          ? fmt::format("the number {}", node.text.text())
                          : std::string(name_of(node.kind));
    fail(node, fmt::format("{} must be {}, and this is {}", where, expected, what));
}

template <typename T>
Node const* FieldReader::begin(Field<T>& field, Node const* object, std::string_view name) {
    auto const* const node = object == nullptr ? nullptr : object->find(name);
    if (node == nullptr) return nullptr;
    field.node = node;
    if (node->kind == Node::Kind::null) {
        field.presence = Presence::null;
        return nullptr;
    }
    field.presence = is_empty(*node) ? Presence::empty : Presence::given;
    return node;
}

std::optional<Text> FieldReader::item(Node const& node) {
    if (node.kind == Node::Kind::null) return Text{{}, node.place(), &node};
    if (node.kind == Node::Kind::string) return Text{node.text, node.place(), &node};
    wrong_kind(node, "a string");
    return std::nullopt;
}

Field<Mapped> FieldReader::text_of(Node const* object, std::string_view name, bool numbers_too) {
    Field<Mapped> field;
    auto const* const node = begin(field, object, name);
    if (node == nullptr) return field;
    if (node->kind == Node::Kind::string || (numbers_too && node->kind == Node::Kind::number)) {
        field.value = node->text;
    } else {
        wrong_kind(*node, "a string");
    }
    return field;
}

Field<Mapped> FieldReader::text(Node const* object, std::string_view name) {
    return text_of(object, name, false);
}

Field<Mapped> FieldReader::text_or_number(Node const* object, std::string_view name) {
    return text_of(object, name, true);
}

Field<bool> FieldReader::boolean(Node const* object, std::string_view name) {
    Field<bool> field;
    auto const* const node = begin(field, object, name);
    if (node == nullptr) return field;
    if (node->kind == Node::Kind::boolean) {
        field.value = node->text.text() == "true";
    } else {
        wrong_kind(*node, "true or false");
    }
    return field;
}

Field<std::int64_t> FieldReader::number(Node const* object, std::string_view name) {
    Field<std::int64_t> field;
    auto const* const node = begin(field, object, name);
    if (node == nullptr) return field;
    auto const text = node->text.text();
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, field.value);
    if (node->kind != Node::Kind::number || read.ec != std::errc{} || read.ptr != end) {
        field.value = 0;
        wrong_kind(*node, "a whole number");
    }
    return field;
}

void FieldReader::take_texts(Node const& list, Field<std::span<Text const>>& field) {
    ArenaVector<Text> items(arena_);
    for (auto const& child : list.children) {
        if (auto const text = item(child)) items.push_back(*text);
    }
    field.value = items.items();
}

Field<std::span<Text const>> FieldReader::texts(Node const* object, std::string_view name) {
    Field<std::span<Text const>> field;
    auto const* const node = begin(field, object, name);
    if (node == nullptr) return field;
    if (node->kind == Node::Kind::array) {
        take_texts(*node, field);
    } else if (node->kind == Node::Kind::string) {
        field.value = {arena_.make<Text>(node->text, node->place(), node), 1};
        field.presence = Presence::given;
    } else {
        wrong_kind(*node, "a list of strings");
    }
    return field;
}

Field<std::span<Text const>> FieldReader::names(Node const* object, std::string_view name) {
    Field<std::span<Text const>> field;
    auto const* const node = begin(field, object, name);
    if (node == nullptr) return field;
    if (node->kind == Node::Kind::array) {
        take_texts(*node, field);
    } else if (node->kind == Node::Kind::object) {
        ArenaVector<Text> items(arena_);
        for (auto const& member : node->children) items.push_back(name_of_member(member));
        field.value = items.items();
    } else {
        wrong_kind(*node, "an object");
    }
    return field;
}

Field<std::span<NamedText const>> FieldReader::assignments(Node const* object,
                                                           std::string_view name) {
    Field<std::span<NamedText const>> field;
    auto const* const node = begin(field, object, name);
    if (node == nullptr) return field;
    if (node->kind != Node::Kind::array) {
        wrong_kind(*node, "a list of NAME=value");
        return field;
    }
    ArenaVector<NamedText> items(arena_);
    for (auto const& child : node->children) {
        if (auto const text = item(child)) items.push_back(assignment(child, text->text));
    }
    field.value = items.items();
    return field;
}

Field<std::span<NamedText const>> FieldReader::members(Node const* object, std::string_view name) {
    Field<std::span<NamedText const>> field;
    auto const* const node = begin(field, object, name);
    if (node == nullptr) return field;
    if (node->kind != Node::Kind::object) {
        wrong_kind(*node, "an object of strings");
        return field;
    }
    ArenaVector<NamedText> items(arena_);
    for (auto const& member : node->children) {
        auto const text = item(member);
        if (!text) continue;
        items.push_back({member.key, text->text, member.kind == Node::Kind::string,
                         member.key_place(), member.place(), &member});
    }
    field.value = items.items();
    return field;
}

Node const* FieldReader::object(Node const* parent, std::string_view name) {
    auto const* const node = parent == nullptr ? nullptr : parent->find(name);
    if (node == nullptr || node->kind == Node::Kind::null) return nullptr;
    if (node->kind == Node::Kind::object) return node;
    wrong_kind(*node, "an object");
    return nullptr;
}

Node const* FieldReader::list(Node const* parent, std::string_view name) {
    auto const* const node = parent == nullptr ? nullptr : parent->find(name);
    if (node == nullptr || node->kind == Node::Kind::null) return nullptr;
    if (node->kind == Node::Kind::array) return node;
    wrong_kind(*node, "a list");
    return nullptr;
}

}  // namespace dockcheck::image

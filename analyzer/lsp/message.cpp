// JSON within limits.
#include "analyzer/lsp/message.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "analyzer/json/read.hpp"

namespace dockcheck::lsp {
namespace {

/// More than any editor sends: a text of many megabytes has an escape a line.
constexpr json::Budget limits{.depth = 200, .values = 1'000'000, .escapes = 8'000'000};

/// Of a whole number, which some languages write as 0.0.
bool is_zero_fraction(std::string_view text) {
    return text.empty()
           || (text.starts_with('.') && text.find_first_not_of('0', 1) == std::string_view::npos);
}

}  // namespace

Message::Message(std::string& text) {
    source.take("message", text);
    auto budget = limits;
    if (auto const found = json::read(source, budget, tree)) {
        mistake = found->text;
    } else if (tree.roots.size() != 1) {
        mistake = "there is more than one value";
    } else {
        root = &tree.roots.front();
    }
}

json::Node const* member(json::Node const* object, std::string_view name) {
    if (object == nullptr || object->kind != json::Node::Kind::object) return nullptr;
    return object->find_exactly(name);
}

json::Node const* member_at(json::Node const* object, std::string_view path) {
    while (object != nullptr && !path.empty()) {
        auto const name = path.substr(0, path.find('.'));
        path.remove_prefix(std::min(name.size() + 1, path.size()));
        object = member(object, name);
    }
    return object;
}

std::optional<std::string_view> text_in(json::Node const* node) {
    if (node == nullptr || node->kind != json::Node::Kind::string) return std::nullopt;
    return node->text.text();
}

std::optional<std::uint32_t> number_in(json::Node const* node) {
    if (node == nullptr || node->kind != json::Node::Kind::number) return std::nullopt;
    auto const text = node->text.text();
    std::uint32_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    // Editors mean the end of a line by a number beyond all.
    if (error == std::errc::result_out_of_range) return ~std::uint32_t{0};
    if (error != std::errc() || !is_zero_fraction({stop, end})) return std::nullopt;
    return value;
}

bool is_true(json::Node const* node) {
    return node != nullptr && node->kind == json::Node::Kind::boolean
           && node->text.text() == "true";
}

std::optional<Position> position_in(json::Node const* node) {
    auto const line = number_in(member(node, "line"));
    auto const character = number_in(member(node, "character"));
    if (!line || !character) return std::nullopt;
    return Position{*line, *character};
}

std::optional<Range> range_in(json::Node const* node) {
    auto const start = position_in(member(node, "start"));
    auto const end = position_in(member(node, "end"));
    if (!start || !end) return std::nullopt;
    return Range{*start, *end};
}

std::string_view json_of(json::Node const* node) {
    if (node == nullptr) return "null";
    return node->source->bytes().substr(node->span.begin, node->span.size());
}

}  // namespace dockcheck::lsp

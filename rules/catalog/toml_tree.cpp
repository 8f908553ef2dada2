// The only file of the catalog that sees toml++.
#include "rules/catalog/toml_tree.hpp"

#include <algorithm>
#include <toml++/toml.h>

namespace dockcheck::pages {
namespace {

Position position_of(toml::source_region const& region) {
    return {static_cast<std::uint32_t>(region.begin.line),
            static_cast<std::uint32_t>(region.begin.column)};
}

bool stands_before(Position a, Position b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
}

Tree tree_of(toml::node const& node);

void add_entries(toml::table const& table, Tree& tree) {
    for (auto const& [key, value] : table) {
        tree.entries.push_back({std::string(key.str()), position_of(key.source()), tree_of(value)});
    }
    std::ranges::stable_sort(tree.entries, stands_before, &Entry::position);
}

Tree tree_of(toml::node const& node) {
    Tree tree;
    tree.position = position_of(node.source());
    if (auto const* text = node.as_string()) {
        tree.kind = Tree::Kind::string;
        tree.text = text->get();
    } else if (auto const* integer = node.as_integer()) {
        tree.kind = Tree::Kind::integer;
        tree.integer = integer->get();
        tree.number = static_cast<double>(tree.integer);
    } else if (auto const* number = node.as_floating_point()) {
        tree.kind = Tree::Kind::number;
        tree.number = number->get();
    } else if (auto const* boolean = node.as_boolean()) {
        tree.kind = Tree::Kind::boolean;
        tree.boolean = boolean->get();
    } else if (auto const* array = node.as_array()) {
        tree.kind = Tree::Kind::array;
        for (auto const& item : *array) tree.items.push_back(tree_of(item));
    } else if (auto const* table = node.as_table()) {
        tree.kind = Tree::Kind::table;
        add_entries(*table, tree);
    }
    return tree;
}

}  // namespace

Tree const* Tree::find(std::string_view key) const {
    for (auto const& entry : entries) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

std::string_view to_string(Tree::Kind kind) {
    switch (kind) {
        case Tree::Kind::string:
            return "a string";
        case Tree::Kind::integer:
            return "an integer";
        case Tree::Kind::number:
            return "a number";
        case Tree::Kind::boolean:
            return "a boolean";
        case Tree::Kind::array:
            return "an array";
        case Tree::Kind::table:
            return "a table";
        case Tree::Kind::other:
            break;
    }
    return "a date or time";
}

bool read_toml(std::string_view text, Tree& document, SyntaxError& error) {
    try {
        document = tree_of(toml::parse(text));
        return true;
    } catch (toml::parse_error const& fault) {
        error.position = position_of(fault.source());
        error.text = fault.description();
        return false;
    }
}

}  // namespace dockcheck::pages

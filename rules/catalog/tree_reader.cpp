// See the header: the typed values of a TOML tree.
#include "rules/catalog/tree_reader.hpp"

#include <algorithm>

#include "analyzer/text/nearest.hpp"

namespace dockcheck::pages {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string trimmed(std::string_view text) {
    auto const blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return std::string(text);
}

std::string suggestion(std::string_view word, std::span<std::string_view const> candidates) {
    auto const near = nearest(word, candidates);
    return near.empty() ? std::string() : ", did you mean " + quoted(near) + "?";
}

void TreeReader::error(Position position, std::string text) {
    problems_.push_back({std::string(file_), position, std::move(text)});
}

void TreeReader::unknown_key(Entry const& entry, Choices known) {
    std::vector<std::string_view> const names(known);
    error(entry.position, "unknown key " + quoted(entry.key) + suggestion(entry.key, names));
}

bool TreeReader::expect(Tree const& tree, Tree::Kind kind, std::string_view what) {
    if (tree.kind == kind) return true;
    error(tree.position, std::string(what) + " must be " + std::string(to_string(kind))
                             + ", this is " + std::string(to_string(tree.kind)));
    return false;
}

void TreeReader::require(Tree const& table, std::string_view key) {
    if (table.find(key) == nullptr) error(table.position, quoted(key) + " is missing");
}

void TreeReader::string(Entry const& entry, std::string& value) {
    if (!expect(entry.value, Tree::Kind::string, entry.key)) return;
    value = entry.value.text;
    if (trimmed(value).empty()) error(entry.value.position, entry.key + " is empty");
}

void TreeReader::boolean(Entry const& entry, bool& value) {
    if (expect(entry.value, Tree::Kind::boolean, entry.key)) value = entry.value.boolean;
}

void TreeReader::check_choice(Tree const& tree, std::string_view what, Choices choices) {
    if (std::ranges::find(choices, tree.text) != choices.end()) return;
    std::string list;
    for (auto const choice : choices) list += (list.empty() ? "" : ", ") + quoted(choice);
    error(tree.position, std::string(what) + " is one of " + list);
}

void TreeReader::choice(Entry const& entry, std::string& value, Choices choices) {
    if (!expect(entry.value, Tree::Kind::string, entry.key)) return;
    value = entry.value.text;
    check_choice(entry.value, entry.key, choices);
}

void TreeReader::strings(Entry const& entry, std::vector<std::string>& values, Choices choices) {
    if (!expect(entry.value, Tree::Kind::array, entry.key)) return;
    values.clear();
    for (auto const& item : entry.value.items) {
        if (!expect(item, Tree::Kind::string, "each of " + entry.key)) continue;
        if (choices.size() != 0) check_choice(item, "each of " + entry.key, choices);
        values.push_back(item.text);
    }
}

void TreeReader::string_map(Entry const& entry,
                            std::map<std::string, std::string, std::less<>>& map) {
    if (!expect(entry.value, Tree::Kind::table, entry.key)) return;
    for (auto const& item : entry.value.entries) {
        if (expect(item.value, Tree::Kind::string, item.key)) map[item.key] = item.value.text;
    }
}

}  // namespace dockcheck::pages

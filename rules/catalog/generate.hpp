// What is made of the pages: C++ for the build, Markdown for the reader.
#pragma once

#include "rules/catalog/page.hpp"

#include <span>
#include <string>

namespace dockcheck::pages {

/// The header of one rule: its options, messages and the declaration of its check.
std::string rule_header(Page const& page);
/// The source of the catalog: all pages, sorted by name, as constant data.
std::string catalog_source(std::span<Page const> pages);
/// docs/rules/README.md: all rules by category.
std::string rule_index(std::span<Page const> pages);
/// docs/rules/NAME.md: the page of one rule.
std::string rule_document(Page const& page);

/// The two files of a new rule, with one example that fails until the check is written.
std::string new_page(std::string_view name, std::string_view since);
std::string new_check(std::string_view category, std::string_view name);

/// A value as TOML text.
std::string toml_text(Tree const& value);
/// A text as C++ text: a constant expression of type std::string_view.
std::string cpp_text(std::string_view text);

}  // namespace dockcheck::pages

// What may be a name: of rules, categories, options and messages.
#include "rules/catalog/page.hpp"

#include <algorithm>
#include <array>

namespace dockcheck::pages {
namespace {

constexpr auto category_names = std::to_array<std::string_view>(
    {"syntax", "base-image", "stages",  "layers",  "packages",  "shell",
     "files",  "users",      "secrets", "runtime", "labels",    "reproducibility",
     "python", "node",       "ruby",    "php",     "go",        "java",
     "rust",   "gpu",        "windows", "style",   "manifests", "suppressions"});

constexpr auto reserved_words = std::to_array<std::string_view>(
    {"Message", "Options",  "alignas",  "alignof",   "and",      "asm",       "auto",
     "bool",    "break",    "call",     "case",      "catch",    "char",      "check",
     "class",   "concept",  "const",    "continue",  "default",  "defaults",  "delete",
     "do",      "double",   "else",     "enum",      "explicit", "export",    "extern",
     "false",   "float",    "for",      "friend",    "goto",     "if",        "inline",
     "int",     "long",     "mutable",  "namespace", "new",      "noexcept",  "not",
     "nullptr", "on",       "operator", "or",        "private",  "protected", "public",
     "read",    "register", "requires", "return",    "rule",     "short",     "signed",
     "sizeof",  "static",   "struct",   "switch",    "template", "this",      "throw",
     "true",    "try",      "typedef",  "typeid",    "typename", "union",     "unsigned",
     "using",   "virtual",  "void",     "volatile",  "while",    "xor"});
static_assert(std::ranges::is_sorted(reserved_words));

constexpr bool is_small(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string identifier(std::string_view name) {
    std::string result(name);
    std::ranges::replace(result, '-', '_');
    return result;
}

bool is_kebab_case(std::string_view name) {
    if (name.empty() || name.front() < 'a' || name.front() > 'z' || name.back() == '-') {
        return false;
    }
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!is_small(name[i]) && (name[i] != '-' || name[i - 1] == '-')) return false;
    }
    return true;
}

bool is_reserved(std::string_view name) { return std::ranges::binary_search(reserved_words, name); }

bool is_category(std::string_view name) {
    return std::ranges::find(category_names, name) != category_names.end();
}

std::span<std::string_view const> categories() { return category_names; }

}  // namespace dockcheck::pages

// Values as text of C++ and of TOML.
#include "rules/catalog/generate.hpp"

#include <cstdio>

namespace dockcheck::pages {
namespace {

/// One character inside a literal; octal escapes have three digits, so that what follows is not
/// read as part of them.
void append_escaped(std::string& out, char c) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
    } else if (byte >= 0x20 && byte != 0x7F) {
        out += c;
    } else {
        char digits[5] = {};
        std::snprintf(digits, sizeof digits, "\\%03o", static_cast<unsigned>(byte));
        out += digits;
    }
}

std::string number_text(double number) {
    char text[32] = {};
    std::snprintf(text, sizeof text, "%.17g", number);
    std::string result = text;
    if (result.find_first_of(".e") == std::string::npos) result += ".0";
    return result;
}

std::string toml_string(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else {
            out += c;
        }
    }
    return out + '"';
}

}  // namespace

std::string cpp_text(std::string_view text) {
    if (text.empty()) return "{}";
    std::string out = text.find('\n') < text.size() - 1 ? "\n        \"" : "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            out += i + 1 < text.size() ? "\\n\"\n        \"" : "\\n";
        } else {
            append_escaped(out, text[i]);
        }
    }
    out += '"';
    // A literal alone would end at the first zero byte.
    if (text.find('\0') == std::string_view::npos) return out;
    return "{" + out + ", " + std::to_string(text.size()) + "}";
}

std::string toml_text(Tree const& value) {
    switch (value.kind) {
        case Tree::Kind::string:
            return toml_string(value.text);
        case Tree::Kind::integer:
            return std::to_string(value.integer);
        case Tree::Kind::number:
            return number_text(value.number);
        case Tree::Kind::boolean:
            return value.boolean ? "true" : "false";
        case Tree::Kind::array:
            break;
        case Tree::Kind::table:
        case Tree::Kind::other:
            return {};
    }
    std::string list;
    for (auto const& item : value.items) list += (list.empty() ? "" : ", ") + toml_text(item);
    return "[" + list + "]";
}

}  // namespace dockcheck::pages

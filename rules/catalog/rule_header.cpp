// The header that rulesmith makes for a rule.
#include "rules/catalog/generate.hpp"

#include <algorithm>

namespace dockcheck::pages {
namespace {

std::string member_type(std::string_view type) {
    if (type == "string") return "std::string_view";
    if (type == "strings") return "std::span<std::string_view const>";
    if (type == "integer") return "std::int64_t";
    if (type == "number") return "double";
    return "bool";
}

std::string first_line(std::string_view text) {
    return std::string(text.substr(0, text.find('\n')));
}

std::string default_name(Option const& option) { return "default_" + identifier(option.name); }

/// The array that the default of a list is a view of.
std::string default_array(Option const& option) {
    std::string out = "inline constexpr std::array<std::string_view, "
                      + std::to_string(option.fallback.items.size()) + "> " + default_name(option)
                      + "{";
    for (auto const& item : option.fallback.items) {
        out += (&item == option.fallback.items.data() ? "" : ", ") + cpp_text(item.text);
    }
    return out + "};\n";
}

std::string member(Option const& option) {
    std::string value = toml_text(option.fallback);
    if (option.type == "string") value = cpp_text(option.fallback.text);
    if (option.type == "strings") value = default_name(option);
    std::string const equals = value.starts_with('{') ? "" : " = ";
    return "    /// " + first_line(option.why) + "\n    " + member_type(option.type) + " "
           + identifier(option.name) + equals + value + ";\n";
}

std::string reading(Option const& option) {
    auto const name = identifier(option.name);
    auto const source = "source.read(\"" + option.name + "\", ";
    if (option.type != "strings") return "    " + source + "kept->options." + name + ");\n";
    return "    if (" + source + "kept->" + name + ")) kept->options." + name + " = kept->" + name
           + ";\n";
}

std::string options_struct(Page const& page) {
    std::string out;
    for (auto const& option : page.options) {
        if (option.type == "strings") out += default_array(option);
    }
    out += "\nstruct Options {\n";
    for (auto const& option : page.options) out += member(option);
    out +=
        "\n    static Options const defaults;\n"
        "    static std::shared_ptr<void const> read(OptionSource const& source);\n};\n\n"
        "inline constexpr Options Options::defaults{};\n\n"
        "inline std::shared_ptr<void const> Options::read(OptionSource const& source) {\n"
        "    struct Kept {\n        Options options;\n";
    for (auto const& option : page.options) {
        if (option.type != "strings") continue;
        out += "        std::vector<std::string_view> " + identifier(option.name) + ";\n";
    }
    out += "    };\n    auto const kept = std::make_shared<Kept>();\n";
    for (auto const& option : page.options) out += reading(option);
    return out + "    return {kept, &kept->options};\n}\n\n";
}

}  // namespace

std::string rule_header(Page const& page) {
    std::string out = "// Made by rulesmith from rules/" + page.category + "/" + page.name
                      + ".toml.\n#pragma once\n\n";
    if (!page.options.empty()) {
        out +=
            "#include <array>\n#include <cstdint>\n#include <memory>\n#include <span>\n"
            "#include <string_view>\n#include <vector>\n\n";
    }
    out +=
        "#include \"analyzer/lint/check.hpp\"\n#include \"analyzer/lint/pass.hpp\"\n\n"
        "namespace dockcheck::rules::"
        + identifier(page.name) + " {\n\n";
    if (!page.options.empty()) out += options_struct(page);
    for (auto const& message : page.messages) {
        out += "inline constexpr Message<" + std::to_string(hole_count(message)) + "> "
               + identifier(message.name) + "{" + cpp_text(message.text) + ", "
               + cpp_text(message.help) + "};\n";
    }
    return out + "\nextern Check const rule;\n\n}  // namespace dockcheck::rules::"
           + identifier(page.name) + "\n";
}

}  // namespace dockcheck::pages

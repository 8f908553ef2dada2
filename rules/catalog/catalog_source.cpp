// The source of the catalog that rulesmith makes.
#include "rules/catalog/generate.hpp"

namespace dockcheck::pages {
namespace {

/// `NAME` of a list's array, or nothing for an empty list; the array is added to `arrays`.
class CatalogWriter {
 public:
    std::string write(std::span<Page const> pages) {
        std::string checks;
        std::string matches;
        std::string rules;
        for (auto const& page : pages) {
            auto const name = identifier(page.name);
            checks += "namespace " + name + " {\nextern Check const rule;\n}\n";
            if (page.match) matches += match(page, *page.match);
            rules += entry(page);
        }
        return "// Made by rulesmith from the pages in rules/.\n"
               "#include \"rules/catalog/catalog.hpp\"\n\n#include <array>\n\n"
               "#include \"analyzer/lint/match.hpp\"\n\n"
               "namespace dockcheck::rules {\n\n"
               + checks + "\nnamespace {\n\n" + arrays_ + "\n}  // namespace\n\n" + matches
               + "namespace {\n\nconstexpr std::array<Rule, "
               + std::to_string(pages.size()) + "> all_rules{{\n" + rules
               + "}};\n\n}  // namespace\n\nstd::span<Rule const> catalog() { return all_rules; }\n\n"
                 "}  // namespace dockcheck::rules\n";
    }

 private:
    /// Adds an array of `type` with these elements; gives its name, `{}` when there are none.
    std::string array(std::string_view type, std::vector<std::string> const& elements) {
        if (elements.empty()) return "{}";
        auto const name = "list_" + std::to_string(count_++);
        arrays_ += "constexpr " + std::string(type) + " " + name + "[] = {";
        for (auto const& element : elements) arrays_ += "\n    " + element + ",";
        arrays_ += "\n};\n";
        return name;
    }

    std::string texts(std::vector<std::string> const& values) {
        std::vector<std::string> elements;
        elements.reserve(values.size());
        for (auto const& value : values) elements.push_back(cpp_text(value));
        return array("std::string_view", elements);
    }

    std::string aliases(Page const& page) {
        std::vector<std::string> elements;
        for (auto const& alias : page.aliases) {
            elements.push_back("{" + cpp_text(alias.id) + ", " + cpp_text(alias.variant) + "}");
        }
        return array("Alias", elements);
    }

    std::string messages(Page const& page) {
        std::vector<std::string> elements;
        for (auto const& message : page.messages) {
            elements.push_back("{" + cpp_text(message.name) + ", " + cpp_text(message.text) + ", "
                               + cpp_text(message.help) + "}");
        }
        return array("MessageInfo", elements);
    }

    std::string options(Page const& page) {
        std::vector<std::string> elements;
        for (auto const& option : page.options) {
            std::string values;
            for (auto const& value : option.values) values += (values.empty() ? "" : " ") + value;
            elements.push_back("{" + cpp_text(option.name) + ", " + cpp_text(option.type) + ", "
                               + cpp_text(toml_text(option.fallback)) + ", " + cpp_text(option.why)
                               + ", " + cpp_text(values) + "}");
        }
        return array("OptionInfo", elements);
    }

    std::string examples(std::vector<PageExample> const& examples) {
        std::vector<std::string> elements;
        for (auto const& example : examples) {
            auto const file = example.file == "Dockerfile" ? std::string() : example.file;
            elements.push_back("{" + cpp_text(example.why) + ", " + cpp_text(example.code) + ", "
                               + cpp_text(file) + ", " + cpp_text(given(example)) + "}");
        }
        return array("Example", elements);
    }

    static std::string given(PageExample const& example) {
        std::string result;
        auto const add = [&](std::string const& line) {
            result += (result.empty() ? "" : "\n") + line;
        };
        for (auto const& [name, value] : example.options) add(name + " = " + toml_text(value));
        for (auto const& [name, value] : example.args) add("--build-arg " + name + "=" + value);
        if (!example.target.empty()) add("--target " + example.target);
        if (!example.platform.empty()) add("--platform " + example.platform);
        return result;
    }

    /// The check of a page without code.
    std::string match(Page const& page, PageMatch const& match) {
        auto const& message = page.messages.front();
        auto const name = identifier(page.name);
        return "namespace " + name + " {\nnamespace {\nconstexpr MatchInfo match{"
               + texts(match.instructions) + ", " + texts(match.commands) + ", "
               + texts(match.arguments) + ", " + texts(match.lacks) + ", " + cpp_text(message.text)
               + ", " + cpp_text(message.help)
               + "};\n}  // namespace\nconstinit Check const rule = match_check(match);\n}\n\n";
    }

    static std::string bits(std::string_view prefix, std::vector<std::string> const& names,
                            std::string_view none) {
        std::string out;
        for (auto const& name : names) {
            out += (out.empty() ? "" : " | ") + std::string(prefix) + name;
        }
        return out.empty() ? std::string(none) : out;
    }

    /// "very-high" as the enumerator, "default" too.
    static std::string enumerator(std::string_view type, std::string_view value) {
        return std::string(type) + "::" + identifier(value);
    }

    std::string entry(Page const& page) {
        std::string out = "    {\n";
        auto const add = [&](std::string_view member, std::string const& value) {
            out += "        ." + std::string(member) + " = " + value + ",\n";
        };
        add("name", cpp_text(page.name));
        add("category", cpp_text(page.category));
        add("summary", cpp_text(page.summary));
        add("why", cpp_text(page.why));
        add("severity", enumerator("Severity", page.severity));
        add("by_default", enumerator("Default", page.by_default));
        add("fix", enumerator("FixKind", page.fix));
        add("precision", enumerator("Precision", page.precision));
        add("inputs", bits("input_", page.inputs, "0"));
        add("needs", bits("requires_", page.needs, "requires_nothing"));
        add("since", cpp_text(page.since));
        add("security_severity", cpp_text(page.security_severity));
        add("tags", texts(page.tags));
        add("aliases", aliases(page));
        add("supersedes", texts(page.supersedes));
        add("messages", messages(page));
        add("options", options(page));
        add("bad", examples(page.bad));
        add("good", examples(page.good));
        add("check", "&" + identifier(page.name) + "::rule");
        return out + "    },\n";
    }

    std::string arrays_;
    std::size_t count_ = 0;
};

}  // namespace

std::string catalog_source(std::span<Page const> pages) { return CatalogWriter().write(pages); }

}  // namespace dockcheck::pages

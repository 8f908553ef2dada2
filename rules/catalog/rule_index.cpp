// docs/rules/README.md, the list of all rules.
#include "rules/catalog/generate.hpp"

#include <algorithm>

namespace dockcheck::pages {
namespace {

std::string cell(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

std::string row(Page const& page) {
    std::string ids;
    for (auto const& alias : page.aliases) {
        ids += (ids.empty() ? "" : ", ") + alias.id;
        if (!alias.variant.empty()) ids += " (" + alias.variant + ")";
    }
    return "| [" + page.name + "](" + page.name + ".md) | " + cell(page.summary) + " | "
           + page.severity + " | " + page.by_default + " | " + page.fix + " | " + cell(ids)
           + " |\n";
}

}  // namespace

std::string rule_index(std::span<Page const> pages) {
    std::string out =
        "<!-- Made from the rules' pages by rulesmith. -->\n\n# Rules\n\n"
        "`dockcheck explain RULE` shows a rule's page in the terminal, by its name or by another "
        "tool's id;\n"
        "`dockcheck rules` lists them. Rules that are `off` need `--extend-select`, and a "
        "`preview` is one that\n"
        "is new. [configuration.md](../configuration.md) says how rules are chosen.\n";
    for (auto const category : categories()) {
        std::string rows;
        for (auto const& page : pages) {
            if (page.category == category) rows += row(page);
        }
        if (rows.empty()) continue;
        out += "\n## " + std::string(category)
               + "\n\n| rule | finds | severity | default | fix | other tools |\n"
                 "| --- | --- | --- | --- | --- | --- |\n"
               + rows;
    }
    return out;
}

}  // namespace dockcheck::pages

// rules/README.md, the list of all rules.
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
    return "| [" + page.name + "](" + page.category + "/" + page.name + ".toml) | "
           + cell(page.summary) + " | " + page.severity + " | " + page.by_default + " | " + page.fix
           + " | " + cell(ids) + " |\n";
}

}  // namespace

std::string rule_index(std::span<Page const> pages) {
    std::string out =
        "# Rules\n\nMade from the pages by `cmake --build build/dev --target index`. "
        "Each rule is a page beside its\ncheck; `dockcheck explain RULE` shows it.\n";
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

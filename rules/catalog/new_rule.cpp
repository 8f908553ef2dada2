// The two files that `rulesmith new` writes.
#include "rules/catalog/generate.hpp"

#include <algorithm>

namespace dockcheck::pages {

std::string new_page(std::string_view name, std::string_view since) {
    std::string words(name);
    std::ranges::replace(words, '-', ' ');
    return "summary  = \"" + words + "\"\nseverity = \"warning\"\nsince    = \"" + std::string(since)
           + "\"\nwhy = '''\nSay what goes wrong, for whom and when, and what to write instead.\n'''\n\n"
             "[messages]\nfound = \"{0} is wrong here\"\n\n"
             "[[bad]]\ncode  = '''\nFROM alpine:3.20\nRUN true\n'''\n"
             "flags = [\"RUN\"]          # the text under each squiggle, in order\n\n"
             "[[good]]\nwhy  = \"say why this is right\"\ncode = '''\nFROM alpine:3.20\n'''\n";
}

std::string new_check(std::string_view category, std::string_view name) {
    auto const space = identifier(name);
    return "// Finds " + std::string(name) + ".\n#include \"rules/" + std::string(category) + "/"
           + std::string(name)
           + ".hpp\"\n\nnamespace dockcheck::rules::" + space
           + " {\nnamespace {\n\n"
             "// The type of the first parameter is what the rule looks at (analyzer/lint/check.hpp).\n"
             "void check(ast::Run const& run, Pass& pass) {\n"
             "    if (run.command.json || !run.command.text.empty()) return;\n"
             "    pass.report(pass.instruction().name_span, found, pass.instruction().name);\n}\n\n"
             "}  // namespace\n\nconstinit Check const rule = on<check>();\n\n"
             "}  // namespace dockcheck::rules::"
           + space + "\n";
}

}  // namespace dockcheck::pages

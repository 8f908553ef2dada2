// See the header: pages from the source tree.
#include "tests/support/rule_page.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace dockcheck::test {

std::string read_source_file(std::string_view path) {
    std::ifstream stream(DOCKCHECK_SOURCE "/" + std::string(path), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

pages::Page page_of(Rule const& rule) {
    auto const file =
        "rules/" + std::string(rule.category) + "/" + std::string(rule.name) + ".toml";
    std::vector<pages::Problem> problems;
    auto page = pages::read_page(file, read_source_file(file), problems);
    if (!problems.empty()) throw std::runtime_error(to_string(problems.front()));
    return page;
}

}  // namespace dockcheck::test

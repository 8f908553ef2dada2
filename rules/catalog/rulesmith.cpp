// rulesmith: makes C++ of the rules' pages, writes new rules and the documents of all.
#include "rules/catalog/generate.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace dockcheck::pages;

constexpr char usage[] =
    "usage: rulesmith generate RULES_FOLDER OUTPUT_FOLDER\n"
    "       rulesmith new CATEGORY/NAME [RULES_FOLDER]\n"
    "       rulesmith index [--check] [RULES_FOLDER DOCUMENTS_FOLDER]\n";

void complain(std::string const& text) { std::fprintf(stderr, "%s\n", text.c_str()); }

std::string read_file(fs::path const& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool write_file(fs::path const& path, std::string const& text) {
    fs::create_directories(path.parent_path());
    std::ofstream stream(path, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) complain(path.generic_string() + ": error: cannot be written");
    return static_cast<bool>(stream);
}

/// Leaves a file with the right text alone, so that nothing is compiled again for it.
bool update_file(fs::path const& path, std::string const& text) {
    return (fs::exists(path) && read_file(path) == text) || write_file(path, text);
}

/// All pages below a folder, sorted by name; problems are printed.
bool read_pages(fs::path const& folder, std::vector<Page>& pages) {
    std::vector<Problem> problems;
    for (auto const& category : fs::directory_iterator(folder)) {
        if (!category.is_directory()) continue;
        for (auto const& file : fs::directory_iterator(category)) {
            if (file.path().extension() != ".toml") continue;
            pages.push_back(
                read_page(file.path().generic_string(), read_file(file.path()), problems));
        }
    }
    auto const key = [](Page const& page) { return std::pair(page.name, page.category); };
    std::ranges::sort(pages, {}, key);
    check_pages(pages, problems);
    std::ranges::stable_sort(problems, {}, &Problem::file);
    for (auto const& problem : problems) complain(to_string(problem));
    return problems.empty();
}

int generate(fs::path const& folder, fs::path const& output) {
    std::vector<Page> pages;
    if (!read_pages(folder, pages)) return 1;
    std::set<fs::path> headers;
    bool written = true;
    for (auto const& page : pages) {
        auto const path = output / "rules" / page.category / (page.name + ".hpp");
        written = update_file(path, rule_header(page)) && written;
        headers.insert(path);
    }
    // A header whose page is gone must not be found any more.
    fs::create_directories(output / "rules");
    std::vector<fs::path> stale;
    for (auto const& file : fs::recursive_directory_iterator(output / "rules")) {
        if (file.is_regular_file() && !headers.contains(file.path())) stale.push_back(file.path());
    }
    for (auto const& file : stale) fs::remove(file);
    return update_file(output / "catalog.cpp", catalog_source(pages)) && written ? 0 : 1;
}

bool is_good_name(std::string const& category, std::string const& name, fs::path const& folder) {
    if (!is_category(category)) {
        complain("error: \"" + category + "\" is no category; these are:");
        for (auto const known : categories()) complain("  " + std::string(known));
        return false;
    }
    if (!is_kebab_case(name)) {
        complain("error: \"" + name + "\" is not in kebab-case, as in untagged-base-image");
        return false;
    }
    for (auto const& other : fs::directory_iterator(folder)) {
        auto const page = other.path() / (name + ".toml");
        if (!fs::exists(page)) continue;
        complain("error: the rule exists already: " + page.generic_string());
        return false;
    }
    return true;
}

int add_rule(std::string const& rule, fs::path const& folder) {
    auto const slash = rule.find('/');
    if (slash == std::string::npos) {
        complain("error: say CATEGORY/NAME, as in base-image/untagged-base-image");
        return 2;
    }
    auto const category = rule.substr(0, slash);
    auto const name = rule.substr(slash + 1);
    if (!is_good_name(category, name, folder)) return 2;
    auto const page = folder / category / (name + ".toml");
    auto const check = folder / category / (name + ".cpp");
    bool const written = write_file(page, new_page(name, DOCKCHECK_SERIES))
                         && write_file(check, new_check(category, name));
    if (!written) return 1;
    std::printf("%s\n%s\n", page.generic_string().c_str(), check.generic_string().c_str());
    return 0;
}

using Documents = std::map<fs::path, std::string>;

/// The documents of a folder whose rule is gone.
std::vector<fs::path> orphans(fs::path const& folder, Documents const& documents) {
    std::vector<fs::path> result;
    if (!fs::exists(folder)) return result;
    for (auto const& file : fs::directory_iterator(folder)) {
        bool const is_document = file.path().extension() == ".md"
                                 && read_file(file.path()).starts_with("<!-- Made from ");
        if (is_document && !documents.contains(file.path())) result.push_back(file.path());
    }
    return result;
}

/// Writes the index and the documents of all rules, or says which of them are not up to date.
int write_index(fs::path const& folder, fs::path const& output, bool only_check) {
    std::vector<Page> pages;
    if (!read_pages(folder, pages)) return 1;
    Documents documents{{output / "README.md", rule_index(pages)}};
    for (auto const& page : pages) documents[output / (page.name + ".md")] = rule_document(page);
    auto stale = orphans(output, documents);
    if (!only_check) {
        for (auto const& file : stale) fs::remove(file);
        bool is_written = true;
        for (auto const& [path, text] : documents) {
            is_written = update_file(path, text) && is_written;
        }
        return is_written ? 0 : 1;
    }
    for (auto const& [path, text] : documents) {
        if (!fs::exists(path) || read_file(path) != text) stale.push_back(path);
    }
    for (auto const& file : stale) {
        complain(file.generic_string() + ": error: not up to date, build the target index");
    }
    return stale.empty() ? 0 : 1;
}

int run(std::vector<std::string> arguments) {
    auto const take = [&](std::size_t i, std::string const& fallback) {
        return i < arguments.size() ? arguments[i] : fallback;
    };
    auto const command = take(0, "");
    if (command == "generate" && arguments.size() == 3) return generate(take(1, ""), take(2, ""));
    if (command == "new" && (arguments.size() == 2 || arguments.size() == 3)) {
        return add_rule(take(1, ""), take(2, "rules"));
    }
    if (command == "index") {
        bool const only_check = std::erase(arguments, "--check") != 0;
        if (arguments.size() == 1 || arguments.size() == 3) {
            return write_index(take(1, "rules"), take(2, "docs/rules"), only_check);
        }
    }
    std::fputs(usage, stderr);
    return 2;
}

}  // namespace

int main(int count, char** values) {
    try {
        return run({values + 1, values + count});
    } catch (std::exception const& error) {
        complain(std::string("rulesmith: error: ") + error.what());
        return 1;
    }
}

// The rules of the house: who includes whom, which files belong together.
#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/check.hpp"
#include "tests/support/rule_page.hpp"

namespace dockcheck::test {
namespace {

namespace fs = std::filesystem;

/// A folder and what its files may include, itself apart: the arrows of docs/architecture.md.
struct Arrows {
    std::string_view folder;
    std::string_view may_include;  ///< folders, blanks between them
};

constexpr std::string_view model_and_below =
    "analyzer/system analyzer/text analyzer/json analyzer/syntax/dockerfile analyzer/syntax/shell "
    "analyzer/syntax/powershell analyzer/image analyzer/context analyzer/knowledge analyzer/model";
constexpr std::string_view lint_and_below =
    "analyzer/system analyzer/text analyzer/json analyzer/syntax/dockerfile analyzer/syntax/shell "
    "analyzer/syntax/powershell analyzer/image analyzer/context analyzer/knowledge analyzer/model "
    "analyzer/lint";
constexpr std::string_view config_and_below =
    "analyzer/system analyzer/text analyzer/json analyzer/syntax/dockerfile analyzer/syntax/shell "
    "analyzer/syntax/powershell analyzer/image analyzer/context analyzer/knowledge analyzer/model "
    "analyzer/lint analyzer/hadolint";
constexpr std::string_view report_and_config =
    "analyzer/system analyzer/text analyzer/json analyzer/syntax/dockerfile analyzer/syntax/shell "
    "analyzer/syntax/powershell analyzer/image analyzer/context analyzer/knowledge analyzer/model "
    "analyzer/lint analyzer/config analyzer/report";
constexpr std::string_view everything =
    "analyzer/system analyzer/text analyzer/json analyzer/syntax/dockerfile analyzer/syntax/shell "
    "analyzer/syntax/powershell analyzer/image analyzer/context analyzer/knowledge analyzer/model "
    "analyzer/lint analyzer/hadolint "
    "analyzer/external analyzer/config analyzer/compose analyzer/kubernetes "
    "analyzer/report analyzer/lsp rules/catalog";

constexpr Arrows arrows[] = {
    {"analyzer/system", ""},
    {"analyzer/text", "analyzer/system"},
    {"analyzer/json", "analyzer/text"},
    {"analyzer/syntax/dockerfile", "analyzer/text"},
    {"analyzer/syntax/script", ""},
    {"analyzer/syntax/shell", "analyzer/text analyzer/syntax/script"},
    {"analyzer/syntax/powershell", "analyzer/text analyzer/syntax/script"},
    {"analyzer/image/readers", "analyzer/system analyzer/text analyzer/json analyzer/image"},
    {"analyzer/image", "analyzer/text analyzer/json"},
    {"analyzer/context", "analyzer/system analyzer/text analyzer/json"},
    {"analyzer/knowledge", "analyzer/text"},
    {"analyzer/model", model_and_below},
    {"analyzer/lint", lint_and_below},
    {"analyzer/hadolint", "analyzer/text"},
    {"analyzer/compose", "analyzer/system analyzer/text"},
    {"analyzer/kubernetes", "analyzer/text analyzer/compose analyzer/model"},
    {"analyzer/external", lint_and_below},
    {"analyzer/config", config_and_below},
    {"analyzer/report", lint_and_below},
    {"analyzer/lsp", report_and_config},
    {"analyzer/cli", everything},
    {"rules/catalog", "analyzer/text analyzer/lint"},
};

/// Rules see the model and lint; the names in both come from the folders of text, knowledge and the
/// languages.
constexpr std::string_view of_rules =
    "analyzer/text analyzer/knowledge analyzer/syntax/dockerfile analyzer/syntax/shell "
    "analyzer/syntax/powershell analyzer/image analyzer/model analyzer/lint";

/// Headers that only some files may see, because they are dear or belong to one place.
struct Guarded {
    std::string_view header;   ///< how the included name begins
    std::string_view allowed;  ///< folders or files, blanks between them
};

constexpr Guarded guarded[] = {
    {"boost/spirit",
     "analyzer/syntax/dockerfile/grammar analyzer/syntax/shell/grammar "
     "analyzer/syntax/powershell/grammar analyzer/syntax/script"},
    {"toml++", "analyzer/config analyzer/context/manifests rules/catalog/toml_tree.cpp"},
    {"CLI/", "analyzer/cli"},
    {"yaml-cpp/",
     "analyzer/hadolint analyzer/compose analyzer/kubernetes analyzer/context/manifests"},
    {"rapidjson/", "analyzer/report analyzer/external analyzer/compose analyzer/json"},
    {"archive", "analyzer/image/readers"},
    {"zlib", "analyzer/image/readers"},
    {"zstd", "analyzer/image/readers"},
    {"regex", ""},
    {"filesystem", "rules/catalog/rulesmith.cpp"},
    {"unistd", "analyzer/system/posix analyzer/external/posix"},
    {"fcntl", "analyzer/system analyzer/external/posix"},
    {"sys/", "analyzer/system analyzer/external/posix analyzer/text/pages.cpp"},
    {"windows.h", "analyzer/system/windows"},
    {"iostream", "analyzer/knowledge/generate_tables.cpp"},
};

bool is_among(std::string_view word, std::string_view list) {
    while (!list.empty()) {
        auto const item = list.substr(0, list.find(' '));
        if (word == item || (word.starts_with(item) && word.substr(item.size()).starts_with('/'))) {
            return true;
        }
        list.remove_prefix(std::min(item.size() + 1, list.size()));
    }
    return false;
}

/// All C++ files below analyzer/ and rules/, relative to the source tree.
std::vector<std::string> sources() {
    std::vector<std::string> files;
    for (auto const* const top : {"analyzer", "rules"}) {
        for (auto const& entry :
             fs::recursive_directory_iterator(fs::path(DOCKCHECK_SOURCE) / top)) {
            auto const extension = entry.path().extension();
            if (extension != ".hpp" && extension != ".cpp") continue;
            files.push_back(entry.path().lexically_relative(DOCKCHECK_SOURCE).generic_string());
        }
    }
    std::ranges::sort(files);
    return files;
}

/// The folder that the arrows are about: grammars belong to their language.
std::string folder_of(std::string_view file) {
    auto folder = file.substr(0, file.rfind('/'));
    for (auto const& arrow : arrows) {
        if (is_among(folder, arrow.folder)) return std::string(arrow.folder);
    }
    return std::string(folder);
}

/// The names behind #include in a file.
std::vector<std::string> includes_of(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find('\n', begin), text.size());
        auto line = text.substr(begin, end - begin);
        begin = end + 1;
        auto const hash = line.find_first_not_of(' ');
        if (hash == std::string_view::npos || !line.substr(hash).starts_with("#include")) continue;
        auto const open = line.find_first_of("<\"");
        auto const close = line.find_first_of(">\"", open + 1);
        if (close != std::string_view::npos)
            names.emplace_back(line.substr(open + 1, close - open - 1));
    }
    return names;
}

bool may_include(std::string_view file, std::string_view name) {
    auto const from = folder_of(file);
    auto const to = folder_of(name);
    if (from == to) {
        // A rule includes its own header, not its neighbour's.
        bool const is_rule = from.starts_with("rules/") && from != "rules/catalog";
        return !is_rule || name.substr(0, name.rfind('.')) == file.substr(0, file.rfind('.'));
    }
    for (auto const& arrow : arrows) {
        if (arrow.folder == from) return is_among(to, arrow.may_include);
    }
    return from.starts_with("rules/") && is_among(to, of_rules);
}

TEST_CASE("every include goes along an arrow of the architecture") {
    for (auto const& file : sources()) {
        for (auto const& name : includes_of(read_source_file(file))) {
            if (name.starts_with("analyzer/") || name.starts_with("rules/")) {
                CHECK_MESSAGE(may_include(file, name), file, " may not include ", name);
            }
            for (auto const& guard : guarded) {
                if (!name.starts_with(guard.header)) continue;
                CHECK_MESSAGE(is_among(file, guard.allowed), file, " may not include ", name);
            }
        }
    }
}

TEST_CASE("every folder of the analyzer is drawn in the architecture") {
    for (auto const& file : sources()) {
        auto const folder = folder_of(file);
        auto const is_known = std::ranges::any_of(
            arrows, [&](Arrows const& arrow) { return arrow.folder == folder; });
        CHECK_MESSAGE((is_known || folder.starts_with("rules/")), file, " is in an unknown folder");
    }
}

TEST_CASE("every page has a check, and every check a page") {
    for (auto const& entry :
         fs::recursive_directory_iterator(fs::path(DOCKCHECK_SOURCE) / "rules")) {
        auto partner = entry.path();
        if (partner.parent_path().filename() == "catalog") continue;
        if (partner.extension() == ".toml") {
            auto const page = entry.path().lexically_relative(DOCKCHECK_SOURCE).generic_string();
            if (read_source_file(page).find("\n[match]") != std::string::npos) continue;
            partner.replace_extension(".cpp");
        } else if (partner.extension() == ".cpp") {
            partner.replace_extension(".toml");
        } else {
            continue;
        }
        CHECK_MESSAGE(fs::exists(partner), partner.filename().string(), " is missing");
    }
}

TEST_CASE("every rule is in the catalog once, and what it supersedes exists") {
    auto const catalog = rules::catalog();
    auto const repeated =
        std::ranges::adjacent_find(catalog, std::ranges::greater_equal{}, &Rule::name);
    CHECK(repeated == catalog.end());
    for (auto const& rule : catalog) {
        bool const looks_at_something = rule.check->subscriptions[0].handler != nullptr;
        CHECK_MESSAGE(looks_at_something, rule.name, " looks at nothing");
        for (auto const name : rule.supersedes) {
            CHECK_MESSAGE(std::ranges::find(catalog, name, &Rule::name) != catalog.end(), rule.name,
                          " supersedes ", name, ", which does not exist");
        }
    }
}

TEST_CASE("every option is set in an example of its page") {
    for (auto const& rule : rules::catalog()) {
        auto const page = page_of(rule);
        for (auto const& option : page.options) {
            auto const sets_it = [&](pages::PageExample const& example) {
                return example.options.contains(option.name);
            };
            bool const is_shown =
                std::ranges::any_of(page.bad, sets_it) || std::ranges::any_of(page.good, sets_it);
            CHECK_MESSAGE(is_shown, rule.name, ": no example sets ", option.name);
        }
    }
}

TEST_CASE("a rule about images shows one, and only such a rule does") {
    for (auto const& rule : rules::catalog()) {
        auto const page = page_of(rule);
        bool const is_about_images = (rule.inputs & input_image) != 0;
        bool const shows_one =
            std::ranges::any_of(page.bad, [](auto const& example) { return example.is_image; });
        CHECK_MESSAGE(is_about_images == shows_one, rule.name,
                      is_about_images ? ": no bad example is an image" : ": an image is shown");
    }
}

TEST_CASE("a rule that reports in manifests shows one, and only such a rule does") {
    for (auto const& rule : rules::catalog()) {
        auto const page = page_of(rule);
        bool const is_about_manifests = (rule.inputs & input_manifest) != 0;
        bool const shows_one = std::ranges::any_of(page.bad, [](auto const& example) {
            return std::ranges::any_of(example.flags, [&](auto const& flag) {
                auto const file = example.files.find(flag.file);
                return file != example.files.end()
                       && file->second.find("apiVersion:") != std::string::npos;
            });
        });
        CHECK_MESSAGE(
            is_about_manifests == shows_one, rule.name,
            is_about_manifests ? ": no bad example flags a manifest" : ": a manifest is flagged");
    }
}

TEST_CASE("every message of a page is reported by its check") {
    for (auto const& rule : rules::catalog()) {
        if (rule.check->match != nullptr) continue;
        auto const file =
            "rules/" + std::string(rule.category) + "/" + std::string(rule.name) + ".cpp";
        auto const text = read_source_file(file);
        for (auto const& message : rule.messages) {
            auto const name = pages::identifier(message.name);
            CHECK_MESSAGE(text.find(name) != std::string::npos, file, " does not use ", name);
        }
    }
}

TEST_CASE("no file names the folder that it was built in") {
    std::vector<std::string> texts;
    for (auto const& file : sources()) texts.push_back(read_source_file(file));
    for (auto const& entry : fs::recursive_directory_iterator(DOCKCHECK_GENERATED)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(stream),
                           std::istreambuf_iterator<char>());
    }
    // The folder alone may be a word that examples have too, such as /project.
    for (std::string_view const part : {"/analyzer/", "/build/", "/rules/", "/tests/"}) {
        auto const folder = DOCKCHECK_SOURCE + std::string(part);
        for (auto const& text : texts) CHECK(text.find(folder) == std::string::npos);
    }
}

}  // namespace
}  // namespace dockcheck::test

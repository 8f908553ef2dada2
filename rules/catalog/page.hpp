// The page of a rule: everything said about it, as its TOML file says it.
#pragma once

#include "rules/catalog/toml_tree.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::pages {

/// A text of `[messages]` with holes {0}, {1}, ...
struct Message {
    std::string name;
    std::string text;
    std::string help;
    Position position;
};

/// `[options.NAME]`.
struct Option {
    std::string name;
    std::string type;  ///< string, strings, integer, number, boolean
    Tree fallback;     ///< the default
    /// The texts that it may be, or be a list of; all where there are none. "=text" stands for
    /// NAME=text.
    std::vector<std::string> values;
    std::string why;
};

/// Another tool's id, alone or with the variant it holds for.
struct PageAlias {
    std::string id;
    std::string variant;
    Position position;
};

/// A text that must be flagged, and in which file; no file: the Dockerfile.
struct Flag {
    std::string file;
    std::string text;
};

/// One file of a layer, as an example says it: `"usr/bin/su" = {mode = "4755", size = 100}`, or a
/// text alone.
struct PageFile {
    std::string content;
    std::uint32_t mode = 0644;
    std::uint64_t size = 0;  ///< when it is larger than the content
    bool is_removed = false;
};
using PageLayer = std::map<std::string, PageFile, std::less<>>;

/// `[[bad]]` or `[[good]]`.
struct PageExample {
    Position position;
    std::string why;
    std::string code;  ///< the Dockerfile; of an image its JSON
    bool is_image = false;
    std::vector<PageLayer> layers;  ///< of an image
    std::string made;               ///< JSON of the image that the Dockerfile made
    std::string file = "Dockerfile";
    std::map<std::string, std::string, std::less<>> files;  ///< path -> bytes: the context
    std::vector<std::string> executable;                    ///< paths whose x bit is set
    std::map<std::string, Tree, std::less<>> options;
    std::map<std::string, std::string, std::less<>> args;  ///< build arguments
    std::string target;
    std::string platform;
    bool context = false;  ///< there is one; by default where `files` is given
    std::string today = "2026-01-01";
    std::vector<Flag> flags;           ///< in order; of a bad example
    std::optional<std::string> fixed;  ///< the Dockerfile after all fixes of this rule
};

/// `[match]`: what a rule without code looks for (analyzer/lint/match.hpp).
struct PageMatch {
    std::vector<std::string> instructions;
    std::vector<std::string> commands;
    std::vector<std::string> arguments;
    std::vector<std::string> lacks;
};

struct Page {
    std::string file;  ///< as it was named to the reader
    std::string name;
    std::string category;
    std::string summary;
    std::string why;
    std::string severity = "warning";
    std::string by_default = "on";
    std::string fix = "none";
    std::string precision = "high";
    std::string since = "0.1";
    std::string security_severity;
    std::vector<std::string> inputs{"dockerfile"};
    std::vector<std::string> needs;
    std::vector<std::string> tags;
    std::vector<PageAlias> aliases;
    std::vector<std::string> supersedes;
    std::vector<Message> messages;
    std::vector<Option> options;
    std::optional<PageMatch> match;
    std::vector<PageExample> bad;
    std::vector<PageExample> good;
};

/// What is wrong with a page, and where.
struct Problem {
    std::string file;
    Position position;
    std::string text;
};

/// "file:line:column: error: text".
std::string to_string(Problem const& problem);

/// Reads one page. Name and category come from the path `.../CATEGORY/NAME.toml`. Problems are
/// added; the page is usable when there are none.
Page read_page(std::string_view file, std::string_view text, std::vector<Problem>& problems);

/// What is wrong with a page whose keys are all right by themselves: holes, flags that are not in
/// the code, a safe fix without an example.
void check_page(Page const& page, std::vector<Problem>& problems);

/// What is wrong between pages: two rules of one name. Pages are sorted by name.
void check_pages(std::span<Page const> pages, std::vector<Problem>& problems);

/// How many texts a message takes: its holes and its help's.
std::size_t hole_count(Message const& message);

/// The page's names as they may be written in C++: dashes are underscores.
std::string identifier(std::string_view name);
/// True for lower-case words of letters and digits joined by single dashes.
bool is_kebab_case(std::string_view name);
/// True for a word that C++ or the generated headers keep for themselves.
bool is_reserved(std::string_view name);
/// True for one of the folders that rules live in.
bool is_category(std::string_view name);
/// The categories in the order in which they are listed.
std::span<std::string_view const> categories();

}  // namespace dockcheck::pages

// Taking typed values out of a TOML tree, and saying where that fails.
#pragma once

#include "rules/catalog/page.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::pages {

using Choices = std::initializer_list<std::string_view>;

/// A text in double quotes, for messages.
std::string quoted(std::string_view text);
/// A text without blanks and line ends around it.
std::string trimmed(std::string_view text);
/// `, did you mean "x"?` when a candidate is near, else nothing.
std::string suggestion(std::string_view word, std::span<std::string_view const> candidates);

/// Reads values of one file; each function adds a problem when the value is not as it must be.
class TreeReader {
 public:
    TreeReader(std::string_view file, std::vector<Problem>& problems)
        : file_(file), problems_(problems) {}

    void error(Position position, std::string text);
    void unknown_key(Entry const& entry, Choices known);
    bool expect(Tree const& tree, Tree::Kind kind, std::string_view what);
    void require(Tree const& table, std::string_view key);
    /// A text that is not blank.
    void string(Entry const& entry, std::string& value);
    void boolean(Entry const& entry, bool& value);
    void choice(Entry const& entry, std::string& value, Choices choices);
    void strings(Entry const& entry, std::vector<std::string>& values, Choices choices = {});
    void string_map(Entry const& entry, std::map<std::string, std::string, std::less<>>& map);

 private:
    void check_choice(Tree const& tree, std::string_view what, Choices choices);

    std::string_view file_;
    std::vector<Problem>& problems_;
};

/// `[match]`.
void read_match(TreeReader& reader, Entry const& entry, PageMatch& match);

enum class ExampleKind { bad, good };

/// The examples of `[[bad]]` or `[[good]]`.
void read_examples(TreeReader& reader, Entry const& entry, std::vector<PageExample>& examples,
                   ExampleKind kind);

}  // namespace dockcheck::pages

// What rulesmith makes of a page.
#include "rules/catalog/generate.hpp"

#include <doctest/doctest.h>

namespace dockcheck::test {
namespace {

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST_CASE("texts become literals that hold the same bytes") {
    CHECK(pages::cpp_text("") == "{}");
    CHECK(pages::cpp_text("say \"a\\b\"") == R"("say \"a\\b\"")");
    CHECK(pages::cpp_text("a\n") == R"("a\n")");
    CHECK(pages::cpp_text("\t1") == R"("\0111")");
    CHECK(pages::cpp_text(std::string_view("a\0b", 3)) == R"({"a\000b", 3})");
    CHECK(pages::cpp_text("a\nb") == "\n        \"a\\n\"\n        \"b\"");
}

TEST_CASE("options and messages become typed members of the rule's own namespace") {
    pages::Page page;
    page.name = "some-thing";
    page.category = "style";
    pages::Option words;
    words.name = "known-words";
    words.type = "strings";
    words.why = "Words.";
    words.fallback.kind = pages::Tree::Kind::array;
    words.fallback.items.resize(1);
    words.fallback.items[0].kind = pages::Tree::Kind::string;
    words.fallback.items[0].text = "a";
    pages::Option limit;
    limit.name = "limit";
    limit.type = "integer";
    limit.why = "A limit.";
    limit.fallback.kind = pages::Tree::Kind::integer;
    limit.fallback.integer = 5;
    page.options = {words, limit};
    page.messages = {{"too-long", "{0} has {1}", "write {0}", {}}};

    auto const header = pages::rule_header(page);
    CAPTURE(header);
    CHECK(contains(header, "namespace dockcheck::rules::some_thing {"));
    CHECK(contains(header, "std::array<std::string_view, 1> default_known_words{\"a\"};"));
    CHECK(contains(header, "std::span<std::string_view const> known_words = default_known_words;"));
    CHECK(contains(header, "std::int64_t limit = 5;"));
    CHECK(
        contains(header, "inline constexpr Message<2> too_long{\"{0} has {1}\", \"write {0}\"};"));
    CHECK(contains(header, "extern Check const rule;"));
    CHECK(pages::toml_text(words.fallback) == "[\"a\"]");
}

TEST_CASE("a new rule's page is right but for its example, which fails") {
    std::vector<pages::Problem> problems;
    auto const text = pages::new_page("shell-form-entrypoint", "0.1");
    auto const page = pages::read_page("rules/shell/shell-form-entrypoint.toml", text, problems);
    CHECK(problems.empty());
    CHECK(page.summary == "shell form entrypoint");
    CHECK(page.bad.size() == 1);
    auto const check = pages::new_check("shell", "shell-form-entrypoint");
    CHECK(contains(check, "#include \"rules/shell/shell-form-entrypoint.hpp\""));
    CHECK(contains(check, "namespace dockcheck::rules::shell_form_entrypoint {"));
}

TEST_CASE("the index lists rules by category, with a link to the page") {
    std::vector<pages::Page> pages(2);
    pages[0].name = "a-rule";
    pages[0].category = "style";
    pages[0].summary = "One | two";
    pages[0].aliases = {{"hadolint:DL1", "yum", {}}};
    pages[1].name = "b-rule";
    pages[1].category = "syntax";
    auto const index = pages::rule_index(pages);
    CAPTURE(index);
    CHECK(index.find("## syntax") < index.find("## style"));
    CHECK(contains(index,
                   "| [a-rule](a-rule.md) | One \\| two | warning | on | none | "
                   "hadolint:DL1 (yum) |\n"));
}

TEST_CASE("the document of a rule says what its page says, and Markdown sees no signs in it") {
    std::vector<pages::Problem> problems;
    auto const page =
        pages::read_page("rules/style/some-thing.toml", R"(summary = "Something in $HOME"
why = "Use `a * b`, not ~ or <x>."
fix = "unsafe"
aliases = [{ id = "hadolint:DL1", when = "yum" }]
[messages]
found = { text = "{0} is *wrong*", help = "write `{1}`" }
[options.limit]
type = "integer"
default = 3
why = "A limit."
[[bad]]
why = "with a limit"
code = "FROM a\nRUN ```\n"
flags = ["a"]
options = { limit = 5 }
fixed = "FROM b\nRUN ```\n"
[[good]]
code = "FROM b\n"
)",
                         problems);
    REQUIRE(problems.empty());
    CHECK(pages::rule_document(page)
          == R"(<!-- Made from rules/style/some-thing.toml by rulesmith. -->

# some-thing

Something in \$HOME.

| | |
| --- | --- |
| category | [style](README.md#style) |
| severity | warning |
| default | on |
| fix | unsafe, `dockcheck --unsafe-fixes` makes it |
| reads | Dockerfile |
| since | 0.1 |
| other tools | `hadolint:DL1` (yum) |

## Why

Use `a * b`, not \~ or \<x>.

## Messages

- ... is \*wrong\*
  - help: write \`...\`

## Options

In `dockcheck.toml`, with their defaults:

```toml
[rules.some-thing]
limit = 3
```

- `limit` (integer): A limit.

## Bad

### with a limit

With `limit = 5`:

````dockerfile
FROM a
RUN ```
````

Found: `a`

Fixed:

````dockerfile
FROM b
RUN ```
````

## Good

```dockerfile
FROM b
```

## Silencing it

```dockerfile
# dockcheck ignore=some-thing -- the reason
```

More ways: [configuration](../configuration.md).
)");
}

}  // namespace
}  // namespace dockcheck::test

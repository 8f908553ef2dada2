// What a page must hold beyond keys of the right types.
#include "rules/catalog/page.hpp"

#include <algorithm>
#include <set>

namespace dockcheck::pages {
namespace {

/// The numbers of the holes of a text: "{0}" is one, any other brace is an ordinary character.
std::set<std::size_t> holes_of(std::string_view text) {
    std::set<std::size_t> holes;
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        bool const is_hole =
            text[i] == '{' && text[i + 1] >= '0' && text[i + 1] <= '9' && text[i + 2] == '}';
        if (is_hole) holes.insert(static_cast<std::size_t>(text[i + 1] - '0'));
    }
    return holes;
}

/// Says what is wrong with one page.
class PageChecker {
 public:
    PageChecker(Page const& page, std::vector<Problem>& problems)
        : page_(page), problems_(problems) {}

    void check() {
        check_names();
        for (auto const& message : page_.messages) check_message(message);
        for (auto const& example : page_.bad) check_bad(example);
        for (auto const& example : page_.good) check_settings(example);
        check_fix();
        if (page_.match) check_match();
    }

 private:
    void error(Position position, std::string text) {
        problems_.push_back({page_.file, position, std::move(text)});
    }

    void check_names() {
        if (!is_category(page_.category)) {
            error({}, "\"" + page_.category + "\" is no category; the folders are a closed list");
        }
        if (!is_kebab_case(page_.name)) {
            error({}, "\"" + page_.name + "\" is no kebab-case name");
        } else if (is_category(page_.name) || page_.name == "all" || page_.name == "default"
                   || page_.name == "preview") {
            error({}, "\"" + page_.name + "\" selects rules already and cannot name one");
        }
        if (page_.messages.empty()) error({}, "[messages] is missing: a rule says something");
        if (page_.inputs.empty()) error({}, "inputs is empty: a rule looks at something");
        for (auto const& name : page_.supersedes) {
            if (name == page_.name) error({}, "the rule supersedes itself");
        }
    }

    void check_message(Message const& message) {
        auto holes = holes_of(message.text);
        holes.merge(holes_of(message.help));
        if (!holes.empty() && *holes.rbegin() + 1 != holes.size()) {
            error(message.position, "the message \"" + message.name + "\" has a hole {"
                                        + std::to_string(*holes.rbegin())
                                        + "} but not all before it");
        }
        if (message.text.ends_with('.')) {
            error(message.position, "the message \"" + message.name + "\" ends with a full stop");
        }
    }

    void check_bad(PageExample const& example) {
        check_settings(example);
        for (auto const& flag : example.flags) {
            auto const* text = &example.code;
            if (!flag.file.empty() && flag.file != example.file) {
                auto const file = example.files.find(flag.file);
                if (file == example.files.end()) {
                    error(example.position,
                          "the flag's file \"" + flag.file + "\" is not in files");
                    continue;
                }
                text = &file->second;
            }
            if (text->find(flag.text) == std::string::npos) {
                error(example.position,
                      "the text to be flagged, \"" + flag.text + "\", is not in the example");
            }
        }
        if (example.fixed && page_.fix == "none") {
            error(example.position, "an example is fixed, but the page says fix = \"none\"");
        }
        if (example.fixed && *example.fixed == example.code) {
            error(example.position, "fixed is the same as code");
        }
    }

    void check_settings(PageExample const& example) {
        for (auto const& [name, value] : example.options) {
            auto const option = std::ranges::find(page_.options, name, &Option::name);
            if (option == page_.options.end()) {
                error(value.position, "the rule has no option \"" + name + "\"");
            } else if (value.kind != option->fallback.kind
                       && !(option->type == "number" && value.kind == Tree::Kind::integer)) {
                error(value.position, "the option \"" + name + "\" is of type " + option->type);
            }
        }
    }

    void check_fix() {
        if (page_.fix != "safe") return;
        auto const is_fixed = [](PageExample const& example) { return example.fixed.has_value(); };
        if (std::ranges::none_of(page_.bad, is_fixed)) {
            error({}, "fix = \"safe\" needs a bad example that shows what is fixed");
        }
    }

    /// A match says one thing, and fills three holes.
    void check_match() {
        if (page_.messages.size() > 1) error({}, "a page with [match] has one message");
        if (!page_.options.empty()) error({}, "a page with [match] has no options");
        if (page_.fix != "none") error({}, "a page with [match] has fix = \"none\"");
        for (auto const& message : page_.messages) {
            if (hole_count(message) <= 3) continue;
            error(message.position, "a [match] fills {0}, {1} and {2}");
        }
    }

    Page const& page_;
    std::vector<Problem>& problems_;
};

}  // namespace

std::size_t hole_count(Message const& message) {
    auto holes = holes_of(message.text);
    holes.merge(holes_of(message.help));
    return holes.size();
}

void check_page(Page const& page, std::vector<Problem>& problems) {
    PageChecker(page, problems).check();
}

void check_pages(std::span<Page const> pages, std::vector<Problem>& problems) {
    for (std::size_t i = 1; i < pages.size(); ++i) {
        if (pages[i].name == pages[i - 1].name) {
            problems.push_back(
                {pages[i].file,
                 {},
                 "the rule \"" + pages[i].name + "\" exists already: " + pages[i - 1].file});
        }
    }
}

}  // namespace dockcheck::pages

// docs/rules/NAME.md, the page of a rule for people who read it outside of a terminal.
#include "rules/catalog/generate.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "analyzer/text/backticks.hpp"

namespace dockcheck::pages {
namespace {

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Whether Markdown may see a sign there. An underscore inside of a word is none.
bool is_sign(std::string_view text, std::size_t at) {
    if (std::string_view("\\*_<[$~`").find(text[at]) == std::string_view::npos) return false;
    bool const is_inside = at > 0 && at + 1 < text.size() && is_letter_or_digit(text[at - 1])
                           && is_letter_or_digit(text[at + 1]);
    return text[at] != '_' || !is_inside;
}

/// Text in which Markdown is to see no signs. Where the page's author may set words as code, what
/// stands between backticks is left as it is.
std::string prose(std::string_view text, bool has_code) {
    std::string out;
    bool is_code = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '`' && has_code) is_code = !is_code;
        if (!is_code && is_sign(text, i) && !(c == '`' && has_code)) out += '\\';
        out += c;
    }
    while (out.ends_with('\n')) out.pop_back();
    return out;
}

std::string of_author(std::string_view text) { return prose(text, true); }

/// A text of `[messages]`; what the user's file puts into its holes is left out.
std::string of_message(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const is_hole = text[i] == '{' && i + 2 < text.size() && text[i + 1] >= '0'
                             && text[i + 1] <= '9' && text[i + 2] == '}';
        if (is_hole) {
            out += "...";
            i += 2;
        } else {
            out += text[i];
        }
    }
    return prose(out, false);
}

/// Words set as code, on one line.
std::string code_span(std::string_view text) {
    std::string line(text);
    std::ranges::replace(line, '\n', ' ');
    std::string const fence(longest_run_of_backticks(line) + 1, '`');
    bool const touches = line.starts_with('`') || line.ends_with('`');
    return fence + (touches ? " " : "") + line + (touches ? " " : "") + fence;
}

std::string code_block(std::string_view language, std::string_view code) {
    std::string const fence(std::max<std::size_t>(longest_run_of_backticks(code) + 1, 3), '`');
    auto out = "\n" + fence + std::string(language) + "\n" + std::string(code);
    if (!code.ends_with('\n')) out += '\n';
    return out + fence + "\n";
}

void add_word(std::string& list, std::string_view word) {
    if (!list.empty()) list += ", ";
    list += word;
}

std::string inputs_of(Page const& page) {
    std::string out;
    for (auto const& input : page.inputs)
        add_word(out, input == "dockerfile" ? "Dockerfile" : input);
    for (auto const& need : page.needs) {
        add_word(out, need == "context" ? "the build context" : "the layers of the image");
    }
    return out;
}

std::string fix_of(Page const& page) {
    if (page.fix == "safe") return "safe, `dockcheck --fix` makes it";
    if (page.fix == "unsafe") return "unsafe, `dockcheck --unsafe-fixes` makes it";
    return page.fix;
}

std::string link_to(std::string_view rule) {
    return "[" + std::string(rule) + "](" + std::string(rule) + ".md)";
}

std::string facts(Page const& page) {
    std::string out = "| | |\n| --- | --- |\n";
    auto const fact = [&](std::string_view name, std::string_view text) {
        if (!text.empty()) {
            out += "| " + std::string(name) + " | " + std::string(text) + " |\n";
        }
    };
    fact("category", "[" + page.category + "](README.md#" + page.category + ")");
    fact("severity", page.severity);
    fact("default", page.by_default);
    fact("fix", fix_of(page));
    fact("reads", inputs_of(page));
    fact("since", page.since);
    std::string aliases;
    for (auto const& alias : page.aliases) {
        add_word(aliases,
                 code_span(alias.id)
                     + (alias.variant.empty() ? "" : " (" + of_author(alias.variant) + ")"));
    }
    fact("other tools", aliases);
    std::string superseded;
    for (auto const& rule : page.supersedes) add_word(superseded, link_to(rule));
    fact("speaks in place of", superseded);
    return out;
}

std::string messages(Page const& page) {
    std::string out = "\n## Messages\n\n";
    for (auto const& message : page.messages) {
        out += "- " + of_message(message.text) + "\n";
        if (!message.help.empty()) out += "  - help: " + of_message(message.help) + "\n";
    }
    return out;
}

std::string options(Page const& page) {
    if (page.options.empty()) return {};
    std::string out = "\n## Options\n\nIn `dockcheck.toml`, with their defaults:\n";
    auto table = "[rules." + page.name + "]\n";
    std::string meanings = "\n";
    for (auto const& option : page.options) {
        table += option.name + " = " + toml_text(option.fallback) + "\n";
        auto why = of_author(option.why);
        std::ranges::replace(why, '\n', ' ');
        meanings += "- " + code_span(option.name) + " (" + option.type + "): " + why + "\n";
    }
    return out + code_block("toml", table) + meanings;
}

/// What an example is built with besides its Dockerfile.
std::string circumstances(PageExample const& example) {
    std::string given;
    for (auto const& [name, value] : example.options) {
        add_word(given, code_span(name + " = " + toml_text(value)));
    }
    for (auto const& [name, value] : example.args) {
        add_word(given, code_span("--build-arg " + name + "=" + value));
    }
    if (!example.target.empty()) add_word(given, code_span("--target " + example.target));
    if (!example.platform.empty()) add_word(given, code_span("--platform " + example.platform));
    std::string files;
    for (auto const& [path, bytes] : example.files) add_word(files, code_span(path));
    if (!files.empty()) add_word(given, "in the build context " + files);
    return given.empty() ? given : "\nWith " + given + ":\n";
}

/// The texts that are underlined.
std::string flagged(PageExample const& example) {
    std::string out;
    for (auto const& flag : example.flags) {
        if (flag.text.empty()) continue;
        add_word(out,
                 code_span(flag.text) + (flag.file.empty() ? "" : " in " + code_span(flag.file)));
    }
    return out.empty() ? out : "\nFound: " + out + "\n";
}

/// The other files that something is underlined in.
std::string flagged_files(PageExample const& example) {
    std::set<std::string> names;
    for (auto const& flag : example.flags) names.insert(flag.file);
    std::string out;
    for (auto const& name : names) {
        auto const file = example.files.find(name);
        if (file == example.files.end() || file->second.empty()) continue;
        auto const point = name.rfind('.');
        auto const ending = point == name.npos ? std::string() : name.substr(point + 1);
        bool const is_yaml = ending == "yaml" || ending == "yml";
        if (is_yaml) out += "\n" + code_span(name) + ":\n" + code_block("yaml", file->second);
    }
    return out;
}

std::string examples(std::string_view title, std::vector<PageExample> const& list) {
    auto out = "\n## " + std::string(title) + "\n";
    bool is_first = true;
    for (auto const& example : list) {
        auto why = of_author(example.why);
        std::ranges::replace(why, '\n', ' ');
        if (!why.empty()) {
            out += "\n### " + why + "\n";
        } else if (!is_first) {
            out += "\n---\n";
        }
        is_first = false;
        auto const* const language = example.is_image ? "json" : "dockerfile";
        out += circumstances(example) + code_block(language, example.code) + flagged_files(example)
               + flagged(example);
        if (example.fixed) out += "\nFixed:\n" + code_block(language, *example.fixed);
    }
    return out;
}

}  // namespace

std::string rule_document(Page const& page) {
    auto const source = page.category + "/" + page.name + ".toml";
    auto out = "<!-- Made from rules/" + source + " by rulesmith. -->\n\n# " + page.name + "\n\n"
               + of_author(page.summary) + ".\n\n" + facts(page) + "\n## Why\n\n"
               + of_author(page.why) + "\n" + messages(page) + options(page)
               + examples("Bad", page.bad) + examples("Good", page.good);
    return out + "\n## Silencing it\n"
           + code_block("dockerfile", "# dockcheck ignore=" + page.name + " -- the reason")
           + "\nMore ways: [configuration](../configuration.md).\n";
}

}  // namespace dockcheck::pages

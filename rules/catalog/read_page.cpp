// From the TOML of a page to a Page: which keys there are and what type each has.
#include "rules/catalog/tree_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace dockcheck::pages {
namespace {

/// Fills a page.
class PageReader : TreeReader {
 public:
    PageReader(Page& page, std::vector<Problem>& problems)
        : TreeReader(page.file, problems), page_(page) {}

    void read(Tree const& document) {
        for (auto const& entry : document.entries) read_entry(entry);
        require(document, "summary");
        require(document, "why");
        require(document, "bad");
        require(document, "good");
    }

 private:
    void read_entry(Entry const& entry) {
        auto const& key = entry.key;
        if (key == "summary") return read_summary(entry);
        if (key == "why") {
            string(entry, page_.why);
            page_.why = trimmed(page_.why);
            return;
        }
        if (key == "severity")
            return choice(entry, page_.severity, {"error", "warning", "info", "style"});
        if (key == "default") return choice(entry, page_.by_default, {"on", "off", "preview"});
        if (key == "fix") return choice(entry, page_.fix, {"none", "safe", "unsafe"});
        if (key == "precision")
            return choice(entry, page_.precision, {"medium", "high", "very-high"});
        if (key == "since") return read_since(entry);
        if (key == "security-severity") return read_security_severity(entry);
        if (key == "inputs")
            return strings(entry, page_.inputs, {"dockerfile", "image", "manifest"});
        if (key == "requires") return strings(entry, page_.needs, {"context", "layers"});
        if (key == "tags") return read_names(entry, page_.tags);
        if (key == "supersedes") return read_names(entry, page_.supersedes);
        if (key == "aliases") return read_aliases(entry);
        if (key == "messages") return read_messages(entry);
        if (key == "options") return read_options(entry);
        if (key == "bad") return read_examples(*this, entry, page_.bad, ExampleKind::bad);
        if (key == "good") return read_examples(*this, entry, page_.good, ExampleKind::good);
        if (key == "match") return read_match(*this, entry, page_.match.emplace());
        unknown_key(entry, {"summary", "why", "severity", "default", "fix", "precision", "since",
                            "security-severity", "inputs", "requires", "tags", "supersedes",
                            "aliases", "messages", "options", "bad", "good", "match"});
    }

    void read_summary(Entry const& entry) {
        string(entry, page_.summary);
        auto const characters = std::ranges::count_if(
            page_.summary, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
        auto const position = entry.value.position;
        if (characters > 72) {
            error(position,
                  "summary has " + std::to_string(characters) + " characters, 72 at most");
        }
        if (page_.summary.ends_with('.')) error(position, "summary ends with a full stop");
        if (page_.summary.find('\n') != std::string::npos
            || page_.summary != trimmed(page_.summary)) {
            error(position, "summary is one line without blanks around it");
        }
    }

    void read_since(Entry const& entry) {
        string(entry, page_.since);
        bool const is_version = page_.since.find_first_not_of("0123456789.") == std::string::npos
                                && std::ranges::count(page_.since, '.') >= 1
                                && page_.since.front() != '.' && page_.since.back() != '.';
        if (!is_version) error(entry.value.position, "since is a version such as \"0.1\"");
    }

    void read_security_severity(Entry const& entry) {
        if (entry.value.kind != Tree::Kind::number && entry.value.kind != Tree::Kind::integer) {
            error(entry.value.position, "security-severity is a number from 0.0 to 10.0");
            return;
        }
        if (!(entry.value.number >= 0 && entry.value.number <= 10)) {
            error(entry.value.position, "security-severity is a number from 0.0 to 10.0");
            return;
        }
        std::array<char, 8> text{};
        auto const size = std::snprintf(text.data(), text.size(), "%.1f", entry.value.number);
        page_.security_severity.assign(text.data(), static_cast<std::size_t>(size));
    }

    void read_names(Entry const& entry, std::vector<std::string>& names) {
        strings(entry, names);
        for (auto const& name : names) {
            if (!is_kebab_case(name)) {
                error(entry.value.position, quoted(name) + " is no kebab-case name");
            }
        }
    }

    void read_aliases(Entry const& entry) {
        if (!expect(entry.value, Tree::Kind::array, entry.key)) return;
        for (auto const& item : entry.value.items) {
            if (item.kind == Tree::Kind::string) {
                add_alias({item.text, {}, item.position});
            } else if (expect(item, Tree::Kind::table, "an alias that is no string")) {
                PageAlias alias{{}, {}, item.position};
                for (auto const& part : item.entries) {
                    if (part.key == "id") {
                        string(part, alias.id);
                    } else if (part.key == "when") {
                        string(part, alias.variant);
                    } else {
                        unknown_key(part, {"id", "when"});
                    }
                }
                require(item, "id");
                require(item, "when");
                if (!alias.id.empty()) add_alias(std::move(alias));
            }
        }
    }

    void add_alias(PageAlias alias) {
        static constexpr auto peers = std::to_array<std::string_view>(
            {"binnacle", "buildkit", "checkov", "dockerfile-utils", "dockerfilelint", "dockle",
             "hadolint", "kics", "parfum", "semgrep", "sonar", "tally", "trivy"});
        auto const colon = alias.id.find(':');
        auto const peer = std::string_view(alias.id).substr(0, std::min(colon, alias.id.size()));
        if (colon == std::string::npos || colon + 1 == alias.id.size()
            || alias.id.find_first_of(" ,;\t") != std::string::npos) {
            error(alias.position, "an alias is \"peer:id\", as in \"hadolint:DL3006\"");
        } else if (std::ranges::find(peers, peer) == peers.end()) {
            error(alias.position, "no peer is called " + quoted(peer) + suggestion(peer, peers));
        }
        for (auto const& other : page_.aliases) {
            if (other.id == alias.id && other.variant == alias.variant) {
                error(alias.position, "the alias " + quoted(alias.id) + " is given twice");
            }
        }
        page_.aliases.push_back(std::move(alias));
    }

    /// Names that become names in C++; dashes are underscores there.
    void check_member_name(Entry const& entry, std::string_view what, bool is_right) {
        if (!is_right) {
            error(entry.position, std::string(what) + " " + quoted(entry.key) + " is no name of "
                                      + "small letters and digits in kebab-case");
        } else if (is_reserved(identifier(entry.key))) {
            error(entry.position, std::string(what) + " " + quoted(entry.key)
                                      + " is a word that the generated header or C++ uses");
        }
    }

    /// Messages are named only in the code: underscores are as good as dashes.
    void check_message_name(Entry const& entry) {
        std::string name = entry.key;
        std::ranges::replace(name, '_', '-');
        check_member_name(entry, "the message", is_kebab_case(name));
    }

    void read_messages(Entry const& entry) {
        if (!expect(entry.value, Tree::Kind::table, entry.key)) return;
        for (auto const& item : entry.value.entries) {
            check_message_name(item);
            Message message{item.key, {}, {}, item.value.position};
            if (item.value.kind == Tree::Kind::string) {
                string(item, message.text);
            } else if (expect(item.value, Tree::Kind::table, "a message that is no string")) {
                for (auto const& part : item.value.entries) {
                    if (part.key == "text") {
                        string(part, message.text);
                    } else if (part.key == "help") {
                        string(part, message.help);
                    } else {
                        unknown_key(part, {"text", "help"});
                    }
                }
                require(item.value, "text");
            }
            page_.messages.push_back(std::move(message));
        }
    }

    void read_options(Entry const& entry) {
        if (!expect(entry.value, Tree::Kind::table, entry.key)) return;
        for (auto const& item : entry.value.entries) {
            check_member_name(item, "the option", is_kebab_case(item.key));
            if (item.key == "severity") {
                error(item.position,
                      "[rules.NAME] has a severity already: name the option otherwise");
            }
            if (!expect(item.value, Tree::Kind::table, "the option " + item.key)) continue;
            Option option;
            option.name = item.key;
            for (auto const& part : item.value.entries) {
                if (part.key == "type") {
                    choice(part, option.type,
                           {"string", "strings", "integer", "number", "boolean"});
                } else if (part.key == "default") {
                    option.fallback = part.value;
                } else if (part.key == "why") {
                    string(part, option.why);
                    option.why = trimmed(option.why);
                } else if (part.key == "values") {
                    strings(part, option.values);
                } else {
                    unknown_key(part, {"type", "default", "why", "values"});
                }
            }
            require(item.value, "type");
            require(item.value, "default");
            require(item.value, "why");
            if (item.value.find("default") != nullptr) {
                check_option_value(option.type, option.fallback, "default");
            }
            page_.options.push_back(std::move(option));
        }
    }

    void check_option_value(std::string_view type, Tree const& value, std::string_view what) {
        if (type == "string") {
            expect(value, Tree::Kind::string, what);
        } else if (type == "integer") {
            expect(value, Tree::Kind::integer, what);
        } else if (type == "boolean") {
            expect(value, Tree::Kind::boolean, what);
        } else if (type == "number" && value.kind != Tree::Kind::integer) {
            expect(value, Tree::Kind::number, what);
        } else if (type == "strings" && expect(value, Tree::Kind::array, what)) {
            for (auto const& item : value.items) {
                expect(item, Tree::Kind::string, "each of " + std::string(what));
            }
        }
    }

    Page& page_;
};

}  // namespace

std::string to_string(Problem const& problem) {
    return problem.file + ":" + std::to_string(problem.position.line) + ":"
           + std::to_string(problem.position.column) + ": error: " + problem.text;
}

Page read_page(std::string_view file, std::string_view text, std::vector<Problem>& problems) {
    Page page;
    page.file = file;
    auto const slash = file.rfind('/');
    auto const before = slash == std::string_view::npos ? slash : file.rfind('/', slash - 1);
    page.name = file.substr(slash + 1);
    if (page.name.ends_with(".toml")) page.name.resize(page.name.size() - 5);
    if (slash != std::string_view::npos) {
        page.category = file.substr(before + 1, slash - before - 1);
    }
    Tree document;
    SyntaxError error;
    if (!read_toml(text, document, error)) {
        problems.push_back({page.file, error.position, error.text});
        return page;
    }
    auto const known_problems = problems.size();
    PageReader(page, problems).read(document);
    if (problems.size() == known_problems) check_page(page, problems);
    return page;
}

}  // namespace dockcheck::pages

// Reading `[[custom]]`: every key, pattern and hole is looked at here, so that none fails later.
#include <algorithm>
#include <unordered_map>

#include "analyzer/config/toml_values.hpp"
#include "analyzer/lint/match.hpp"
#include "analyzer/text/pattern.hpp"

namespace dockcheck::config {
namespace {

constexpr auto last_keyword = ast::Keyword::workdir;

std::vector<std::string_view> keywords() {
    std::vector<std::string_view> result;
    for (int i = 1; i <= static_cast<int>(last_keyword); ++i) {
        result.push_back(ast::to_string(static_cast<ast::Keyword>(i)));
    }
    return result;
}

std::string in_capitals(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

bool is_kebab_name(std::string_view name) {
    auto const is_word_character = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    };
    bool const is_right =
        std::ranges::all_of(name, [&](char c) { return c == '-' || is_word_character(c); });
    return is_right && !name.empty() && name.front() != '-' && name.back() != '-'
           && name.find("--") == std::string_view::npos;
}

/// Where each custom rule of the file stands.
using PlacesByName = std::unordered_map<std::string, std::string>;

class CustomReader {
 public:
    CustomReader(TomlValues const& values, std::span<Rule const> catalog, PlacesByName& known)
        : values_(values), catalog_(catalog), known_(known) {}

    CustomText read(toml::table const& table) {
        text_.where = values_.where(table.source());
        for (auto const& entry : table) {
            values_.attempt([&] { read_key(entry.first, entry.second); });
        }
        for (auto const needed : {"name", "message", "match"}) {
            if (table.contains(needed)) continue;
            values_.attempt([&] {
                values_.fail(table.source(), fmt::format("a custom rule needs \"{}\"", needed));
            });
        }
        return std::move(text_);
    }

 private:
    void read_key(toml::key const& key, toml::node const& node) {
        auto const name = key.str();
        if (name == "name") return read_name(node);
        if (name == "severity") return read_severity(node);
        if (name == "message") return read_message(name, node, text_.message);
        if (name == "help") return read_message(name, node, text_.help);
        if (name == "why") {
            text_.why = values_.text(name, node);
            return;
        }
        if (name == "match") return read_match(node);
        values_.unknown_key(key, {custom_keys.begin(), custom_keys.end()});
    }

    void read_name(toml::node const& node) {
        text_.name = values_.text("name", node);
        auto const& name = text_.name;
        if (!is_kebab_name(name)) {
            values_.fail(
                node.source(),
                fmt::format("\"{}\" is no name of a rule, as in no-internal-mirror", name));
        }
        if (name == custom_category || has_meaning(catalog_, name)) {
            values_.fail(node.source(),
                         fmt::format("\"{}\" has a meaning of its own already", name));
        }
        auto const [other, is_new] = known_.try_emplace(name, text_.where);
        if (!is_new) {
            values_.fail(node.source(),
                         fmt::format("there is a rule \"{}\" already, at {}", name, other->second));
        }
    }

    void read_severity(toml::node const& node) {
        text_.severity = values_.severity("severity", node);
        if (text_.severity == Severity::off) {
            values_.fail(node.source(), "\"severity\" is error, warning, info or style");
        }
    }

    void read_message(std::string_view key, toml::node const& node, std::string& to) {
        to = values_.text(key, node);
        if (to.find_first_not_of(" \t\r\n") == std::string::npos) {
            values_.fail(node.source(), fmt::format("\"{}\" is empty", key));
        }
        for (std::size_t i = 0; i + 2 < to.size(); ++i) {
            bool const is_hole =
                to[i] == '{' && to[i + 1] >= '0' && to[i + 1] <= '9' && to[i + 2] == '}';
            if (!is_hole || static_cast<std::size_t>(to[i + 1] - '0') < match_holes) continue;
            values_.fail(node.source(),
                         fmt::format("there is no {{{}}}: {{0}} is what is underlined, {{1}} the "
                                     "program, {{2}} the instruction",
                                     to[i + 1]));
        }
    }

    void read_match(toml::node const& node) {
        auto const& table = values_.table("match", node);
        for (auto const& entry : table) {
            values_.attempt([&] { read_match_key(entry.first, entry.second); });
        }
        bool const is_empty = text_.instructions.empty() && text_.commands.empty()
                              && text_.arguments.empty() && text_.lacks.empty();
        // Where one of them is wrong, that is what is told.
        if (is_empty && !values_.has_mistakes()) {
            values_.fail(node.source(), "\"match\" is empty: it would match everything");
        }
    }

    void read_match_key(toml::key const& key, toml::node const& node) {
        auto const name = key.str();
        if (name == "instruction") {
            read_instructions(node);
        } else if (name == "command") {
            text_.commands = patterns(name, node);
        } else if (name == "argument") {
            text_.arguments = patterns(name, node);
        } else if (name == "lacks") {
            text_.lacks = patterns(name, node);
        } else {
            values_.unknown_key(key, {match_keys.begin(), match_keys.end()});
        }
    }

    void read_instructions(toml::node const& node) {
        for (auto const& written : values_.text_or_texts("instruction", node)) {
            auto keyword = in_capitals(written.value);
            auto const known = keywords();
            if (std::ranges::find(known, keyword) == known.end()) {
                throw Mistake{
                    {written.where, fmt::format("unknown instruction \"{}\"{}", written.value,
                                                suggestion(keyword, known))}};
            }
            text_.instructions.push_back(std::move(keyword));
        }
    }

    std::vector<std::string> patterns(std::string_view key, toml::node const& node) {
        std::vector<std::string> result;
        for (auto& written : values_.text_or_texts(key, node)) {
            values_.attempt([&] {
                auto const compiled = Pattern::compile(written.value);
                if (!compiled) {
                    throw Mistake{
                        {written.where, fmt::format("\"{}\" is no pattern: {}", written.value,
                                                    compiled.error().text)}};
                }
                result.push_back(std::move(written.value));
            });
        }
        return result;
    }

    TomlValues const& values_;
    std::span<Rule const> catalog_;
    PlacesByName& known_;
    CustomText text_;
};

}  // namespace

void read_custom(TomlValues const& values, std::string_view key, toml::node const& node,
                 std::span<Rule const> catalog, Configuration& to) {
    PlacesByName known;
    for (auto const& element : values.tables(key, node)) {
        values.attempt([&] {
            auto text = CustomReader(values, catalog, known).read(values.table(key, element));
            // Of one with mistakes nothing is made.
            if (values.has_mistakes()) return;
            to.custom.push_back(std::make_shared<CustomRule const>(std::move(text)));
            to.custom_rules.push_back(&to.custom.back()->rule());
        });
    }
}

}  // namespace dockcheck::config

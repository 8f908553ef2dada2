// Checking the types of TOML values.
#include "analyzer/config/toml_values.hpp"

#include <algorithm>
#include <charconv>

#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"

namespace dockcheck::config {
namespace {

std::string_view type_name(toml::node const& node) {
    switch (node.type()) {
        case toml::node_type::none:
            return "nothing";
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "a string";
        case toml::node_type::integer:
            return "an integer";
        case toml::node_type::floating_point:
            return "a number";
        case toml::node_type::boolean:
            return "a boolean";
        case toml::node_type::date:
            return "a date";
        case toml::node_type::time:
            return "a time";
        case toml::node_type::date_time:
            return "a date with a time";
    }
    return "something else";
}

/// Line and column of "FILE:LINE:COLUMN"; 0 and 0 for another file.
std::pair<int, int> place_in(Error const& error, ConfigurationFile const& file) {
    auto const prefix = file.shown + ":";
    if (!error.where.starts_with(prefix)) return {};
    std::pair<int, int> place;
    auto const* const begin = error.where.data() + prefix.size();
    auto const* const end = error.where.data() + error.where.size();
    auto const line = std::from_chars(begin, end, place.first);
    if (line.ptr != end) std::from_chars(line.ptr + 1, end, place.second);
    return place;
}

}  // namespace

Error TomlValues::mistakes() const {
    auto all = mistakes_;
    // Those of a file that is extended come first, as it does, and are in order already.
    std::ranges::stable_sort(all, {}, [&](Error const& error) { return place_in(error, file_); });
    auto result = std::move(all.front());
    for (std::size_t i = 1; i < all.size(); ++i) {
        auto more = std::move(all[i].more);
        result.more.push_back(std::move(all[i]));
        for (auto& each : more) result.more.push_back(std::move(each));
    }
    return result;
}

std::string TomlValues::where(toml::source_region const& region) const {
    return fmt::format("{}:{}:{}", file_.shown, region.begin.line, region.begin.column);
}

void TomlValues::fail(toml::source_region const& region, std::string text) const {
    throw Mistake{{where(region), std::move(text)}};
}

void TomlValues::wrong_type(std::string_view key, toml::node const& node,
                            std::string_view wanted) const {
    fail(node.source(), fmt::format("\"{}\" must be {}, not {}", key, wanted, type_name(node)));
}

void TomlValues::unknown_key(toml::key const& key,
                             std::vector<std::string_view> const& known) const {
    fail(key.source(),
         fmt::format("unknown key \"{}\"{}", key.str(), suggestion(key.str(), known)));
}

std::string TomlValues::text(std::string_view key, toml::node const& node) const {
    auto const* const value = node.as_string();
    if (value == nullptr) wrong_type(key, node, "a string");
    return value->get();
}

std::string TomlValues::platform(std::string_view key, toml::node const& node) const {
    auto written = text(key, node);
    if (auto fault = platform_fault(written); !fault.empty()) {
        fail(node.source(), std::move(fault));
    }
    return written;
}

bool TomlValues::boolean(std::string_view key, toml::node const& node) const {
    auto const* const value = node.as_boolean();
    if (value == nullptr) wrong_type(key, node, "true or false");
    return value->get();
}

toml::table const& TomlValues::table(std::string_view key, toml::node const& node) const {
    auto const* const value = node.as_table();
    if (value == nullptr) wrong_type(key, node, "a table");
    return *value;
}

toml::array const& TomlValues::tables(std::string_view key, toml::node const& node) const {
    auto const* const value = node.as_array();
    if (value == nullptr) wrong_type(key, node, fmt::format("a list of tables ([[{}]])", key));
    return *value;
}

std::vector<Located<std::string>> TomlValues::texts(std::string_view key,
                                                    toml::node const& node) const {
    auto const* const list = node.as_array();
    if (list == nullptr) wrong_type(key, node, "a list of strings");
    std::vector<Located<std::string>> result;
    for (auto const& element : *list) {
        auto const* const value = element.as_string();
        if (value == nullptr) {
            fail(element.source(), fmt::format("\"{}\" must be a list of strings; this is {}", key,
                                               type_name(element)));
        }
        result.push_back(located(element, value->get()));
    }
    return result;
}

std::vector<std::string> TomlValues::plain_texts(std::string_view key,
                                                 toml::node const& node) const {
    std::vector<std::string> result;
    for (auto& text : texts(key, node)) result.push_back(std::move(text.value));
    return result;
}

std::vector<Located<std::string>> TomlValues::text_or_texts(std::string_view key,
                                                            toml::node const& node) const {
    if (node.is_array()) return texts(key, node);
    if (!node.is_string()) wrong_type(key, node, "a string or a list of strings");
    return {located(node, text(key, node))};
}

Severity TomlValues::severity(std::string_view key, toml::node const& node) const {
    auto const name = text(key, node);
    auto const result = severity_named(name);
    if (!result) {
        constexpr std::array<std::string_view, 5> levels{"error", "warning", "info", "style",
                                                         "off"};
        fail(node.source(),
             fmt::format("unknown severity \"{}\"{}", name, suggestion(name, levels)));
    }
    return *result;
}

GlobList TomlValues::globs(std::string_view key, toml::node const& node) const {
    GlobList result;
    for (auto const& text : texts(key, node)) {
        attempt([&] {
            auto glob = Glob::compile(text.value);
            if (!glob) {
                throw Mistake{
                    {text.where, fmt::format("\"{}\": {}", text.value, glob.error().text)}};
            }
            result.add(std::move(*glob));
        });
    }
    return result;
}

std::string TomlValues::path(std::string_view written) const {
    return system::joined(file_.folder, written);
}

std::string TomlValues::path_in_repository(std::string_view key, toml::node const& node,
                                           std::string_view option, std::string_view kind) const {
    auto result = path(text(key, node));
    stay_in_repository(result, node,
                       fmt::format("the command line ({}) and your own configuration may name a {}",
                                   option, kind));
    return result;
}

void TomlValues::stay_in_repository(std::string const& path, toml::node const& node,
                                    std::string_view permission) const {
    if (file_.repository.empty()) return;
    // Whoever checks a repository has not chosen which of the machine's files are looked at.
    auto const real = system::nearly_real_path(path);
    auto const within = file_.repository + std::string(system::slash_behind(file_.repository));
    if (!(real + "/").starts_with(within))
        fail(node.source(), fmt::format("only {} outside of the repository", permission));
}

}  // namespace dockcheck::config

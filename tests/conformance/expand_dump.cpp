// Answers, one JSON object a line, what this project expands words to and reads in image names; in
// the same shape as the oracle's `expand` and `image-ref`, so that the two can be compared.
//
//   expand_dump expand    < queries     {"word","escape","env",...}
//   expand_dump image-ref < queries     {"ref"}
//
// Strings that are not UTF-8 are {"b64":"..."} both ways. An error is its kind in words, not
// BuildKit's sentence: see expand_compare.py.
#include <algorithm>
#include <cstdio>
#include <map>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/syntax/dockerfile/expand.hpp"
#include "analyzer/syntax/dockerfile/image_reference.hpp"
#include "analyzer/syntax/dockerfile/word_lexer.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::dockerfile {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string from_base64(std::string_view text) {
    std::string result;
    std::uint32_t bits = 0;
    int count = 0;
    for (char const c : text) {
        auto const digit = base64_digits.find(c);
        if (digit == std::string_view::npos) break;
        bits = (bits << 6) | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        result.push_back(static_cast<char>((bits >> count) & 0xFF));
    }
    return result;
}

std::string to_base64(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        auto const part = text.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = (bits << 8) | (i < part.size() ? static_cast<unsigned char>(part[i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            result.push_back(i <= part.size() ? base64_digits[(bits >> (18 - 6 * i)) & 63] : '=');
    }
    return result;
}

std::string read_text(rapidjson::Value const& value) {
    if (value.IsObject()) return from_base64(value["b64"].GetString());
    return {value.GetString(), value.GetStringLength()};
}

std::string member(rapidjson::Value const& query, char const* name) {
    auto const found = query.FindMember(name);
    return found == query.MemberEnd() ? std::string() : read_text(found->value);
}

bool flag(rapidjson::Value const& query, char const* name) {
    auto const found = query.FindMember(name);
    return found != query.MemberEnd() && found->value.GetBool();
}

void write_string(Writer& out, std::string_view text) {
    out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void write_text(Writer& out, std::string_view text) {
    if (is_utf8(text)) return write_string(out, text);
    out.StartObject();
    out.Key("b64");
    write_string(out, to_base64(text));
    out.EndObject();
}

void write_member(Writer& out, char const* name, std::string_view text) {
    out.Key(name);
    write_text(out, text);
}

void write_texts(Writer& out, char const* name, std::vector<std::string_view> const& texts) {
    out.Key(name);
    out.StartArray();
    for (auto const text : texts) write_text(out, text);
    out.EndArray();
}

std::string error_text(ast::FaultKind kind, std::string_view word) {
    std::string const quoted(word);
    switch (kind) {
        case ast::FaultKind::unterminated_quote:
            return std::string("unexpected end of statement while looking for matching ")
                   + (word == "'" ? "single-quote" : "double-quote");
        case ast::FaultKind::unsupported_modifier:
            return "unsupported modifier (" + quoted + ") in substitution";
        case ast::FaultKind::bad_substitution:
            return "syntax error: bad substitution";
        case ast::FaultKind::missing_brace:
            return word == "/" ? "syntax error: missing '/' in ${}" : "syntax error: missing '}'";
        case ast::FaultKind::invalid_pattern:
            return "invalid pattern";
        case ast::FaultKind::parameter_error:
            return ": " + quoted;
        default:
            return "unexpected kind of error";
    }
}

constexpr std::string_view unknown_mark = "<unknown>";

std::string_view known_text_of(Value const& value) { return value.known().value_or(unknown_mark); }

/// One text and the words, through the functions that the analyzer uses.
void expand_query(rapidjson::Value const& query, Scope scope, Writer& out,
                  std::map<std::string, std::string, std::less<>> const& env) {
    Arena arena;
    auto const word = member(query, "word");
    auto escape = member(query, "escape");
    if (escape.empty()) escape = "\\";
    auto const quotes = flag(query, "skip_quotes") ? Quotes::literal : Quotes::removed;
    auto const one = expand(word, escape[0], quotes, scope, arena);
    auto const many = expand_to_words(word, escape[0], scope, arena);

    write_member(out, "word", one.error ? std::string_view() : known_text_of(one.value));
    if (one.error) write_member(out, "error", error_text(one.error->kind, one.error->word));
    if (quotes == Quotes::removed) {
        std::vector<std::string_view> words;
        if (!many.error)
            for (auto const& value : many.words) words.push_back(known_text_of(value));
        write_texts(out, "words", words);
        if (many.error)
            write_member(out, "words_error", error_text(many.error->kind, many.error->word));
    }
    std::vector<std::string_view> matched;
    std::vector<std::string_view> unmatched;
    for (auto const& use : one.uses)
        (env.contains(use.name) ? matched : unmatched).push_back(use.name);
    for (auto* const names : {&matched, &unmatched}) {
        std::ranges::sort(*names);
        names->erase(std::unique(names->begin(), names->end()), names->end());
    }
    write_texts(out, "matched", matched);
    write_texts(out, "unmatched", unmatched);
}

/// The words as heredoc detection sees them.
void raw_query(rapidjson::Value const& query, Writer& out) {
    Arena arena;
    auto const word = member(query, "word");
    std::vector<std::string_view> words;
    if (flag(query, "raw_escapes")) {
        auto const raw = split_raw_words(word, arena);
        for (auto const& each : raw.words) words.push_back(each.text);
        out.Key("failed");
        out.Bool(raw.failed);
    } else {
        LexerOptions options;
        options.keep_quotes = flag(query, "raw_quotes");
        options.keep_variables = true;
        options.split_words = true;
        auto const none = [](std::string_view) { return Variable{}; };
        WordLexer lexer(word, options, none, arena);
        bool const good = lexer.run();
        auto const text = lexer.word_text().text();
        if (good)
            for (auto const range : lexer.words())
                words.push_back(text.substr(range.begin, range.end - range.begin));
        out.Key("failed");
        out.Bool(!good);
    }
    write_texts(out, "words", words);
}

void answer_expand(rapidjson::Value const& query, Writer& out) {
    if (flag(query, "skip_unset")) return raw_query(query, out);
    std::map<std::string, std::string, std::less<>> env;
    if (auto const found = query.FindMember("env"); found != query.MemberEnd()) {
        for (auto const& entry : found->value.GetObject())
            env[{entry.name.GetString(), entry.name.GetStringLength()}] = read_text(entry.value);
    }
    auto const scope = [&](std::string_view name) {
        auto const found = env.find(name);
        if (found == env.end()) return Variable{};
        return Variable{Variable::State::known, Value(std::string_view(found->second))};
    };
    expand_query(query, scope, out, env);
}

void answer_reference(rapidjson::Value const& query, Writer& out) {
    auto const text = member(query, "ref");
    std::string_view why;
    auto const parts = parse_image_reference(text, &why);
    if (!parts) return write_member(out, "error", why);
    write_member(out, "domain", parts->domain);
    write_member(out, "path", parts->path);
    write_member(out, "tag", parts->tag);
    write_member(out, "digest", parts->digest);
    write_member(out, "hub_name", parts->hub_name());
}

bool read_line(std::string& line) {
    line.clear();
    int c = 0;
    while ((c = std::getchar()) != EOF && c != '\n') line.push_back(static_cast<char>(c));
    return c != EOF || !line.empty();
}

}  // namespace
}  // namespace dockcheck::dockerfile

int main(int count, char** arguments) {
    using namespace dockcheck::dockerfile;
    bool const references = count > 1 && std::string_view(arguments[1]) == "image-ref";
    std::string line;
    while (read_line(line)) {
        rapidjson::Document query;
        query.Parse(line.data(), line.size());
        rapidjson::StringBuffer buffer;
        Writer out(buffer);
        out.StartObject();
        if (query.IsObject()) (references ? answer_reference : answer_expand)(query, out);
        out.EndObject();
        std::printf("%s\n", buffer.GetString());
    }
}

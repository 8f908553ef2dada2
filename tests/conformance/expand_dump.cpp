// Answers, one JSON object a line, what this project expands words to and reads in image names; in
// the same shape as the oracle's `expand` and `image-ref`, so that the two can be compared.
//
//   expand_dump expand    < queries     {"word","escape","env",...}
//   expand_dump image-ref < queries     {"ref"}
//
// Strings that are not UTF-8 are {"b64":"..."} both ways. An error is its kind in words, not
// BuildKit's sentence: see expand_compare.py.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/syntax/dockerfile/expand.hpp"
#include "analyzer/syntax/dockerfile/image_reference.hpp"
#include "analyzer/syntax/dockerfile/word_lexer.hpp"
#include "tests/conformance/json_lines.hpp"

namespace dockcheck::dockerfile {
namespace {

using conformance::flag_at;
using conformance::text_at;
using conformance::text_of;
using conformance::write_text;
using conformance::write_text_at;
using conformance::Writer;

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
    auto const word = text_at(query, "word");
    auto const given = text_at(query, "escape");
    char const escape = given.empty() ? '\\' : given[0];
    auto const quotes = flag_at(query, "skip_quotes") ? Quotes::literal : Quotes::removed;
    auto const one = expand(word, escape, quotes, scope, arena);
    auto const many = expand_to_words(word, escape, scope, arena);

    write_text_at(out, "word", one.error ? std::string_view() : known_text_of(one.value));
    if (one.error) write_text_at(out, "error", error_text(one.error->kind, one.error->word));
    if (quotes == Quotes::removed) {
        std::vector<std::string_view> words;
        if (!many.error)
            for (auto const& value : many.words) words.push_back(known_text_of(value));
        write_texts(out, "words", words);
        if (many.error)
            write_text_at(out, "words_error", error_text(many.error->kind, many.error->word));
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
    auto const word = text_at(query, "word");
    std::vector<std::string_view> words;
    if (flag_at(query, "raw_escapes")) {
        auto const raw = split_raw_words(word, arena);
        for (auto const& each : raw.words) words.push_back(each.text);
        out.Key("failed");
        out.Bool(raw.failed);
    } else {
        LexerOptions options;
        options.keep_quotes = flag_at(query, "raw_quotes");
        options.keep_variables = true;
        options.split_words = true;
        auto const none = [](std::string_view) { return Variable{}; };
        WordLexer lexer(word, options, none);
        bool const good = lexer.run();
        auto const text = arena.copy(lexer.word_text().text());
        if (good)
            for (auto const range : lexer.words())
                words.push_back(text.substr(range.begin, range.end - range.begin));
        out.Key("failed");
        out.Bool(!good);
    }
    write_texts(out, "words", words);
}

void answer_expand(rapidjson::Value const& query, Writer& out) {
    if (flag_at(query, "skip_unset")) return raw_query(query, out);
    std::map<std::string, std::string, std::less<>> env;
    if (auto const found = query.FindMember("env"); found != query.MemberEnd()) {
        for (auto const& entry : found->value.GetObject())
            env[{entry.name.GetString(), entry.name.GetStringLength()}] = text_of(entry.value);
    }
    auto const scope = [&](std::string_view name) {
        auto const found = env.find(name);
        if (found == env.end()) return Variable{};
        return Variable{Variable::State::known, Value(std::string_view(found->second))};
    };
    expand_query(query, scope, out, env);
}

void answer_reference(rapidjson::Value const& query, Writer& out) {
    auto const text = text_at(query, "ref");
    std::string_view why;
    auto const parts = parse_image_reference(text, &why);
    if (!parts) return write_text_at(out, "error", why);
    write_text_at(out, "domain", parts->domain);
    write_text_at(out, "path", parts->path);
    write_text_at(out, "tag", parts->tag);
    write_text_at(out, "digest", parts->digest);
    write_text_at(out, "hub_name", parts->hub_name());
}

}  // namespace
}  // namespace dockcheck::dockerfile

int main(int count, char** arguments) {
    using namespace dockcheck;
    bool const references = count > 1 && std::string_view(arguments[1]) == "image-ref";
    auto* const answer = references ? &dockerfile::answer_reference : &dockerfile::answer_expand;
    conformance::answer_lines(answer);
}

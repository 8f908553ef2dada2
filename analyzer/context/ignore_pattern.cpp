// Translation of ignore patterns to comparisons and regular expressions, faults of the original
// included (build-semantics, section 4).
#include "analyzer/context/ignore_pattern.hpp"

#include <algorithm>

#include "analyzer/context/paths.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::context {
namespace {

/// What BuildKit escapes. That `{ | }` are missing here is its own fault: they act as operators.
constexpr std::string_view escaped_characters = ".+()$";

struct Translation {
    enum class Kind { exact, prefix, suffix, expression };
    Kind kind = Kind::exact;
    std::string expression;
};

/// Reads a pattern code point by code point; bytes that are no UTF-8 become U+FFFD.
class PatternReader {
 public:
    explicit PatternReader(std::string_view text) : text_(text) {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
    }
    [[nodiscard]] bool at_end() const { return text_.empty(); }
    [[nodiscard]] bool sees(char c) const { return !text_.empty() && text_.front() == c; }
    char32_t take() {
        auto const next = decode(text_);
        text_.remove_prefix(next.size);
        return next.value;
    }

 private:
    std::string_view text_;
};

/// `**`, the two stars already taken.
void translate_double_star(PatternReader& reader, bool at_start, Translation& result) {
    using Kind = Translation::Kind;
    if (reader.sees('/')) reader.take();
    if (!reader.at_end()) {
        result.expression += "(.*/)?";
        result.kind = Kind::expression;
    } else if (result.kind == Kind::exact) {
        result.kind = Kind::prefix;
    } else {
        result.expression += ".*";
        result.kind = Kind::expression;
    }
    if (at_start) result.kind = Kind::suffix;
}

Translation translate(std::string_view pattern) {
    using Kind = Translation::Kind;
    Translation result;
    result.expression = '^';
    PatternReader reader(pattern);
    for (bool at_start = true; !reader.at_end(); at_start = false) {
        auto const c = reader.take();
        if (c == '*' && reader.sees('*')) {
            reader.take();
            translate_double_star(reader, at_start, result);
        } else if (c == '*' || c == '?') {
            result.expression += c == '*' ? "[^/]*" : "[^/]";
            result.kind = Kind::expression;
        } else if (c < 0x80
                   && escaped_characters.find(static_cast<char>(c)) != std::string_view::npos) {
            result.expression += '\\';
            result.expression += static_cast<char>(c);
        } else if (c == '\\') {
            result.expression += '\\';
            if (reader.at_end()) break;
            encode(reader.take(), result.expression);
            result.kind = Kind::expression;
        } else {
            encode(c, result.expression);
            if (c == '[' || c == ']') result.kind = Kind::expression;
        }
    }
    result.expression += '$';
    return result;
}

/// Only literal characters, and `*` or `?`: the expression and the glob mean the same. With both,
/// a glob lets `*` end inside of a character.
bool is_plain_glob(std::string_view pattern) {
    if (pattern.find('*') != pattern.npos && pattern.find('?') != pattern.npos) return false;
    return pattern.find_first_of("[]\\{}|^") == std::string_view::npos
           && pattern.find("**") == std::string_view::npos && is_utf8(pattern)
           && pattern.find("\xEF\xBB\xBF") == std::string_view::npos
           && pattern.find("\xEF\xBF\xBD") == std::string_view::npos;
}

/// The part of a `**/` pattern behind its stars.
std::string_view behind_double_star(std::string_view pattern) {
    pattern.remove_prefix(2);
    if (pattern.starts_with('/')) pattern.remove_prefix(1);
    return pattern;
}

/// The last components of a path, as many as the glob has; nothing when the path is shorter.
std::optional<std::string_view> last_components(std::string_view path, std::string_view glob) {
    auto slashes = std::ranges::count(glob, '/');
    auto at = path.size();
    for (; at > 0; --at) {
        if (path[at - 1] == '/' && slashes-- == 0) break;
    }
    if (at == 0 && slashes > 0) return std::nullopt;
    return path.substr(at);
}

/// RE2 takes `\C`, Go's regexp does not; between `\Q` and `\E` it is plain text.
bool has_foreign_escape(std::string_view expression) {
    for (std::size_t i = 0; i + 1 < expression.size(); ++i) {
        if (expression[i] != '\\') continue;
        ++i;
        if (expression[i] == 'C') return true;
        if (expression[i] != 'Q') continue;
        auto const end = expression.find("\\E", i);
        if (end == std::string_view::npos) return false;
        i = end + 1;
    }
    return false;
}

}  // namespace

IgnoreMatcher::IgnoreMatcher(std::string_view pattern) : pattern_(pattern) {
    auto translation = translate(pattern);
    switch (translation.kind) {
        case Translation::Kind::exact:
            kind_ = Kind::exact;
            break;
        case Translation::Kind::prefix:
            kind_ = Kind::prefix;
            break;
        case Translation::Kind::suffix:
            kind_ = Kind::suffix;
            break;
        case Translation::Kind::expression:
            expression_ = std::move(translation.expression);
            kind_ = Kind::expression;
            if (is_plain_glob(pattern)) {
                kind_ = Kind::glob;
            } else if (pattern.starts_with("**") && is_plain_glob(behind_double_star(pattern))) {
                kind_ = Kind::deep_glob;
            }
            break;
    }
}

IgnoreMatcher::Answer IgnoreMatcher::match(std::string_view path) const {
    std::string_view const pattern = pattern_;
    auto const answer = [](bool matches) { return matches ? Answer::yes : Answer::no; };
    switch (kind_) {
        case Kind::exact:
            return answer(path == pattern);
        case Kind::prefix:
            return answer(path.starts_with(pattern.substr(0, pattern.size() - 2)));
        case Kind::suffix: {
            auto const suffix = pattern.substr(2);
            return answer(path.ends_with(suffix)
                          || (suffix.starts_with('/') && path == suffix.substr(1)));
        }
        case Kind::glob:
            return answer(glob_match(pattern, path) == GlobMatch::yes);
        case Kind::deep_glob: {
            auto const glob = behind_double_star(pattern);
            auto const end = last_components(path, glob);
            if (!end) return Answer::no;
            // The dot of the expression does not match a line end.
            auto const before = path.substr(0, path.size() - end->size());
            return answer(before.find('\n') == std::string_view::npos
                          && glob_match(glob, *end) == GlobMatch::yes);
        }
        case Kind::expression:
            break;
    }
    return match_expression(path);
}

IgnoreMatcher::Answer IgnoreMatcher::match_expression(std::string_view path) const {
    std::call_once(compiled_once_, [this] {
        if (has_foreign_escape(expression_)) return;
        auto compiled = Pattern::compile("(?-s)" + expression_);
        if (compiled) compiled_ = std::move(*compiled);
        // Go has room for what RE2 gives up on (`[^a]{1000}`): no fault of the file.
        is_too_large_ = !compiled && compiled.error().text.find("too large") != std::string::npos;
    });
    if (!compiled_) return is_too_large_ ? Answer::no : Answer::invalid;
    bool const matches =
        is_utf8(path) ? compiled_->occurs_in(path) : compiled_->occurs_in(to_valid_utf8(path));
    return matches ? Answer::yes : Answer::no;
}

}  // namespace dockcheck::context

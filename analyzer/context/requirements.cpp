// The requirements file format: https://pip.pypa.io/en/stable/reference/requirements-file-format/
#include "analyzer/context/requirements.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace dockcheck::context {
namespace {

constexpr std::string_view blanks = " \t\f\v";

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}
bool is_name_character(char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; }

std::string_view trim(std::string_view text) {
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return text.substr(0, 0);
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

/// The front of the text without its last blanks, up to a mark; takes it and the mark away.
std::string_view take_until(std::string_view& text, std::string_view marks) {
    auto const end = std::min(text.find_first_of(marks), text.size());
    auto const front = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return trim(front);
}

/// Where a comment begins: a `#` at the start or behind a blank.
std::size_t comment_start(std::string_view line) {
    for (auto at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
        if (at == 0 || is_blank(line[at - 1])) return at;
    }
    return line.size();
}

/// A logical line: its text with continuations as blanks, so that offsets are those of the source.
struct LogicalLine {
    std::string text;
    std::uint32_t begin = 0;
};

class RequirementsReader {
 public:
    explicit RequirementsReader(Source const& source) : source_(source) {}

    Requirements read();

 private:
    std::optional<LogicalLine> next_line();
    void read_line(LogicalLine const& line);
    void read_option(LogicalLine const& line, std::string_view text);
    void read_editable(LogicalLine const& line, std::string_view value);
    void read_requirement(LogicalLine const& line, std::string_view text);
    bool read_named(std::string_view text, Requirement& requirement, LogicalLine const& line) const;
    void include(LogicalLine const& line, std::string_view value);
    [[nodiscard]] Span span_of(LogicalLine const& line, std::string_view part) const {
        auto const begin = line.begin + static_cast<std::uint32_t>(part.data() - line.text.data());
        return {begin, begin + static_cast<std::uint32_t>(part.size())};
    }
    [[nodiscard]] std::string_view in_source(LogicalLine const& line, std::string_view part) const {
        auto const span = span_of(line, part);
        return source_.bytes().substr(span.begin, span.size());
    }

    Source const& source_;
    std::size_t at_ = 0;
    Requirements result_;
};

/// Joins continued lines. A comment line ends the one that was continued into it.
std::optional<LogicalLine> RequirementsReader::next_line() {
    auto const bytes = source_.bytes();
    if (at_ >= bytes.size()) return std::nullopt;
    LogicalLine line{{}, static_cast<std::uint32_t>(at_)};
    while (at_ < bytes.size()) {
        auto const end = std::min(bytes.find_first_of("\r\n", at_), bytes.size());
        auto const physical = bytes.substr(at_, end - at_);
        bool const is_comment = trim(physical).starts_with('#');
        at_ = end;
        if (at_ < bytes.size()) at_ += bytes.substr(at_).starts_with("\r\n") ? 2 : 1;
        if (is_comment) {
            line.text.append(physical.size(), ' ');
            break;
        }
        if (!physical.ends_with('\\')) {
            line.text += physical;
            break;
        }
        line.text += physical.substr(0, physical.size() - 1);
        line.text.resize(at_ - line.begin, ' ');
    }
    return line;
}

Requirements RequirementsReader::read() {
    auto const bytes = source_.bytes();
    if (bytes.starts_with("\xEF\xBB\xBF")) at_ = 3;
    // UTF-16 and the like, which pip takes for the sake of PowerShell: nothing is said about it.
    if (bytes.find('\0') != std::string_view::npos || bytes.starts_with("\xFF\xFE")
        || bytes.starts_with("\xFE\xFF")) {
        result_.is_complete = false;
        return std::move(result_);
    }
    while (auto const line = next_line()) read_line(*line);
    return std::move(result_);
}

void RequirementsReader::read_line(LogicalLine const& line) {
    std::string_view text = line.text;
    text = trim(text.substr(0, comment_start(text)));
    if (text.empty()) return;
    if (text.front() == '-') {
        read_option(line, text);
    } else {
        read_requirement(line, text);
    }
}

/// Takes an option's value when the text begins with one of its names: `-r x`, `-rx`,
/// `--requirement x`, `--requirement=x`.
std::optional<std::string_view> option_value(std::string_view text, std::string_view short_name,
                                             std::string_view long_name) {
    if (text.starts_with(long_name)) {
        text.remove_prefix(long_name.size());
        if (text.empty() || (text.front() != '=' && !is_blank(text.front()))) return std::nullopt;
        skip_blanks(text);
        if (text.starts_with('=')) text.remove_prefix(1);
        return trim(text);
    }
    if (text.starts_with(short_name) && !text.starts_with("--"))
        return trim(text.substr(short_name.size()));
    return std::nullopt;
}

std::string_view without_quotes(std::string_view value) {
    bool const quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'')
                        && value.back() == value.front();
    return quoted ? value.substr(1, value.size() - 2) : value;
}

void RequirementsReader::read_option(LogicalLine const& line, std::string_view text) {
    if (auto const file = option_value(text, "-r", "--requirement")) return include(line, *file);
    if (auto const file = option_value(text, "-c", "--constraint")) {
        result_.has_constraints = true;
        return include(line, *file);
    }
    if (auto const value = option_value(text, "-e", "--editable"))
        return read_editable(line, *value);
    // The rest are indexes and switches; they name no requirement.
}

void RequirementsReader::include(LogicalLine const& line, std::string_view value) {
    value = without_quotes(value);
    if (value.empty()) return;
    result_.included.emplace_back(value);
    result_.included_spans.push_back(span_of(line, value));
}

/// The project that a URL or path names: `#egg=name`, or the front of a wheel's file name.
std::string named_by_url(std::string_view url) {
    if (auto const egg = url.find("#egg="); egg != std::string_view::npos) {
        auto name = url.substr(egg + 5);
        name = name.substr(0, name.find_first_of("&[;= \t"));
        return normalised_package_name(name);
    }
    url = url.substr(0, url.find_first_of("#?;"));
    url = trim(url);
    if (!url.ends_with(".whl")) return {};
    auto const slash = url.rfind('/');
    if (slash != std::string_view::npos) url.remove_prefix(slash + 1);
    return normalised_package_name(url.substr(0, url.find('-')));
}

void RequirementsReader::read_editable(LogicalLine const& line, std::string_view value) {
    value = without_quotes(value);
    if (value.empty()) {
        result_.is_complete = false;
        return;
    }
    Requirement requirement;
    requirement.name = named_by_url(value);
    requirement.span = span_of(line, value);
    requirement.is_editable_or_url = true;
    if (requirement.name.empty()) result_.is_complete = false;
    result_.requirements.push_back(std::move(requirement));
}

/// The options behind a requirement (`--hash=...`); takes them off the text.
std::string_view take_options(std::string_view& text) {
    for (auto at = text.find(" -"); at != std::string_view::npos; at = text.find(" -", at + 1)) {
        // A dash within a specifier or a marker is not followed by another dash and a letter.
        if (at + 3 >= text.size() || text[at + 2] != '-') continue;
        auto const options = text.substr(at + 1);
        text = trim(text.substr(0, at));
        return options;
    }
    return {};
}

bool is_path_or_url(std::string_view text) {
    constexpr std::array<std::string_view, 6> archives{".whl", ".zip",     ".tar.gz",
                                                       ".tgz", ".tar.bz2", ".tar.xz"};
    auto const word = text.substr(0, text.find_first_of(" \t;"));
    auto const before_at = word.substr(0, word.find('@'));
    if (before_at.find("://") != std::string_view::npos || before_at.starts_with("file:"))
        return true;
    if (before_at.starts_with('.') || before_at.find('/') != std::string_view::npos) return true;
    return std::ranges::any_of(archives, [&](auto end) { return word.ends_with(end); });
}

void RequirementsReader::read_requirement(LogicalLine const& line, std::string_view text) {
    Requirement requirement;
    requirement.span = span_of(line, text);
    requirement.has_hash = take_options(text).find("--hash") != std::string_view::npos;
    if (is_path_or_url(text)) {
        requirement.is_editable_or_url = true;
        requirement.name = named_by_url(text);
        if (requirement.name.empty()) result_.is_complete = false;
    } else if (!read_named(text, requirement, line)) {
        result_.is_complete = false;
        return;
    }
    result_.requirements.push_back(std::move(requirement));
}

/// `>=1.0,<2`: every clause has an operator and a version.
bool is_specifier(std::string_view text) {
    constexpr std::array<std::string_view, 8> operators{
        "===", "==", "~=", "!=", "<=", ">=", "<", ">"};
    while (!text.empty()) {
        auto clause = take_until(text, ",");
        if (clause.empty()) return text.empty();  // a comma at the end is let pass
        auto const* const found =
            std::ranges::find_if(operators, [&](auto op) { return clause.starts_with(op); });
        if (found == operators.end()) return false;
        auto const version = trim(clause.substr(found->size()));
        if (version.empty() || version.find_first_of(" \t=<>~") != std::string_view::npos)
            return false;
    }
    return true;
}

/// `name [extras] specifier ; marker` or `name [extras] @ url`.
bool RequirementsReader::read_named(std::string_view text, Requirement& requirement,
                                    LogicalLine const& line) const {
    auto const size = std::min(
        static_cast<std::size_t>(std::ranges::find_if_not(text, is_name_character) - text.begin()),
        text.size());
    auto const name = text.substr(0, size);
    if (name.empty() || !is_alphanumeric(name.front()) || !is_alphanumeric(name.back()))
        return false;
    requirement.name = normalised_package_name(name);
    text.remove_prefix(size);
    skip_blanks(text);
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == std::string_view::npos) return false;
        text.remove_prefix(end + 1);
        skip_blanks(text);
    }
    if (text.starts_with('@')) {
        requirement.is_editable_or_url = true;
        requirement.has_marker = text.find(" ;") != std::string_view::npos;
        return !trim(text.substr(1)).empty();
    }
    auto specifier = text.substr(0, std::min(text.find(';'), text.size()));
    requirement.has_marker = specifier.size() < text.size();
    specifier = trim(specifier);
    if (specifier.starts_with('(') && specifier.ends_with(')'))
        specifier = trim(specifier.substr(1, specifier.size() - 2));
    if (!is_specifier(specifier)) return false;
    requirement.specifier = in_source(line, specifier);
    return true;
}

}  // namespace

Requirement const* Requirements::find(std::string_view normalised_name) const {
    if (normalised_name.empty()) return nullptr;
    auto const found = std::ranges::find(requirements, normalised_name, &Requirement::name);
    return found == requirements.end() ? nullptr : &*found;
}

Requirements parse_requirements(Source const& source) { return RequirementsReader(source).read(); }

std::string normalised_package_name(std::string_view name) {
    std::string result;
    result.reserve(name.size());
    bool in_run = false;
    for (char const c : name) {
        bool const is_separator = c == '-' || c == '_' || c == '.';
        if (is_separator && in_run) continue;
        in_run = is_separator;
        result += is_separator             ? '-'
                  : (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a')
                                           : c;
    }
    return result;
}

}  // namespace dockcheck::context

// Findings and errors of a document, each in the file where it has to be mended.
#include "analyzer/lsp/describe.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "analyzer/report/visible.hpp"
#include "analyzer/text/file.hpp"
#include "analyzer/text/line_index.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck::lsp {
namespace {

constexpr std::size_t most_related = 100;

std::string message_of(Finding const& finding) {
    auto text = visible(finding.message.empty() ? finding.rule->summary : finding.message);
    if (!finding.help.empty()) text += "\n" + visible(finding.help);
    return text;
}

std::vector<Tag> tags_of(Finding const& finding) {
    auto const has = [&](std::string_view tag) {
        return std::ranges::find(finding.rule->tags, tag) != finding.rule->tags.end();
    };
    std::vector<Tag> tags;
    if (has("unused")) tags.push_back(Tag::unnecessary);
    if (has("deprecated")) tags.push_back(Tag::deprecated);
    return tags;
}

Diagnostic diagnostic_of(Finding const& finding, Places& places) {
    Diagnostic diagnostic;
    diagnostic.range = places.range(finding.place);
    diagnostic.severity = finding.severity;
    diagnostic.code = finding.rule->name;
    diagnostic.message = message_of(finding);
    diagnostic.tags = tags_of(finding);
    for (auto const& related : finding.related) {
        if (!is_sound(related.place) || diagnostic.related.size() == most_related) continue;
        auto const message = related.message.empty() ? "related" : related.message;
        diagnostic.related.push_back(
            {places.uri_of(*related.place.source), places.range(related.place), visible(message)});
    }
    return diagnostic;
}

/// `FILE:LINE:COLUMN`, as errors say where they are; 0 for what is not said.
struct Where {
    std::string_view file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// Takes `:NUMBER` from the end of a text.
std::uint32_t take_number(std::string_view& text) {
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos || colon + 1 == text.size()) return 0;
    std::uint32_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data() + colon + 1, end, value);
    if (error != std::errc() || stop != end) return 0;
    text = text.substr(0, colon);
    return value;
}

Where read_where(std::string_view text) {
    Where where{text};
    auto const last = take_number(where.file);
    auto const before = last == 0 ? 0 : take_number(where.file);
    where.line = before == 0 ? last : before;
    where.column = before == 0 ? 1 : last;
    return where;
}

/// From the place that an error names to the end of its line.
Range range_of(Where const& where, std::string_view text, Encoding encoding) {
    if (where.line == 0) return {};
    LineIndex const lines(text);
    auto const span = lines.line_span(std::min(where.line, lines.line_count()));
    auto begin = span.begin;
    for (auto column = where.column; column > 1 && begin < span.end; --column) {
        begin += decode(text.substr(begin)).size;
    }
    return TextPositions(text, encoding).range({begin, std::max(begin, span.end)});
}

void add_error(Error const& error, Document& document, Places const& places) {
    document.troubles.push_back(error.where.empty() ? error.text : error.where + ": " + error.text);
    auto const where = read_where(error.where);
    auto const path = where.file.empty() ? std::string() : places.checker().path_of(where.file);
    Diagnostic diagnostic;
    diagnostic.message = visible(error.text);
    bool const is_here = where.file.empty() || path == document.path;
    if (is_here) {
        diagnostic.range = range_of(where, document.text, places.encoding());
        document.diagnostics.push_back(std::move(diagnostic));
        return;
    }
    auto const text = read_regular_file(path, maximum_source_size);
    if (!text) return;
    diagnostic.range = range_of(where, *text, places.encoding());
    document.elsewhere[places.uri_of_file(path)].push_back(std::move(diagnostic));
}

}  // namespace

void check(Document& document, Documents const& documents, Checker const& checker,
           Encoding encoding) {
    document.diagnostics.clear();
    document.elsewhere.clear();
    document.troubles.clear();
    document.checked = {};
    if (document.is_dockerfile && !document.is_lost()) {
        document.checked = checker.check(document.target(), open_texts(documents));
    }
    document.is_stale = false;
    document.positions.emplace(document.text, encoding);
    Places places(document, documents, checker, encoding);
    if (document.is_dockerfile && document.is_lost()) {
        add_error({"", std::string(document.lost)}, document, places);
    }
    for (auto const& error : document.checked.errors) {
        add_error(error, document, places);
        for (auto const& other : error.more) add_error(other, document, places);
    }
    for (auto const* const finding : document.checked.findings) {
        if (!is_sound(finding->place)) continue;
        auto diagnostic = diagnostic_of(*finding, places);
        auto const* const source = finding->place.source;
        if (places.is_here(source)) {
            diagnostic.finding = finding;
            document.diagnostics.push_back(std::move(diagnostic));
        } else {
            document.elsewhere[places.uri_of(*source)].push_back(std::move(diagnostic));
        }
    }
}

}  // namespace dockcheck::lsp

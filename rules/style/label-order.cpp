// Finds LABELs of several lines whose keys are in no order.
#include "rules/style/label-order.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/broken_words.hpp"

namespace dockcheck::rules::label_order {
namespace {

/// The annotations of OCI images: what it is, its version, who made it, where it comes from.
constexpr std::string_view groups[] = {
    "org.opencontainers.image.title",         "org.opencontainers.image.description",
    "org.opencontainers.image.version",       "org.opencontainers.image.revision",
    "org.opencontainers.image.ref.name",      "org.opencontainers.image.created",
    "org.opencontainers.image.authors",       "org.opencontainers.image.vendor",
    "org.opencontainers.image.licenses",      "org.opencontainers.image.url",
    "org.opencontainers.image.documentation", "org.opencontainers.image.source",
    "org.opencontainers.image.base.name",     "org.opencontainers.image.base.digest",
};

struct Entry {
    std::string_view key;
    std::size_t rank = 0;  ///< in the list of groups; its size for all others
    Span key_span;
    Span span;
};

bool is_less(Entry const& a, Entry const& b) {
    return a.rank != b.rank ? a.rank < b.rank : a.key < b.key;
}

/// The pairs that have an order; none where a key is no plain text, or is there twice.
std::vector<Entry> entries_of(ast::Label const& label, Options const& options) {
    bool const is_lexical = options.order == "lexical";
    std::vector<Entry> result;
    std::vector<std::string_view> keys;
    for (auto const& pair : label.pairs) {
        auto const key = pair.key.text.text();
        if (key.find_first_of("$\"'\\`") != key.npos) return {};
        keys.push_back(key);
        auto const place = std::ranges::find(groups, key);
        bool const is_known = place != std::end(groups);
        if (!is_lexical && !is_known && !options.sort_unknown) continue;
        auto const rank = is_lexical ? 0 : static_cast<std::size_t>(place - std::begin(groups));
        result.push_back({key, rank, pair.key.span, pair.span});
    }
    std::ranges::sort(keys);
    return std::ranges::adjacent_find(keys) == keys.end() ? result : std::vector<Entry>();
}

/// True when each pair begins a line of its own, without a comment between them.
bool has_own_lines(ast::Label const& label, Pass const& pass) {
    for (std::size_t i = 1; i < label.pairs.size(); ++i) {
        auto const gap = pass.text({label.pairs[i - 1].span.end, label.pairs[i].span.begin});
        if (gap.find('\n') == gap.npos || gap.find('#') != gap.npos) return false;
    }
    return true;
}

void check(ast::Label const& label, Pass& pass, Options const& options) {
    if (label.legacy || pass.is_trigger() || pass.build().image() != nullptr) return;
    if (label.pairs.size() < 2 || !has_own_lines(label, pass)) return;
    if (model::has_fault(pass.build(), pass.instruction())) return;
    auto const entries = entries_of(label, options);
    auto sorted = entries;
    std::ranges::sort(sorted, is_less);
    std::size_t first = 1;
    while (first < entries.size() && !is_less(entries[first], entries[first - 1])) ++first;
    if (first >= entries.size()) return;
    auto const& wrong = entries[first];
    auto finding = pass.report(wrong.key_span, unsorted, wrong.key, entries[first - 1].key);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (sorted[i].span == entries[i].span) continue;
        finding.replace(entries[i].span, std::string(pass.text(sorted[i].span)));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::label_order

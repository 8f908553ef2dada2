// Answers about the findings of one file.
#include "analyzer/report/file_view.hpp"

#include <algorithm>

#include "analyzer/report/fingerprint.hpp"
#include "analyzer/report/visible.hpp"

namespace dockcheck {
namespace {

std::string without_dot(std::string path) {
    while (path.starts_with("./")) path.erase(0, 2);
    return path;
}

/// Sorts spans and joins those that touch.
void merge(std::vector<Span>& spans) {
    std::ranges::sort(spans, {}, &Span::begin);
    std::size_t kept = 0;
    for (auto const span : spans) {
        if (span.empty()) continue;
        if (kept > 0 && span.begin <= spans[kept - 1].end) {
            spans[kept - 1] = join(spans[kept - 1], span);
        } else {
            spans[kept++] = span;
        }
    }
    spans.resize(kept);
}

}  // namespace

std::vector<Finding const*> FileView::findings(Suppressed suppressed) const {
    std::vector<Finding const*> result;
    result.reserve(file_.findings.size());
    for (auto const& finding : file_.findings) {
        auto const hidden = suppressed == Suppressed::hidden || !options_.show_suppressed;
        if (!finding.suppressed || !hidden) result.push_back(&finding);
    }
    return result;
}

Place FileView::sound(Place place) const {
    if (place.source == nullptr) place = {&file_.source, {}};
    auto const size = static_cast<std::uint32_t>(place.source->bytes().size());
    place.span.end = std::min(place.span.end, size);
    place.span.begin = std::min(place.span.begin, place.span.end);
    return place;
}

std::string_view FileView::path(Place place) const {
    return place.source == &file_.source ? std::string_view(file_.path)
                                         : std::string_view(place.source->name());
}

std::string const& FileView::visible_path() {
    if (visible_path_.empty()) append_visible(file_.path, visible_path_);
    return visible_path_;
}

std::string FileView::repository_path(Place place) const {
    if (place.source == &file_.source) return without_dot(file_.repository_path);
    return repository_path(place.source->name());
}

std::string FileView::repository_path(std::string_view name) const {
    return without_dot(options_.repository_path ? options_.repository_path(name)
                                                : std::string(name));
}

bool FileView::has_lines(Place place) const {
    return file_.has_lines || place.source != &file_.source;
}

Positions& FileView::positions(Source const& source) {
    if (&source == &file_.source) {
        if (!positions_) positions_.emplace(source);
        return *positions_;
    }
    auto& known = other_positions_[&source];
    if (!known) known = std::make_unique<Positions>(source);
    return *known;
}

std::string const& FileView::fingerprint(Finding const& finding) {
    if (file_.fingerprints.size() == file_.findings.size()) {
        return file_.fingerprints[index(finding)];
    }
    if (fingerprints_.empty()) {
        fingerprints_ = fingerprints(
            path_in_fingerprints(without_dot(file_.repository_path), file_.image), file_.source,
            file_.findings, [this](std::string_view name) { return repository_path(name); });
    }
    return fingerprints_[index(finding)];
}

std::string_view FileView::pointer(Finding const& finding) const {
    auto const at = index(finding);
    return at < file_.pointers.size() ? std::string_view(file_.pointers[at]) : std::string_view{};
}

std::string FileView::place_in_image(Finding const& finding) const {
    auto text = std::string(pointer(finding));
    if (file_.image.empty()) return text;
    return text.append(text.empty() ? "" : " ").append("of ").append(file_.image);
}

std::string FileView::at_pointer(Finding const& finding) const {
    auto const text = place_in_image(finding);
    return text.empty() ? text : " (at " + text + ")";
}

std::vector<Span> const& FileView::masked(Source const& source) {
    auto const [found, is_new] = masked_.try_emplace(&source);
    auto& spans = found->second;
    if (!is_new) return spans;
    auto const take = [&](Place place) {
        if (place.source == &source) spans.push_back(sound(place).span);
    };
    for (auto const& place : file_.masked) take(place);
    for (auto const& finding : file_.findings) {
        for (auto const& place : finding.masked) take(place);
    }
    merge(spans);
    return spans;
}

std::vector<std::string_view> aliases_of(Finding const& finding) {
    std::vector<std::string_view> result;
    for (auto const& alias : finding.rule->aliases) {
        if (alias.variant.empty() || alias.variant == finding.variant) result.push_back(alias.id);
    }
    return result;
}

}  // namespace dockcheck

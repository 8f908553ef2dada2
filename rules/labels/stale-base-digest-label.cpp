// Finds base digest labels that do not say what FROM says.
#include "rules/labels/stale-base-digest-label.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::stale_base_digest_label {
namespace {

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const& root = pass.stage()->root();
    if (root.kind != model::Reference::Kind::image || !root.value.is_known()) return;
    model::LabelEntry const* last = nullptr;
    for (auto const& label : config.labels) {
        if (label.name.known() == "org.opencontainers.image.base.digest") last = &label;
    }
    if (last == nullptr || last->place.source == nullptr) return;
    auto const digest = last->value.text_or_empty();
    // A digest that is given from outside is that of the build.
    auto const* const at = last->origin.instruction;
    bool const is_literal = at != nullptr && at->line.text().find('$') == std::string_view::npos;
    if (digest.empty() || !is_literal || root.image.digest == digest) return;
    if (!root.image.digest.empty()) {
        pass.report(last->place, other, digest, root.image.digest);
    } else if (pass.build().image() == nullptr) {
        pass.report(last->place, unpinned, digest, root.value.text_or_empty());
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::stale_base_digest_label

// Finds labels that are set to nothing.
#include "rules/labels/empty-label-value.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::empty_label_value {
namespace {

void check(ast::Label const& label, Pass& pass, Options const& options) {
    for (auto const& pair : label.pairs) {
        auto const name = pass.value(pair.key).known();
        auto const value = pass.value(pair.value).known();
        if (!name || !value || !matches_any_wildcard(*name, options.labels)) continue;
        if (value->find_first_not_of(" \t") != std::string_view::npos) continue;
        pass.report(pair.span, empty, *name);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::empty_label_value

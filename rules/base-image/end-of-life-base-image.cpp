// Finds base images whose release line gets no more fixes.
#include "rules/base-image/end-of-life-base-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/image_files.hpp"
#include "analyzer/model/os_release.hpp"
#include "analyzer/model/support.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::end_of_life_base_image {
namespace {

using knowledge::SupportEnd;

template <typename Where>
Reported report(Where where, SupportEnd const& support, Pass& pass) {
    auto const& [product, release, date, note] = support;
    if (date >= pass.today()) return pass.report(where, ends, product, release, date);
    if (!note.starts_with("the image")) return pass.report(where, ended, product, release, date);
    return pass.report(where, noted, product, release, date, note);
}

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    auto const support = model::ended_support(reference, pass.today(), options.warn_days_before);
    if (!support) return;
    if (matches_any_wildcard(reference.value.text_or_empty(), options.ignore_images)) return;
    auto finding = report(reference.span, *support, pass);
    // What a builder leaves behind is not what runs.
    bool const is_shipped = pass.stage() != nullptr && pass.stage()->reach == model::Reach::final
                            && pass.instruction().keyword == ast::Keyword::from;
    if (!is_shipped) finding.severity(Severity::info);
}

/// Variables in which official images tell the version of what they are for.
struct VersionVariable {
    std::string_view name;
    std::string_view image;
};

constexpr VersionVariable version_variables[] = {
    {"PYTHON_VERSION", "python"}, {"NODE_VERSION", "node"}, {"RUBY_VERSION", "ruby"},
    {"GOLANG_VERSION", "golang"}, {"PHP_VERSION", "php"},
};

void check_version(std::string_view image, std::string_view version, Place place, Pass& pass,
                   Options const& options) {
    auto const support =
        model::ended_support(image, version, pass.today(), options.warn_days_before);
    auto const name = std::string(image) + ":" + std::string(version);
    if (!support || matches_any_wildcard(name, options.ignore_images)) return;
    report(place, *support, pass);
}

/// An image does not name what it was built on, but has its variables and its files.
void check_image(image::Image const& image, Pass& pass, Options const& options) {
    for (auto const& entry : image.config.value.environment.value) {
        auto const known =
            std::ranges::find(version_variables, entry.name.text(), &VersionVariable::name);
        if (known == std::end(version_variables)) continue;
        check_version(known->image, entry.value.text(), entry.value_place, pass, options);
    }
    auto const distribution = model::distribution_of(model::ImageFiles(image));
    if (!distribution) return;
    check_version(distribution->image, distribution->version,
                  model::place_of_layer(image, distribution->layer), pass, options);
}

}  // namespace

constinit Check const rule = on<check, check_image>();

}  // namespace dockcheck::rules::end_of_life_base_image

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
    if (!note.starts_with("the image")) {
        auto const newer = knowledge::longest_support(product, pass.today());
        if (!newer) return pass.report(where, ended, product, release, date);
        return pass.report(where, ended_and_newer, product, release, date, newer->release,
                           newer->date);
    }
    return pass.report(where, noted, product, release, date, note);
}

bool is_distribution(std::string_view product) {
    return product == "debian" || product == "ubuntu" || product == "centos";
}

/// The servers where distributions keep the packages of releases that they no longer support.
bool uses_archive(model::Stage const& stage, model::Build const& build) {
    constexpr std::size_t most = 1000;
    static constexpr TrigramWord servers[] = {"archive.debian.org", "old-releases.ubuntu.com",
                                              "vault.centos.org"};
    if (std::ranges::none_of(servers, [&](auto const& word) { return build.may_hold(word); })) {
        return false;
    }
    auto const all = build.source().bytes();
    for (auto const& run : stage.instructions.first(std::min(stage.instructions.size(), most))) {
        if (run.keyword != ast::Keyword::run) continue;
        auto const text = all.substr(run.whole.begin, run.whole.end - run.whole.begin);
        for (auto const& server : servers) {
            if (text.find(server.text()) != text.npos) return true;
        }
    }
    return false;
}

/// True for a stage that is nothing but its image and of which a shipped one takes a part.
bool is_handed_on(model::Stage const& stage, Pass const& pass) {
    bool const is_image_alone = std::ranges::all_of(stage.instructions, [](auto const& other) {
        return other.keyword == ast::Keyword::arg || other.keyword == ast::Keyword::env
               || other.keyword == ast::Keyword::label;
    });
    if (!is_image_alone || stage.parent != nullptr || !pass.may_look_around()) return false;
    return std::ranges::any_of(pass.build().stages(), [&](model::Stage const& other) {
        return other.reach == model::Reach::final
               && std::ranges::any_of(other.transfers, [&](model::Transfer const& transfer) {
                      return transfer.from != nullptr && transfer.from->stage == &stage;
                  });
    });
}

/// `FROM debian:buster AS debian-buster-base`: a stage that is named for its release.
bool is_named_for(std::string_view release, model::Stage const& stage) {
    return release.size() > 1 && stage.name.find(release) != std::string_view::npos;
}

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    auto const support = model::ended_support(reference, pass.today(), options.warn_days_before);
    if (!support) return;
    if (matches_any_wildcard(reference.value.text_or_empty(), options.ignore_images)) return;
    auto const& [product, release, date, note] = *support;
    bool const is_base =
        pass.stage() != nullptr && pass.instruction().keyword == ast::Keyword::from;
    if (is_base && date < pass.today() && is_distribution(product)
        && uses_archive(*pass.stage(), pass.build())) {
        pass.report(reference.span, archived, product, release, date).severity(Severity::info);
        return;
    }
    auto finding = report(reference.span, *support, pass);
    if (is_base && date < pass.today() && is_distribution(product)
        && is_named_for(release, *pass.stage())) {
        finding.help("move to a release that is supported, unless it is for this very one");
    }
    // What a builder leaves behind is not what runs.
    bool const is_shipped =
        is_base
        && (pass.stage()->reach == model::Reach::final || is_handed_on(*pass.stage(), pass));
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

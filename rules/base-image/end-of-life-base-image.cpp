// Finds base images whose release line gets no more fixes.
#include "rules/base-image/end-of-life-base-image.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/support.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::end_of_life_base_image {
namespace {

bool is_distribution(std::string_view product) {
    return product == "debian" || product == "ubuntu" || product == "centos";
}

/// The servers where distributions keep the packages of releases that they no longer support.
bool uses_archive(model::Stage const& stage, std::string_view all) {
    constexpr std::size_t most = 1000;
    for (auto const& run : stage.instructions.first(std::min(stage.instructions.size(), most))) {
        if (run.keyword != ast::Keyword::run) continue;
        auto const text = all.substr(run.whole.begin, run.whole.end - run.whole.begin);
        for (std::string_view const server :
             {"archive.debian.org", "old-releases.ubuntu.com", "vault.centos.org"}) {
            if (text.find(server) != text.npos) return true;
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
    if (!is_image_alone || stage.parent != nullptr) return false;
    return std::ranges::any_of(pass.build().stages(), [&](model::Stage const& other) {
        return other.reach == model::Reach::final
               && std::ranges::any_of(other.transfers, [&](model::Transfer const& transfer) {
                      return transfer.from != nullptr && transfer.from->stage == &stage;
                  });
    });
}

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    auto const support = model::ended_support(reference, pass.today(), options.warn_days_before);
    if (!support) return;
    if (matches_any_wildcard(reference.value.text_or_empty(), options.ignore_images)) return;
    bool const is_base =
        pass.stage() != nullptr && pass.instruction().keyword == ast::Keyword::from;
    bool const is_archived = support->date < pass.today() && is_base
                             && is_distribution(support->product)
                             && uses_archive(*pass.stage(), pass.build().source().bytes());
    auto const& message = is_archived ? archived : support->date < pass.today() ? ended : ends;
    auto finding = support->date < pass.today() && support->note.starts_with("the image")
                       ? pass.report(reference.span, noted, support->product, support->release,
                                     support->date, support->note)
                       : pass.report(reference.span, message, support->product, support->release,
                                     support->date);
    // What a builder leaves behind is not what runs.
    bool const is_shipped =
        is_base
        && (pass.stage()->reach == model::Reach::final || is_handed_on(*pass.stage(), pass));
    if (!is_shipped || is_archived) finding.severity(Severity::info);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::end_of_life_base_image

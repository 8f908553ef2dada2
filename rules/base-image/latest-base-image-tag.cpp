// Finds images whose tag is latest, or names no version.
#include "rules/base-image/latest-base-image-tag.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/knowledge/official_names.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::latest_base_image_tag {
namespace {

std::string_view without_tag(std::string_view name, std::string_view tag) {
    return name.substr(0, name.size() - tag.size() - 1);
}

/// The ARG whose default brings the word; nullptr when the text has it itself.
ast::Pair const* pair_that_brings(std::string_view tag, std::string_view text, Pass const& pass,
                                  int depth) {
    constexpr int deepest = 5;
    if (depth > deepest || text.find(tag) != text.npos) return nullptr;
    auto const none = [](std::string_view) { return dockerfile::Variable{}; };
    auto const uses = pass.build().expand(text, none).uses;
    for (auto const& use : uses) {
        for (auto const& instruction : pass.build().file().instructions) {
            if (instruction.keyword == ast::Keyword::from) break;
            auto const* const arg = ast::get_if<ast::Arg>(&instruction.node);
            if (arg == nullptr) continue;
            for (auto const& pair : arg->pairs) {
                if (pair.key.text.text() != use.name || !pair.has_value) continue;
                auto const value = pair.value.text.text();
                if (value.find(tag) != value.npos) return &pair;
                auto const* const deeper = pair_that_brings(tag, value, pass, depth + 1);
                if (deeper != nullptr) return deeper;
            }
        }
    }
    return nullptr;
}

/// Official images whose tags name a version, and what else these name: what the image is made on
/// or for. Tags that got no more releases, as those for Debian 9, are left out (the images' pages
/// on Docker Hub, 2026-11-26).
constexpr model::WordList versioned_images =
    " caddy docker elixir erlang golang haproxy haskell httpd julia memcached nginx node perl php "
    "postgres python rabbitmq redis ruby rust solr swift wordpress ";
constexpr model::WordList flavors =
    " alpine apache bookworm bullseye cli dind fpm management otel perl rootless slim trixie zts ";
/// Which releases a tag of node or nginx follows.
constexpr model::WordList channels = " current lts mainline stable ";

/// What a tag says when it names no version.
struct Unversioned {
    bool has_channel = false;  ///< which releases, as `lts`
    std::string_view flavor;   ///< what stands behind that
};

std::optional<Unversioned> unversioned(std::string_view image, std::string_view tag) {
    if (!versioned_images.holds(image)) return std::nullopt;
    auto const first = tag.substr(0, tag.find('-'));
    bool const has_channels = image == "node" || image == "nginx";
    Unversioned found{has_channels && channels.holds(first), tag};
    if (found.has_channel) found.flavor.remove_prefix(std::min(first.size() + 1, tag.size()));
    for (auto rest = found.flavor; !rest.empty();) {
        auto const part = rest.substr(0, rest.find('-'));
        if (!flavors.holds(part)) return std::nullopt;
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    }
    return found;
}

/// The image of a tag that is no better than latest.
void report_unversioned(model::Reference const& reference, Pass& pass, std::string_view plain,
                        Unversioned const& tag) {
    auto const name = reference.value.text_or_empty();
    auto const image = reference.image.hub_name();
    if (!tag.has_channel) {
        pass.report(reference.span, no_version, name, plain, image, tag.flavor);
        return;
    }
    auto const version =
        tag.flavor.empty() ? std::string("VERSION") : "VERSION-" + std::string(tag.flavor);
    pass.report(reference.span, channel, name, plain, image, version).severity(Severity::info);
}

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    if (reference.kind != model::Reference::Kind::image || !reference.image.digest.empty()) return;
    auto const tag = reference.image.tag;
    bool const is_latest = tag == "latest";
    bool const is_floating =
        std::ranges::find(options.floating_tags, tag) != options.floating_tags.end();
    if (tag.empty()) return;
    auto const without_version = unversioned(reference.image.hub_name(), tag);
    if (!is_latest && !is_floating && !without_version) return;
    auto const name = reference.value.text_or_empty();
    if (matches_any_wildcard(name, options.ignore_images)) return;
    auto const plain = without_tag(name, tag);
    if (matches_any_wildcard(plain, options.ignore_images)) return;
    auto const* const argument = pair_that_brings(tag, pass.text(reference.span), pass, 0);
    if (argument != nullptr
        && !pass.build().options().arguments.contains(argument->key.text.text())) {
        auto const* const at = pass.build().instruction_at(argument->span.begin);
        auto const line = std::to_string(at == nullptr ? 1 : at->first_line);
        pass.report(reference.span, by_default, argument->key.text.text(), name, line)
            .severity(Severity::info);
        return;
    }
    if (without_version && !is_floating) {
        report_unversioned(reference, pass, plain, *without_version);
        return;
    }
    // A bare name that is none of Docker's own images is built by the project itself.
    bool const is_bare = name.find('/') == name.npos;
    if (is_latest && is_bare && !knowledge::is_official_name(plain)) {
        pass.report(reference.span, own, name, plain).severity(Severity::info);
        return;
    }
    // What tags an image of another registry has nobody knows here.
    auto const& named = reference.image.hub_name().empty() ? latest_elsewhere : latest;
    pass.report(reference.span, is_latest ? named : floating, name, plain);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::latest_base_image_tag

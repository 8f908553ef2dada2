// Finds npm cache clean, which npm refuses without --force.
#include "rules/node/npm-cache-clean-without-force.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::npm_cache_clean_without_force {
namespace {

constexpr int first_node_with_npm_5 = 8;

/// The number that a text begins with, or -1.
int leading_number(std::string_view text) {
    int number = -1;
    for (char const c : text) {
        if (c < '0' || c > '9' || number > 1000) break;
        number = (number < 0 ? 0 : number * 10) + (c - '0');
    }
    return number;
}

bool is_new(std::string_view version) {
    if (version.starts_with('v')) version.remove_prefix(1);
    return leading_number(version) >= first_node_with_npm_5;
}

/// A tag of the image node: a release, or a word that stands for a newer one than those.
bool is_new_tag(std::string_view tag) {
    if (leading_number(tag) >= 0) return is_new(tag);
    return tag != "argon" && tag != "boron" && !tag.starts_with("argon-")
           && !tag.starts_with("boron-");
}

/// Node.js 8 and later come with npm 5 or later. Of other installs nobody knows the release.
bool is_certainly_new(model::Command const& command, Pass const& pass) {
    auto const& stage = *pass.stage();
    auto const& root = stage.root();
    if (root.kind == model::Reference::Kind::image && root.image.path.ends_with("node")) {
        return is_new_tag(root.image.tag);
    }
    auto const version = pass.build().variable(*command.instruction, "NODE_VERSION");
    if (is_new(version.value.known_prefix())) return true;
    auto const mentions = [&](std::string const& word) {
        return model::is_mentioned_before(pass.build(), stage, command, word);
    };
    for (int major = first_node_with_npm_5; major < 40; ++major) {
        if (mentions("setup_" + std::to_string(major) + ".x")) return true;
    }
    return mentions("setup_lts.x") || mentions("setup_current.x");
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (command.program != "npm" || model::may_hide_option(command)) return;
    auto const& npm = model::package_command(command, pass.build().arena());
    if (npm.verb != model::Verb::clean || npm.has_option("--force") || npm.has_option("-f")) return;
    auto const verb = npm.verb_argument->value.text_or_empty();
    // Single entries may be removed.
    auto const& last = command.arguments.back();
    bool const has_key =
        last.span != npm.verb_argument->span && !last.value.known_prefix().starts_with('-');
    if (verb == "rm" || has_key || !is_certainly_new(command, pass)) return;
    auto finding = pass.report(model::called_at(npm), force, model::called(npm));
    // Where the failure stops nothing, the cache only stays.
    if (command.follower == model::Connector::disjunction || command.can_fail_unseen) {
        finding.severity(Severity::info);
    }
    finding.insert(npm.verb_argument->span.end, command.exec_form ? ", \"--force\"" : " --force");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" npm ");

}  // namespace dockcheck::rules::npm_cache_clean_without_force

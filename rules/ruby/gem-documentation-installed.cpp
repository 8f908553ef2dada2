// Finds gems that are installed with their documentation.
#include "rules/ruby/gem-documentation-installed.hpp"

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::gem_documentation_installed {
namespace {

/// The image and what the stages did may hold a gemrc; of images that nobody knows that is so.
bool may_have_gemrc(Pass const& pass, model::Command const& command) {
    auto const& stage = *pass.stage();
    auto const& root = stage.root();
    if (root.kind != model::Reference::Kind::image || root.known_image == nullptr) return true;
    // Without the package ruby-rdoc Alpine's gem makes none.
    if (root.known_image->family == knowledge::ImageFamily::alpine
        && !model::is_mentioned_before(pass.build(), stage, command, "ruby-rdoc")
        && !model::is_mentioned_before(pass.build(), stage, command, "ruby-full")) {
        return true;
    }
    // The official images of Ruby have one that switches documentation off.
    if (root.image.path.ends_with("ruby")) return true;
    static constexpr std::string_view all_words[] = {"gemrc", "no-document", "no-rdoc",
                                                     "no-ri", "rvm",         "rbenv"};
    for (auto const word : all_words) {
        if (model::is_mentioned_before(pass.build(), stage, command, word)) return true;
    }
    static constexpr std::string_view all_folders[] = {"/etc", "/root", "/home"};
    for (auto const folder : all_folders) {
        if (model::may_be_copied_before(pass.build(), stage, command, folder)) return true;
    }
    return false;
}

/// Releases whose own ruby has RubyGems 1.x (packages.debian.org, packages.ubuntu.com).
bool has_old_rubygems(model::Reference const& root) {
    static constexpr model::WordList old_debian = " 6 7 squeeze wheezy ";
    static constexpr model::WordList old_ubuntu = " 10.04 12.04 14.04 lucid precise trusty ";
    auto const release = root.image.tag.substr(0, root.image.tag.find('-'));
    if (root.image.path.ends_with("ubuntu")) return old_ubuntu.holds(release);
    return root.image.path.ends_with("debian")
           && old_debian.holds(release.substr(0, release.find('.')));
}

void check(model::Command const& command, Pass& pass) {
    if (!model::is_shipped(pass.stage(), command, false) || command.program != "gem") return;
    if (pass.is_trigger() || model::may_hide_option(command)) return;
    auto const& gem = model::package_command(command, pass.build().arena());
    if (gem.verb != model::Verb::install && gem.verb != model::Verb::upgrade) return;
    if (gem.verb_argument == nullptr || gem.has_option("-N")) return;
    static constexpr std::string_view all_options[] = {"--no-doc", "--document", "--config-file",
                                                       "--help"};
    for (auto const option : all_options) {
        if (model::has_word_with(command, option)) return;
    }
    if (may_have_gemrc(pass, command)) return;
    auto const& root = pass.stage()->root();
    bool const has_newer =
        model::is_mentioned_before(pass.build(), *pass.stage(), command, "brightbox")
        || model::is_mentioned_before(pass.build(), *pass.stage(), command, "ruby2");
    if (has_old_rubygems(root) && !has_newer) {
        pass.report(model::called_at(gem), documented_old, model::called(gem),
                    model::shown_name(root))
            .insert(gem.verb_argument->span.end, " --no-ri --no-rdoc");
        return;
    }
    pass.report(model::called_at(gem), documented, model::called(gem))
        .insert(gem.verb_argument->span.end, " --no-document");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" gem ");

}  // namespace dockcheck::rules::gem_documentation_installed

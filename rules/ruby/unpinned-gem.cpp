// Finds gems that are installed in whichever version is newest.
#include "rules/ruby/unpinned-gem.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unpinned_gem {
namespace {

/// The images of Ruby bring Bundler; an image that nobody knows may do so.
bool may_bring_bundler(model::Stage const& stage) {
    auto const& root = stage.root();
    return root.kind != model::Reference::Kind::image || root.image.path.ends_with("ruby");
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (command.program != "gem") return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install) return;
    static constexpr std::string_view all_options[] = {"-v",     "--version", "-g",
                                                       "--file", "--local",   "-l"};
    for (auto const option : all_options) {
        if (install.has_option(option)) return;
    }
    ArenaVector<std::string_view> names(pass.build().arena());
    model::Argument const* first = nullptr;
    for (auto const& gem : install.packages) {
        if (gem.name.empty() || !gem.version.empty()) continue;
        if (gem.name == "bundler" && may_bring_bundler(*pass.stage())) continue;
        if (matches_any_wildcard(gem.name, options.ignore_gems)) continue;
        if (first == nullptr) first = gem.argument;
        names.push_back(gem.name);
    }
    if (names.size() == 1) {
        // NAME:VERSION is newer than Ruby 1.9; for one gem alone -v says the same everywhere.
        bool const is_alone = install.packages.size() == 1;
        auto const& message = !is_alone ? one : names.front() == "bundler" ? bundler : alone;
        pass.report(first->span, message, names.front());
    } else if (names.size() > 1) {
        pass.report(first->span, several, model::listed(names.items()), names.front());
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" gem ");

}  // namespace dockcheck::rules::unpinned_gem

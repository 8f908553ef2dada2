// Finds packages that apt installs in whichever version there is.
#include "rules/packages/unpinned-apt-package.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unpinned_apt_package {
namespace {

bool is_pinned(model::Package const& package, Options const& options) {
    if (package.version.starts_with('/')) return options.accept_release_suffix;
    return !package.version.empty();
}

/// Lists of an archive that never changes, or of which nobody knows that here.
bool may_use_snapshot(model::Command const& command, Pass const& pass) {
    auto const& stage = *pass.stage();
    auto const& root = stage.root();
    if (root.kind == model::Reference::Kind::image
        && root.image.path.find("snapshot") != std::string_view::npos) {
        return true;
    }
    return model::is_mentioned_before(pass.build(), stage, command, "snapshot")
           || model::may_be_copied_before(pass.build(), stage, command, "/etc/apt/sources.list");
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (model::manager_of(command) != model::Manager::apt) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install) return;
    if (pass.build().may_hold(TrigramWord("snapshot")) && model::has_word_with(command, "snapshot"))
        return;
    ArenaVector<std::string_view> names(pass.build().arena());
    model::Argument const* first = nullptr;
    for (auto const& package : install.packages) {
        // name- is removed, name^ is a task.
        bool const is_other = package.name.ends_with('-') || package.name.ends_with('^');
        if (package.name.empty() || is_other || is_pinned(package, options)) continue;
        if (matches_any_wildcard(package.name, options.ignore_packages)) continue;
        if (first == nullptr) first = package.argument;
        names.push_back(package.name);
    }
    if (first == nullptr || may_use_snapshot(command, pass)) return;
    if (names.size() == 1) {
        pass.report(first->span, one, names.front());
    } else {
        pass.report(first->span, several, model::listed(names.items()), names.front());
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::apt);

}  // namespace dockcheck::rules::unpinned_apt_package

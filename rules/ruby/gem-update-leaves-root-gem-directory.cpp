// Finds updates of RubyGems that leave their index in the home folder of root.
#include "rules/ruby/gem-update-leaves-root-gem-directory.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/run_end.hpp"

namespace dockcheck::rules::gem_update_leaves_root_gem_directory {
namespace {

constexpr std::string_view folders[] = {"~/.gem"};

bool runs_as_root(Pass const& pass) {
    auto const user = pass.build().user(pass.instruction());
    if (user.is_absent()) return true;
    auto const name = user.value.text_or_empty();
    return user.is_set() && (name == "root" || name == "0" || name.starts_with("root:"));
}

/// Newer releases (Ruby 3.1 and up) keep the index below ~/.cache.
bool has_other_folder(model::Stage const& stage) {
    auto const ruby = model::language_of(stage.root());
    bool const is_some_ruby = stage.root().image.path.ends_with("ruby");
    return (is_some_ruby && !ruby)
           || (ruby && ruby->language == "Ruby"
               && (ruby->major > 3 || (ruby->major == 3 && ruby->minor && *ruby->minor > 0)));
}

/// The gem of Debian and Ubuntu refuses to update itself.
bool has_ruby_of_apt(Pass const& pass, model::Command const& command) {
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->commands) {
            if (other.span.begin >= command.span.begin) break;
            if (model::manager_of(other) != model::Manager::apt) continue;
            auto const& apt = model::package_command(other, pass.build().arena());
            for (auto const& package : apt.packages) {
                if (package.name.starts_with("ruby")) return true;
            }
        }
    }
    return false;
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, options.include_builder_stages)) return;
    if (command.program != "gem" || pass.is_trigger() || !runs_as_root(pass)) return;
    if (has_other_folder(*pass.stage()) || has_ruby_of_apt(pass, command)) return;
    auto const& gem = model::package_command(command, pass.build().arena());
    if (gem.verb != model::Verb::upgrade || !gem.has_option("--system")) return;
    if (model::is_mounted(command, folders)) return;
    if (model::may_be_emptied(pass.build(), *pass.stage(), command, folders)) return;
    auto reported = pass.report(command.span, left);
    reported.in_script_of(command);
    if (command.wrappers != model::wrapper_none) return;
    auto const end = model::append_command(pass.build(), *command.instruction, "rm -rf /root/.gem");
    if (end) reported.insert(end->offset, end->text);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" gem ");

}  // namespace dockcheck::rules::gem_update_leaves_root_gem_directory

// Finds asset builds of Rails that stop for want of a key.
#include "rules/ruby/rails-assets-precompile-without-dummy-key.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::rails_assets_precompile_without_dummy_key {
namespace {

using model::ShortVersion;

/// `rails assets:precompile`, `bundle exec rake assets:precompile` and the like.
bool precompiles(model::Command const& command) {
    bool const is_bundle = command.program == "bundle" && command.argument(1) == "exec";
    auto program = is_bundle ? command.argument(2) : command.program;
    program = base_name(program);
    if (program != "rails" && program != "rake") return false;
    return std::ranges::any_of(command.arguments, [](model::Argument const& word) {
        return word.value.text_or_empty() == "assets:precompile";
    });
}

/// A word of the command, a variable, a mount or a file of the context gives a key.
bool may_have_key(Pass const& pass, model::Command const& command) {
    if (model::has_mount(*command.instruction, "secret")) return true;
    static constexpr std::string_view all_names[] = {"SECRET_KEY_BASE", "RAILS_MASTER_KEY"};
    for (auto const name : all_names) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, name)) return true;
    }
    auto const* context = pass.context();
    if (context == nullptr) return false;
    static constexpr std::string_view all_paths[] = {
        "config/master.key", "config/credentials/production.key", "config/secrets.yml",
        "config/initializers/secret_token.rb"};
    for (auto const path : all_paths) {
        if (context->look(path) == context::Presence::file) return true;
    }
    // A setting may take the key from a variable of another name.
    static constexpr std::string_view settings[] = {"config/application.rb",
                                                    "config/environments/production.rb"};
    return std::ranges::any_of(settings, [&](auto path) {
        auto const* const source = context->read(path);
        return source != nullptr
               && source->bytes().find("secret_key_base") != std::string_view::npos;
    });
}

/// Since 5.2 an application does not start in production without a key.
bool needs_key(Pass const& pass, std::optional<ShortVersion> rails) {
    if (rails) return *rails >= ShortVersion{5, 2};
    auto const ruby = model::language_of(pass.stage()->root());
    return ruby && ruby->language == "Ruby" && ruby->major >= 3;
}

bool has_credentials(context::Context const& context) {
    return context.look("config/credentials.yml.enc") == context::Presence::file
           || context.look("config/credentials/production.yml.enc") == context::Presence::file;
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.is_trigger()) return;
    if (command.is_conditional || command.can_fail_unseen || !precompiles(command)) return;
    if (!model::is_in_production(pass.build(), *stage, command)) return;
    if (may_have_key(pass, command)) return;
    auto const* lock = model::manifest_beside(pass.build(), *stage, command, "Gemfile.lock");
    if (lock == nullptr) lock = model::gemfile_lock_of(pass.build(), *stage);
    auto const rails = model::rails_version(lock);
    if (!needs_key(pass, rails)) return;
    constexpr ShortVersion with_dummy{7, 1};
    bool const is_older = rails && *rails < with_dummy;
    auto reported = is_older ? pass.report(command.span, older) : pass.report(command.span, no_key);
    if (pass.context() != nullptr && !has_credentials(*pass.context())) {
        reported.severity(Severity::info);
    }
    bool const can_insert =
        command.script != nullptr && rails && !is_older && command.wrappers == model::wrapper_none;
    if (can_insert) reported.insert(command.span.begin, "SECRET_KEY_BASE_DUMMY=1 ");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" bundle rails rake ");

}  // namespace dockcheck::rules::rails_assets_precompile_without_dummy_key

// Finds servers in Ruby that run without its compiler.
#include "rules/ruby/ruby-yjit-not-enabled.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::ruby_yjit_not_enabled {
namespace {

bool is_switched(Pass const& pass, model::RuntimeConfig const& config) {
    if (config.find_environment("RUBY_YJIT_ENABLE") != nullptr) return true;
    auto const* options = config.find_environment("RUBYOPT");
    if (options != nullptr && !options->value.is_known()) return true;
    static constexpr std::string_view all_words[] = {"yjit", "RubyVM"};
    for (auto const word : all_words) {
        if (!pass.build().positions_with(word).empty()) return true;
    }
    return false;
}

/// Rails 7.2 switches it on by itself; without a lock file nobody knows.
bool may_be_on_by_rails(Pass const& pass, model::Stage const& stage) {
    auto const* lock = model::gemfile_lock_of(pass.build(), stage);
    if (lock == nullptr) return true;
    auto const rails = model::rails_version(lock);
    return rails && *rails >= model::ShortVersion{7, 2};
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->from == nullptr) return;
    auto const ruby = model::language_of(stage->root());
    if (!ruby || ruby->language != "Ruby" || !ruby->minor) return;
    if (ruby->major < 3 || (ruby->major == 3 && *ruby->minor < 3)) return;
    if (model::is_for_development(pass.build(), *stage)) return;
    if (model::ruby_server_of(pass.build(), *stage) == model::RubyServer::none) return;
    if (is_switched(pass, config) || may_be_on_by_rails(pass, *stage)) return;
    auto const* start = config.cmd.origin.instruction != nullptr
                            ? config.cmd.origin.instruction
                            : config.entrypoint.origin.instruction;
    if (start == nullptr) return;
    auto reported = pass.report(start->span, off);
    if (pass.build().stage_of(*start) != stage) return;
    reported.insert(start->whole.begin, model::env_line("RUBY_YJIT_ENABLE=1"));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::ruby_yjit_not_enabled

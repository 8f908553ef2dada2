// Finds images of Ruby that install jemalloc and do not use it.
#include "rules/ruby/ruby-jemalloc-not-preloaded.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::ruby_jemalloc_not_preloaded {
namespace {

/// The package of jemalloc among those that the stages of the image install, or nullptr.
model::Argument const* installed(Pass const& pass, model::Stage const& stage) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& command : at->commands) {
            if (command.use != model::Use::run) continue;
            auto const& install = model::package_command(command, pass.build().arena());
            if (install.verb != model::Verb::install) continue;
            for (auto const& package : install.packages) {
                if (package.name == "libjemalloc2" || package.name == "jemalloc"
                    || package.name == "libjemalloc1") {
                    return package.argument;
                }
            }
        }
    }
    return nullptr;
}

/// Some text of the image's stages takes jemalloc up, or may do so.
bool may_be_used(Pass const& pass, model::RuntimeConfig const& config, model::Stage const& stage) {
    static constexpr std::string_view all_names[] = {"LD_PRELOAD", "MALLOC_CONF"};
    for (auto const name : all_names) {
        if (config.find_environment(name) != nullptr) return true;
    }
    static constexpr std::string_view all_words[] = {"ld.so.preload", "LD_PRELOAD", "with-jemalloc",
                                                     "enable-shared-jemalloc", "patchelf"};
    for (auto const word : all_words) {
        if (!pass.build().positions_with(word).empty()) return true;
    }
    // A script that the container starts with may do it.
    auto const& entrypoint = config.entrypoint;
    if (!entrypoint.is_set()) return entrypoint.is_unknown();
    if (entrypoint.value.arguments.empty()) return false;
    auto const value = entrypoint.value.arguments.front().value;
    auto const path = model::join_workdir(pass.build().arena(), config.workdir, value, false);
    if (!path.is_known()) return true;
    auto const landing = pass.build().landing(stage, *path.known());
    if (landing.kind != model::Landing::Kind::context_file) {
        auto const text = value.text_or_empty();
        return text.find('/') != text.npos || text.ends_with(".sh");
    }
    auto const* script = pass.context()->read(landing.context_path);
    return script == nullptr || script->bytes().find("jemalloc") != std::string_view::npos;
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->is_windows) return;
    auto const ruby = model::language_of(stage->root());
    bool const is_ruby = (ruby && ruby->language == "Ruby")
                         || model::ruby_server_of(pass.build(), *stage) != model::RubyServer::none;
    if (!is_ruby || model::is_for_development(pass.build(), *stage)) return;
    auto const* package = installed(pass, *stage);
    if (package == nullptr || may_be_used(pass, config, *stage)) return;
    auto reported = pass.report(package->span, unused);
    auto const* start = config.entrypoint.origin.instruction != nullptr
                            ? config.entrypoint.origin.instruction
                            : config.cmd.origin.instruction;
    if (start == nullptr || pass.build().stage_of(*start) != stage) return;
    if (model::libc_of(stage->root()) != model::LibC::glibc) return;
    reported.insert(start->whole.begin, model::env_line("LD_PRELOAD=libjemalloc.so.2"));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::ruby_jemalloc_not_preloaded

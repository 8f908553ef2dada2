// Finds gems and sources that a Ruby program certainly loads and that are not in the image.
#include "rules/ruby/ruby-library-not-in-image.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/missing_program.hpp"
#include "analyzer/model/ruby_gems.hpp"
#include "analyzer/model/ruby_program.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::rules::ruby_library_not_in_image {
namespace {

/// A source that another one loads.
void look_for_source(Pass& pass, model::MissingSource const& missing, Span word) {
    bool const is_mounted = model::is_in_volume(pass.stage()->config, missing.path)
                            || pass.context()->may_be_mounted(missing.path);
    // Another rule speaks of those that an ignore file keeps out.
    if (is_mounted || !missing.hidden.empty()) return;
    auto finding =
        pass.report(word, source, missing.import.source->name(), missing.module, missing.path);
    finding.related(missing.import, "loaded here");
    if (missing.folder != nullptr)
        finding.related(missing.folder->instruction->span, "this brings no such file");
}

/// What a Ruby that certainly starts loads of its own sources.
void look_for_ruby(Pass& pass, model::Start const& start) {
    if (start.commands.size() != 1 || pass.context()->has_compose_file()) return;
    auto const& command = start.commands.front();
    if (command.is_conditional || command.arguments.empty()) return;
    auto const missing = model::missing_ruby_source(pass.build(), *pass.stage(), command);
    auto const word = command.arguments.front().raw.source();
    if (pass.context()->may_be_composed()) return;
    if (missing) look_for_source(pass, *missing, word);
    auto const unfound = model::unfound_gem(pass.build(), *pass.stage(), command);
    if (!unfound) return;
    auto const file = unfound->loaded.source->name();
    auto const install = pass.text(unfound->install->span);
    auto finding =
        unfound->folder.empty()
            ? pass.report(word, gem_group, file, unfound->name, install)
            : pass.report(word, gem_folder, file, unfound->name, install, unfound->folder);
    finding.related(unfound->loaded, "loaded here").related(unfound->listed, "listed here");
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || pass.context() == nullptr) return;
    if (model::may_lack_started_program(pass.build(), *stage)) return;
    look_for_ruby(pass, model::start_of(pass.build(), *stage));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::ruby_library_not_in_image

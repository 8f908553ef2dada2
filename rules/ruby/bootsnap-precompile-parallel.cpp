// Finds bootsnap precompile with several processes.
#include "rules/ruby/bootsnap-precompile-parallel.hpp"

#include <algorithm>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::bootsnap_precompile_parallel {
namespace {

/// The word `precompile` of `bootsnap precompile`, alone or behind `bundle exec`; or nullptr.
model::Argument const* precompile_word(model::Command const& command) {
    std::size_t const at = command.program == "bundle" && command.argument(1) == "exec" ? 2 : 0;
    auto const program = command.argument(at);
    if (base_name(program) != "bootsnap") return nullptr;
    if (command.argument(at + 1) != "precompile") return nullptr;
    return &command.arguments[at + 1];
}

bool has_jobs(model::Command const& command) {
    return std::ranges::any_of(command.arguments, [](model::Argument const& word) {
        auto const text = word.value.known_prefix();
        return text.starts_with("-j") || text.starts_with("--jobs");
    });
}

/// Since 1.18.5 bootsnap itself sees that a process it makes hangs (its CHANGELOG).
bool knows_of_emulation(std::string_view version) {
    return knowledge::compare_versions(version, "1.18.5") >= 0;
}

/// The RUN asks whether it is emulated.
bool asks_platform(Pass const& pass, model::Command const& command) {
    auto const whole = pass.text(command.instruction->whole);
    return whole.find("BUILDPLATFORM") != whole.npos || whole.find("TARGETPLATFORM") != whole.npos
           || whole.find("TARGETARCH") != whole.npos;
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.is_trigger()) return;
    auto const* word = precompile_word(command);
    if (word == nullptr || has_jobs(command) || model::may_hide_option(command)) return;
    if (asks_platform(pass, command) || model::is_in_development(pass.build(), *stage, command)) {
        return;
    }
    auto const* lock = model::manifest_beside(pass.build(), *stage, command, "Gemfile.lock");
    auto const* locked = lock == nullptr ? nullptr : lock->find("bootsnap");
    if (lock != nullptr && (locked == nullptr || knows_of_emulation(locked->version))) return;
    auto reported = pass.report(join(command.arguments.front().span, word->span), parallel);
    if (command.script != nullptr) reported.insert(word->span.end, " -j 0");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" bootsnap bundle ");

}  // namespace dockcheck::rules::bootsnap_precompile_parallel

// Finds copies of the Gemfile that serve an install alone.
#include "rules/ruby/gemfile-copied-instead-of-bind-mounted.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::gemfile_copied_instead_of_bind_mounted {
namespace {

bool is_manifest(std::string_view name) {
    return name == "Gemfile" || name == "Gemfile.lock" || name == "Gemfile*"
           || name == ".ruby-version";
}

/// True for a copy of the manifests and nothing else, by their names in the context's root.
bool copies_manifests(model::Transfer const& transfer) {
    if (transfer.from != nullptr || transfer.is_add) return false;
    bool has_gemfile = false;
    for (auto const& source : transfer.sources) {
        // Cheaper than asking for its path: most files have other names.
        if (source.value.text_or_empty().find("Gemfile") == std::string_view::npos
            && source.value.text_or_empty().find(".ruby-version") == std::string_view::npos) {
            return false;
        }
        auto const path = model::context_path(source.value.text_or_empty());
        if (!source.value.is_known() || !is_manifest(path)) return false;
        has_gemfile |= path.starts_with("Gemfile");
    }
    return has_gemfile;
}

/// The first install behind a position, or nullptr.
model::Command const* install_behind(Pass const& pass, std::uint32_t position) {
    for (auto const& command : pass.stage()->commands) {
        if (pass.build().position_of(*command.instruction) <= position) continue;
        if (model::is_bundle_install(pass.build(), command)) return &command;
    }
    return nullptr;
}

/// A copy of everything behind the install brings the manifests again: nothing else needs them.
bool is_copied_again(Pass const& pass, model::Transfer const& transfer,
                     model::Command const& install) {
    auto const position = pass.build().position_of(*install.instruction);
    auto const target = model::target_of(transfer);
    return std::ranges::any_of(pass.stage()->transfers, [&](model::Transfer const& other) {
        return other.position > position && other.from == nullptr && !other.sources.empty()
               && other.sources.front().value.text_or_empty() == "."
               && model::target_of(other) == target;
    });
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->is_windows || pass.is_trigger()) return;
    if (!copies_manifests(transfer) || !pass.may_look_around()) return;
    if (!model::relies_on_buildkit(pass.build())) return;
    if (model::is_for_development(pass.build(), *stage)) return;
    auto const* install = install_behind(pass, transfer.position);
    if (install == nullptr || model::has_mount(*install->instruction, "bind")) return;
    auto reported = pass.report(transfer.instruction->span, copied);
    reported.related(install->span, "used here");
    auto const workdir = pass.build().workdir(*install->instruction);
    bool const is_beside =
        workdir.is_set()
        && model::clean_path(workdir.value.text_or_empty()) == model::target_of(transfer);
    bool const has_both = transfer.sources.size() == 2
                          && transfer.sources[0].value.text_or_empty() == "Gemfile"
                          && transfer.sources[1].value.text_or_empty() == "Gemfile.lock";
    if (!is_beside || !has_both || !is_copied_again(pass, transfer, *install)) return;
    auto const bytes = pass.build().source().bytes();
    auto const newline = bytes.find('\n', transfer.instruction->whole.end);
    if (newline == bytes.npos) return;
    reported.remove({transfer.instruction->whole.begin, static_cast<std::uint32_t>(newline + 1)})
        .insert(install->instruction->name_span.end,
                " --mount=type=bind,source=Gemfile,target=Gemfile"
                " --mount=type=bind,source=Gemfile.lock,target=Gemfile.lock");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::gemfile_copied_instead_of_bind_mounted

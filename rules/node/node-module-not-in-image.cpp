// Finds packages and sources that a Node.js program certainly loads and that are not in the image.
#include "rules/node/node-module-not-in-image.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/missing_program.hpp"
#include "analyzer/model/node_program.hpp"

namespace dockcheck::rules::node_module_not_in_image {
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

/// A package that no node_modules folder of the image has.
void look_for_node_module(Pass& pass, model::NodeProgram const& program) {
    auto const& missing = *program.missing;
    auto const place = program.word->raw.source();
    if (missing.folder.empty() && missing.modules != nullptr) {
        pass.report(missing.modules->instruction->span, isolated, missing.import.source->name(),
                    missing.module)
            .related(missing.import, "loaded here");
        return;
    }
    if (missing.folder.empty()) {
        pass.report(place, node_modules, missing.import.source->name(), missing.module)
            .related(missing.import, "loaded here");
        return;
    }
    pass.report(missing.modules->instruction->span, linked, missing.module, missing.folder,
                missing.import.source->name())
        .related(missing.import, "loaded here");
}

/// What a Node.js that certainly starts is told to run, and what that loads.
void look_for_node(Pass& pass) {
    if (pass.context()->has_compose_file()) return;
    auto const& program = model::node_program(pass.build(), *pass.stage());
    if (program.unknown_workspace != nullptr || pass.context()->may_be_composed()) return;
    if (program.left_out) {
        auto const& left_out = *program.left_out;
        bool const is_option = left_out.import.source == &pass.build().source();
        auto const loading = is_option ? "node" : left_out.import.source->name();
        pass.report(left_out.listed, development_module, loading, left_out.module)
            .related(left_out.import, "loaded here")
            .related(left_out.install->span, "installed without what is for development");
    }
    if (program.word == nullptr) return;
    if (program.missing_file)
        look_for_source(pass, *program.missing_file, program.word->raw.source());
    if (program.missing) look_for_node_module(pass, program);
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || pass.context() == nullptr) return;
    if (!model::may_lack_started_program(pass.build(), *stage)) look_for_node(pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::node_module_not_in_image

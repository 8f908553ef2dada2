// Finds start files without x bit, without #! or with an interpreter that is not in the image.
#include "rules/runtime/entrypoint-script-not-executable.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/mode_changes.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/start_script.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::entrypoint_script_not_executable {
namespace {

using model::StartScript;

/// True when something behind the COPY may have set the bit, or put another file in its place.
bool may_be_changed(StartScript const& script, Pass const& pass) {
    return model::mode_may_change(pass.build(), *pass.stage(), *script.transfer, script.path);
}

/// True for a CMD behind an ENTRYPOINT, or behind one that a base image may have: a shell script
/// that hands over runs such a file itself.
bool may_be_handed_to(StartScript const& script, model::Stage const& stage) {
    return script.command->use == model::Use::cmd && !stage.config.entrypoint.is_absent();
}

/// The entry point of Docker's node images gives such a file to node.
bool is_run_by_node(StartScript const& script, model::Stage const& stage) {
    auto const* const image = stage.root().known_image;
    return script.command->use == model::Use::cmd && image != nullptr && image->name == "node";
}

/// COPY --chmod=755 where one file is copied, so that no other one gets the bit.
void offer_chmod(Reported finding, StartScript const& script, Pass const& pass) {
    auto const& transfer = *script.transfer;
    if (transfer.sources.size() != 1 || transfer.sources[0].has_wildcard) return;
    auto const text = transfer.sources[0].value.text_or_empty();
    if (base_name(text) != base_name(script.context_path) || transfer.is_add) return;
    if (pass.build().stage_of(*transfer.instruction) != pass.stage()) return;
    finding.insert(transfer.instruction->name_span.end, " --chmod=755");
}

void check_interpreter(StartScript const& script, Pass& pass) {
    auto const& source = *script.source;
    auto const bytes = source.bytes();
    auto const line_end = static_cast<std::uint32_t>(std::min(bytes.find('\n'), bytes.size()));
    Place const first_line{&source, {0, line_end}};
    auto const shown = pass.text(script.word->raw.source());
    auto line = script.interpreter_line;
    if (line.empty()) {
        // A shell runs such a file by itself. What is no text needs no #!.
        bool const is_text = bytes.substr(0, 512).find('\0') == std::string_view::npos;
        if (!is_text || script.is_run_by_shell || !script.command->exec_form || bytes.empty())
            return;
        if (may_be_handed_to(script, *pass.stage())) return;
        bool const has_mark = bytes.starts_with("\xEF\xBB\xBF#!");
        if (has_mark && may_be_changed(script, pass)) return;
        auto finding = has_mark
                           ? pass.report(first_line, byte_order_mark, source.name())
                           : pass.report(first_line, no_interpreter, source.name(), script.path);
        finding.related(script.word->raw.source(), "started here");
    } else if (line.ends_with('\r') && !script.is_run_by_shell) {
        if (may_be_changed(script, pass)) return;
        line.remove_suffix(1);
        pass.report(first_line, carriage_return, source.name(), line)
            .related(script.word->raw.source(), "started here");
    } else if (!script.is_run_by_shell
               && model::find_program(pass.build(), *pass.stage(), script.interpreter)
                      == knowledge::Brings::no) {
        auto const image = model::shown_name(pass.stage()->root());
        pass.report(script.word->raw.source(), interpreter, shown, line,
                    image.empty() ? std::string_view("the image") : image, script.interpreter)
            .related(first_line, "the first line");
    }
}

void check(model::RuntimeConfig const&, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr) return;
    auto const script = model::start_script(pass.build(), *stage);
    if (!script) return;
    check_interpreter(*script, pass);
    if (script->is_run_by_shell || script->transfer->instruction->flag("chmod") != nullptr) return;
    if (is_run_by_node(*script, *stage)) return;
    auto const status = pass.context()->status(script->context_path);
    if (status.kind != context::FileKind::file || status.executable) return;
    if (may_be_changed(*script, pass) || pass.context()->may_lack_modes()) return;
    auto finding = pass.report(script->word->raw.source(), mode, pass.text(script->word->span),
                               pass.context()->shown(script->context_path));
    finding.related(script->transfer->instruction->span, "copied here");
    offer_chmod(finding, *script, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::entrypoint_script_not_executable

// Finds RUN of files from the context that nobody may execute.
#include "rules/shell/run-script-not-executable.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/mode_changes.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::run_script_not_executable {
namespace {

/// COPY --chmod=755 where one file is copied, so that no other one gets the bit.
bool copies_alone(model::Transfer const& transfer, std::string_view file) {
    if (transfer.sources.size() != 1 || transfer.sources[0].has_wildcard || transfer.is_add)
        return false;
    return model::context_path(transfer.sources[0].value.text_or_empty()) == file;
}

/// What its first line says that runs the file, by a name that is on the PATH; or empty.
std::string_view interpreter_of(Source const& file) {
    auto const text = file.bytes();
    auto line = text.substr(0, text.find_first_of("\r\n"));
    for (std::string_view const front : {"#!/usr/bin/env ", "#!/bin/", "#!/usr/bin/"}) {
        if (!line.starts_with(front)) continue;
        line.remove_prefix(front.size());
        return line.find_first_of(" /") == line.npos ? line : std::string_view();
    }
    return {};
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.context() == nullptr) return;
    if (stage->is_windows || pass.is_trigger() || command.arguments.empty()) return;
    auto const& word = command.arguments.front();
    auto const written = word.value.known();
    if (!written || written->find('/') == written->npos) return;
    if (!model::fails_the_build(*stage, command)) return;
    auto const path = model::path_of(pass.build(), *stage, command, word.value).known();
    if (!path) return;
    auto const found = pass.build().landing(command, *path);
    if (found.kind != model::Landing::Kind::context_file || found.transfer == nullptr) return;
    if (found.transfer->instruction->flag("chmod") != nullptr) return;
    auto const status = pass.context()->status(found.context_path);
    if (status.kind != context::FileKind::file || status.executable) return;
    if (pass.context()->may_lack_modes()) return;
    if (model::mode_may_change(pass.build(), *stage, *found.transfer, *path, &command)) return;
    auto const* file = pass.context()->read(found.context_path);
    auto const interpreter = file == nullptr ? std::string_view() : interpreter_of(*file);
    auto const other = interpreter.empty()
                           ? std::string()
                           : ", or start it by its interpreter: " + std::string(interpreter) + " "
                                 + std::string(*written);
    auto finding =
        pass.report(word.span, mode, *written, pass.context()->shown(found.context_path), other);
    finding.related(found.transfer->instruction->span, "copied here");
    if (copies_alone(*found.transfer, found.context_path)) {
        finding.insert(found.transfer->instruction->name_span.end, " --chmod=755");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::run_script_not_executable

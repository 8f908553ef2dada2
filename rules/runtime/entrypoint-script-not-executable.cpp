// Finds start files without x bit, without #! or with an interpreter that is not in the image.
#include "rules/runtime/entrypoint-script-not-executable.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/mode_changes.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/start_script.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::entrypoint_script_not_executable {
namespace {

using model::StartScript;

/// True when something behind the COPY may have set the bit, or put another file in its place.
bool may_be_changed(StartScript const& script, Pass const& pass) {
    return model::mode_may_change(pass.build(), *pass.stage(), *script.transfer, script.path);
}

/// True when something behind the COPY may have mended its lines.
bool bytes_may_be_changed(StartScript const& script, Pass const& pass) {
    return model::bytes_may_change(pass.build(), *pass.stage(), *script.transfer, script.path);
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

/// The first line of a script that cannot do what it says with a carriage return behind its last
/// word; an empty span where there is none in front of a heredoc.
Span broken_line(Source const& source) {
    static constexpr model::WordList whole_lines = " then else fi do done esac } ";
    auto const bytes = source.bytes();
    std::size_t begin = 0;
    while (begin < bytes.size()) {
        auto const end = bytes.find('\n', begin);
        if (end == bytes.npos) break;
        auto const line = bytes.substr(begin, end - begin);
        if (line.find("<<") != line.npos || !line.ends_with('\r')) break;
        auto const indent = std::min(line.find_first_not_of(" \t"), line.size() - 1);
        auto const words = line.substr(indent, line.size() - indent - 1);
        bool const is_broken = whole_lines.holds(words) || words.starts_with("set -")
                               || words.starts_with("cd ") || words.starts_with("exec ");
        if (is_broken && !words.ends_with('\\'))
            return {static_cast<std::uint32_t>(begin + indent), static_cast<std::uint32_t>(end)};
        begin = end + 1;
    }
    return {};
}

/// A line without its carriage return.
std::string_view bytes_of(Source const& source, Span line) {
    return source.bytes().substr(line.begin, line.size() - 1);
}

/// `sh file`: the shell reads each line with its carriage return.
void check_read_lines(StartScript const& script, Pass& pass) {
    auto const& source = *script.source;
    auto const line = broken_line(source);
    bool const is_for_shell = script.interpreter.empty() || model::is_shell(script.interpreter);
    if (line.size() == 0 || !is_for_shell || bytes_may_be_changed(script, pass)) return;
    auto const words = bytes_of(source, line);
    pass.report(Place{&source, line}, carriage_return_read, source.name(), script.command->program,
                words)
        .related(script.word->raw.source(), "read here");
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
        if (has_mark && bytes_may_be_changed(script, pass)) return;
        auto finding = has_mark
                           ? pass.report(first_line, byte_order_mark, source.name())
                           : pass.report(first_line, no_interpreter, source.name(), script.path);
        finding.related(script.word->raw.source(), "started here");
    } else if (line.ends_with('\r') && !script.is_run_by_shell) {
        if (bytes_may_be_changed(script, pass)) return;
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
    if (script->is_run_by_shell) check_read_lines(*script, pass);
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

/// The folder whose scripts these images run when they make their database.
constexpr std::string_view database_folder = "/docker-entrypoint-initdb.d";

bool is_database_image(model::Stage const& stage) {
    static constexpr model::WordList names = " mariadb mongo mysql postgres ";
    auto const* const image = stage.root().known_image;
    return image != nullptr && names.holds(image->name) && !stage.is_windows
           && stage.config.entrypoint.origin.kind == model::Origin::Kind::known_base;
}

void check_database_script(std::string const& file, model::Transfer const& transfer, Pass& pass) {
    auto const* const source = pass.context()->read(file);
    if (source == nullptr || !source->bytes().starts_with("#!")) return;
    auto const bytes = source->bytes();
    auto const first_end = std::min(bytes.find('\n'), bytes.size());
    if (first_end == 0 || bytes[first_end - 1] != '\r') return;
    // One without x bit is read by the start script itself, which goes past the first line.
    auto const line = broken_line(*source);
    if (line.size() == 0) return;
    auto const path = fmt::format("{}/{}", database_folder, base_name(file));
    if (model::bytes_may_change(pass.build(), *pass.stage(), transfer, path)) return;
    auto const image = model::shown_name(pass.stage()->root());
    pass.report(Place{source, line}, carriage_return_database, source->name(), image,
                bytes_of(*source, line))
        .related(transfer.instruction->span, "copied here");
}

/// The files that a source of a COPY puts into that folder itself.
std::vector<std::string> files_of(model::Transfer::Source const& source,
                                  context::Context const& context) {
    auto const text = source.value.known();
    if (!text || source.is_remote) return {};
    auto const path = model::context_path(*text);
    if (source.has_wildcard) return context.matches(path);
    if (context.look(path) == context::Presence::file) return {path};
    auto files = context.files_below(path);
    std::erase_if(files, [&](std::string const& file) {
        return file.find('/', path.empty() ? 0 : path.size() + 1) != file.npos;
    });
    return files;
}

void check_database(model::RuntimeConfig const&, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || !is_database_image(*stage)) return;
    for (auto const& transfer : stage->transfers) {
        auto target = transfer.target.known().value_or(std::string_view());
        if (target.ends_with('/')) target.remove_suffix(1);
        if (transfer.from != nullptr || target != database_folder || transfer.is_add) continue;
        for (auto const& source : transfer.sources) {
            for (auto const& file : files_of(source, *pass.context())) {
                if (file.ends_with(".sh")) check_database_script(file, transfer, pass);
            }
        }
    }
}

}  // namespace

constinit Check const rule = on<check, check_database>();

}  // namespace dockcheck::rules::entrypoint_script_not_executable

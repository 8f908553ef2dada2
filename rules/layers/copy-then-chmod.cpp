// Finds RUN chmod of the one file that the COPY above has brought.
#include "rules/layers/copy-then-chmod.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::copy_then_chmod {
namespace {

bool is_octal(std::string_view mode) {
    return (mode.size() == 3 || mode.size() == 4)
           && mode.find_first_not_of("01234567") == mode.npos;
}

/// The mode for --chmod; empty for one that depends on the mode that is there, and for one that
/// lets everybody write, which is no advice to give.
std::string_view mode_of(std::string_view mode) {
    if (is_octal(mode)) return (mode.back() & 2) == 0 ? mode : std::string_view{};
    return model::list_holds(" +x a+x ugo+x u+x +rx a+rx ", mode) ? "755" : std::string_view{};
}

/// `start.sh`: a folder has another kind of name, such as conf.d or app-1.2.
bool has_extension(std::string_view path) {
    auto const name = base_name(path);
    auto const dot = name.rfind('.');
    if (dot == name.npos || dot == 0 || dot + 1 == name.size()) return false;
    auto const extension = name.substr(dot + 1);
    return extension != "d" && std::ranges::all_of(extension, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
}

/// /usr/bin/tool and /usr/bin/ are of programs; in bin/Release/net8.0 it is another thing.
bool is_of_bin(std::string_view path) {
    auto const folder = path.substr(0, path.rfind('/'));
    return folder.size() < path.size() && model::list_holds(" bin sbin ", base_name(folder));
}

/// A heredoc, what the context has as a file, a name with an extension, a program from bin to bin.
bool is_file(model::Transfer::Source const& source, model::Transfer const& transfer, Pass& pass) {
    if (source.is_remote || source.has_wildcard) return false;
    if (source.written->is_inline) return true;
    auto const text = source.value.known();
    if (!text || text->empty() || text->ends_with('/')) return false;
    if (transfer.from != nullptr) {
        auto const target = transfer.target.known();
        return has_extension(*text) || (target && is_of_bin(*text) && is_of_bin(*target));
    }
    if (pass.context() != nullptr) {
        auto const presence = pass.context()->look(model::context_path(*text));
        if (presence == context::Presence::file) return true;
        if (presence == context::Presence::directory) return false;
    }
    return has_extension(*text);
}

/// COPY --chmod came with version 1.2 of Docker's frontend.
bool knows_chmod(model::Build const& build) {
    return std::ranges::none_of(build.file().directives, [](ast::Directive const& directive) {
        if (directive.name != "syntax") return false;
        auto const tag = directive.value.substr(
            std::min(directive.value.rfind(':') + 1, directive.value.size()));
        return tag == "1.0" || tag == "1.1" || tag.starts_with("1.0.") || tag.starts_with("1.1.")
               || tag.starts_with("1.0-") || tag.starts_with("1.1-");
    });
}

/// The COPY of one file that is the instruction above, or nullptr.
model::Transfer const* copy_above(model::Command const& command, Pass& pass) {
    auto const& build = pass.build();
    auto const position = build.position_of(*command.instruction);
    if (position == 0) return nullptr;
    auto const& above = build.file().instructions[position - 1];
    auto const* const transfer = pass.stage()->transfer_of(above);
    if (transfer == nullptr || transfer->is_add || transfer->sources.size() != 1) return nullptr;
    bool const has_mode = above.flag("chmod") != nullptr;
    return !has_mode && is_file(transfer->sources.front(), *transfer, pass) ? transfer : nullptr;
}

/// The command is all that its RUN does.
bool is_alone(model::Command const& command, model::Stage const& stage) {
    auto const& run = *command.instruction;
    return stage.commands_of(run).size() == 1 && run.flags.empty() && run.heredocs.empty()
           && command.depth == 0 && command.wrappers == model::wrapper_none
           && command.redirections.empty() && command.assignments.empty()
           && !command.is_conditional;
}

/// True where the one file that it brings certainly gets this path, which is no folder.
bool makes(model::Transfer const& transfer, std::string_view path, Pass const& pass) {
    auto const made = model::made_by(pass.build(), transfer);
    if (made.size() != 1 || made.front() != path) return false;
    auto const& source = transfer.sources.front();
    return source.written->is_inline || has_extension(path)
           || base_name(path) == base_name(source.value.text_or_empty());
}

void check(model::Command const& command, Pass& pass) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.is_trigger()) return;
    if (stage->reach != model::Reach::final || command.arguments.size() != 3) return;
    auto const written = command.argument(1);
    auto const mode = mode_of(written);
    if (mode.empty() || !is_alone(command, *stage)) return;
    auto const* const transfer = copy_above(command, pass);
    if (transfer == nullptr || !knows_chmod(pass.build())) return;
    auto const path =
        model::path_of(pass.build(), *stage, command, command.arguments[2].value).known();
    if (!path || !makes(*transfer, model::clean_path(*path, pass.build().arena()), pass)) return;
    auto finding = pass.report(command.span, copy_then_chmod::mode, *path, mode);
    auto const& run = *command.instruction;
    // A comment above the RUN would be taken for one of what follows.
    if (!run.comments.empty()) return;
    auto const bytes = pass.build().source().bytes();
    auto const newline = bytes.find('\n', run.whole.end);
    auto const end = newline == bytes.npos ? bytes.size() : newline + 1;
    finding.insert(transfer->instruction->name_span.end, " --chmod=" + std::string(mode))
        .remove({run.whole.begin, static_cast<std::uint32_t>(end)});
    if (!is_octal(written)) finding.applicability(Applicability::unsafe);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" chmod ");

}  // namespace dockcheck::rules::copy_then_chmod

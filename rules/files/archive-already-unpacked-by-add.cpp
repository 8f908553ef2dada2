// Finds tar of an archive that ADD has unpacked already.
#include "rules/files/archive-already-unpacked-by-add.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/archives.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::archive_already_unpacked_by_add {
namespace {

/// What ADD unpacks by its bytes has one of these names nearly always.
bool is_archive_name(std::string_view name) {
    static constexpr std::string_view endings[] = {".tar",  ".tar.gz", ".tgz", ".tar.bz2",
                                                   ".tbz2", ".tar.xz", ".txz"};
    return std::ranges::any_of(endings, [&](auto ending) { return name.ends_with(ending); });
}

/// True when the context certainly has the file, or nobody knows the context.
bool may_be_there(Pass const& pass, std::string_view source) {
    if (pass.context() == nullptr) return true;
    auto const path = model::context_path(source);
    if (pass.context()->look(path) != context::Presence::file) return false;
    // The pointer of Git LFS in the place of the archive.
    auto const* const text = pass.context()->read(path);
    return text == nullptr || !text->bytes().starts_with("version https://git-lfs");
}

/// True when something else may have put the archive there, or have made it anew.
bool may_be_brought(Pass const& pass, model::Command const& command, std::string_view name,
                    model::Transfer const& own) {
    auto const& stage = *pass.stage();
    bool const is_copied = std::ranges::any_of(stage.transfers, [&](model::Transfer const& other) {
        if (&other == &own) return false;
        return std::ranges::any_of(other.sources, [&](auto const& source) {
            return !source.value.is_known() || source.has_wildcard
                   || base_name(source.value.text_or_empty()) == name;
        });
    });
    return is_copied || std::ranges::any_of(stage.commands, [&](model::Command const& other) {
               return &other != &command && other.span.begin < command.span.begin
                      && model::has_word_with(other, name);
           });
}

void check(model::Command const& command, Pass& pass) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.is_trigger()) return;
    auto const* const archive = model::unpacked_by(command);
    if (archive == nullptr || !model::must_succeed(*stage, command)) return;
    auto const path = model::path_of(pass.build(), *stage, command, archive->value).known();
    if (!path || !is_archive_name(*path) || !pass.may_look_around()) return;
    auto const wanted = model::clean_path(*path);
    for (auto const& transfer : stage->transfers) {
        auto const target = transfer.target.known();
        bool const is_plain = transfer.is_add && transfer.from == nullptr && target
                              && transfer.instruction->flag("unpack") == nullptr
                              && transfer.instruction->span.begin < command.span.begin;
        if (!is_plain) continue;
        for (auto const& source : transfer.sources) {
            auto const text = source.value.known();
            if (!text || source.is_remote || source.has_wildcard || !is_archive_name(*text))
                continue;
            auto const name = base_name(*text);
            bool const is_folder = target->ends_with('/');
            auto const place = is_folder
                                   ? model::clean_path(std::string(*target) + std::string(name))
                                   : model::clean_path(*target);
            if (place != wanted || !may_be_there(pass, *text)) continue;
            if (may_be_brought(pass, command, name, transfer)) return;
            auto reported = is_folder
                                ? pass.report(archive->span, gone, pass.text(archive->span),
                                              model::clean_path(*target))
                                : pass.report(archive->span, folder, pass.text(archive->span));
            reported.related(transfer.instruction->span, "unpacked here");
            return;
        }
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" bsdtar tar ");

}  // namespace dockcheck::rules::archive_already_unpacked_by_add

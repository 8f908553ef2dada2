// Finds archives that COPY brings and a later RUN unpacks.
#include "rules/layers/copy-archive-then-extract.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/archives.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::copy_archive_then_extract {
namespace {

bool is_archive(std::string_view name, std::span<std::string_view const> endings) {
    return std::ranges::any_of(endings, [&](auto ending) { return name.ends_with(ending); });
}

/// True when the transfer puts the source at the path, or into a folder of that name.
bool lands_at(model::Transfer const& transfer, std::string_view source, std::string_view path) {
    auto const target = transfer.target.known();
    if (!target) return false;
    auto const whole = model::clean_path(*target);
    auto const name = base_name(source);
    auto const inside = (whole == "/" ? whole : whole + "/") + std::string(name);
    return path == inside || (!target->ends_with('/') && path == whole);
}

/// The source of the last COPY in front that put an archive at the path, or nullptr.
model::Transfer::Source const* source_at(model::Stage const& stage, std::string_view path,
                                         std::uint32_t before, Options const& options) {
    model::Transfer::Source const* found = nullptr;
    for (auto const& transfer : stage.transfers) {
        if (transfer.position > before || transfer.is_add || transfer.from != nullptr) continue;
        for (auto const& source : transfer.sources) {
            auto const name = source.value.known();
            if (!name || source.written->is_inline || source.has_wildcard) continue;
            if (!is_archive(*name, options.archive_extensions)) continue;
            if (lands_at(transfer, *name, path)) found = &source;
        }
    }
    return found;
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr) return;
    auto const* file = model::unpacked_by_tar(command);
    if (file == nullptr || stage->reach != model::Reach::final) return;
    auto const path = model::path_of(pass.build(), *stage, command, file->value);
    if (!path.is_known()) return;
    if (!pass.may_look_around()) return;
    auto const position = pass.build().position_of(*command.instruction);
    auto const* source = source_at(*stage, *path.known(), position, options);
    if (source == nullptr) return;
    pass.report(source->written->word.span, unpacked, source->value.text_or_empty())
        .related(command.span, "unpacked here");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" tar bsdtar ");

}  // namespace dockcheck::rules::copy_archive_then_extract

// Finds relative destinations that depend on the working directory of a base image.
#include "rules/files/relative-copy-destination-without-workdir.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::relative_copy_destination_without_workdir {
namespace {

/// The first transfer of the stage that depends on the base image's working directory.
model::Transfer const* first_relative(model::Stage const& stage) {
    for (auto const& transfer : stage.transfers) {
        if (transfer.destination_is_relative
            && transfer.workdir.origin.kind != model::Origin::Kind::instruction) {
            return &transfer;
        }
    }
    return nullptr;
}

void check(model::Transfer const& transfer, Pass& pass) {
    using Kind = model::Origin::Kind;
    if (!transfer.destination_is_relative) return;
    auto const* stage = pass.stage();
    auto const& workdir = transfer.workdir;
    if (stage == nullptr || workdir.origin.kind == Kind::instruction) return;
    auto const& root = stage->root();
    if (root.kind != model::Reference::Kind::image) return;
    // The first one tells it: one WORKDIR mends all of them.
    if (auto const* first = first_relative(*stage); first != &transfer) return;

    auto const destination = transfer.destination_word->text.text();
    auto const span = transfer.destination_word->span;
    if (workdir.is_unknown()) {
        pass.report(span, unknown, destination).severity(Severity::info);
        return;
    }
    auto const folder = workdir.is_set() ? workdir.value.text_or_empty() : std::string_view("/");
    if (folder != "/") return;
    auto const target = transfer.target.is_known() ? std::string(transfer.target.text_or_empty())
                                                   : "/" + std::string(destination);
    auto finding = target == "/" ? pass.report(span, root_folder, destination)
                                 : pass.report(span, below_root, destination, target,
                                               root.value.text_or_empty());
    // What a builder has at an odd place does not run there.
    if (stage->reach != model::Reach::final) finding.severity(Severity::info);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::relative_copy_destination_without_workdir

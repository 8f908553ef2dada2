// Finds programs that need the C library of another distribution than the image has.
#include "rules/stages/dynamic-binary-in-minimal-image.hpp"

#include <string>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/glibc_programs.hpp"

namespace dockcheck::rules::dynamic_binary_in_minimal_image {
namespace {

using knowledge::ImageFamily;

/// What the image lacks, or empty when it may have all that a program of glibc needs.
std::string_view image_without_glibc(model::Stage const& stage) {
    auto const& root = stage.root();
    if (root.kind == model::Reference::Kind::scratch) return "an empty image";
    if (root.known_image == nullptr) return {};
    auto const name = root.image.path;
    switch (root.known_image->family) {
        case ImageFamily::alpine:
            return "Alpine";
        case ImageFamily::distroless:
            return name.find("static") != name.npos ? "a distroless image without it"
                                                    : std::string_view();
        default:
            return {};
    }
}

void add_fix(Reported& reported, model::Command const& build) {
    bool const is_plain = build.script != nullptr && build.assignments.empty()
                          && build.wrappers == model::wrapper_none;
    if (is_plain) reported.insert(build.span.begin, "CGO_ENABLED=0 ");
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* image = pass.stage();
    if (image == nullptr || transfer.from == nullptr || image->reach != model::Reach::final) return;
    auto const lacking = image_without_glibc(*image);
    if (lacking.empty() || transfer.from->stage == nullptr || !pass.may_look_around()) return;
    if (model::may_bring_glibc(*image)) return;
    auto const program = model::glibc_program(pass.build(), *image, transfer);
    if (program.command == nullptr) return;
    auto const span = program.command->span;
    if (program.is_go) {
        auto reported = pass.report(span, dynamic, lacking);
        reported.related(transfer.instruction->span, "copied to where there is no glibc");
        add_fix(reported, *program.command);
        return;
    }
    auto const name = program.command->program;
    auto const& message = name == "cargo" ? cargo : compiler;
    pass.report(span, message, lacking, pass.text(transfer.from->stage->root().span))
        .related(transfer.instruction->span, "copied to where there is no glibc");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::dynamic_binary_in_minimal_image

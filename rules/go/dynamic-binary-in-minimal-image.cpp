// Finds Go programs that need the C library of another distribution than the image has.
#include "rules/go/dynamic-binary-in-minimal-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::dynamic_binary_in_minimal_image {
namespace {

using knowledge::ImageFamily;

bool has_glibc(model::Stage const& stage) {
    auto const* image = stage.root().known_image;
    return image != nullptr
           && (image->family == ImageFamily::debian || image->family == ImageFamily::ubuntu
               || image->family == ImageFamily::rpm);
}

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

/// A library that stands in for glibc, or files of another image, may be brought.
bool may_have_libraries(model::Stage const& stage) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& transfer : at->transfers) {
            auto const target = transfer.target.known_prefix();
            bool const is_any_folder = target.empty() || target == "/";
            bool const is_many = std::ranges::any_of(
                transfer.sources, [](auto const& source) { return source.has_wildcard; });
            if (transfer.is_add || (is_any_folder && is_many)) return true;
            if (target.starts_with("/lib") || target.starts_with("/usr/lib")
                || target.starts_with("/usr/glibc")) {
                return true;
            }
        }
        for (auto const& command : at->commands) {
            static constexpr std::string_view all_words[] = {"libc6-compat", "gcompat", "glibc"};
            for (auto const word : all_words) {
                if (model::has_word_with(command, word)) return true;
            }
        }
    }
    return false;
}

/// Settings, in the environment or the command's own words, that make the program static or for
/// another machine; words that nobody can know may be among them.
bool may_be_static(Pass const& pass, model::Stage const& stage, model::Command const& build) {
    if (model::may_hide_option(build)) return true;
    static constexpr std::string_view all_settings[] = {"CGO_ENABLED", "GOARCH", "GOOS=windows",
                                                        "GOFLAGS"};
    for (auto const setting : all_settings) {
        if (model::is_mentioned_before(pass.build(), stage, build, setting)) return true;
    }
    static constexpr std::string_view all_words[] = {"-static", "netgo", "osusergo", "-linkmode"};
    for (auto const word : all_words) {
        if (model::has_word_with(build, word)) return true;
    }
    return model::is_mentioned_before(pass.build(), stage, build, "static");
}

/// `go build -o PATH`: where the program is written.
std::string output_of(Pass const& pass, model::Stage const& stage, model::Command const& build) {
    for (std::size_t i = 2; i + 1 < build.arguments.size(); ++i) {
        if (build.argument(i) != "-o") continue;
        auto const path = model::path_of(pass.build(), stage, build, build.arguments[i + 1].value);
        return path.is_known() ? std::string(*path.known()) : std::string();
    }
    return {};
}

bool is_package_with_c(std::string_view line) {
    static constexpr std::string_view all_names[] = {"\"net\"", "\"net/http",      "\"os/user\"",
                                                     "\"C\"",   "\"crypto/x509\"", "\"crypto/tls\"",
                                                     "\"net/"};
    for (auto const name : all_names) {
        if (line.find(name) != line.npos) return true;
    }
    return false;
}

/// A source of the program imports what Go takes from the C library. With a context that is seen;
/// without one, a port that is exposed shows it.
bool uses_c_library(Pass const& pass, model::Stage const& image) {
    auto const* context = pass.context();
    if (context == nullptr) return !image.config.ports.empty();
    std::size_t looked_at = 0;
    for (auto const& path : context->files_below("", 5'000)) {
        if (!path.ends_with(".go") || path.ends_with("_test.go")) continue;
        if (path.starts_with("vendor/") || ++looked_at > 500) continue;
        auto const* source = context->read(path);
        if (source == nullptr) continue;
        auto text = source->bytes();
        auto const end = std::min(text.find("\nfunc "), text.size());
        if (is_package_with_c(text.substr(0, end))) return true;
    }
    return false;
}

/// The build that wrote a file which the copy takes, or nullptr.
model::Command const* build_of(Pass const& pass, model::Stage const& stage,
                               model::Transfer const& transfer) {
    for (auto const& command : stage.commands) {
        if (command.use != model::Use::run || command.program != "go") continue;
        if (command.argument(1) != "build" || command.is_conditional) continue;
        auto const output = output_of(pass, stage, command);
        if (output.empty()) continue;
        for (auto const& source : transfer.sources) {
            auto const text = source.value.known();
            if (!text || source.has_wildcard) continue;
            if (model::is_at_or_below(model::clean_path(output), model::clean_path(*text))) {
                return &command;
            }
        }
    }
    return nullptr;
}

void add_fix(Reported& reported, model::Command const& build) {
    bool const is_plain = build.script != nullptr && build.assignments.empty()
                          && build.wrappers == model::wrapper_none;
    if (is_plain) reported.insert(build.span.begin, "CGO_ENABLED=0 ");
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* image = pass.stage();
    if (image == nullptr || transfer.from == nullptr || image->reach != model::Reach::final) return;
    auto const* builder = transfer.from->stage;
    if (builder == nullptr || builder->is_windows || !has_glibc(*builder)) return;
    auto const lacking = image_without_glibc(*image);
    if (lacking.empty() || !pass.may_look_around() || may_have_libraries(*image)) return;
    auto const* build = build_of(pass, *builder, transfer);
    if (build == nullptr || may_be_static(pass, *builder, *build)) return;
    if (!uses_c_library(pass, *image)) return;
    auto const span = build->span;
    auto reported = pass.report(span, dynamic, lacking);
    reported.related(transfer.instruction->span, "copied to where there is no glibc");
    add_fix(reported, *build);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::dynamic_binary_in_minimal_image

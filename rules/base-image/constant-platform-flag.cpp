// Finds FROM --platform with a platform that no variable chooses.
#include "rules/base-image/constant-platform-flag.hpp"

#include <algorithm>
#include <array>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/value_syntax.hpp"

namespace dockcheck::rules::constant_platform_flag {
namespace {

bool is_part(std::string_view part, std::string_view name) {
    return !part.empty() && name.find(part) != name.npos;
}

/// True when another FROM of the file has another platform of its own: they differ on purpose.
bool has_others(Pass const& pass, std::string_view own) {
    return std::ranges::any_of(pass.build().stages(), [&](model::Stage const& stage) {
        if (stage.from == nullptr || stage.from->platform == nullptr) return false;
        auto const text = stage.from->platform->value.text();
        return text != own && text.find('$') == text.npos;
    });
}

/// True for a stage that only helps to build an image which follows the platform of the build.
bool only_helps(Pass const& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->reach != model::Reach::builder) return false;
    return std::ranges::none_of(pass.build().stages(), [](model::Stage const& other) {
        if (other.reach != model::Reach::final || other.from == nullptr) return false;
        auto const* const flag = other.from->platform;
        return flag != nullptr && flag->value.text().find('$') == std::string_view::npos;
    });
}

/// Words for an architecture in names of files and packages.
struct ArchitectureNames {
    std::string_view architecture;
    std::array<std::string_view, 4> names;
};
constexpr std::array<ArchitectureNames, 3> architectures{{
    {"amd64", {"amd64", "x86_64", "x86-64", "x64"}},
    {"arm64", {"arm64", "aarch64", "arm64", "aarch64"}},
    {"arm", {"armhf", "armv7", "arm32", "armv6"}},
}};

/// True when the stage fetches or installs what is made for that architecture alone: the flag says
/// what the file can be built for.
bool holds_programs_of(Pass const& pass, std::string_view architecture) {
    auto const* const stage = pass.stage();
    auto const row =
        std::ranges::find(architectures, architecture, &ArchitectureNames::architecture);
    if (stage == nullptr || row == architectures.end()) return false;
    return std::ranges::any_of(stage->instructions, [&](ast::Instruction const& instruction) {
        auto const text = pass.text(instruction.span);
        return std::ranges::any_of(row->names,
                                   [&](auto name) { return text.find(name) != text.npos; });
    });
}

void check(ast::From const& from, Pass& pass, Options const& options) {
    if (from.platform == nullptr) return;
    auto const& flag = *from.platform;
    auto const expansion = pass.build().expand(pass.instruction(), flag.value.text());
    auto const text = expansion.value.known();
    if (!expansion.uses.empty() || !text) return;
    auto const platform = dockerfile::parse_platform(*text);
    if (!platform) return;
    if (is_part(platform->os, from.stage) || is_part(platform->architecture, from.stage)) return;
    auto const& allowed = options.allowed_platforms;
    if (std::ranges::find(allowed, *text) != allowed.end()) return;
    if (!pass.may_look_around()) return;
    auto const* const stage = pass.stage();
    if (stage != nullptr && stage->base.kind == model::Reference::Kind::stage) {
        pass.report(flag.span, of_stage, pass.text(flag.span), pass.text(stage->base.span))
            .severity(Severity::info);
        return;
    }
    if (only_helps(pass)) {
        bool const runs = std::ranges::any_of(stage->commands, [](model::Command const& command) {
            return command.use == model::Use::run;
        });
        auto finding = runs ? pass.report(flag.span, builder, *text)
                            : pass.report(flag.span, taken, *text, pass.text(flag.span));
        finding.severity(Severity::info);
        return;
    }
    if (has_others(pass, flag.value.text())) {
        pass.report(flag.span, mixed, *text, pass.text(flag.span)).severity(Severity::info);
        return;
    }
    if (holds_programs_of(pass, platform->architecture)) {
        pass.report(flag.span, fitting, *text, platform->architecture, pass.text(flag.span))
            .severity(Severity::info);
        return;
    }
    pass.report(flag.span, constant, *text, pass.text(flag.span));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::constant_platform_flag

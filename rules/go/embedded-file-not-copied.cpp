// Finds files that Go embeds and that are not in the image when it compiles.
#include "rules/go/embedded-file-not-copied.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/go_sources.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/own_context.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::embedded_file_not_copied {
namespace {

constexpr std::size_t most_files = 40;

/// What the context has for a pattern, ignored or not; none where it has nothing.
struct Wanted {
    std::vector<std::string> files;
    bool is_ignored = false;
};

Wanted wanted_by(context::Context const& context, std::string const& pattern) {
    if (pattern.find_first_of("*?[") != pattern.npos) return {context.matches(pattern), false};
    switch (context.look(pattern)) {
        case context::Presence::file:
            return {{pattern}, false};
        case context::Presence::directory: {
            return {context.files_below(pattern, most_files + 1), false};
        }
        case context::Presence::ignored:
            return {{pattern}, true};
        default:
            return {};
    }
}

/// A COPY or a command puts something there that has another source.
bool may_be_filled(model::Stage const& stage, std::string const& path) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            auto const target = model::target_of(transfer);
            if (target.empty() || target == path || model::lies_below(target, path)) return true;
        }
    }
    return false;
}

void check_embed(model::GoEmbed const& embed, model::GoSources const& sources,
                 model::Command const& command, Pass& pass) {
    auto const& build = pass.build();
    auto const folder = embed.source.substr(0, embed.source.rfind('/') + 1);
    if (!folder.starts_with(sources.folder)) return;
    auto const wanted = wanted_by(*pass.context(), folder + embed.pattern);
    if (wanted.files.empty() || wanted.files.size() > most_files) return;
    auto const in_image = [&](std::string_view file) {
        return model::clean_path(sources.image_folder
                                 + std::string(file.substr(sources.folder.size())));
    };
    auto const literal = embed.pattern.substr(0, embed.pattern.find_first_of("*?["));
    auto const where = in_image(folder + literal.substr(0, literal.rfind('/') + 1));
    auto const whole = in_image(folder + embed.pattern);
    bool const is_below = literal.find('/') != literal.npos;
    if (may_be_filled(*pass.stage(), whole)
        || (is_below && literal.size() < embed.pattern.size()
            && may_be_filled(*pass.stage(), where))) {
        return;
    }
    // The source that names it is there.
    auto const source = build.landing(command, in_image(embed.source));
    if (source.kind != model::Landing::Kind::context_file || source.context_path != embed.source)
        return;
    auto const is_absent = [&](std::string const& file) {
        return build.landing(command, in_image(file)).kind == model::Landing::Kind::absent;
    };
    if (!std::ranges::all_of(wanted.files, is_absent)) return;
    auto const place = join(command.arguments[0].span, command.arguments[1].span);
    auto const said = "go " + std::string(command.argument(1));
    auto const shown = pass.context()->shown(embed.source);
    auto const& message = wanted.is_ignored ? ignored : later;
    pass.report(place, message, said, shown, embed.pattern).related(embed.place, "embedded here");
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || pass.is_trigger()) return;
    if (!model::needs_files_of_image(*stage, command) || !pass.may_look_around()) return;
    if (!model::is_first_compilation(*stage, command)) return;
    auto const sources = model::go_sources(pass.build(), *stage, command);
    if (!sources || sources->embeds.empty() || !model::has_all_sources(pass.build())) return;
    for (auto const& embed : sources->embeds) {
        if (!embed.source.ends_with("_test.go")) check_embed(embed, *sources, command, pass);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" go ");

}  // namespace dockcheck::rules::embedded_file_not_copied

// Finds downloads by GNU wget that write their progress into the build log.
#include "rules/shell/wget-missing-progress-option.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::rules::wget_missing_progress_option {
namespace {

bool installs_wget(model::Stage const& stage, Arena& arena) {
    return std::ranges::any_of(stage.commands, [&](model::Command const& command) {
        auto const& install = model::package_command(command, arena);
        return install.verb == model::Verb::install
               && std::ranges::any_of(install.packages, [](model::Package const& package) {
                      return package.name == "wget";
                  });
    });
}

/// True when wget is that of GNU: the base is known not to bring BusyBox, or it was installed.
bool is_gnu(model::Stage const& stage, Arena& arena) {
    for (auto const* here = &stage; here != nullptr; here = here->parent) {
        if (installs_wget(*here, arena)) return true;
    }
    auto const* image = model::known_image(stage.root());
    if (image == nullptr) return false;
    using Family = knowledge::ImageFamily;
    return image->family == Family::debian || image->family == Family::ubuntu
           || image->family == Family::rpm;
}

bool is_quiet(model::Download const& download) {
    static constexpr model::WordList names =
        " --progress -q --quiet --no-verbose -o --output-file -a --append-output --spider "
        "--version -V --help -h --show-progress ";
    if (download.may_have_more_options || download.find(names) != nullptr) return true;
    return std::ranges::any_of(download.options, [](model::FetchOption const& option) {
        return option.name == "-n"
               && option.value.text_or_empty().find('v') != std::string_view::npos;
    });
}

bool hides_errors(model::Command const& command) {
    return std::ranges::any_of(command.redirections, [](model::Redirection const& redirection) {
        return redirection.operation.starts_with('2') || redirection.operation.starts_with('&');
    });
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || command.program != "wget" || pass.stage() == nullptr) {
        return;
    }
    auto const& download = model::download_of(command, pass.build().arena());
    if (is_quiet(download) || hides_errors(command)) return;
    if (!pass.may_look_around() || !is_gnu(*pass.stage(), pass.build().arena())) return;
    auto const span = command.arguments.front().span;
    pass.report(span, progress)
        .insert(span.end, command.exec_form ? ", \"--progress=dot:giga\"" : " --progress=dot:giga");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" wget ");

}  // namespace dockcheck::rules::wget_missing_progress_option

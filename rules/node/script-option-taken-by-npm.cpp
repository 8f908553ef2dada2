// Finds options of build tools and servers in front of the -- of npm run.
#include "rules/node/script-option-taken-by-npm.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::script_option_taken_by_npm {
namespace {

/// Options of Angular, Vite, webpack and of servers that npm has no setting for, but for --prod and
/// --host, which it does not hand on either.
bool is_for_script(std::string_view option) {
    static constexpr model::WordList options =
        " --aot --base --base-href --baseHref --build-optimizer --configuration --deploy-url "
        "--host "
        "--hostname --mode --optimize-minimize --outDir --output-path --outputPath --prod --turbo "
        "--turbopack --watch ";
    return options.holds(option.substr(0, option.find('=')));
}

void check(model::Command const& command, Pass& pass) {
    if (pass.stage() == nullptr || pass.context() == nullptr || pass.is_trigger()) return;
    auto const verb = command.argument(1);
    if (verb != "run" && verb != "run-script") return;
    auto const script = command.argument(2);
    if (script.empty() || script.starts_with('-')) return;
    for (auto const& word : command.arguments.subspan(3)) {
        auto const text = word.value.known() ? *word.value.known() : word.value.known_prefix();
        if (text == "--") return;
        if (!is_for_script(text)) continue;
        if (!pass.may_look_around()) return;
        // A script may read what npm makes of it; those of Ionic's tools do.
        if (pass.build().may_hold(std::string_view("npm_config_"))) return;
        auto const folder = model::directory_of(pass.build(), *pass.stage(), command).known();
        if (!folder) return;
        auto const path =
            model::placed_file(pass.build(), *pass.stage(), std::string(*folder) + "/package.json");
        if (!path) return;
        auto const* source = pass.context()->read(*path);
        if (source == nullptr) return;
        for (std::string_view const reader : {"npm_config_", "app-scripts"}) {
            if (source->bytes().find(reader) != std::string_view::npos) return;
        }
        pass.report(word.span, option, text, script);
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" npm ");

}  // namespace dockcheck::rules::script_option_taken_by_npm

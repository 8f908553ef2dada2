// Finds builds of Go that need a C compiler where there is none.
#include "rules/go/cgo-without-compiler.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/go_sources.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::cgo_without_compiler {
namespace {

/// Since Go 1.20 packages of the standard library with C code are compiled on the spot.
constexpr int first_release_without_archives = 20;

bool has_option(model::Command const& command, std::string_view name) {
    return std::ranges::any_of(command.arguments, [&](model::Argument const& word) {
        return word.value.text_or_empty() == name;
    });
}

/// A package with C code among the sources and what they import; empty where none is certain.
std::string package_with_c(model::GoSources const& sources, model::Command const& command,
                           int minor, bool is_for_linux) {
    if (sources.has_c) return "a package of the project";
    for (std::string_view const name : {"github.com/mattn/go-sqlite3", "gorm.io/driver/sqlite"}) {
        bool const is_module = sources.module->find("github.com/mattn/go-sqlite3") != nullptr;
        if (is_module && sources.find(name) != nullptr) return std::string(name);
    }
    if (!is_for_linux) return {};
    bool const is_archived = minor < first_release_without_archives;
    if (is_archived || model::has_word_with(command, "netgo")
        || model::has_word_with(command, "osusergo")) {
        return {};
    }
    static constexpr model::WordList names =
        " net net/http net/http/httptest net/http/httputil net/rpc net/smtp os/user runtime/cgo ";
    auto const found = std::ranges::find_if(
        sources.imports, [](model::GoImport const& one) { return names.holds(one.path); });
    return found == sources.imports.end() ? std::string() : found->path;
}

void check(model::Command const& command, Pass& pass) {
    static constexpr model::WordList verbs = " build install run test ";
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.is_trigger() || !verbs.holds(command.argument(1))) return;
    auto const release = model::go_release(*stage);
    if (!release || !release->is_alpine) return;
    if (!model::needs_files_of_image(*stage, command) || !pass.may_look_around()) return;
    auto const& build = pass.build();
    bool const looks_for_races = has_option(command, "-race");
    auto const setting = model::go_setting(build, *stage, command, "CGO_ENABLED");
    bool const is_on = setting && setting->is_set && setting->value == "1";
    if (!looks_for_races && (!is_on || pass.context() == nullptr)) return;
    auto const compiler = model::go_setting(build, *stage, command, "CC");
    if (!compiler || compiler->is_set
        || model::find_program(build, *stage, "gcc", &command) != knowledge::Brings::no) {
        return;
    }
    auto const place = join(command.arguments[0].span, command.arguments[1].span);
    auto const said = "go " + std::string(command.argument(1));
    auto const image = model::shown_name(stage->root());
    if (looks_for_races) {
        pass.report(place, race, said, image);
        return;
    }
    auto const sources = model::go_sources(build, *stage, command);
    if (!sources) return;
    // Elsewhere the standard library has less C code.
    auto const system = model::go_setting(build, *stage, command, "GOOS");
    bool const is_for_linux = system && (!system->is_set || system->value == "linux");
    auto const package = package_with_c(*sources, command, release->minor, is_for_linux);
    if (!package.empty()) pass.report(place, enabled, said, image, package);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" go ");

}  // namespace dockcheck::rules::cgo_without_compiler

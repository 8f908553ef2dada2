// Finds builds that leave the C code of SQLite's driver out.
#include "rules/go/cgo-package-built-without-cgo.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/go_sources.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::cgo_package_built_without_cgo {
namespace {

constexpr std::string_view driver = "github.com/mattn/go-sqlite3";

/// Since Go 1.20 cgo is off where there is no C compiler and nothing says otherwise.
constexpr int first_silent_release = 20;

/// Where the sources take the driver, themselves or by that of gorm; or nullptr.
model::GoImport const* import_of_driver(model::GoSources const& sources) {
    if (sources.module->find(driver) == nullptr) return nullptr;
    auto const is_replaced = [](context::Dependency const& one) { return one.name == driver; };
    if (std::ranges::any_of(sources.module->local_packages, is_replaced)) return nullptr;
    for (auto const name : {driver, std::string_view("gorm.io/driver/sqlite")}) {
        auto const* import = sources.find(name);
        if (import != nullptr && !import->in_cgo) return import;
    }
    return nullptr;
}

/// go.mod puts another module in its place.
bool may_be_replaced(Pass const& pass, model::GoSources const& sources) {
    auto const* source = pass.context()->read(sources.manifest);
    return source == nullptr || source->bytes().find("go-sqlite3 =>") != std::string_view::npos
           || source->bytes().find("driver/sqlite =>") != std::string_view::npos;
}

/// Another database may be meant.
bool has_other_driver(model::GoSources const& sources) {
    static constexpr std::string_view names[] = {
        "github.com/lib/pq",       "github.com/jackc/pgx",    "github.com/go-sql-driver/mysql",
        "gorm.io/driver/postgres", "gorm.io/driver/mysql",    "github.com/glebarez/sqlite",
        "modernc.org/sqlite",      "gorm.io/driver/sqlserver"};
    return std::ranges::any_of(names, [&](auto name) { return sources.find(name) != nullptr; });
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    auto const verb = command.argument(1);
    if (stage == nullptr || pass.context() == nullptr || (verb != "build" && verb != "install"))
        return;
    if (command.use != model::Use::run || command.is_conditional || !pass.may_look_around()) return;
    auto const& build = pass.build();
    auto const setting = model::go_setting(build, *stage, command, "CGO_ENABLED");
    if (!setting || (setting->is_set && setting->value != "0")) return;
    std::string reason = "CGO_ENABLED=0";
    if (!setting->is_set) {
        auto const release = model::go_release(*stage);
        auto const compiler = model::go_setting(build, *stage, command, "CC");
        bool const has_none =
            release && release->is_alpine && release->minor >= first_silent_release && compiler
            && !compiler->is_set
            && model::find_program(build, *stage, "gcc", &command) == knowledge::Brings::no;
        if (!has_none) return;
        reason = std::string(model::shown_name(stage->root())) + " has no C compiler";
    }
    auto const sources = model::go_sources(build, *stage, command);
    auto const* import = sources ? import_of_driver(*sources) : nullptr;
    if (import == nullptr || may_be_replaced(pass, *sources)) return;
    auto const place = join(command.arguments[0].span, command.arguments[1].span);
    auto finding = pass.report(place, without, "go " + std::string(verb), import->path, reason);
    if (has_other_driver(*sources)) finding.severity(Severity::warning);
    finding.related(import->place, "imported here");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" go ");

}  // namespace dockcheck::rules::cgo_package_built_without_cgo

// Finds production servers that are installed while the image starts the development server.
#include "rules/python/gunicorn-installed-but-unused.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/production_server.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::gunicorn_installed_but_unused {
namespace {

using Kind = model::PythonStart::Kind;

model::PythonPackage const* server_among(std::span<model::PythonPackage const> packages,
                                         std::span<std::string_view const> servers) {
    for (auto const server : servers) {
        auto const name = context::normalised_package_name(server);
        if (auto const* package = model::find_package(packages, name)) return package;
    }
    return nullptr;
}

void check(model::RuntimeConfig const&, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr) return;
    auto const& build = pass.build();
    auto const& start = model::python_start(build, *stage);
    bool const may_serve = start.kind == Kind::flask_run || start.kind == Kind::file;
    if (!may_serve || !start.is_certain || start.instruction == nullptr) return;
    if (model::is_named_for(build, *stage, options.ignore_stages)) return;
    if (model::lies_in_folder_for_development(build)) return;
    auto const& program = model::python_program(build, *stage);
    if (start.kind == Kind::file && !program.serves_flask_itself()) return;
    auto const packages = model::python_packages(build, *stage);
    auto const* server = server_among(packages, options.servers);
    if (server == nullptr) return;

    auto const command = model::gunicorn_command(build, *stage, start, program);
    bool const is_gunicorn = server->name == "gunicorn";
    auto const instead = is_gunicorn ? command.shown(start)
                                     : "see the documentation of " + std::string(server->name);
    auto finding = pass.report(start.span, unused, server->name, start.shown, instead);
    finding.related(server->place, "installed here");
    auto const whole = join(start.whole.front().span, start.whole.back().span);
    // Words of ENTRYPOINT and CMD cannot be replaced in one place.
    if (!is_gunicorn || !command.is_complete || !start.instruction->whole.contains(whole)) return;
    finding.replace(whole, start.exec_form ? command.as_json() : command.as_shell());
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::gunicorn_installed_but_unused

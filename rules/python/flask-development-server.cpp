// Finds images that start Flask's development server.
#include "rules/python/flask-development-server.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/production_server.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::flask_development_server {
namespace {

using Kind = model::PythonStart::Kind;

/// True when the image says of itself that it is for development.
bool says_development(model::Stage const& stage) {
    auto const* const mode = stage.config.find_environment("FLASK_ENV");
    return mode != nullptr && mode->value.text_or_empty() == "development";
}

/// There is something that only the started file runs, where app.run() belongs.
bool is_guarded(context::PythonFacts const& facts) {
    return std::ranges::find(facts.scopes, "__main__", &context::PythonScope::name)
           != facts.scopes.end();
}

/// A function of the module that only the started file calls, such as init_db(); or empty.
std::string_view called_by_main(context::PythonFacts const& facts, std::string_view application) {
    auto const main = std::ranges::find(facts.scopes, "__main__", &context::PythonScope::name);
    if (main == facts.scopes.end()) return {};
    for (auto const& call : main->calls) {
        bool const is_own =
            std::ranges::find(facts.definitions, call.name) != facts.definitions.end();
        bool const makes_application = application.find(":" + call.name + "(") != application.npos;
        if (is_own && !makes_application) return call.name;
    }
    return {};
}

void check(model::RuntimeConfig const&, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr) return;
    auto const& start = model::python_start(pass.build(), *stage);
    bool const may_serve =
        start.kind == Kind::flask_run || start.kind == Kind::file || start.kind == Kind::module;
    if (!may_serve || !start.is_certain || start.instruction == nullptr) return;
    if (start.kind != Kind::flask_run && !options.inspect_sources) return;
    if (says_development(*stage)) return;
    if (model::is_named_for(pass.build(), *stage, options.ignore_stages)) return;
    if (model::lies_in_folder_for_development(pass.build())) return;

    auto const& program = model::python_program(pass.build(), *stage);
    auto const instead = model::gunicorn_command(pass.build(), *stage, start, program).shown(start);
    if (start.kind == Kind::flask_run) {
        pass.report(start.span, flask_run, start.shown, instead);
    } else if (program.serves_flask_itself()) {
        auto const* source = pass.context()->read(program.files.front());
        auto const& facts = *pass.context()->python(program.files.front());
        auto const other = called_by_main(facts, program.application);
        auto finding =
            !is_guarded(facts)
                ? pass.report(start.span, app_run_unguarded, start.shown, source->name(), instead)
            : other.empty() ? pass.report(start.span, app_run, start.shown, source->name(), instead)
                            : pass.report(start.span, app_run_and_more, start.shown, source->name(),
                                          instead, other);
        finding.related(Place{source, facts.app_run_calls.front()}, "called here");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::flask_development_server

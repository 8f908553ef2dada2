// Finds commands of manage.py in a build that stop while Django loads its settings.
#include "rules/python/django-command-without-settings.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/environment.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::django_command_without_settings {
namespace {

/// Commands that people run in a build; Django loads its settings for each.
bool is_followed(std::string_view command) {
    static constexpr model::WordList names =
        " check collectstatic compilemessages compress createcachetable loaddata makemigrations "
        "migrate ";
    return names.holds(command);
}

/// True when the step may give a value to a variable, or to any.
bool may_be_set(Pass const& pass, model::Command const& command,
                model::RequiredVariable const& read) {
    auto const text = pass.text(command.instruction->whole);
    auto const variable = pass.build().variable(*command.instruction, read.name);
    return read.any_case || variable.state != dockerfile::Variable::State::unset
           || model::may_have_variable(*pass.stage(), read.name)
           || text.find(read.name) != text.npos;
}

/// Other settings than those of the image, or variables that nobody can see.
bool is_told_otherwise(Pass const& pass, model::Command const& command) {
    auto const text = pass.text(command.instruction->whole);
    static constexpr std::string_view words[] = {
        "--settings", "DJANGO_SETTINGS_MODULE", ".env",  "source ", "--pythonpath",
        "PYTHONPATH", "CONFIGURATION",          "set -a"};
    return !command.assignments.empty() || model::has_mount(*command.instruction, "secret")
           || model::has_mount(*command.instruction, "bind") || model::may_hide_option(command)
           || std::ranges::any_of(words, [&](auto word) { return text.find(word) != text.npos; });
}

/// What may set STATIC_ROOT, or do without it, in a source of the settings.
bool may_set_root(Source const& source, model::PythonProgram const& program) {
    static constexpr std::string_view words[] = {
        "STATIC_ROOT", "STORAGE",       "globals(",      "locals(",        "setattr",    "exec(",
        "include(",    "import_module", "django_heroku", "configurations", "STATICFILES"};
    auto const text = source.bytes();
    bool const names_it =
        std::ranges::any_of(words, [&](auto word) { return text.find(word) != text.npos; });
    if (names_it) return true;
    // What `from x import *` of a foreign package brings, nobody sees.
    for (auto at = text.find("import *"); at != text.npos; at = text.find("import *", at + 1)) {
        auto line = text.substr(text.rfind('\n', at) + 1);
        line = line.substr(0, line.find('\n'));
        constexpr std::string_view keyword = "from ";
        if (!line.starts_with(keyword)) return true;
        auto const name = line.substr(keyword.size());
        if (name.starts_with('.')) continue;
        auto const first = name.substr(0, name.find_first_of(" ."));
        if (program.imports(first)) return true;
    }
    return false;
}

/// The source that lists the application which collects files, where no source sets the folder; or
/// nullptr.
Source const* settings_without_root(Pass const& pass, model::PythonProgram const& program) {
    Source const* settings = nullptr;
    for (auto const file : program.files) {
        auto const* source = pass.context()->read(file);
        if (source == nullptr || may_set_root(*source, program)) return nullptr;
        auto const* facts = pass.context()->python(file);
        bool const lists_it =
            facts != nullptr
            && std::ranges::any_of(facts->named_modules, [](context::NamedModule const& one) {
                   return one.module == "django.contrib.staticfiles";
               });
        if (lists_it) settings = source;
    }
    return settings;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    if (pass.context() == nullptr || pass.stage()->is_windows) return;
    auto const name = command.argument(2);
    if (!is_followed(name) || !model::fails_the_build(*pass.stage(), command)
        || is_told_otherwise(pass, command) || !pass.may_look_around()) {
        return;
    }
    auto const program = model::django_command_program(pass.build(), *pass.stage(), command);
    auto const span = join(command.arguments.front().span, command.arguments[2].span);
    std::string values;
    model::RequiredVariable const* first = nullptr;
    std::string names;
    for (auto const& read : program.required) {
        if (may_be_set(pass, command, read)) continue;
        if (first == nullptr) first = &read;
        names += (names.empty() ? "" : ", ") + std::string(read.name);
        values += (values.empty() ? "" : " ") + std::string(read.name) + "=...";
    }
    if (first != nullptr) {
        pass.report(span, variable, first->place.source->name(), names, name, values)
            .related(first->place, "read here");
        return;
    }
    if (name != "collectstatic") return;
    if (auto const* settings = settings_without_root(pass, program))
        pass.report(span, root, settings->name());
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" python python3 ");

}  // namespace dockcheck::rules::django_command_without_settings

// Finds images whose environment or start command switches Flask's debug mode on.
#include "rules/python/flask-debug-mode.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/python_start.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::flask_debug_mode {
namespace {

/// Flask's own reading of FLASK_DEBUG.
bool is_true(std::string_view value) {
    auto const text = lower_case(value);
    return !text.empty() && text != "0" && text != "false" && text != "no";
}

/// Flask 2.3 no longer reads FLASK_ENV (its change log).
bool ignores_flask_env(model::Build const& build, model::Stage const& stage) {
    auto const packages = model::python_packages(build, stage);
    auto const* flask = model::find_package(packages, "flask");
    if (flask == nullptr) return false;
    static constexpr std::string_view all_operations[] = {"==", ">=", "~="};
    for (auto const operation : all_operations) {
        if (!flask->version.starts_with(operation)) continue;
        auto const version = flask->version.substr(2);
        if (version.starts_with("2.3")) return true;
        return version.size() > 1 && version[0] >= '3' && version[0] <= '9'
               && (version[1] == '.' || version[1] == ',');
    }
    return false;
}

/// Replaces the value where it is written out in this file.
void replace_value(Pass& pass, Reported finding, model::EnvironmentEntry const& entry,
                   std::string text) {
    auto const span = entry.value_place.span;
    if (entry.value_place.source != &pass.build().source()) return;
    if (pass.text(span) == entry.value.text_or_empty()) finding.replace(span, std::move(text));
}

/// Only Flask's own server runs the debugger.
Reported graded(Reported finding, bool starts_flask) {
    if (!starts_flask) finding.severity(Severity::warning);
    return finding;
}

bool is_written_here(model::EnvironmentEntry const& entry) {
    return entry.origin.kind == model::Origin::Kind::instruction
           && entry.name_place.source != nullptr && entry.value.is_known();
}

void check_environment(model::RuntimeConfig const& config, Pass& pass, Options const& options,
                       bool starts_flask) {
    auto const* debug = config.find_environment("FLASK_DEBUG");
    for (auto const& entry : config.environment) {
        if (!is_written_here(entry)) continue;
        auto const value = *entry.value.known();
        Place const place{entry.name_place.source,
                          join(entry.name_place.span, entry.value_place.span)};
        if (entry.name == "FLASK_DEBUG" && is_true(value)) {
            auto const finding =
                pass.report(place, variable, place.text(), "FLASK_DEBUG=0", "FLASK_DEBUG=1");
            replace_value(pass, graded(finding, starts_flask), entry, "0");
        } else if (entry.name == "FLASK_ENV" && (value == "development" || value == "dev")) {
            // FLASK_DEBUG has the last word.
            if (debug != nullptr && !(debug->value.is_known() && is_true(*debug->value.known())))
                continue;
            if (ignores_flask_env(pass.build(), *pass.stage())) continue;
            auto const finding = pass.report(place, environment, place.text(),
                                             "FLASK_ENV=production", "FLASK_ENV=development");
            replace_value(pass, graded(finding, starts_flask), entry, "production");
        } else if (starts_flask
                   && std::ranges::find(options.names, entry.name) != options.names.end()
                   && lower_case(value).find("dev") != std::string::npos) {
            pass.report(place, settings, place.text(), entry.name).severity(Severity::warning);
        }
    }
}

/// The word with the blank, or the comma, in front of it.
Span with_separator(Pass const& pass, Span word) {
    auto const text = pass.build().source().bytes();
    auto begin = word.begin;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == ',')) --begin;
    return {begin, word.end};
}

void check_options(model::PythonStart const& start, Pass& pass) {
    for (auto const& word : start.options) {
        auto const text = word.text;
        if (text != "--debug" && text != "--debugger" && text != "--reload") continue;
        auto const span = word.argument->span;
        auto finding = pass.report(span, text == "--debug" ? option : part, text);
        if (word.argument->value.text_or_empty() == text)
            finding.remove(with_separator(pass, word.argument->span));
    }
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr || model::is_named_for(pass.build(), *stage, options.ignore_stages))
        return;
    if (model::lies_in_folder_for_development(pass.build())) return;
    auto const& start = model::python_start(pass.build(), *stage);
    bool const starts_flask = start.kind == model::PythonStart::Kind::flask_run;
    check_environment(config, pass, options, starts_flask && start.is_certain);
    if (starts_flask && start.is_certain) check_options(start, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::flask_debug_mode

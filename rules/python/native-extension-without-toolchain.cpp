// Finds installs of packages that are compiled where no compiler is.
#include "rules/python/native-extension-without-toolchain.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/requirement_files.hpp"

namespace dockcheck::rules::native_extension_without_toolchain {
namespace {

/// Wheels may come from elsewhere.
bool may_have_wheels(model::Command const& command, model::PackageCommand const& install,
                     Pass const& pass) {
    static constexpr std::string_view all_options[] = {
        "--find-links",      "-f",         "--index-url", "-i",
        "--extra-index-url", "--no-index", "--index",     "--only-binary",
        "--default-index",   "--dry-run"};
    for (auto const option : all_options) {
        if (install.has_option(option)) return true;
        if (model::has_word_with(command, std::string(option) + "=")) return true;
    }
    if (model::may_hide_option(command)) return true;
    static constexpr std::string_view all_words[] = {"pip.conf", "_INDEX_URL",  "FIND_LINKS",
                                                     "piwheels", "ONLY_BINARY", "UV_INDEX"};
    for (auto const word : all_words) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, word)) return true;
    }
    return false;
}

knowledge::PythonExtension const* compiled(std::string_view name, std::string_view version) {
    auto const* row = knowledge::python_extension(context::normalised_package_name(name));
    if (row == nullptr || row->since.empty()) return row;
    auto const number =
        version.substr(std::min(version.find_first_of("0123456789"), version.size()));
    bool const is_older =
        version.starts_with('<')
        || (!number.empty() && knowledge::compare_versions(number, row->since) < 0);
    return is_older ? nullptr : row;
}

/// True when a C compiler may be there just before the command.
bool may_compile(model::Command const& command, Pass const& pass) {
    return model::find_program(pass.build(), *pass.stage(), "gcc", &command)
           != knowledge::Brings::no;
}

void report_package(Pass& pass, Place place, knowledge::PythonExtension const& row,
                    model::Command const& command) {
    auto const& root = pass.stage()->root();
    auto const* image = model::known_image(root);
    bool const is_alpine = image != nullptr && image->family == knowledge::ImageFamily::alpine;
    auto const instead = row.instead.empty()
                             ? std::string()
                             : ", or require " + std::string(row.instead) + ", which has wheels";
    auto finding = pass.report(place, compiler, row.package, root.value.text_or_empty(),
                               is_alpine ? row.alpine : row.debian, instead);
    if (place.source != &pass.build().source()) finding.related(command.span, "installed here");
}

void look_at_file(Pass& pass, model::Command const& command, model::Argument const& argument) {
    auto const file = model::requirement_file(pass.build(), *pass.stage(), command, argument);
    if (file.state != model::RequirementFile::State::found) return;
    auto const* source = pass.context()->read(file.context_path);
    auto const* requirements = pass.context()->requirements(file.context_path);
    if (source == nullptr || requirements == nullptr) return;
    // Indexes may stand in the file, too.
    auto const text = source->bytes();
    static constexpr std::string_view all_options[] = {"--find-links", "index-url", "--no-index"};
    for (auto const option : all_options) {
        if (text.find(option) != text.npos) return;
    }
    for (auto const& entry : requirements->requirements) {
        if (entry.has_marker || entry.is_editable_or_url) continue;
        auto const* row = compiled(entry.name, entry.specifier);
        if (row == nullptr) continue;
        if (may_compile(command, pass)) return;
        report_package(pass, {source, entry.span}, *row, command);
    }
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const& install = model::package_command(command, pass.build().arena());
    bool const is_pip =
        install.manager == model::Manager::pip || install.manager == model::Manager::uv;
    if (!is_pip || install.verb != model::Verb::install || command.is_conditional) return;
    if (pass.context() == nullptr || may_have_wheels(command, install, pass)) return;
    for (auto const& package : install.packages) {
        if (package.name.empty() || package.argument == nullptr) continue;
        auto const* row = compiled(package.name, package.version);
        if (row == nullptr || may_compile(command, pass)) continue;
        report_package(pass, {&pass.build().source(), package.argument->span}, *row, command);
    }
    for (auto const* argument : install.requirement_files) look_at_file(pass, command, *argument);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::pip, model::Manager::uv);

}  // namespace dockcheck::rules::native_extension_without_toolchain

// Finds requirements files that cannot be there when pip reads them.
#include "rules/python/requirements-file-not-found.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::requirements_file_not_found {
namespace {

std::string folder_in(std::string_view path) {
    return model::clean_path(std::string(path) + "/..");
}

/// True when the command is asked for only if a test holds.
bool is_guarded(model::Stage const& stage, model::Command const& command) {
    if (command.is_conditional) return true;
    return std::ranges::any_of(
        stage.commands_of(*command.instruction), [&](model::Command const& other) {
            bool const is_test =
                other.program == "test" || other.program == "[" || other.program == "[[";
            return is_test && other.sequence < command.sequence;
        });
}

/// True when a COPY in front names the file, and that is missing already: one finding is enough.
bool is_told_at_copy(Pass const& pass, model::Command const& command,
                     model::RequirementFile const& file) {
    auto const before = pass.build().position_of(*command.instruction);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& transfer : stage->transfers) {
            if (transfer.from != nullptr || transfer.position >= before) continue;
            for (auto const& source : transfer.sources) {
                auto const path = model::context_path(source.value.text_or_empty());
                if (base_name(path) != base_name(file.path)) continue;
                auto const presence = pass.context()->look(path);
                if (presence == context::Presence::missing
                    || presence == context::Presence::ignored) {
                    return true;
                }
            }
        }
    }
    return false;
}

/// A file of that name that an earlier COPY put elsewhere.
struct Elsewhere {
    model::Transfer const* transfer = nullptr;
    std::string path;
};

Elsewhere find_elsewhere(Pass const& pass, model::Command const& command, std::string_view name) {
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& transfer : stage->transfers) {
            if (transfer.from != nullptr || !transfer.target.is_known()) continue;
            for (auto const& source : transfer.sources) {
                if (source.has_wildcard || base_name(source.value.text_or_empty()) != name)
                    continue;
                auto const target = *transfer.target.known();
                auto const whole = model::clean_path(target);
                for (auto const& path :
                     {whole, model::clean_path(whole + "/" + std::string(name))}) {
                    if (base_name(path) != name) continue;
                    auto const landing = pass.build().landing(command, path);
                    if (landing.kind == model::Landing::Kind::context_file)
                        return {&transfer, path};
                }
            }
        }
    }
    return {};
}

/// Puts another path in the place of the one that is written.
void replace_path(Reported finding, Pass const& pass, model::RequirementFile const& file,
                  std::string_view text) {
    auto const span = file.written.source();
    if (pass.text(span) == file.written.text()) finding.replace(span, std::string(text));
}

void report(Pass& pass, model::Command const& command, model::Argument const& argument,
            model::RequirementFile const& file) {
    auto const& context = *pass.context();
    auto const written = file.written.text();
    auto const name = std::string(base_name(file.path));
    bool const is_hidden = !file.context_path.empty()
                           && context.look(file.context_path) == context::Presence::ignored
                           && context.ignore_file() != nullptr;
    if (is_hidden) {
        auto const& ignore_file = *context.ignore_file();
        auto finding = pass.report(argument.span, hidden, written, ignore_file.source().name(),
                                   file.context_path);
        if (auto const* last = ignore_file.verdict(file.context_path).last)
            finding.related(Place{&ignore_file.source(), last->span}, "this pattern matches it");
        return;
    }
    if (auto const other = find_elsewhere(pass, command, name); other.transfer != nullptr) {
        replace_path(pass.report(argument.span, elsewhere, written,
                                 pass.text(other.transfer->instruction->span), other.path,
                                 folder_in(file.path)),
                     pass, file, other.path);
        return;
    }
    auto const copied =
        file.transfer == nullptr ? std::string_view() : pass.text(file.transfer->instruction->span);
    if (!file.near_path.empty()) {
        auto const near_name = std::string(base_name(file.near_path));
        auto const instead =
            std::string(written.substr(0, written.size() - name.size())) + near_name;
        auto finding = pass.report(argument.span, near, written, copied, near_name, name, instead);
        replace_path(finding, pass, file, instead);
    } else if (file.transfer != nullptr) {
        pass.report(argument.span, missing, written, copied);
    } else {
        auto const folder = folder_in(file.path);
        pass.report(argument.span, nothing, written, folder, name,
                    folder == "/" ? folder : folder + "/");
    }
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    auto const& build = pass.build();
    auto const& install = model::package_command(command, build.arena());
    bool const is_pip =
        install.manager == model::Manager::pip || install.manager == model::Manager::uv;
    bool const has_files = !install.requirement_files.empty() || !install.constraint_files.empty();
    if (!is_pip || !has_files || is_guarded(*pass.stage(), command)) return;
    for (auto const files : {install.requirement_files, install.constraint_files}) {
        for (auto const* argument : files) {
            auto const file = model::requirement_file(build, *pass.stage(), command, *argument);
            if (file.state != model::RequirementFile::State::missing) continue;
            if (!pass.may_look_around()) return;
            if (!build.context_is_certain(file.context_path)) continue;
            if (!is_told_at_copy(pass, command, file)) report(pass, command, *argument, file);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::pip, model::Manager::uv);

}  // namespace dockcheck::rules::requirements_file_not_found

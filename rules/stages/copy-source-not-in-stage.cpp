// Finds COPY --from of a path at which nothing in the other stage puts a file.
#include "rules/stages/copy-source-not-in-stage.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/cargo_programs.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/go_programs.hpp"
#include "analyzer/model/maven_projects.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/web_builds.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::copy_source_not_in_stage {
namespace {

/// Managers put environments and packages into folders that no word of the command names.
bool is_made_by_managers(std::string_view path) {
    static constexpr std::string_view parts[] = {"/.", "env", "_modules", "/vendor",
                                                 "__pypackages__"};
    return std::ranges::any_of(parts, [&](auto part) { return path.find(part) != path.npos; });
}

/// What is built of a project by tools that also install it.
bool is_build_folder(std::string_view path) {
    auto const name = base_name(path);
    return name == "build" || name.ends_with(".egg-info");
}

/// What is asked of a stage: whether it makes a path, as a folder too.
class Search {
 public:
    Search(Pass const& pass, model::Stage const& stage, std::string_view path)
        : pass_(pass), stage_(stage), path_(path) {}

    /// It lies below a folder of the project: one that the stage itself works in or copies to. What
    /// lies elsewhere, the base image or a package may have brought.
    [[nodiscard]] bool is_of_project() const {
        return any_folder([&](std::string_view folder) {
            return folder != "/" && model::lies_below(path_, folder);
        });
    }

    /// A folder that something deeper makes along with itself.
    [[nodiscard]] bool is_folder() const {
        return any_folder([&](std::string_view folder) {
            return folder == path_ || model::lies_below(folder, path_);
        });
    }

    /// pip leaves such a folder behind.
    [[nodiscard]] bool installs_python() const {
        for (auto const* stage = &stage_; stage != nullptr; stage = stage->parent) {
            for (auto const& command : stage->commands) {
                auto const manager = model::manager_of(command);
                if (manager == model::Manager::pip || manager == model::Manager::uv) return true;
            }
        }
        return false;
    }

    /// A command speaks of it, or runs another script.
    [[nodiscard]] bool is_mentioned() const {
        auto const name = base_name(path_);
        for (auto const* stage = &stage_; stage != nullptr; stage = stage->parent) {
            for (auto const& instruction : stage->instructions) {
                using enum ast::Keyword;
                bool const is_asked = instruction.keyword == run || instruction.keyword == env
                                      || instruction.keyword == arg;
                if (is_asked && speaks_of(pass_.text(instruction.whole), name)) return true;
            }
            bool const sources = std::ranges::any_of(stage->commands, [](auto const& command) {
                return command.program == "." || command.program == "source";
            });
            if (sources) return true;
        }
        return false;
    }

 private:
    /// `./cmd/till` makes no /src/cmd; a word of another kind may.
    static bool speaks_of(std::string_view text, std::string_view name) {
        auto const is_part = [](char byte) {
            return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_'
                   || byte == '-';
        };
        for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
            auto const end = at + name.size();
            bool const begins = at == 0 || !is_part(text[at - 1]);
            if (begins && (end == text.size() || !is_part(text[end]))) return true;
        }
        return false;
    }

    template <typename Function>
    [[nodiscard]] bool any_folder(Function is_it) const {
        for (auto const* stage = &stage_; stage != nullptr; stage = stage->parent) {
            for (auto const& transfer : stage->transfers) {
                auto const target = model::target_of(transfer);
                if (target.empty() || is_it(target)) return true;
            }
            for (auto const& instruction : stage->instructions) {
                if (instruction.keyword != ast::Keyword::workdir) continue;
                auto const& next = (&instruction)[1];
                bool const is_last = &instruction == &stage->instructions.back();
                auto const folder = is_last ? stage->config.workdir : pass_.build().workdir(next);
                auto const known = folder.value.known();
                if (!known || is_it(*known)) return true;
            }
        }
        return false;
    }

    Pass const& pass_;
    model::Stage const& stage_;
    std::string_view path_;
};

/// Tells of a folder that the build of a front end does not make; false where there is none such.
bool report_web_folder(model::MissingWebFolder const& found, std::string_view path,
                       model::Transfer::Source const& source, std::string_view name, Pass& pass) {
    using Kind = model::MissingWebFolder::Kind;
    auto const report = [&](Message<4> const& message, std::string_view last) {
        pass.report(source.written->word.span, message, path, name, found.tool, last)
            .related(found.command->span, "built here");
        return true;
    };
    auto const settings = pass.context()->shown(found.settings);
    switch (found.kind) {
        case Kind::none:
            return false;
        case Kind::standalone:
            return report(found.has_settings ? next_standalone : next_standalone_without_settings,
                          settings);
        case Kind::exported:
            return report(found.has_settings ? next_export : next_export_without_settings,
                          settings);
        case Kind::public_folder:
            return report(next_public, settings);
        case Kind::adapter:
            return report(svelte_adapter, settings);
        case Kind::other:
            return report(web_folder, found.made);
    }
    return false;
}

void check_source(model::Transfer const& transfer, model::Transfer::Source const& source,
                  Pass& pass) {
    auto const& stage = *transfer.from->stage;
    auto const text = source.value.known();
    if (!text || source.has_wildcard || text->find_first_not_of("./") == text->npos) return;
    auto const path = model::clean_path("/" + std::string(*text));
    auto const& build = pass.build();
    auto const web = model::missing_web_folder(build, stage, path);
    if (report_web_folder(web, path, source, pass.text(transfer.from->span), pass)) return;
    if (is_made_by_managers(path)) return;
    auto const cargo = model::cargo_programs_instead(build, stage, path);
    if (cargo.command != nullptr && cargo.folder != path.substr(0, path.rfind('/'))) {
        auto const made = cargo.folder + "/" + std::string(base_name(path));
        pass.report(source.written->word.span, cargo_folder, path, pass.text(transfer.from->span),
                    pass.text(cargo.command->span), made)
            .related(cargo.command->span, "built here");
        return;
    }
    if (cargo.command != nullptr) {
        std::vector<std::string_view> const names(cargo.names.begin(), cargo.names.end());
        pass.report(source.written->word.span, cargo_program, path, pass.text(transfer.from->span),
                    pass.context()->shown(cargo.manifest), model::listed(names))
            .related(cargo.command->span, "built here");
        return;
    }
    auto const jar = model::maven_jar_instead(build, stage, path);
    if (jar.command != nullptr) {
        pass.report(source.written->word.span, maven_jar, path, pass.text(transfer.from->span),
                    pass.context()->shown(jar.manifest), jar.path)
            .related(jar.command->span, "built here");
        return;
    }
    auto const landing = build.landing(stage, path);
    if (landing.kind != model::Landing::Kind::absent) return;
    Search const search(pass, stage, path);
    auto const built = model::go_program(build, stage, path);
    // Where a program is put, nothing else was before.
    bool const is_beside_program =
        built.command != nullptr
        && built.path.substr(0, built.path.rfind('/')) == path.substr(0, path.rfind('/'));
    if (!is_beside_program && !search.is_of_project()) return;
    if (search.is_folder() || search.is_mentioned()) return;
    if (is_build_folder(path) && search.installs_python()) return;
    auto const& from = landing.context_path;
    auto const& context = *pass.context();
    if (!build.context_is_certain(from)) return;
    // Another rule speaks of files that an ignore file keeps out; others are made before the build.
    if (!from.empty()
        && (context.look(from) == context::Presence::ignored || context.is_git_ignored(from))) {
        return;
    }
    auto const place = source.written->word.span;
    auto const name = pass.text(transfer.from->span);
    if (is_beside_program) {
        pass.report(place, go_program, path, name, pass.text(built.command->span), built.path);
        return;
    }
    // What is made in front of the build looks like what is not there: only a slip is told.
    if (from.empty() || context.near_names(from).empty()) return;
    auto finding = pass.report(place, absent, path, name);
    if (landing.transfer != nullptr)
        finding.related(landing.transfer->instruction->span, "this brings no such file");
}

void check(model::Transfer const& transfer, Pass& pass) {
    auto const* const from = transfer.from;
    if (from == nullptr || from->stage == nullptr || pass.context() == nullptr || transfer.is_add)
        return;
    if (from->stage->is_windows || transfer.instruction->flag("parents") != nullptr) return;
    for (auto const& source : transfer.sources) {
        if (!pass.may_look_around()) return;
        check_source(transfer, source, pass);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_source_not_in_stage

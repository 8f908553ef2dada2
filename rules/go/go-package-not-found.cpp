// Finds go commands that compile a folder or a file which the build context does not have.
#include "rules/go/go-package-not-found.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::go_package_not_found {
namespace {

/// The one word behind the options that is a path to a package or a file; nullptr where something
/// is not understood.
model::Argument const* named_package(model::Command const& command) {
    static constexpr model::WordList verbs = " build install run vet ";
    static constexpr model::WordList with_value =
        " -asmflags -gcflags -installsuffix -ldflags -mod -o -p -tags ";
    static constexpr model::WordList without_value =
        " -a -asan -buildvcs -cover -linkshared -msan -race -trimpath -v -work -x ";
    if (!verbs.holds(command.argument(1))) return nullptr;
    for (std::size_t i = 2; i < command.arguments.size(); ++i) {
        auto const& word = command.arguments[i];
        auto const text = word.value.known() ? *word.value.known() : word.value.known_prefix();
        if (!text.starts_with('-')) {
            // `go run` hands what follows to the program; two packages are another matter.
            bool const is_last = i + 1 == command.arguments.size() || command.argument(1) == "run";
            return is_last && word.value.is_known() ? &word : nullptr;
        }
        auto const name = text.substr(text.starts_with("--") ? 1 : 0);
        auto const option = name.substr(0, name.find('='));
        if (without_value.holds(option)) continue;
        if (!with_value.holds(option)) return nullptr;
        if (option.size() == name.size()) ++i;
    }
    return nullptr;
}

/// True for what certainly lies nowhere in the context, nor is made before the build.
bool is_missing(Pass const& pass, model::Command const& command, std::string const& path,
                std::string* from) {
    auto const& build = pass.build();
    auto const landing = build.landing(command, path);
    if (landing.kind != model::Landing::Kind::absent || landing.context_path.empty()) return false;
    auto const& context = *pass.context();
    *from = landing.context_path;
    return context.look(*from) == context::Presence::missing && build.context_is_certain(*from)
           && !context.is_git_ignored(*from) && !context.recipes().may_make(base_name(*from));
}

void check(model::Command const& command, Pass& pass) {
    if (pass.stage() == nullptr || pass.context() == nullptr || pass.is_trigger()) return;
    if (command.use != model::Use::run) return;
    auto const* word = named_package(command);
    if (word == nullptr) return;
    auto const text = word->value.text_or_empty();
    bool const is_file = text.ends_with(".go");
    bool const is_path = text == "." || text.starts_with("./") || text.starts_with("../")
                         || text.starts_with('/') || is_file;
    if (!is_path || text.find_first_of("*?[{") != text.npos || text.find("...") != text.npos)
        return;
    auto const* run = ast::get_if<ast::Run>(&command.instruction->node);
    if (run == nullptr || !run->mounts.empty()) return;
    if (!model::must_succeed(*pass.stage(), command) || !pass.may_look_around()) return;
    auto const& build = pass.build();
    auto const path = model::path_of(build, *pass.stage(), command, word->value).known();
    if (!path) return;
    // Without the module nothing is known of what lies beside it.
    auto const module = model::manifest_beside(build, *pass.stage(), command, "go.mod");
    if (module == nullptr) return;
    auto const whole = model::clean_path(*path);
    std::string from;
    auto const said = "go " + std::string(command.argument(1));
    if (is_missing(pass, command, whole, &from)) {
        auto const near = pass.context()->near_names(from);
        auto const cut = text.rfind(base_name(from));
        if (!near.empty() && cut != text.npos) {
            auto const other =
                std::string(text.substr(0, cut)) + std::string(base_name(near.front()));
            pass.report(word->span, near_by, said, text, other);
            return;
        }
        pass.report(word->span, missing, said, text);
        return;
    }
    if (is_file || text == ".") return;
    // The folder is there, and nothing of Go in it.
    std::string file;
    if (!is_missing(pass, command, whole + "/main.go", &file)) return;
    auto const folder = file.substr(0, file.rfind('/'));
    if (pass.context()->look(folder) != context::Presence::directory) return;
    if (!pass.context()->matches_anything(folder + "/*.go"))
        pass.report(word->span, empty, said, text);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" go ");

}  // namespace dockcheck::rules::go_package_not_found

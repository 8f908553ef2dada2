// Finds containers whose manifest names a program that certainly is not in the image.
#include "rules/manifests/manifest-program-not-in-image.hpp"

#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/copied_environments.hpp"
#include "analyzer/model/pod_start.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::rules::manifest_program_not_in_image {
namespace {

/// The name of a program that is looked for on the PATH, or lies in a folder of every PATH; else
/// empty.
std::string_view name_of(std::string_view word) {
    for (std::string_view const folder : {"/bin/", "/usr/bin/"}) {
        if (word.starts_with(folder)) word.remove_prefix(folder.size());
    }
    bool const is_name = word.find_first_of("/ $=\\") == word.npos;
    return is_name ? word : std::string_view();
}

bool is_missing(std::string_view name, Pass const& pass) {
    if (name.empty() || name.ends_with(".wasm")) return false;
    auto const& stage = *pass.stage();
    return model::find_program(pass.build(), stage, name) == knowledge::Brings::no
           && model::off_the_path(pass.build(), stage, name).transfer == nullptr;
}

void report(model::PodContainer const& container, Place place, std::string_view name, Pass& pass) {
    auto const& root = pass.stage()->root();
    bool const is_empty = root.kind == model::Reference::Kind::scratch;
    auto const base = is_empty ? std::string_view("an empty image") : root.value.text_or_empty();
    pass.report(place, program, container.described(), name, base);
}

void check(model::PodContainer const& container, Pass& pass) {
    auto const& stage = *pass.stage();
    if (container.starts_image() || stage.is_windows || !pass.may_look_around()) return;
    if (!container.command && !model::runs_cmd_itself(stage)) return;
    if (container.may_bring_programs()) return;
    auto const& first = (container.command ? *container.command : *container.arguments).front();
    auto const name = name_of(first.text);
    if (is_missing(name, pass)) return report(container, first.place, name, pass);
    // What a shell of the image is to start.
    auto const commands = model::pod_commands(pass.build(), stage, container);
    if (commands.size() != 1 || commands.front().arguments.empty()) return;
    auto const& command = commands.front();
    auto const inner = name_of(command.argument(0));
    if (command.exec_form || command.is_conditional || !is_missing(inner, pass)) return;
    report(container, {first.place.source, command.arguments.front().raw.source()}, inner, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::manifest_program_not_in_image

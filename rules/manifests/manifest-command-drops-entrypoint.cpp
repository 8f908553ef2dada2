// Finds services whose entrypoint takes the place of an init.
#include "rules/manifests/manifest-command-drops-entrypoint.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::rules::manifest_command_drops_entrypoint {
namespace {

constexpr std::string_view inits[] = {"tini", "dumb-init", "catatonit", "docker-init"};

bool is_init(std::string_view program) {
    return std::ranges::find(inits, program) != std::ranges::end(inits);
}

std::string_view base_of(std::string_view word) { return word.substr(word.rfind('/') + 1); }

/// Programs that end by themselves or that somebody works in, and words that may be anything.
bool is_no_server(std::string_view word) {
    auto const program = base_of(word.substr(0, word.find(' ')));
    return program.empty() || word.find('$') != word.npos || program.ends_with(".sh")
           || model::is_shell(program) || is_init(program);
}

void check(model::Deployment const& deployment, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || !deployment.is_whole || !deployment.entrypoint || deployment.has_init)
        return;
    auto const& entrypoint = stage->config.entrypoint;
    if (!entrypoint.is_set() || entrypoint.value.arguments.empty()) return;
    auto const init = base_of(entrypoint.value.arguments.front().value.text_or_empty());
    if (entrypoint.value.shell_form || !is_init(init)) return;
    auto const& start = *deployment.entrypoint;
    if (is_no_server(start.text)) return;
    pass.report(deployment.place(start), dropped, "the service " + deployment.service, init)
        .related(entrypoint.origin.place, "the ENTRYPOINT of the image");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::manifest_command_drops_entrypoint

// Finds VOLUME on sockets that rule the host.
#include "rules/runtime/docker-socket-volume.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::docker_socket_volume {
namespace {

void check(ast::Volume const& volume, Pass& pass, Options const& options) {
    for (auto const& word : volume.paths) {
        auto const value = pass.value(word);
        if (!value.is_known() || value.text_or_empty().empty()) continue;
        auto const path = model::clean_path(value.text_or_empty(), pass.build().arena());
        if (matches_any_wildcard(path, options.sockets)) pass.report(word.span, socket, path);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::docker_socket_volume

// From the start command to the call in a source of the context.
#include "analyzer/model/python_server.hpp"

#include <algorithm>
#include <string>

#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/python_start.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::model {
namespace {

/// The started file in the context; empty when nobody knows it.
std::string started_source(Build const& build, Stage const& stage, PythonStart const& start) {
    if (start.kind == PythonStart::Kind::file)
        return placed_file(build, stage, start.file).value_or("");
    if (start.kind != PythonStart::Kind::module || start.folder.empty()) return {};
    auto name = std::string(start.module);
    std::ranges::replace(name, '.', '/');
    auto const base = clean_path(std::string(start.folder) + "/" + name);
    if (auto file = placed_file(build, stage, base + ".py")) return std::move(*file);
    return placed_file(build, stage, base + "/__main__.py").value_or("");
}

}  // namespace

bool PythonServer::is_loopback() const {
    auto const& host = call->host;
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::optional<PythonServer> python_server(Build const& build, Stage const& stage) {
    auto const* context = build.context();
    auto const& start = python_start(build, stage);
    if (context == nullptr || !start.is_certain || start.through_script) return std::nullopt;
    if (start_of(build, stage).commands.size() != 1) return std::nullopt;
    auto const file = started_source(build, stage, start);
    auto const* facts = file.empty() ? nullptr : context->python(file);
    auto const* source = facts == nullptr ? nullptr : context->read(file);
    if (source == nullptr || !facts->server) return std::nullopt;
    return PythonServer{source, &*facts->server};
}

}  // namespace dockcheck::model

// `textDocument/publishDiagnostics` and `window/showMessage`.
#include "analyzer/lsp/publisher.hpp"

#include <algorithm>

#include "analyzer/report/visible.hpp"

namespace dockcheck::lsp {

void Publisher::publish(std::string_view uri, std::string_view version,
                        std::vector<Diagnostic> const& diagnostics) {
    outbox_.notify("textDocument/publishDiagnostics", [&](JsonWriter& json) {
        json.text("uri", uri);
        if (version != "null") json.value("version", version);
        json.array("diagnostics", [&] {
            for (auto const& diagnostic : diagnostics) write(json, diagnostic);
        });
    });
}

void Publisher::publish(Document const& document) {
    publish(document.uri, document.version, document.diagnostics);
}

void Publisher::forget(Document const& document) { publish(document.uri, "null", {}); }

void Publisher::publish_elsewhere(Documents const& documents) {
    ByUri now;
    for (auto const& [uri, document] : documents) {
        for (auto const& [other, diagnostics] : document.elsewhere) {
            // A Dockerfile that is open tells all that there is in it by itself.
            auto const open = documents.find(other);
            if (open != documents.end() && open->second.is_dockerfile) continue;
            auto& list = now[other];
            list.insert(list.end(), diagnostics.begin(), diagnostics.end());
        }
    }
    for (auto& [uri, list] : now) {
        // Dockerfiles with one ignore file find the same in it.
        std::ranges::sort(list);
        list.erase(std::unique(list.begin(), list.end()), list.end());
        auto const before = elsewhere_.find(uri);
        if (before == elsewhere_.end() || before->second != list) publish(uri, "null", list);
    }
    for (auto const& [uri, list] : elsewhere_) {
        if (!now.contains(uri)) publish(uri, "null", {});
    }
    elsewhere_ = std::move(now);
}

void Publisher::show_troubles(Documents const& documents) {
    std::set<std::string, std::less<>> now;
    for (auto const& [uri, document] : documents) {
        now.insert(document.troubles.begin(), document.troubles.end());
    }
    for (auto const& trouble : now) {
        if (shown_.contains(trouble)) continue;
        outbox_.notify("window/showMessage", [&](JsonWriter& json) {
            constexpr std::uint64_t error = 1;
            json.number("type", error);
            json.text("message", "dockcheck: " + visible(trouble));
        });
    }
    shown_ = std::move(now);
}

}  // namespace dockcheck::lsp

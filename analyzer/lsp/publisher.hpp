// Telling the editor what was found without being asked.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/lsp/document.hpp"
#include "analyzer/lsp/outbox.hpp"

namespace dockcheck::lsp {

/// Remembers what was told, so that nothing is told twice and what is gone is taken back.
class Publisher {
 public:
    explicit Publisher(Outbox& outbox) : outbox_(outbox) {}

    /// The diagnostics in a document.
    void publish(Document const& document);
    /// Takes back what was published of it.
    void forget(Document const& document);
    /// What was found in other files, of all documents together.
    void publish_elsewhere(Documents const& documents);
    /// What keeps documents from being checked, as messages to the user.
    void show_troubles(Documents const& documents);

 private:
    using ByUri = std::map<std::string, std::vector<Diagnostic>, std::less<>>;

    void publish(std::string_view uri, std::string_view version,
                 std::vector<Diagnostic> const& diagnostics);

    Outbox& outbox_;
    ByUri elsewhere_;
    std::set<std::string, std::less<>> shown_;
};

}  // namespace dockcheck::lsp

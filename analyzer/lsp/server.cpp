// From the name of a method to what is done.
#include "analyzer/lsp/server.hpp"

#include <array>
#include <utility>

#include "analyzer/lsp/actions.hpp"
#include "analyzer/lsp/describe.hpp"
#include "analyzer/lsp/hover.hpp"
#include "analyzer/lsp/uri.hpp"

namespace dockcheck::lsp {
namespace {

/// Files that say how something is checked, or that rules read in the build context.
constexpr auto watched = std::to_array<std::string_view>({
    "**/{dockcheck,.dockcheck,pyproject}.toml",
    "**/.hadolint.{yaml,yml}",
    "**/{.dockerignore,.containerignore,*.dockerignore,*.containerignore,.gitignore}",
    "**/{compose,docker-compose}*.{yaml,yml}",
    "**/docker-bake*.{json,hcl}",
    "**/{requirements*.txt,package.json,*lock*,*.lockb,Gemfile,go.mod,go.sum,composer.json}",
});

}  // namespace

Server::Server(Checker& checker, std::string version, Outbox::Send send)
    : checker_(checker), version_(std::move(version)), outbox_(std::move(send)) {}

void Server::refuse(std::string_view why) { outbox_.refuse("null", Code::parse_error, why); }

void Server::miss(std::string_view why) {
    refuse(why);
    for (auto& [uri, document] : documents_) lose(document, missed_change);
    files_changed();
}

void Server::take(std::string& text) {
    Message const message(text);
    if (message.root == nullptr) {
        bool const is_change = message.source.bytes().find("didChange") != std::string_view::npos;
        return is_change ? miss(message.mistake) : refuse(message.mistake);
    }
    auto const* const id = member(message.root, "id");
    auto const method = text_in(member(message.root, "method"));
    bool const is_answer =
        member(message.root, "result") != nullptr || member(message.root, "error") != nullptr;
    if (!method && is_answer) return;
    bool const has_id =
        id != nullptr
        && (id->kind == json::Node::Kind::string || id->kind == json::Node::Kind::number);
    if (!method || (id != nullptr && !has_id)) {
        return outbox_.refuse("null", Code::invalid_request, "this is no request");
    }
    auto const* const parameters = member(message.root, "params");
    if (has_id) return request(*method, json_of(id), parameters);
    notification(*method, parameters);
}

void Server::request(std::string_view method, Id id, Parameters parameters) {
    if (state_ == State::shut_down) {
        return outbox_.refuse(id, Code::invalid_request, "the server was shut down");
    }
    if (method == "initialize") return initialize(id, parameters);
    if (state_ == State::waiting) {
        return outbox_.refuse(id, Code::not_initialized, "the first request is initialize");
    }
    if (method == "shutdown") return shut_down(id);
    if (method == "textDocument/codeAction") return code_action(id, parameters);
    if (method == "textDocument/diagnostic") return diagnostic(id, parameters);
    if (method == "textDocument/hover") return hover(id, parameters);
    outbox_.refuse(id, Code::method_not_found, "dockcheck has no such method");
}

void Server::notification(std::string_view method, Parameters parameters) {
    if (method == "exit") {
        has_ended_ = true;
        return;
    }
    if (state_ != State::running) return;
    if (method == "initialized") return initialized();
    if (method == "textDocument/didOpen") return did_open(parameters);
    if (method == "textDocument/didChange") return did_change(parameters);
    if (method == "textDocument/didClose") return did_close(parameters);
    if (method == "textDocument/didSave" || method == "workspace/didChangeWatchedFiles"
        || method == "workspace/didChangeConfiguration") {
        files_changed();
    }
}

void Server::initialize(Id id, Parameters parameters) {
    if (state_ != State::waiting) {
        return outbox_.refuse(id, Code::invalid_request, "the server is initialized already");
    }
    client_ = read_client(parameters);
    if (!client_.folder.empty()) checker_.work_in(client_.folder);
    state_ = State::running;
    outbox_.answer(id, [&](JsonWriter& json) {
        json.object("result", [&] {
            json.object("capabilities", [&] { write_abilities(json); });
            json.object("serverInfo", [&] {
                json.text("name", "dockcheck");
                json.text("version", version_);
            });
        });
    });
}

void Server::write_abilities(JsonWriter& json) const {
    json.text("positionEncoding", client_.encoding == Encoding::utf8 ? "utf-8" : "utf-16");
    json.object("textDocumentSync", [&] {
        constexpr std::uint64_t incremental = 2;
        json.flag("openClose", true);
        json.number("change", incremental);
        json.flag("save", true);
    });
    json.object("codeActionProvider", [&] {
        json.array("codeActionKinds", [&] {
            json.text("quickfix");
            json.text("source.fixAll.dockcheck");
        });
    });
    json.flag("hoverProvider", true);
    if (client_.pulls) {
        json.object("diagnosticProvider", [&] {
            json.text("identifier", "dockcheck");
            json.flag("interFileDependencies", true);
            json.flag("workspaceDiagnostics", false);
        });
    }
}

void Server::initialized() {
    if (!client_.watches_files) return;
    auto const write_watcher = [](JsonWriter& json, std::string_view glob) {
        json.object([&] { json.text("globPattern", glob); });
    };
    outbox_.request("client/registerCapability", [&](JsonWriter& json) {
        json.array("registrations", [&] {
            json.object([&] {
                json.text("id", "files");
                json.text("method", "workspace/didChangeWatchedFiles");
                json.object("registerOptions", [&] {
                    json.array("watchers", [&] {
                        for (auto const glob : watched) write_watcher(json, glob);
                    });
                });
            });
        });
    });
}

void Server::shut_down(Id id) {
    state_ = State::shut_down;
    documents_.clear();
    outbox_.answer(id, [](JsonWriter& json) { json.null("result"); });
}

Document* Server::document_of(Parameters parameters) {
    auto const uri = text_in(member_at(parameters, "textDocument.uri"));
    if (!uri) return nullptr;
    auto const found = documents_.find(*uri);
    return found == documents_.end() ? nullptr : &found->second;
}

void Server::did_open(Parameters parameters) {
    auto const* const opened = member(parameters, "textDocument");
    auto const uri = text_in(member(opened, "uri"));
    if (!uri) return;
    auto& document = documents_[std::string(*uri)];
    document = {};
    document.uri = *uri;
    document.path = path_of_uri(*uri);
    document.language = text_in(member(opened, "languageId")).value_or("");
    document.version = json_of(member(opened, "version"));
    document.text = text_in(member(opened, "text")).value_or("");
    document.is_dockerfile = checker_.is_dockerfile(document.target());
    if (!document.is_dockerfile) files_changed();
}

void Server::did_change(Parameters parameters) {
    auto* const document = document_of(parameters);
    auto const* const changes = member(parameters, "contentChanges");
    if (document == nullptr || changes == nullptr) return;
    document->version = json_of(member_at(parameters, "textDocument.version"));
    for (auto const& one : changes->children) change(*document, one, client_.encoding);
    document->is_stale = true;
    // Others may read it in their context.
    if (!document->is_dockerfile) files_changed();
}

void Server::did_close(Parameters parameters) {
    auto* const document = document_of(parameters);
    if (document == nullptr) return;
    bool const is_dockerfile = document->is_dockerfile;
    if (is_dockerfile && !client_.pulls) publisher_.forget(*document);
    documents_.erase(documents_.find(document->uri));
    if (!is_dockerfile) files_changed();
    publisher_.publish_elsewhere(documents_);
}

void Server::files_changed() {
    for (auto& [uri, document] : documents_) document.is_stale = true;
    is_to_refresh_ = true;
}

void Server::check(Document& document) {
    if (!document.is_stale) return;
    lsp::check(document, documents_, checker_, client_.encoding);
    document.result = ++checks_;
    if (document.is_dockerfile && !client_.pulls) publisher_.publish(document);
    publisher_.publish_elsewhere(documents_);
    publisher_.show_troubles(documents_);
}

void Server::catch_up() {
    if (state_ != State::running) return;
    if (client_.pulls) {
        if (is_to_refresh_ && client_.refreshes && !documents_.empty()) {
            outbox_.request("workspace/diagnostic/refresh");
        }
    } else {
        for (auto& [uri, document] : documents_) check(document);
    }
    is_to_refresh_ = false;
}

void Server::diagnostic(Id id, Parameters parameters) {
    auto* const document = document_of(parameters);
    if (document == nullptr) {
        return outbox_.refuse(id, Code::invalid_parameters, "the document is not open");
    }
    check(*document);
    auto const result = std::to_string(document->result);
    bool const is_known = text_in(member(parameters, "previousResultId")) == result;
    outbox_.answer(id, [&](JsonWriter& json) {
        json.object("result", [&] {
            json.text("kind", is_known ? "unchanged" : "full");
            json.text("resultId", result);
            if (is_known) return;
            json.array("items", [&] {
                for (auto const& each : document->diagnostics) write(json, each);
            });
        });
    });
}

void Server::code_action(Id id, Parameters parameters) {
    auto* const document = document_of(parameters);
    if (document != nullptr) check(*document);
    bool const is_dockerfile = document != nullptr && document->checked.source != nullptr;
    outbox_.answer(id, [&](JsonWriter& json) {
        json.array("result", [&] {
            if (!is_dockerfile) return;
            Places places(*document, documents_, checker_, client_.encoding);
            write_actions(json, parameters, places, documents_, client_);
        });
    });
}

void Server::hover(Id id, Parameters parameters) {
    auto* const document = document_of(parameters);
    auto const position = position_in(member(parameters, "position"));
    if (document != nullptr) check(*document);
    auto const hover = document != nullptr && position
                           ? hover_at(*document, *position, client_.shows_markdown)
                           : std::nullopt;
    outbox_.answer(id, [&](JsonWriter& json) {
        if (!hover) return json.null("result");
        json.object("result", [&] {
            json.object("contents", [&] {
                json.text("kind", client_.shows_markdown ? "markdown" : "plaintext");
                json.text("value", hover->text);
            });
            write(json, "range", hover->range);
        });
    });
}

int serve(Checker& checker, std::string version, MessageReader::Read read, Outbox::Send send) {
    Server server(checker, std::move(version), std::move(send));
    MessageReader reader(std::move(read));
    std::string message;
    while (!server.has_ended()) {
        switch (reader.next(message)) {
            case Incoming::message:
                server.take(message);
                break;
            case Incoming::too_large:
                server.miss("the message is larger than is read");
                break;
            case Incoming::broken:
                server.refuse("this is no header of a message");
                return 1;
            case Incoming::end:
                return server.exit_status();
        }
        if (!reader.has_more()) server.catch_up();
    }
    return server.exit_status();
}

}  // namespace dockcheck::lsp

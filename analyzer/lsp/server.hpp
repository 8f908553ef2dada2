// The language server: what it does with each message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/lsp/client.hpp"
#include "analyzer/lsp/document.hpp"
#include "analyzer/lsp/framing.hpp"
#include "analyzer/lsp/message.hpp"
#include "analyzer/lsp/outbox.hpp"
#include "analyzer/lsp/publisher.hpp"

namespace dockcheck::lsp {

/// One session with an editor, by version 3.17 of the protocol.
class Server {
 public:
    /// `checker` outlives this object; `version` is that of dockcheck.
    Server(Checker& checker, std::string version, Outbox::Send send);
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// Does what a message asks for and takes its text.
    void take(std::string& message);
    /// Checks what has changed. To be called when no message is waiting: of a burst of changes the
    /// last one counts.
    void catch_up();
    /// Says that bytes came which are no message.
    void refuse(std::string_view why);
    /// The same of a message that may have been a change of any document: all are lost.
    void miss(std::string_view why);

    [[nodiscard]] bool has_ended() const { return has_ended_; }
    /// 0 when the editor has said before that the end comes.
    [[nodiscard]] int exit_status() const { return state_ == State::shut_down ? 0 : 1; }

 private:
    enum class State : std::uint8_t { waiting, running, shut_down };
    using Parameters = json::Node const*;
    using Id = std::string_view;

    void request(std::string_view method, Id id, Parameters parameters);
    void notification(std::string_view method, Parameters parameters);

    void initialize(Id id, Parameters parameters);
    void write_abilities(JsonWriter& json) const;
    void initialized();
    void shut_down(Id id);
    void code_action(Id id, Parameters parameters);
    void diagnostic(Id id, Parameters parameters);
    void hover(Id id, Parameters parameters);

    void did_open(Parameters parameters);
    void did_change(Parameters parameters);
    void did_close(Parameters parameters);
    void files_changed();

    [[nodiscard]] Document* document_of(Parameters parameters);
    void check(Document& document);

    Checker& checker_;
    std::string version_;
    Outbox outbox_;
    Publisher publisher_{outbox_};
    Client client_;
    Documents documents_;
    std::uint64_t checks_ = 0;
    State state_ = State::waiting;
    bool has_ended_ = false;
    bool is_to_refresh_ = false;  ///< the editor has to ask for diagnostics again
};

/// Serves until the editor ends it or the bytes do; the exit status.
int serve(Checker& checker, std::string version, MessageReader::Read read, Outbox::Send send);

}  // namespace dockcheck::lsp

// Writing to the editor: answers, notifications and requests of JSON-RPC 2.0.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "analyzer/report/json_writer.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::lsp {

/// Error codes of JSON-RPC and of the protocol.
enum class Code : std::int16_t {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_parameters = -32602,
    not_initialized = -32002,
};

class Outbox {
 public:
    /// Takes a message with its header.
    using Send = std::function<void(std::string_view bytes)>;
    /// Writes one member.
    using Member = FunctionRef<void(JsonWriter& json)>;

    explicit Outbox(Send send) : send_(std::move(send)) {}

    /// `id` is JSON; `result` writes the member of that name.
    void answer(std::string_view id, Member result);
    void refuse(std::string_view id, Code code, std::string_view why);
    /// `parameters` writes the members of `params`.
    void notify(std::string_view method, Member parameters);
    void request(std::string_view method, Member parameters);
    void request(std::string_view method);

 private:
    void begin_request(std::string_view method);
    void send();

    Send send_;
    JsonWriter json_;
    std::uint64_t requests_ = 0;
};

}  // namespace dockcheck::lsp

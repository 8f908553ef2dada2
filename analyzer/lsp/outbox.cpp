// One message after the other through one writer.
#include "analyzer/lsp/outbox.hpp"

#include <fmt/format.h>

#include "analyzer/lsp/framing.hpp"

namespace dockcheck::lsp {

void Outbox::send() { send_(framed(json_.take())); }

void Outbox::answer(std::string_view id, Member result) {
    json_.object([&] {
        json_.text("jsonrpc", "2.0");
        json_.value("id", id);
        result(json_);
    });
    send();
}

void Outbox::refuse(std::string_view id, Code code, std::string_view why) {
    answer(id, [&](JsonWriter& json) {
        json.object("error", [&] {
            json.value("code", fmt::to_string(static_cast<int>(code)));
            json.text("message", why);
        });
    });
}

void Outbox::notify(std::string_view method, Member parameters) {
    json_.object([&] {
        json_.text("jsonrpc", "2.0");
        json_.text("method", method);
        json_.object("params", [&] { parameters(json_); });
    });
    send();
}

void Outbox::begin_request(std::string_view method) {
    json_.text("jsonrpc", "2.0");
    json_.text("id", fmt::format("dockcheck-{}", ++requests_));
    json_.text("method", method);
}

void Outbox::request(std::string_view method, Member parameters) {
    json_.object([&] {
        begin_request(method);
        json_.object("params", [&] { parameters(json_); });
    });
    send();
}

void Outbox::request(std::string_view method) {
    json_.object([&] { begin_request(method); });
    send();
}

}  // namespace dockcheck::lsp

// Finds RUN that gives an account a password.
#include "rules/secrets/password-set-in-build.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/passwords.hpp"

namespace dockcheck::rules::password_set_in_build {
namespace {

bool has_secret_mount(ast::Instruction const& instruction) {
    auto const* const run = ast::get_if<ast::Run>(&instruction.node);
    return run == nullptr || std::ranges::any_of(run->mounts, [](ast::Mount const& mount) {
               auto const* const type = mount.find("type");
               return type != nullptr && type->value.text() == "secret";
           });
}

/// The option of useradd and usermod that takes a password, with its value where that is glued to
/// it.
model::Argument const* password_option(model::Command const& command) {
    for (auto const& word : command.arguments.subspan(1)) {
        auto const text = word.value.known_prefix();
        if (text == "--") return nullptr;
        if (text.starts_with("--password")) return &word;
        bool const is_short = text.size() >= 2 && text.front() == '-' && text[1] == 'p';
        if (is_short) return &word;
    }
    return nullptr;
}

/// True when the image has a server that asks for passwords, as far as its file says.
bool has_login_server(Pass const& pass) {
    static constexpr std::string_view ports[] = {"22", "23", "2222", "3389", "5900"};
    static constexpr std::string_view servers[] = {"openssh-server", "sshd", "telnetd", "dropbear",
                                                   "xrdp"};
    constexpr std::size_t most = 100;
    auto const is_named = [&](auto word) { return !pass.build().positions_with(word).empty(); };
    if (std::ranges::any_of(servers, is_named)) return true;
    if (pass.stage() == nullptr) return false;
    auto const all = pass.stage()->config.ports;
    return std::ranges::any_of(all.first(std::min(all.size(), most)), [&](auto const& port) {
        auto const text = port.text.text_or_empty();
        return std::ranges::find(ports, text.substr(0, text.find('/'))) != std::ranges::end(ports);
    });
}

/// The account by which App Service of Azure opens its own SSH, on a port that only it reaches
/// (learn.microsoft.com, "Configure a custom container for Azure App Service").
bool is_for_app_service(model::Command const& command, Pass const& pass) {
    auto const ports = pass.stage()->config.ports;
    constexpr std::size_t most = 100;
    bool const has_port =
        std::ranges::any_of(ports.first(std::min(ports.size(), most)), [](model::Port const& port) {
            auto const text = port.text.text_or_empty();
            return text.substr(0, text.find('/')) == "2222";
        });
    auto const script = pass.text(command.instruction->whole);
    return has_port && script.find("root:Docker!") != script.npos;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || has_secret_mount(*command.instruction)) return;
    if (command.program == "chpasswd" || command.program == "passwd") {
        if (pass.stage() == nullptr || !model::reads_plain_password(*pass.stage(), command)) return;
        if (is_for_app_service(command, pass)) return;
        if (has_login_server(pass)) {
            pass.report(command.arguments.front().span, login, command.program);
        } else {
            pass.report(command.arguments.front().span, pipe, command.program);
        }
    } else if (command.program == "useradd" || command.program == "usermod") {
        if (auto const* const word = password_option(command)) {
            auto const name = word->value.known_prefix().starts_with("--") ? "--password" : "-p";
            pass.report(word->span, has_login_server(pass) ? option_login : option, name,
                        command.program);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" chpasswd passwd useradd usermod ");

}  // namespace dockcheck::rules::password_set_in_build

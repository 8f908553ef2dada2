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

/// True for what crypt() makes, as far as its form tells: `$6$...`, the 13 characters of old DES,
/// `_` and 19 more of BSD's.
bool may_be_hash(std::string_view text) {
    constexpr std::string_view digits =
        "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    constexpr std::size_t size_of_des = 13;
    constexpr std::size_t size_of_bsd = 20;
    if (text.starts_with('$')) return true;
    if (text.starts_with('_')) return text.size() == size_of_bsd;
    return text.size() == size_of_des && text.find_first_not_of(digits) == text.npos;
}

/// What the option is given, where that is known; else empty, as for no password at all.
std::string_view given_password(model::Command const& command, model::Argument const& option) {
    auto const text = option.value.text_or_empty();
    if (text.empty()) return {};
    constexpr std::string_view glued = "--password=";
    if (text.starts_with(glued)) return text.substr(glued.size());
    if (text != "-p" && text != "--password") return text.starts_with("--") ? "" : text.substr(2);
    return command.argument(static_cast<std::size_t>(&option - command.arguments.data()) + 1);
}

/// `-p ""`: no password at all, which empty-password-account tells of the image.
bool gives_none(model::Command const& command, model::Argument const& option) {
    auto const next = static_cast<std::size_t>(&option - command.arguments.data()) + 1;
    auto const text = option.value.text_or_empty();
    if ((text != "-p" && text != "--password") || next >= command.arguments.size()) return false;
    auto const given = command.arguments[next].value.known();
    return given && given->empty();
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

/// Looks at the option of useradd and usermod.
void check_option(model::Command const& command, model::Argument const& word, Pass& pass) {
    auto const* const name = word.value.known_prefix().starts_with("--") ? "--password" : "-p";
    auto const given = given_password(command, word);
    if (gives_none(command, word)) return;
    // These stand for "no password fits".
    if (given.starts_with('*') || given.starts_with('!')) return;
    if (!given.empty() && !may_be_hash(given)) {
        pass.report(word.span, no_hash, name, command.program).severity(Severity::info);
        return;
    }
    pass.report(word.span, has_login_server(pass) ? option_login : option, name, command.program);
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
        if (auto const* const word = password_option(command)) check_option(command, *word, pass);
    } else if (pass.stage() != nullptr
               && model::stores_remote_desktop_password(*pass.stage(), command)) {
        pass.report(command.arguments.front().span, desktop, command.program);
    } else if (pass.stage() != nullptr && model::stores_database_password(*pass.stage(), command)) {
        pass.report(command.arguments.front().span, database, command.program);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(
    " chpasswd passwd useradd usermod vncpasswd x11vnc psql mysql mariadb debconf-set-selections ");

}  // namespace dockcheck::rules::password_set_in_build

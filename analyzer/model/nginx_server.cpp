// Reading `listen` of a configuration.
#include "analyzer/model/nginx_server.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/read_port.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/text/is_among.hpp"

namespace dockcheck::model {
namespace {

constexpr std::string_view nginx_folder = "/etc/nginx";
constexpr std::string_view nginx_main_file = "/etc/nginx/nginx.conf";
/// Scripts of one's own that the start runs first.
constexpr std::string_view scripts_folder = "docker-entrypoint.d";
constexpr std::string_view site_name = "default.conf";
constexpr std::string_view nginx_site = "/etc/nginx/conf.d/default.conf";

/// The one COPY that puts something into nginx's folder; nullptr where there is none, `is_certain`
/// false where there are more or one of them is not known.
Transfer const* only_transfer(Stage const& stage, bool& is_certain) {
    Transfer const* found = nullptr;
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            auto const target = transfer.target.known();
            auto const path = target ? clean_path(*target) : std::string("/");
            if (path != nginx_folder && !lies_below(path, nginx_folder)
                && !lies_below(nginx_folder, path))
                continue;
            if (found != nullptr || !target) is_certain = false;
            found = &transfer;
        }
    }
    return found;
}

/// The value of a `listen` that begins at a place: 80, 0.0.0.0:80, [::]:80.
std::optional<NginxPort> read_listen(Source const& source, std::size_t begin) {
    auto const text = source.bytes();
    begin = std::min(text.find_first_not_of(" \t", begin), text.size());
    auto const end = std::min(text.find_first_of(" \t\r\n;", begin), text.size());
    auto const value = text.substr(begin, end - begin);
    auto const colon = value.rfind(':');
    auto const at = colon == value.npos ? 0 : colon + 1;
    auto const port = read_port(value.substr(at));
    if (!port) return std::nullopt;
    auto const first = static_cast<std::uint32_t>(begin + at);
    return NginxPort{*port, {&source, {first, static_cast<std::uint32_t>(end)}}};
}

/// The ports of all directives of a file; none where one is something else.
std::vector<NginxPort> read_ports(Source const& source) {
    constexpr std::string_view word = "listen";
    auto const text = source.bytes();
    std::vector<NginxPort> ports;
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        auto const line = text.substr(0, at).rfind('\n') + 1;
        auto const before = text.substr(line, at - line);
        auto const behind = text.substr(std::min(at + word.size(), text.size()), 1);
        if (before.find('#') != before.npos) continue;
        bool const is_word = before.find_first_not_of(" \t{;") == before.npos
                             || before.ends_with(' ') || before.ends_with('{');
        if (!is_word || (behind != " " && behind != "\t")) return {};
        auto const port = read_listen(source, at + word.size());
        if (!port) return {};
        ports.push_back(*port);
    }
    // What it includes may listen elsewhere.
    return text.find("include") == text.npos && text.find("stream") == text.npos
               ? ports
               : std::vector<NginxPort>();
}

/// The start of the base image, or the same written once more.
bool starts_nginx(Build const& build, Stage const& stage) {
    auto const& config = stage.config;
    if (config.entrypoint.origin.instruction != nullptr) return false;
    if (config.cmd.origin.instruction == nullptr) return true;
    auto const& commands = start_of(build, stage).commands;
    return commands.size() == 1 && commands.front().program == "nginx"
           && commands.front().arguments.size() == 3 && commands.front().argument(1) == "-g"
           && commands.front().argument(2) == "daemon off;";
}

/// Commands that change who owns files, or whether they are there, and not what they say.
bool leaves_text_alone(Command const& command) {
    static constexpr std::string_view programs[] = {"chgrp", "chmod", "chown",
                                                    "mkdir", "rm",    "touch"};
    if (command.use != Use::run || is_among(command.program, programs)) return true;
    return std::ranges::none_of(command.arguments, [](Argument const& word) {
        return word.raw.text().find("nginx") != std::string_view::npos;
    });
}

/// True where nginx.conf is the base image's.
bool keeps_main_file(Stage const& stage) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!std::ranges::all_of(part->commands, leaves_text_alone)) return false;
        if (!part->triggered.instructions.empty()) return false;
        for (auto const& transfer : part->transfers) {
            auto const target = transfer.target.known();
            if (!target) return false;
            auto const path = clean_path(*target);
            if (path == nginx_main_file || lies_below(nginx_main_file, path)) return false;
        }
    }
    return true;
}

}  // namespace

bool has_own_nginx_start(Build const& build, Stage const& stage) {
    auto const& root = stage.root();
    if (root.kind != Reference::Kind::image || known_image(root) == nullptr) return false;
    if (known_image(root)->name != "nginx" || build.may_hold(scripts_folder)) return false;
    return starts_nginx(build, stage) && keeps_main_file(stage);
}

std::vector<NginxPort> nginx_ports(Build const& build, Stage const& stage) {
    if (!has_own_nginx_start(build, stage)) return {};
    bool is_certain = true;
    auto const* const transfer = only_transfer(stage, is_certain);
    constexpr std::uint16_t port_of_image = 80;
    if (transfer == nullptr && !build.may_hold(site_name)) return {{port_of_image, {}}};
    if (!is_certain || transfer == nullptr || build.context() == nullptr) return {};
    auto const landing = placed_landing(build, stage, nginx_site);
    if (landing.kind != Landing::Kind::context_file || landing.transfer != transfer) return {};
    auto const* const source = build.context()->read(landing.context_path);
    return source == nullptr ? std::vector<NginxPort>() : read_ports(*source);
}

}  // namespace dockcheck::model

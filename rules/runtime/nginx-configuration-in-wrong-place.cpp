// Finds configurations of nginx in a place whose context is another than they are written for.
#include "rules/runtime/nginx-configuration-in-wrong-place.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::nginx_configuration_in_wrong_place {
namespace {

constexpr std::string_view main_file = "/etc/nginx/nginx.conf";
constexpr std::string_view parts_folder = "/etc/nginx/conf.d";
/// The image's start script fills in X.template of this folder and writes it to conf.d/X.
constexpr std::string_view templates_folder = "/etc/nginx/templates";
constexpr std::string_view template_ending = ".template";

/// The directives of a configuration that stand in no block, in their order; nothing for a template
/// and for what does not end as it should.
std::optional<std::vector<std::string>> outer_directives(std::string_view text) {
    std::vector<std::string> found;
    std::string word;
    bool is_first = true;  // word of a directive
    int depth = 0;
    auto const end_word = [&] {
        if (word.empty()) return;
        if (is_first && depth == 0) found.push_back(word);
        is_first = false;
        word.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        auto const next = i + 1 < text.size() ? text[i + 1] : '\0';
        if (c == '{' && (next == '{' || next == '%' || next == '#')) return std::nullopt;
        if (c == '<' && next == '%') return std::nullopt;
        if (c == '#' && word.empty()) {
            i = std::min(text.find('\n', i), text.size());
        } else if (c == '$' && next == '{') {
            i = text.find('}', i);
            if (i == text.npos) return std::nullopt;
            word += '$';
        } else if ((c == '"' || c == '\'') && word.empty()) {
            for (++i; i < text.size() && text[i] != c; ++i) {
                if (text[i] == '\\') ++i;
            }
            if (i >= text.size()) return std::nullopt;
            word += c;
        } else if (c == '\\') {
            word += c;
            ++i;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            end_word();
        } else if (c == ';' || c == '{' || c == '}') {
            end_word();
            is_first = true;
            if (c == '{') ++depth;
            if (c == '}' && --depth < 0) return std::nullopt;
        } else {
            word += c;
        }
    }
    if (depth != 0 || !word.empty() || !is_first) return std::nullopt;
    return found;
}

/// Those of the main context alone (nginx.org, "Alphabetical index of directives").
bool is_of_main(std::string_view name) {
    static constexpr model::WordTable names =
        " daemon events http load_module mail master_process pid stream user worker_cpu_affinity "
        "worker_priority worker_processes worker_rlimit_core worker_rlimit_nofile "
        "worker_shutdown_timeout working_directory ";
    return names.holds(name);
}

/// Those of http that are never allowed outside of it.
bool is_of_http(std::string_view name) {
    static constexpr model::WordTable names =
        " access_log client_max_body_size default_type gzip keepalive_timeout listen location map "
        "proxy_cache_path proxy_pass proxy_set_header root sendfile server server_name "
        "server_tokens upstream ";
    return names.holds(name);
}

/// The path in the image of a file that a COPY brings, where it is one of nginx's places.
std::string path_of(model::Transfer const& transfer, std::string_view source) {
    auto const target = transfer.target.known();
    if (!target) return {};
    auto const cleaned = model::clean_path(*target);
    bool const is_folder = target->ends_with('/') || cleaned == parts_folder
                           || cleaned == templates_folder || cleaned == "/etc/nginx"
                           || transfer.sources.size() > 1;
    auto const path =
        is_folder ? model::clean_path(cleaned + "/" + std::string(base_name(source))) : cleaned;
    bool const is_part = model::lies_below(path, parts_folder) && path.ends_with(".conf")
                         && path.rfind('/') == parts_folder.size();
    bool const is_template = model::lies_below(path, templates_folder)
                             && path.ends_with(".conf.template")
                             && path.rfind('/') == templates_folder.size();
    return is_part || is_template || path == main_file ? path : std::string();
}

/// True where the image's start script runs in front of nginx, and fills templates in: since 1.19.
bool fills_templates_in(model::Stage const& stage) {
    auto const& config = stage.config;
    if (config.entrypoint.origin.instruction != nullptr) return false;
    // Of an account that cannot write to the folder of parts the script makes none.
    if (config.user.origin.instruction != nullptr) return false;
    bool const is_own = config.cmd.origin.instruction != nullptr;
    if (is_own && (!config.cmd.is_set() || config.cmd.value.shell_form)) return false;
    auto const tag = stage.root().image.tag;
    constexpr std::string_view major = "1.";
    if (!tag.starts_with(major)) return true;
    auto const minor = tag.substr(major.size(), tag.find_first_of(".-", major.size()) - 2);
    return minor.size() > 2 || (minor.size() == 2 && minor >= "19");
}

bool is_nginx(model::Stage const& stage) {
    auto const& root = stage.root();
    if (root.kind != model::Reference::Kind::image || model::known_image(root) == nullptr)
        return false;
    auto const name = model::name_of(root.image);
    auto const canonical = knowledge::canonical_name(name);
    return canonical == "nginx" || canonical == "nginxinc/nginx-unprivileged";
}

/// True where a container certainly starts nginx with the configuration of the image.
bool starts_nginx(Pass const& pass, model::Stage const& stage) {
    auto const& config = stage.config;
    bool const is_own =
        config.cmd.origin.instruction != nullptr || config.entrypoint.origin.instruction != nullptr;
    auto const& start = model::start_of(pass.build(), stage);
    if (!is_own) return start.commands.empty();
    if (start.commands.size() != 1) return false;
    auto const& command = start.commands.front();
    return command.program == "nginx" && !model::has_word_with(command, "-c")
           && !model::may_hide_option(command);
}

/// A command of the image's own steps that may change what the files say or where they lie.
bool is_changed(model::Stage const& stage) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        bool const is_mentioned =
            std::ranges::any_of(part->commands, [](model::Command const& command) {
                return command.use == model::Use::run && command.program != "rm"
                       && (model::has_word_with(command, "nginx.conf")
                           || model::has_word_with(command, "conf.d")
                           || model::has_word_with(command, "templates"));
            });
        if (is_mentioned || !part->triggered.instructions.empty()) return true;
    }
    return false;
}

/// True where the image has its own nginx.conf still, which includes the folder inside of http.
bool includes_parts(model::Stage const& stage) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            auto const target = transfer.target.known();
            if (!target) return false;
            auto const cleaned = model::clean_path(*target);
            if (cleaned == main_file || model::lies_below(main_file, cleaned)) return false;
        }
    }
    return true;
}

/// Something in the image or a compose file may start nginx with other files: scripts and templates
/// of the image's start script, another command.
bool may_start_otherwise(Pass const& pass) {
    for (std::string_view const word : {"docker-entrypoint.d", "NGINX_ENVSUBST"}) {
        if (pass.build().may_hold(word)) return true;
    }
    return pass.context()->may_be_composed() && pass.context()->may_start_otherwise();
}

void look_at(Pass& pass, model::Stage const& stage, model::Transfer const& transfer,
             model::Transfer::Source const& source) {
    auto const text = source.value.known();
    if (!text || source.is_remote || source.has_wildcard || source.written->is_inline) return;
    auto const path = path_of(transfer, *text);
    if (path.empty() || is_changed(stage) || pass.context()->may_be_mounted(path)) return;
    auto const landing = pass.build().landing(stage, path);
    if (landing.kind != model::Landing::Kind::context_file || landing.transfer != &transfer) return;
    auto const* file = pass.context()->read(landing.context_path);
    auto const names = file == nullptr ? std::nullopt : outer_directives(file->bytes());
    if (!names || names->empty() || !starts_nginx(pass, stage)) return;
    bool const is_template = path.ends_with(template_ending);
    // Of another file a template may be filled in that takes its place.
    bool const may_differ = is_template
                                ? !fills_templates_in(stage)
                                      || pass.context()->may_be_given("NGINX_ENVSUBST_OUTPUT_DIR")
                                : pass.build().may_hold(templates_folder);
    if (may_differ) return;
    auto const place = source.written->word.span;
    auto const shown = pass.context()->shown(landing.context_path);
    if (path != main_file) {
        auto const found = std::ranges::find_if(*names, is_of_main);
        if (found == names->end() || !includes_parts(stage)) return;
        if (is_template) {
            auto const name = base_name(path);
            auto const made = std::string(parts_folder) + "/"
                              + std::string(name.substr(0, name.size() - template_ending.size()));
            pass.report(place, filled, shown, *found, made);
            return;
        }
        pass.report(place, whole, shown, *found, parts_folder);
        return;
    }
    auto const found = std::ranges::find_if(*names, is_of_http);
    if (found != names->end()) {
        pass.report(place, part, shown, *found);
        return;
    }
    auto const has = [&](std::string_view name) {
        return std::ranges::find(*names, name) != names->end();
    };
    if (!has("events") && !has("include")) pass.report(place, events, shown);
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || pass.context() == nullptr) return;
    if (!pass.build().may_hold(std::string_view("/etc/nginx")) || !is_nginx(*stage)
        || may_start_otherwise(pass)) {
        return;
    }
    for (auto const& transfer : stage->transfers) {
        if (transfer.from != nullptr) continue;
        for (auto const& source : transfer.sources) look_at(pass, *stage, transfer, source);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::nginx_configuration_in_wrong_place

// Telling keys and tokens from samples of them.
#include "analyzer/model/sensitive_files.hpp"

#include <algorithm>

namespace dockcheck::model {
namespace {

constexpr std::size_t most_reported = 20;

template <std::size_t N>
bool ends_with_one_of(std::string_view text, std::string_view const (&endings)[N]) {
    return std::ranges::any_of(endings, [&](auto ending) { return text.ends_with(ending); });
}

template <std::size_t N>
bool holds_one_of(std::string_view text, std::string_view const (&words)[N]) {
    return std::ranges::any_of(
        words, [&](auto word) { return text.find(word) != std::string_view::npos; });
}

/// A file that shows what a real one looks like, or belongs to a test.
bool is_sample(std::string_view path) {
    static constexpr std::string_view words[] = {"example", "sample", "template", ".dist",
                                                 "default", "test",   "fixture",  "schema",
                                                 ".tpl",    ".tmp",   ".in"};
    return holds_one_of(path, words);
}

std::string_view value_in(std::string_view line) {
    auto const equals = line.find('=');
    if (equals == std::string_view::npos || line.find('#') < equals) return {};
    auto value = line.substr(equals + 1);
    while (!value.empty() && std::string_view(" \t\r\"'").find(value.front()) != value.npos) {
        value.remove_prefix(1);
    }
    while (!value.empty() && std::string_view(" \t\r\"'").find(value.back()) != value.npos) {
        value.remove_suffix(1);
    }
    return value;
}

bool names_secret(std::string_view name) {
    static constexpr std::string_view words[] = {
        "SECRET", "TOKEN",       "PASSWORD",   "PASSWD",      "API_KEY",     "APIKEY",
        "KEY_ID", "SIGNING_KEY", "ACCESS_KEY", "PRIVATE_KEY", "DATABASE_URL"};
    static constexpr std::string_view shown_to_everybody[] = {"PUBLIC_", "VITE_", "REACT_APP_",
                                                              "VUE_APP_"};
    return holds_one_of(name, words) && !holds_one_of(name, shown_to_everybody);
}

/// NAME=value lines of which one has a secret's name.
bool has_secret_setting(std::string_view text) {
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = text.substr(0, end);
        auto const value = value_in(line);
        bool const is_reference = value.starts_with('$') || value.starts_with('<');
        bool const is_nothing = value.empty() || value == "null" || value == "none"
                                || value == "true" || value == "false";
        if (!is_nothing && !is_reference && names_secret(line.substr(0, line.find('=')))) {
            return true;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

/// Symfony keeps defaults in .env and in .env of an environment, which belong to the program; what
/// is secret goes into .env.local (symfony.com, "Configuring Environment Variables in .env Files").
bool is_of_symfony(context::Context const& context, std::string_view folder,
                   std::string_view name) {
    if (name.ends_with(".local")) return false;
    auto const* const manifest = context.read(std::string(folder) + "composer.json");
    if (manifest == nullptr) return false;
    static constexpr std::string_view packages[] = {"\"symfony/dotenv\"", "\"symfony/runtime\"",
                                                    "\"symfony/framework-bundle\""};
    return holds_one_of(manifest->bytes(), packages);
}

bool holds_secret(context::Context const& context, std::string const& path) {
    auto const name = std::string_view(path).substr(path.rfind('/') + 1);
    if (is_sample(path)) return false;
    static constexpr std::string_view keys[] = {"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"};
    bool const is_settings = name == ".env" || name.starts_with(".env.");
    bool const is_key = std::ranges::find(keys, name) != std::ranges::end(keys);
    static constexpr std::string_view key_endings[] = {".pem", ".key", ".ppk"};
    static constexpr std::string_view token_files[] = {
        ".npmrc",  ".yarnrc.yml", ".pypirc",      ".netrc",    ".git-credentials",
        ".pgpass", "pip.conf",    "/credentials", ".dockercfg"};
    bool const may_be_key = ends_with_one_of(name, key_endings);
    bool const may_have_token = ends_with_one_of(path, token_files);
    if (!is_settings && !is_key && !may_be_key && !may_have_token) return false;
    auto const folder = std::string_view(path).substr(0, path.size() - name.size());
    if (is_settings && is_of_symfony(context, folder, name)) return false;
    auto const* source = context.read(path);
    if (source == nullptr) return false;
    auto const text = source->bytes();
    static constexpr std::string_view private_keys[] = {"PRIVATE KEY-----", "PuTTY-User-Key-File"};
    static constexpr std::string_view tokens[] = {
        "_authToken=", "_auth=",    "_password=", "npmAuthToken:",        "password ",
        "password=",   "password:", "password =", "aws_secret_access_key"};
    if (is_settings) return has_secret_setting(text);
    if (is_key || may_be_key) return holds_one_of(text, private_keys);
    if (name == ".git-credentials" || name == ".pgpass") return !text.empty();
    return holds_one_of(text, tokens) && text.find("${") == std::string_view::npos;
}

}  // namespace

std::vector<std::string> sensitive_files(context::Context const& context, std::string_view folder) {
    std::vector<std::string> found;
    std::string const prefix = folder.empty() ? "" : std::string(folder) + "/";
    for (auto const& path : context.files_below(folder)) {
        bool const is_repository = path == prefix + ".git/HEAD";
        if (!is_repository
            && (path.find("/.git/") != std::string::npos || path.starts_with(".git/"))) {
            continue;
        }
        if (is_repository) {
            // Some let in HEAD alone, for its name of a commit.
            if (context.look(prefix + ".git/config") != context::Presence::ignored) {
                found.push_back(prefix + ".git");
            }
        } else if (path.find("node_modules/") == std::string::npos && holds_secret(context, path)) {
            found.push_back(path);
        }
        if (found.size() >= most_reported) break;
    }
    return found;
}

}  // namespace dockcheck::model

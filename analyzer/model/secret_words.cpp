// Lists of words: those that credentials are called by, and those that stand in place of one.
#include "analyzer/model/secret_words.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "analyzer/text/is_among.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// What is longer is no name.
constexpr std::size_t longest_name = 256;

/// The words of a name in lower case: DB_PASSWORD, db-password and dbPassword are "db", "password".
class NameWords {
 public:
    /// The name is at most `longest_name` bytes long.
    explicit NameWords(std::string_view name) : name_(name) {
        std::ranges::transform(name, lower_.begin(), small_letter);
    }
    /// Empty behind the last one.
    std::string_view next() {
        while (at_ < name_.size() && is_separator(name_[at_])) ++at_;
        auto const begin = at_;
        while (at_ < name_.size() && !is_separator(name_[at_])
               && !(at_ > begin && starts_word(at_))) {
            ++at_;
        }
        return {lower_.data() + begin, at_ - begin};
    }

 private:
    static bool is_separator(char c) { return c == '_' || c == '-' || c == '.'; }
    [[nodiscard]] bool starts_word(std::size_t at) const {
        return is_capital(name_[at]) && name_[at - 1] >= 'a' && name_[at - 1] <= 'z';
    }

    std::string_view name_;
    std::array<char, longest_name> lower_;  // NOLINT(*-member-init): as much as the name has
    std::size_t at_ = 0;
};

/// Words that say that the name is about a secret and is none itself.
bool is_about_secret(std::string_view word) {
    static constexpr std::string_view words[] = {
        "public", "pub",      "file",     "files",   "path",       "dir",      "directory",
        "url",    "uri",      "version",  "id",      "name",       "username", "user",
        "size",   "length",   "expiry",   "expires", "expiration", "ttl",      "timeout",
        "type",   "mode",     "method",   "enabled", "enable",     "disabled", "disable",
        "use",    "required", "provider", "backend", "host",       "port",     "endpoint",
        "server", "scheme",   "domain",   "realm",   "module",     "header",   "algorithm",
        "algo",   "format",   "prefix",   "suffix",  "issuer",     "audience", "hash",
        "policy", "min",      "max",      "count",   "limit",      "manager",  "store",
        "env",    "package",  "checksum", "sha256",  "rotation",   "service",  "fingerprint",
        "label",  "title",    "alias",
    };
    return is_among(word, words);
}

bool is_secret_word(std::string_view word) {
    static constexpr std::string_view words[] = {
        "password",    "passwd",    "pword",     "passphrase", "secret",
        "secrets",     "token",     "apikey",    "auth",       "credential",
        "credentials", "authtoken", "accesskey", "secretkey",  "privatekey"};
    return is_among(word, words);
}

bool goes_with_key(std::string_view word) {
    static constexpr std::string_view words[] = {"api",     "access",     "secret",
                                                 "private", "encryption", "master"};
    return is_among(word, words);
}

/// Words of is_about_secret() that may stand in front of a password all the same: it is theirs.
bool may_have_password(std::string_view word) {
    static constexpr std::string_view words[] = {"user",  "server",  "service", "store",  "host",
                                                 "realm", "backend", "domain",  "manager"};
    return is_among(word, words);
}

/// DBPASS, ROOTPWD: whose password it is, and a short word for it.
bool is_glued_password(std::string_view word) {
    static constexpr std::string_view fronts[] = {
        "admin", "db",   "ftp",  "key",  "keystore", "ldap", "login", "mail",  "mongo",
        "mysql", "pg",   "rcon", "root", "rpc",      "sftp", "smtp",  "sql",   "ssh",
        "store", "user", "vnc",  "vpn",  "web",      "wifi", "rds",   "redis", "oracle"};
    static constexpr std::string_view ends[] = {"passwd", "pass", "pwd", "pw"};
    return std::ranges::any_of(ends, [&](std::string_view end) {
        return word.ends_with(end) && is_among(word.substr(0, word.size() - end.size()), fronts);
    });
}

/// Whether a word at the end of a name says that the name is that of a password. Not for PWD, which
/// is a folder, and proxy_pass, which is none.
bool ends_as_password(std::string_view word, std::string_view before) {
    static constexpr std::string_view words[] = {"password", "passwd", "passphrase", "pword"};
    static constexpr std::string_view short_words[] = {"pass", "pwd", "pw", "pswd", "psw"};
    if (is_among(word, short_words)) {
        static constexpr std::string_view others[] = {
            "",     "by",  "proxy", "old",  "one", "first",  "two",    "init",  "multi",
            "high", "low", "band",  "last", "num", "render", "single", "second"};
        return !is_among(before, others);
    }
    return is_among(word, words) || word.ends_with("password") || is_glued_password(word);
}

bool is_only_digits(std::string_view word) {
    return word.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Whether any of the words that names_secret() looks for may be in a name.
bool may_name_secret(std::string_view name) {
    static constexpr std::string_view parts[] = {"pass",  "pw",  "psw",  "secret",
                                                 "token", "key", "auth", "cred"};
    std::array<char, longest_name> lower;  // NOLINT(*-member-init): as much as the name has
    std::ranges::transform(name, lower.begin(), small_letter);
    std::string_view const text(lower.data(), name.size());
    return std::ranges::any_of(parts, [&](auto part) { return text.find(part) != text.npos; });
}

/// The value without the decoration of `**None**` or `<none>`.
std::string_view undecorated(std::string_view value) {
    constexpr std::string_view marks = "*<>[]{}() _-";
    auto const begin = value.find_first_not_of(marks);
    if (begin == std::string_view::npos) return {};
    return value.substr(begin, value.find_last_not_of(marks) - begin + 1);
}

}  // namespace

bool names_secret(std::string_view name) {
    // Bundler keeps credentials of a host in BUNDLE_HOST__TLD.
    if (name.starts_with("BUNDLE_") && name.find("__") != std::string_view::npos) return true;
    if (name.size() > longest_name || !may_name_secret(name)) return false;
    NameWords words(name);
    bool found = false;
    bool is_of_another = false;
    std::string_view before;
    for (auto word = words.next(); !word.empty();) {
        auto const next = words.next();
        bool const is_last = is_only_digits(next);
        if (is_last && ends_as_password(word, before)) return true;
        if (is_about_secret(word)) {
            if (!may_have_password(word)) return false;
            is_of_another = true;
        }
        // AUTH_MON and AUTH_CACHE are parts of a program.
        bool const is_part = word == "auth" && !next.empty();
        found =
            found || (is_secret_word(word) && !is_part) || (word == "key" && goes_with_key(before));
        before = word;
        word = next;
    }
    return found && !is_of_another;
}

bool is_setting(std::string_view written) {
    auto const value = undecorated(written);
    if (value.empty()) return true;
    static constexpr std::string_view words[] = {
        "true",    "false",  "yes",    "no",     "on",   "off",     "0",      "1",
        "none",    "None",   "NONE",   "null",   "True", "False",   "basic",  "disabled",
        "enabled", "random", "Random", "RANDOM", "NULL", "default", "DEFAULT"};
    return is_among(value, words);
}

bool is_path_or_address(std::string_view value) {
    if (value.starts_with('/') || value.starts_with("./") || value.starts_with("~/")) {
        return value.find_first_of("=+ ") == std::string_view::npos;
    }
    auto const scheme = value.find("://");
    return scheme != std::string_view::npos && value.find('@') == std::string_view::npos;
}

bool is_placeholder(std::string_view value) {
    static constexpr std::string_view words[] = {
        "changeme", "change-me", "change_me", "dummy", "placeholder", "example",  "test",
        "todo",     "unset",     "none",      "xxx",   "secret",      "password", "token"};
    auto const lower = lower_case(value);
    return is_among(lower, words) || value.starts_with('<')
           || value.find_first_not_of("xX*.-") == value.npos
           || lower.find("dummy") != std::string::npos
           || lower.find("placeholder") != std::string::npos || lower.starts_with("your");
}

bool is_filler(std::string_view value) {
    static constexpr std::string_view words[] = {
        "changeme",   "change-me", "change_me",   "changeit",   "replaceme", "replace-me",
        "replace_me", "fixme",     "tbd",         "cafebabe",   "deadbeef",  "123456",
        "1234567",    "12345678",  "123456789",   "1234567890", "foo",       "bar",
        "foobar",     "dummy",     "placeholder", "example",    "todo"};
    auto const lower = lower_case(undecorated(value));
    return is_among(lower, words) || lower.starts_with("your") || lower.starts_with("changeme")
           || lower.starts_with("replace") || lower.starts_with("set_")
           || lower.find("placeholder") != std::string::npos
           || lower.find("dummy") != std::string::npos
           || (value.size() > 3 && value.find_first_not_of(value.front()) == value.npos);
}

}  // namespace dockcheck::model

// Finds variables whose name says that they hold a credential.
#include "rules/secrets/secret-in-arg-or-env.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/argument_words.hpp"
#include "analyzer/model/mentions.hpp"
#include "analyzer/text/wildcard.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::secret_in_arg_or_env {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// What is longer is no name.
constexpr std::size_t longest_name = 256;

/// The words of a name in lower case: DB_PASSWORD, db-password and dbPassword are "db", "password".
class Words {
 public:
    /// The name is at most `longest_name` bytes long.
    explicit Words(std::string_view name) : name_(name) {
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
        return is_upper(name_[at]) && name_[at - 1] >= 'a' && name_[at - 1] <= 'z';
    }

    std::string_view name_;
    std::array<char, longest_name> lower_;  // NOLINT(*-member-init): as much as the name has
    std::size_t at_ = 0;
};

template <std::size_t N>
bool is_one_of(std::string_view word, std::string_view const (&list)[N]) {
    return std::ranges::find(list, word) != std::ranges::end(list);
}

/// Words that say that the name is about a secret and is none itself.
bool is_about(std::string_view word) {
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
    };
    return is_one_of(word, words);
}

bool is_secret_word(std::string_view word) {
    static constexpr std::string_view words[] = {
        "password",    "passwd",    "pword",     "passphrase", "secret",
        "secrets",     "token",     "apikey",    "auth",       "credential",
        "credentials", "authtoken", "accesskey", "secretkey",  "privatekey"};
    return is_one_of(word, words);
}

bool goes_with_key(std::string_view word) {
    static constexpr std::string_view words[] = {"api",     "access",     "secret",
                                                 "private", "encryption", "master"};
    return is_one_of(word, words);
}

/// Words of is_about() that may stand in front of a password all the same: it is theirs.
bool may_have_password(std::string_view word) {
    static constexpr std::string_view words[] = {"user",  "server",  "service", "store",  "host",
                                                 "realm", "backend", "domain",  "manager"};
    return is_one_of(word, words);
}

/// DBPASS, ROOTPWD: whose password it is, and a short word for it.
bool is_glued_password(std::string_view word) {
    static constexpr std::string_view fronts[] = {
        "admin", "db",   "ftp",  "key",  "keystore", "ldap", "login", "mail",  "mongo",
        "mysql", "pg",   "rcon", "root", "rpc",      "sftp", "smtp",  "sql",   "ssh",
        "store", "user", "vnc",  "vpn",  "web",      "wifi", "rds",   "redis", "oracle"};
    static constexpr std::string_view ends[] = {"passwd", "pass", "pwd", "pw"};
    return std::ranges::any_of(ends, [&](std::string_view end) {
        return word.ends_with(end) && is_one_of(word.substr(0, word.size() - end.size()), fronts);
    });
}

/// Whether a word at the end of a name says that the name is that of a password. Not for PWD, which
/// is a folder, and proxy_pass, which is none.
bool ends_as_password(std::string_view word, std::string_view before) {
    static constexpr std::string_view words[] = {"password", "passwd", "passphrase", "pword"};
    static constexpr std::string_view short_words[] = {"pass", "pwd", "pw", "pswd", "psw"};
    if (is_one_of(word, short_words)) {
        static constexpr std::string_view others[] = {
            "",     "by",  "proxy", "old",  "one", "first",  "two",    "init",  "multi",
            "high", "low", "band",  "last", "num", "render", "single", "second"};
        return !is_one_of(before, others);
    }
    return is_one_of(word, words) || word.ends_with("password") || is_glued_password(word);
}

bool is_number(std::string_view word) {
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

bool names_secret(std::string_view name) {
    // Bundler keeps credentials of a host in BUNDLE_HOST__TLD.
    if (name.starts_with("BUNDLE_") && name.find("__") != std::string_view::npos) return true;
    if (name.size() > longest_name || !may_name_secret(name)) return false;
    Words words(name);
    bool found = false;
    bool is_of_another = false;
    std::string_view before;
    for (auto word = words.next(); !word.empty();) {
        auto const next = words.next();
        bool const is_last = is_number(next);
        if (is_last && ends_as_password(word, before)) return true;
        if (is_about(word)) {
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

/// The text without the quotes around it.
std::string_view unquoted(std::string_view text) {
    bool const quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'')
                        && text.back() == text.front();
    return quoted ? text.substr(1, text.size() - 2) : text;
}

/// The value without the decoration of `**None**` or `<none>`.
std::string_view undecorated(std::string_view value) {
    constexpr std::string_view marks = "*<>[]{}() _-";
    auto const begin = value.find_first_not_of(marks);
    if (begin == std::string_view::npos) return {};
    return value.substr(begin, value.find_last_not_of(marks) - begin + 1);
}

bool is_setting(std::string_view written) {
    auto const value = undecorated(written);
    if (value.empty()) return true;
    static constexpr std::string_view words[] = {
        "true",    "false",  "yes",    "no",     "on",   "off",     "0",      "1",
        "none",    "None",   "NONE",   "null",   "True", "False",   "basic",  "disabled",
        "enabled", "random", "Random", "RANDOM", "NULL", "default", "DEFAULT"};
    return is_one_of(value, words);
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
    return is_one_of(lower, words) || value.starts_with('<')
           || value.find_first_not_of("xX*.-") == value.npos
           || lower.find("dummy") != std::string::npos
           || lower.find("placeholder") != std::string::npos || lower.starts_with("your");
}

/// What people write where any value will do.
bool is_filler(std::string_view value) {
    static constexpr std::string_view words[] = {
        "changeme",   "change-me", "change_me",   "changeit",   "replaceme", "replace-me",
        "replace_me", "fixme",     "tbd",         "cafebabe",   "deadbeef",  "123456",
        "1234567",    "12345678",  "123456789",   "1234567890", "foo",       "bar",
        "foobar",     "dummy",     "placeholder", "example",    "todo"};
    auto const lower = lower_case(undecorated(value));
    return is_one_of(lower, words) || lower.starts_with("your") || lower.starts_with("changeme")
           || lower.starts_with("replace") || lower.starts_with("set_")
           || lower.find("placeholder") != std::string::npos
           || lower.find("dummy") != std::string::npos
           || (value.size() > 3 && value.find_first_not_of(value.front()) == value.npos);
}

/// A value that is only another variable: whether that one is a secret is its own affair.
bool is_other_variable(std::string_view value) {
    if (!value.starts_with('$')) return false;
    auto const name = value.substr(1).substr(value.starts_with("${") ? 1 : 0);
    auto const end =
        name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    return !names_secret(name.substr(0, end));
}

bool may_be_secret(std::string_view value) {
    return !is_setting(value) && !is_path_or_address(value) && !is_other_variable(value);
}

bool is_wanted(std::string_view name, Options const& options) {
    if (matches_any_wildcard(name, options.allowed_names)) return false;
    return matches_any_wildcard(name, options.extra_names) || names_secret(name);
}

bool is_shipped(Pass const& pass) {
    return pass.stage() == nullptr || pass.stage()->reach == model::Reach::final;
}

void report_value(Span name_span, std::string_view name, ast::Pair const& pair, Pass& pass,
                  Message<1> const& shipped, Message<1> const& of_builder) {
    auto finding = pass.report(name_span, is_shipped(pass) ? shipped : of_builder, name);
    finding.mask(pair.value.span);
    if (!is_shipped(pass) || is_filler(unquoted(pair.value.text.text())))
        finding.severity(Severity::info);
}

/// `$NAME` or `${NAME}` of a variable that no ARG or ENV of the file sets: it is empty.
bool is_undeclared_variable(std::string_view value, Pass const& pass) {
    if (!value.starts_with('$') || pass.build().image() != nullptr) return false;
    value.remove_prefix(value.starts_with("${") && value.ends_with('}') ? 2 : 1);
    if (value.ends_with('}')) value.remove_suffix(1);
    bool const is_name = value.find_first_not_of(
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
                             "uvwxyz0123456789_")
                         == value.npos;
    if (!is_name || !pass.may_look_around()) return false;
    auto const sets = [&](std::span<ast::Pair const> pairs) {
        return std::ranges::any_of(
            pairs, [&](ast::Pair const& pair) { return pair.key.text.text() == value; });
    };
    return std::ranges::none_of(
        pass.build().file().instructions, [&](ast::Instruction const& other) {
            if (&other == &pass.instruction()) return false;
            auto const* const arg = ast::get_if<ast::Arg>(&other.node);
            auto const* const env = ast::get_if<ast::Env>(&other.node);
            return (arg != nullptr && sets(arg->pairs)) || (env != nullptr && sets(env->pairs));
        });
}

void check_env(ast::Env const& node, Pass& pass, Options const& options) {
    for (auto const& pair : node.pairs) {
        auto const name = pair.key.text.text();
        auto const value = unquoted(pair.value.text.text());
        if (value.empty() || !is_wanted(name, options) || !may_be_secret(value)) continue;
        if (is_undeclared_variable(value, pass)) continue;
        // What it hands on there is the affair of the ARG.
        if (!is_shipped(pass) && value.starts_with('$')) continue;
        report_value(pair.key.span, name, pair, pass, env, env_of_builder);
    }
}

/// True when no other instruction has the name in it.
bool is_named_nowhere_else(std::string_view name, Pass const& pass) {
    auto const& build = pass.build();
    if (build.image() != nullptr) return false;
    return std::ranges::none_of(build.file().instructions, [&](ast::Instruction const& other) {
        return &other != &pass.instruction() && model::is_mentioned_in(build, other, name);
    });
}

bool is_declared_by_stage(std::string_view name, Pass const& pass) {
    if (!pass.may_look_around()) return false;
    return std::ranges::any_of(pass.build().stages(), [&](model::Stage const& stage) {
        return std::ranges::any_of(stage.instructions, [&](ast::Instruction const& instruction) {
            auto const* arg = ast::get_if<ast::Arg>(&instruction.node);
            return arg != nullptr && std::ranges::any_of(arg->pairs, [&](ast::Pair const& pair) {
                       return pair.key.text.text() == name;
                   });
        });
    });
}

void check_arg(ast::Arg const& node, Pass& pass, Options const& options) {
    if (!options.check_arg) return;
    auto const* const no_name = model::value_without_equals(pass.build(), pass.instruction());
    for (auto const& pair : node.pairs) {
        if (&pair == no_name) continue;
        auto const name = pair.key.text.text();
        auto const value = unquoted(pair.value.text.text());
        if (!is_wanted(name, options)) continue;
        // In front of the first FROM it gets into no image, unless a stage declares it again.
        bool const is_global = pass.stage() == nullptr;
        if (is_global && (value.empty() || !is_declared_by_stage(name, pass))) continue;
        if (value.empty()) {
            bool const is_builder = pass.stage()->reach != model::Reach::final;
            bool const is_unread = !is_builder && is_named_nowhere_else(name, pass);
            auto finding = is_builder  ? pass.report(pair.key.span, declared_in_builder, name)
                           : is_unread ? pass.report(pair.key.span, unread, name)
                                       : pass.report(pair.key.span, declared, name);
            finding.severity(Severity::info);
            continue;
        }
        if (!may_be_secret(value) || is_placeholder(value)) continue;
        bool const is_unread = is_named_nowhere_else(name, pass);
        report_value(pair.key.span, name, pair, pass, is_unread ? unread_value : argument,
                     argument_of_builder);
    }
}

}  // namespace

constinit Check const rule = on<check_env, check_arg>();

}  // namespace dockcheck::rules::secret_in_arg_or_env

// Finds credentials by their format.
#include "rules/secrets/hardcoded-secret-value.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/function_ref.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::hardcoded_secret_value {
namespace {

enum class Letters : std::uint8_t { alphanumeric, upper_and_digits, hexadecimal, base64url };

/// A token that begins with letters of its own.
struct Format {
    TrigramWord prefix;
    std::size_t least;  ///< characters behind the prefix
    std::size_t most;
    Letters letters;
    std::string_view what;
};

// Lengths and letters: the providers' own documentation of their token formats.
constexpr Format formats[] = {
    {"AKIA", 16, 16, Letters::upper_and_digits, "the id of an AWS access key"},
    {"ASIA", 16, 16, Letters::upper_and_digits, "the id of a temporary AWS access key"},
    {"AIza", 35, 35, Letters::base64url, "a Google API key"},
    {"SG.", 60, 70, Letters::base64url, "a SendGrid key"},
    {"dop_v1_", 64, 64, Letters::hexadecimal, "a DigitalOcean token"},
    {"ghp_", 36, 36, Letters::alphanumeric, "a GitHub token"},
    {"gho_", 36, 36, Letters::alphanumeric, "a GitHub token"},
    {"ghu_", 36, 36, Letters::alphanumeric, "a GitHub token"},
    {"ghs_", 36, 36, Letters::alphanumeric, "a GitHub token"},
    {"ghr_", 36, 76, Letters::alphanumeric, "a GitHub token"},
    {"github_pat_", 82, 82, Letters::base64url, "a GitHub token"},
    {"glpat-", 20, 64, Letters::base64url, "a GitLab token"},
    {"hf_", 34, 34, Letters::alphanumeric, "a Hugging Face token"},
    {"npm_", 36, 36, Letters::alphanumeric, "an npm token"},
    {"pypi-AgEI", 50, 400, Letters::base64url, "a PyPI token"},
    {"rk_live_", 24, 128, Letters::alphanumeric, "a Stripe key"},
    {"sk_live_", 24, 128, Letters::alphanumeric, "a Stripe key"},
    {"xoxa-", 24, 128, Letters::base64url, "a Slack token"},
    {"xoxb-", 24, 128, Letters::base64url, "a Slack token"},
    {"xoxp-", 24, 128, Letters::base64url, "a Slack token"},
};

/// No secret is shorter, with what it begins with.
constexpr std::size_t shortest = 12;

/// What a secret may begin with: a bit for each format, and those of its own shape.
constexpr auto format_count = static_cast<unsigned>(std::size(formats));
enum Beginning : std::uint32_t {
    any_format = (1U << format_count) - 1,
    url = 1U << format_count,
    private_key_mark = url << 1U,
    web_token_mark = url << 2U,
    authorization_mark = url << 3U,
};

/// By the first character and by the second: what both may begin is worth a look.
struct Beginnings {
    std::array<std::uint32_t, 256> first{};
    std::array<std::uint32_t, 256> second{};

    constexpr void add(std::uint32_t bit, char a, char b) {
        first[static_cast<unsigned char>(a)] |= bit;
        second[static_cast<unsigned char>(b)] |= bit;
    }
    [[nodiscard]] constexpr std::uint32_t at(char const* text) const {
        return first[static_cast<unsigned char>(text[0])]
               & second[static_cast<unsigned char>(text[1])];
    }
};

constexpr auto beginnings = [] {
    Beginnings result;
    for (unsigned i = 0; i < format_count; ++i) {
        result.add(1U << i, formats[i].prefix.text()[0], formats[i].prefix.text()[1]);
    }
    result.add(url, ':', '/');
    result.add(private_key_mark, '-', '-');
    result.add(web_token_mark, 'e', 'y');
    result.add(authorization_mark, 'A', 'u');
    result.add(authorization_mark, 'a', 'u');
    return result;
}();

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool belongs_to(char c, Letters letters) {
    switch (letters) {
        case Letters::alphanumeric:
            return is_alphanumeric(c);
        case Letters::upper_and_digits:
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        case Letters::hexadecimal:
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        case Letters::base64url:
            return is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
    }
    return false;
}

/// Shannon entropy in bits a character.
double entropy(std::string_view text) {
    std::array<std::uint32_t, 256> counts{};
    for (char const c : text) ++counts[static_cast<unsigned char>(c)];
    double result = 0;
    for (auto const count : counts) {
        if (count == 0) continue;
        auto const share = static_cast<double>(count) / static_cast<double>(text.size());
        result -= share * std::log2(share);
    }
    return result;
}

bool is_random(std::string_view text, double least_entropy) {
    return text.find("EXAMPLE") == std::string_view::npos
           && text.find("example") == std::string_view::npos && entropy(text) >= least_entropy;
}

/// A password with letters and digits that is no word that people put into examples.
bool is_password(std::string_view text) {
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    bool const digits = std::ranges::any_of(text, is_digit);
    bool const others = !std::ranges::all_of(text, is_digit);
    return text.size() >= 10 && digits && others && is_random(text, 3.0)
           && text.find_first_of("$<>{}%*()`\"' ") == std::string_view::npos;
}

/// The user, the password and the host of scheme://user:password@host:port/
struct UserInfo {
    std::string_view user;
    std::string_view password;
    std::string_view host;
};

/// A password that nobody has written for an example, though it may be weak: what a setting of the
/// container names is what it logs in with.
bool is_set_password(UserInfo const& info) {
    static constexpr std::string_view examples[] = {
        "change-me", "change_me", "changeit", "changeme",    "dummy",  "example",  "foo",
        "bar",       "mypass",    "pass",     "password",    "passwd", "pw",       "pwd",
        "secret",    "test",      "token",    "placeholder", "user",   "username", "fake",
        "none",      "null",      "build",    "notused",     "unused", "nulldb"};
    static constexpr std::string_view own_hosts[] = {"localhost", "127.0.0.1", "0.0.0.0", "host",
                                                     "hostname",  "example",   "mailhost"};
    auto const& password = info.password;
    auto const lower = lower_case(password);
    if (password.size() < 4 || lower == lower_case(info.user)) return false;
    // redis://:redis@redis
    if (lower == lower_case(info.host.substr(0, info.host.find(':')))) return false;
    if (password.find_first_of("$<>{}[]%*()`\"'\\, ") != password.npos) return false;
    if (std::ranges::find(examples, lower) != std::ranges::end(examples)) return false;
    if (lower.starts_with("your") || lower.starts_with("my")) return false;
    if (lower.find_first_not_of(lower.front()) == lower.npos || lower.starts_with("xxx"))
        return false;
    auto const host = info.host.substr(0, info.host.find(':'));
    return !host.empty() && info.host.find("example.") == info.host.npos
           && std::ranges::find(own_hosts, host) == std::ranges::end(own_hosts);
}

class Scan {
 public:
    /// `wanted`: what may be there at all. `is_setting`: the text is that of ENV or ARG.
    Scan(std::string_view text, std::uint32_t wanted, bool is_setting, Pass& pass,
         FunctionRef<Span(Span)> place)
        : text_(text), wanted_(wanted), is_setting_(is_setting), pass_(pass), place_(place) {}

    void run() {
        // A URL without a user in it is of no interest.
        if ((wanted_ & url) != 0 && text_.find('@') == std::string_view::npos) wanted_ &= ~url;
        if (wanted_ == 0) return;
        if (wanted_ == url) return urls();
        for (std::size_t at = 0; at + shortest <= text_.size(); ++at) {
            auto const found = beginnings.at(text_.data() + at) & wanted_;
            if (found == 0) continue;
            if ((found & url) != 0) {
                user_info(at);
            } else if ((found & private_key_mark) != 0) {
                private_key(at);
            } else if (at == 0 || !is_alphanumeric(text_[at - 1])) {
                at = word(at, found);
            }
        }
    }

 private:
    void urls() {
        for (auto at = text_.find(':'); at != std::string_view::npos;
             at = text_.find(':', at + 1)) {
            user_info(at);
        }
    }

    /// Looks at the word that begins here; returns the last position that needs no second look.
    std::size_t word(std::size_t begin, std::uint32_t found) {
        auto const rest = text_.substr(begin);
        for (auto left = found & any_format; left != 0; left &= left - 1) {
            auto const& format = formats[std::countr_zero(left)];
            if (rest.starts_with(format.prefix.text())) return token(begin, format);
        }
        if (rest.starts_with("eyJ")) return web_token(begin);
        if (rest.starts_with("Authorization: ") || rest.starts_with("authorization: "))
            authorization(begin + 15);
        return begin;
    }

    [[nodiscard]] std::size_t end_of(std::size_t begin, Letters letters) const {
        while (begin < text_.size() && belongs_to(text_[begin], letters)) ++begin;
        return begin;
    }

    std::size_t token(std::size_t begin, Format const& format) {
        auto const behind = begin + format.prefix.text().size();
        auto const end = end_of(behind, format.letters);
        auto const size = end - behind;
        if (size >= format.least && size <= format.most
            && is_random(text_.substr(behind, size), 3.0)) {
            report(begin, end, format.what);
            return end - 1;
        }
        return begin;
    }

    /// header.payload.signature of base64, the first two of JSON objects.
    std::size_t web_token(std::size_t begin) {
        auto const end = end_of(begin, Letters::base64url);
        auto const whole = text_.substr(begin, end - begin);
        auto const first = whole.find('.');
        if (first == std::string_view::npos) return begin;
        auto const second = whole.find('.', first + 1);
        if (second == std::string_view::npos || !whole.substr(first + 1).starts_with("eyJ"))
            return begin;
        if (first < 12 || second - first < 12 || whole.size() - second < 20) return begin;
        report(begin, end, "a JSON web token");
        return end - 1;
    }

    void authorization(std::size_t begin) {
        auto rest = text_.substr(begin);
        static constexpr std::string_view all_schemes[] = {"Bearer ", "Basic ", "token ", "bearer ",
                                                           "basic "};
        for (auto const scheme : all_schemes) {
            if (!rest.starts_with(scheme)) continue;
            auto const first = begin + scheme.size();
            auto end = first;
            while (end < text_.size()
                   && (belongs_to(text_[end], Letters::base64url) || text_[end] == '+'
                       || text_[end] == '/' || text_[end] == '=')) {
                ++end;
            }
            auto const value = text_.substr(first, end - first);
            if (value.size() >= 16 && is_password(value))
                report(first, end, "a credential for a web service");
            return;
        }
    }

    /// The password of scheme://user:password@host, seen from the first colon.
    void user_info(std::size_t colon) {
        if (text_.substr(colon, 3) != "://") return;
        auto const begin = colon + 3;
        auto const limit = text_.find_first_of(" \t\n\r/\"'", begin);
        auto const authority =
            text_.substr(begin, limit == std::string_view::npos ? limit : limit - begin);
        auto const at = authority.rfind('@');
        if (at == std::string_view::npos) return;
        auto const separator = authority.find(':');
        if (separator == std::string_view::npos || separator >= at) return;
        auto const password = authority.substr(separator + 1, at - separator - 1);
        constexpr std::string_view what = "the password of a user in a URL";
        if (is_password(password)) {
            report(begin + separator + 1, begin + at, what);
        } else if (is_setting_
                   && is_set_password(
                       {authority.substr(0, separator), password, authority.substr(at + 1)})) {
            report(begin + separator + 1, begin + at, what).severity(Severity::warning);
        }
    }

    void private_key(std::size_t begin) {
        auto const rest = text_.substr(begin);
        constexpr std::string_view head = "-----BEGIN ";
        constexpr std::string_view tail = "PRIVATE KEY-----";
        if (!rest.starts_with(head)) return;
        auto const end = rest.substr(0, 80).find(tail);
        if (end == std::string_view::npos) return;
        // The key itself must follow, across \\n or a real line end.
        auto body = rest.substr(end + tail.size());
        while (body.starts_with('\n') || body.starts_with('\r') || body.starts_with("\\n")
               || body.starts_with(' ')) {
            body.remove_prefix(body.starts_with('\\') ? 2 : 1);
        }
        auto const size = body.find_first_not_of(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
        if (std::min(size, body.size()) < 40) return;
        auto const key_begin = static_cast<std::size_t>(body.data() - text_.data());
        report(begin, key_begin + std::min(size, body.size()), "a private key");
    }

    Reported report(std::size_t begin, std::size_t end, std::string_view what) {
        auto const span =
            place_({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
        auto const* const stage = pass_.stage();
        bool const is_shipped = stage == nullptr || stage->reach == model::Reach::final;
        return pass_.report(span, is_shipped ? secret : in_file, what).mask(span);
    }

    std::string_view text_;
    std::uint32_t wanted_;
    bool is_setting_;
    Pass& pass_;
    FunctionRef<Span(Span)> place_;
};

/// True where one of the file's texts holds a word. The build knows most words that are nowhere.
bool is_somewhere(TrigramWord const& known, model::Build const& build) {
    if (!build.may_hold(known)) return false;
    auto const word = known.text();
    // A word may go on behind the end of a line.
    return build.source().bytes().find(word) != std::string_view::npos
           || std::ranges::any_of(
               build.file().instructions, [&](ast::Instruction const& instruction) {
                   return instruction.line.text().find(word) != std::string_view::npos;
               });
}

/// What the file holds: a bit for each beginning.
std::uint32_t beginnings_in(model::Build const& build) {
    std::uint32_t result = 0;
    for (unsigned i = 0; i < format_count; ++i) {
        if (is_somewhere(formats[i].prefix, build)) result |= 1U << i;
    }
    if (build.may_hold(TrigramWord("://"))) result |= url;
    if (is_somewhere("-----BEGIN ", build)) result |= private_key_mark;
    if (is_somewhere("eyJ", build)) result |= web_token_mark;
    if (build.may_hold(TrigramWord("Authorization: "))) result |= authorization_mark;
    return result;
}

void look_at(ast::Instruction const& instruction, std::uint32_t wanted, Pass& pass) {
    auto const in_line = [&](Span span) { return instruction.line.source(span); };
    bool const is_setting = ast::get_if<ast::Env>(&instruction.node) != nullptr
                            || ast::get_if<ast::Arg>(&instruction.node) != nullptr;
    Scan(instruction.line.text(), wanted, is_setting, pass, in_line).run();
    for (auto const& heredoc : instruction.heredocs) {
        auto const begin = heredoc.body_span.begin;
        auto const in_body = [&](Span span) { return Span{begin + span.begin, begin + span.end}; };
        Scan(heredoc.body, wanted, false, pass, in_body).run();
    }
}

void check(model::Build const& build, Pass& pass) {
    auto const wanted = beginnings_in(build);
    if (wanted == 0) return;
    for (auto const& instruction : build.file().instructions) {
        if (!instruction.is_background) look_at(instruction, wanted, pass);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::hardcoded_secret_value

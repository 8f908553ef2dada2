// The options of curl, wget and git as their manuals list them, and the parts of a URL.
#include "analyzer/model/downloads.hpp"

#include <algorithm>

#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::model {
namespace {

/// Options whose value is the rest of the word or the next one (curl.1 of curl 8).
constexpr std::string_view curl_letters = "AbcCdDeEFHKmoPQrtTuUwxXyYz";
constexpr WordList curl_values =
    " --abstract-unix-socket --alt-svc --aws-sigv4 --cacert --capath --cert --cert-type --ciphers "
    "--config --connect-timeout --connect-to --continue-at --cookie --cookie-jar "
    "--create-file-mode --crlfile --curves --data --data-ascii --data-binary --data-raw "
    "--data-urlencode --delegation --dns-interface --dns-ipv4-addr --dns-ipv6-addr --dns-servers "
    "--doh-url --dump-header --egd-file --engine --etag-compare --etag-save --expect100-timeout "
    "--form --form-string --ftp-account --ftp-alternative-to-user --ftp-method --ftp-port "
    "--ftp-ssl-ccc-mode --happy-eyeballs-timeout-ms --haproxy-clientip --header --hostpubmd5 "
    "--hostpubsha256 --hsts --interface --ip-tos --ipfs-gateway --json --keepalive-time --key "
    "--key-type --krb --libcurl --limit-rate --local-port --login-options --mail-auth --mail-from "
    "--mail-rcpt --max-filesize --max-redirs --max-time --netrc-file --noproxy --oauth2-bearer "
    "--output --output-dir --parallel-max --pass --pinnedpubkey --preproxy --proto --proto-default "
    "--proto-redir --proxy --proxy-cacert --proxy-capath --proxy-cert --proxy-cert-type "
    "--proxy-ciphers --proxy-crlfile --proxy-header --proxy-key --proxy-key-type --proxy-pass "
    "--proxy-pinnedpubkey --proxy-service-name --proxy-tls13-ciphers --proxy-tlsauthtype "
    "--proxy-tlspassword --proxy-tlsuser --proxy-user --proxy1.0 --pubkey --quote --random-file "
    "--range --rate --referer --request --request-target --resolve --retry --retry-delay "
    "--retry-max-time --sasl-authzid --service-name --socks4 --socks4a --socks5 "
    "--socks5-gssapi-service --socks5-hostname --speed-limit --speed-time --stderr "
    "--telnet-option --tftp-blksize --time-cond --tls-max --tls13-ciphers --tlsauthtype "
    "--tlspassword --tlsuser --trace --trace-ascii --trace-config --unix-socket --upload-file "
    "--url --url-query --user --user-agent --variable --vlan-priority --write-out ";

/// The same of GNU Wget 1.24 (info wget).
constexpr std::string_view wget_letters = "aoeiBtOTwQPUlARDIXn";
constexpr WordList wget_values =
    " --accept --accept-regex --append-output --base --bind-address --body-data --body-file "
    "--ca-certificate --ca-directory --certificate --certificate-type --ciphers --compression "
    "--config --connect-timeout --crl-file --cut-dirs --default-page --directory-prefix "
    "--dns-servers --dns-timeout --domains --exclude-directories --exclude-domains --execute "
    "--follow-tags --ftp-password --ftp-user --header --hsts-file --http-password --http-user "
    "--ignore-tags --include-directories --input-file --level --limit-rate --load-cookies "
    "--local-encoding --max-redirect --method --output-document --output-file --password "
    "--pinnedpubkey --post-data --post-file --prefer-family --private-key --private-key-type "
    "--progress --proxy-password --proxy-user --quota --read-timeout --referer --regex-type "
    "--reject --reject-regex --rejected-log --remote-encoding --report-speed "
    "--restrict-file-names --save-cookies --secure-protocol --timeout --tries --user "
    "--user-agent --wait --waitretry --warc-file ";

/// Options of git itself and of clone, fetch, ls-remote and `submodule add` (git-scm.com/docs).
constexpr std::string_view git_letters = "cCbojt";
constexpr WordList git_values =
    " --git-dir --work-tree --namespace --branch --origin --depth --reference "
    "--reference-if-able --template --config --jobs --separate-git-dir --filter "
    "--shallow-since --shallow-exclude --upload-pack --server-option --name ";

struct Options {
    Fetcher fetcher;
    std::string_view letters;
    WordList const* values;
};

Options options_of(std::string_view program) {
    if (program.size() < 3 || program.size() > 4) return {Fetcher::none, {}, nullptr};
    if (program == "curl") return {Fetcher::curl, curl_letters, &curl_values};
    if (program == "wget") return {Fetcher::wget, wget_letters, &wget_values};
    if (program == "git") return {Fetcher::git, git_letters, &git_values};
    return {Fetcher::none, {}, nullptr};
}

class Reader {
 public:
    Reader(Command const& command, Options const& table, Arena& arena)
        : arguments_(command.arguments), table_(table), options_(arena), urls_(arena) {
        download_.fetcher = table.fetcher;
    }

    Download read() {
        bool only_operands = false;
        for (at_ = 1; at_ < arguments_.size(); ++at_) {
            auto const& argument = arguments_[at_];
            auto const text = argument.value.known_prefix();
            if (only_operands || !text.starts_with('-') || text == "-") {
                bool const unknown = text.empty() && !argument.value.is_known();
                if (unknown && !only_operands) download_.may_have_more_options = true;
                urls_.push_back(&argument);
            } else if (text == "--") {
                only_operands = true;
            } else if (text.starts_with("--")) {
                read_long(argument, text);
            } else {
                read_letters(argument, text);
            }
        }
        download_.options = options_.items();
        download_.urls = urls_.items();
        return download_;
    }

 private:
    Value next_word() { return at_ + 1 < arguments_.size() ? arguments_[++at_].value : Value{}; }

    void read_long(Argument const& argument, std::string_view text) {
        auto const equals = text.find('=');
        auto const name = text.substr(0, equals);
        Value value;
        if (equals != std::string_view::npos) {
            value = argument.value.is_known() ? Value(text.substr(equals + 1)) : argument.value;
        } else if (table_.values->holds(name)) {
            value = next_word();
            if (name == "--url" && download_.fetcher == Fetcher::curl && at_ < arguments_.size()) {
                urls_.push_back(&arguments_[at_]);
            }
        }
        options_.push_back({name, &argument, value});
    }

    void read_letters(Argument const& argument, std::string_view text) {
        if (!argument.value.is_known()) download_.may_have_more_options = true;
        // Letters of one dash: names of two bytes are kept as views of a table.
        static constexpr std::string_view names =
            "-A-B-C-D-E-F-G-H-I-J-K-L-M-N-O-P-Q-R-S-T-U-V-W-X-Y-Z"
            "-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z";
        for (std::size_t i = 1; i < text.size(); ++i) {
            auto const place = names.find(text[i]);
            if (text[i] == '-' || place == std::string_view::npos) continue;
            auto const name = names.substr(place - 1, 2);
            if (table_.letters.find(text[i]) == std::string_view::npos) {
                options_.push_back({name, &argument, {}});
                continue;
            }
            bool const last = i + 1 == text.size();
            auto const value = last ? next_word() : Value(text.substr(i + 1));
            options_.push_back({name, &argument, value});
            return;
        }
    }

    std::span<Argument const> arguments_;
    Options table_;
    Download download_;
    ArenaVector<FetchOption> options_;
    ArenaVector<Argument const*> urls_;
    std::size_t at_ = 1;
};

constexpr Download no_download{};

bool is_fetching_verb(std::string_view verb) {
    return verb == "clone" || verb == "fetch" || verb == "pull" || verb == "ls-remote"
           || verb == "submodule";
}

}  // namespace

FetchOption const* Download::find(WordList const& names) const {
    auto const found = std::ranges::find_if(
        options, [&](FetchOption const& option) { return list_holds(names, option.name); });
    return found == options.end() ? nullptr : &*found;
}

Download const& download_of(Command const& command, Arena& arena) {
    if (command.download != nullptr) return *command.download;
    auto const table = options_of(command.program);
    if (table.fetcher == Fetcher::none) return no_download;
    auto download = Reader(command, table, arena).read();
    if (download.fetcher == Fetcher::git && !download.urls.empty()) {
        auto const& verb = download.urls.front()->value;
        bool const fetches = is_fetching_verb(verb.text_or_empty());
        download.urls = fetches ? download.urls.subspan(1) : download.urls.first(0);
    }
    command.download = arena.make<Download>(download);
    return *command.download;
}

Address address_of(Value const& url) {
    auto text = url.known_prefix();
    Address address;
    auto const colon = text.find("://");
    if (colon == std::string_view::npos) return address;
    address.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 3);
    static constexpr ByteSet ends_host("/?#");
    auto const end = ends_host.find_in(text);
    address.host_is_known = url.is_known() || end != std::string_view::npos;
    auto host = text.substr(0, end);
    if (auto const at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
    if (host.starts_with('[')) {
        host = host.substr(0, host.find(']') + 1);
    } else if (auto const port = host.find(':'); port != std::string_view::npos) {
        // Digits may be followed by what nobody knows: the host is not. Else it may be a password.
        auto const next = host.substr(port + 1, 1);
        bool const digit = !next.empty() && next.front() >= '0' && next.front() <= '9';
        address.host_is_known = address.host_is_known || digit;
        host = host.substr(0, port);
    }
    address.host = host;
    return address;
}

bool is_local_host(std::string_view host) {
    return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || host == "[::]"
           || host == "0.0.0.0" || host.starts_with("127.") || host.starts_with("169.254.")
           || host.starts_with("[fe80:") || host == "host.docker.internal";
}

}  // namespace dockcheck::model

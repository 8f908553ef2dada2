// Reading the plain lines of [dependencies], and what Cargo.lock says of a package ("The Cargo
// Book", specifying dependencies; docs.rs/openssl, docs.rs/reqwest).
#include "analyzer/model/cargo_openssl.hpp"

#include <algorithm>

namespace dockcheck::model {
namespace {

/// The part of a lock file on a package; empty where it has none, or several of that name.
std::string_view locked_package(std::string_view lock, std::string_view name) {
    auto const line = "\nname = \"" + std::string(name) + "\"";
    auto const at = lock.find(line);
    if (at == lock.npos || lock.find(line, at + 1) != lock.npos) return {};
    return lock.substr(at, lock.find("\n[[package]]", at) - at);
}

/// True where the lock file has native-tls among what reqwest takes: by its default features, up to
/// 0.12.
bool takes_native_tls(std::string_view lock) {
    auto const part = locked_package(lock, "reqwest");
    bool const is_old = part.find("\nversion = \"0.11.") != part.npos
                        || part.find("\nversion = \"0.12.") != part.npos;
    return is_old && part.find("\"native-tls\"") != part.npos;
}

/// What a line of [dependencies] is about: `reqwest` of `reqwest = "0.12"`; empty where it is
/// optional, or is taken from elsewhere, or its features are.
std::string_view plain_dependency(std::string_view line) {
    auto const end = line.find_first_of(" \t=");
    auto const sign = line.find('=');
    if (end == line.npos || end == 0 || sign == line.npos) return {};
    auto const value = line.substr(sign + 1);
    for (std::string_view const word :
         {"optional", "default", "workspace", "path", "git", "package", "vendored", "aws-lc"}) {
        if (value.find(word) != value.npos) return {};
    }
    auto const name = line.substr(0, end);
    bool const is_closed = value.find('{') == value.npos || value.find('}') != value.npos;
    return is_closed && name.find('.') == name.npos ? name : std::string_view();
}

}  // namespace

std::optional<OpensslNeed> openssl_need(Source const& manifest, Source const& lock) {
    auto const locked = lock.bytes();
    if (locked_package(locked, "openssl-sys").empty()
        || locked.find("\nname = \"openssl-src\"") != locked.npos) {
        return std::nullopt;
    }
    auto const text = manifest.bytes();
    auto rest = text;
    bool in_dependencies = false;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        auto const line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.starts_with('[')) in_dependencies = line.starts_with("[dependencies]");
        if (!in_dependencies || line.starts_with('#')) continue;
        auto const name = plain_dependency(line);
        bool const is_own = name == "openssl" || name == "openssl-sys" || name == "native-tls";
        if (!is_own && (name != "reqwest" || !takes_native_tls(locked))) continue;
        auto const begin = static_cast<std::uint32_t>(name.data() - text.data());
        return OpensslNeed{std::string(name),
                           {&manifest, {begin, begin + static_cast<std::uint32_t>(name.size())}}};
    }
    return std::nullopt;
}

}  // namespace dockcheck::model

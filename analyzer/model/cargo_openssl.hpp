// Whether a package of Rust is linked with the OpenSSL of the system.
#pragma once

#include <optional>
#include <string>

#include "analyzer/text/place.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::model {

/// A dependency by which a package certainly needs OpenSSL on Linux.
struct OpensslNeed {
    std::string dependency;  ///< "reqwest"
    Place place;             ///< in Cargo.toml
};

/// Reads Cargo.toml and the Cargo.lock beside it. Nothing where OpenSSL is compiled along with the
/// package (openssl-src), or features may leave it out.
std::optional<OpensslNeed> openssl_need(Source const& manifest, Source const& lock);

}  // namespace dockcheck::model

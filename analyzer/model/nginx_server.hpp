// The official image of nginx with a configuration of one's own.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// A port of a `listen` directive.
struct NginxPort {
    std::uint16_t port = 0;
    Place place;  ///< of its digits, in a file of the context; none where the image's own says it
};

/// True where the image is made from nginx's own, starts as that does, and nothing but files of
/// conf.d is put into /etc/nginx: nginx.conf is the image's still.
bool has_own_nginx_start(Build const& build, Stage const& stage);

/// The ports at which such an image listens, by its own default.conf or by the one file of the
/// context that takes its place; none where a directive says something else than a port, or other
/// files may be read.
std::vector<NginxPort> nginx_ports(Build const& build, Stage const& stage);

}  // namespace dockcheck::model

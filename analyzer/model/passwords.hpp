// Commands that give accounts passwords.
#pragma once

#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// True for a chpasswd or passwd that reads a password which stands in the Dockerfile, or in an
/// argument of the build: not one that the RUN itself makes up, and none that is encrypted.
bool reads_plain_password(Stage const& stage, Command const& command);

/// True for a vncpasswd or x11vnc that stores a password which stands in the Dockerfile.
bool stores_remote_desktop_password(Stage const& stage, Command const& command);

/// True for SQL or an answer to debconf that gives a database account a password which stands in
/// the Dockerfile.
bool stores_database_password(Stage const& stage, Command const& command);

}  // namespace dockcheck::model

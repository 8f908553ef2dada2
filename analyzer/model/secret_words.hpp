// Whether a variable is that of a credential, by its name and by what it is set to.
#pragma once

#include <string_view>

namespace dockcheck::model {

/// True for the name of a credential itself: DB_PASSWORD, and not PASSWORD_FILE or TOKEN_ISSUER.
bool names_secret(std::string_view name);

/// True for a value that switches something on or off, or says that there is none.
bool is_setting(std::string_view value);

/// True for a path, and for an address without an account in it.
bool is_path_or_address(std::string_view value);

/// True for what people write to say that a value belongs there.
bool is_placeholder(std::string_view value);

/// True for what people write where any value will do.
bool is_filler(std::string_view value);

}  // namespace dockcheck::model

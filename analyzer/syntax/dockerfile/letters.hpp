// Which code points may stand in the name of a variable.
#pragma once

namespace dockcheck::dockerfile {

/// Unicode category L (Go's unicode.IsLetter).
bool is_letter(char32_t c);
/// Unicode category Nd (Go's unicode.IsDigit).
bool is_digit(char32_t c);

}  // namespace dockcheck::dockerfile

// Judging of file modes.
//
//   symbolic = clause ( "," clause )*
//   clause   = [ugoa]* ( [-+=] [rwxXstugo]* )+
#include "analyzer/syntax/dockerfile/file_mode.hpp"

#include <cstdint>
#include <limits>

#include "analyzer/syntax/dockerfile/go_values.hpp"

namespace dockcheck::dockerfile {
namespace {

void skip_any_of(std::string_view& rest, std::string_view characters) {
    auto const end = rest.find_first_not_of(characters);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
}

bool is_symbolic_mode(std::string_view text) {
    while (true) {
        skip_any_of(text, "ugoa");
        do {
            if (text.find_first_of("-+=") != 0) return false;
            text.remove_prefix(1);
            skip_any_of(text, "rwxXstugo");
        } while (!text.empty() && text.front() != ',');
        if (text.empty()) return true;
        text.remove_prefix(1);
    }
}

}  // namespace

bool is_file_mode(std::string_view text) {
    if (text.empty()) return true;
    auto const octal = parse_go_unsigned(text, 8, std::numeric_limits<std::uint32_t>::max());
    return octal ? *octal <= 07777 : is_symbolic_mode(text);
}

}  // namespace dockcheck::dockerfile

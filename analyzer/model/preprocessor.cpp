// Comments that are none for the C preprocessor.
#include "analyzer/model/preprocessor.hpp"

namespace dockcheck::model {
namespace {

bool has_line_beginning(std::string_view text, std::string_view beginning) {
    for (auto at = text.find(beginning); at != text.npos; at = text.find(beginning, at + 1)) {
        if (at == 0 || text[at - 1] == '\n') return true;
    }
    return false;
}

}  // namespace

bool has_preprocessor_lines(Build const& build) {
    auto const bytes = build.source().bytes();
    return (build.may_hold(TrigramWord("#endif")) && has_line_beginning(bytes, "#endif"))
           || (build.may_hold(TrigramWord("#include \"")) && has_line_beginning(bytes, "#include \""));
}

}  // namespace dockcheck::model

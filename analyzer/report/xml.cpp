// Escaping for XML.
#include "analyzer/report/xml.hpp"

#include "analyzer/report/visible.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck {

std::string xml_text(std::string_view text) {
    std::string result;
    for (; !text.empty(); text.remove_prefix(decode(text).size)) {
        switch (auto const c = decode(text).value; c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&apos;";
                break;
            case '\n':
                result += "&#10;";
                break;
            case '\t':
                result += "&#9;";
                break;
            case 0xFFFE:
            case 0xFFFF:
                encode(0xFFFD, result);
                break;
            default:
                append_visible(c, result);
        }
    }
    return result;
}

}  // namespace dockcheck

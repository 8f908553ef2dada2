// See the header: the options of `set` as they are written.
#include "analyzer/model/errexit.hpp"

#include <algorithm>

namespace dockcheck::model {

bool turns_errexit_off(ShellScript const& script) {
    return std::ranges::any_of(script.simple_commands, [&](shell::Node const* command) {
        auto const text = script.text_of(*command);
        if (!text.starts_with("set ") && !text.starts_with("set\t")) return false;
        for (auto at = text.find('+'); at != text.npos; at = text.find('+', at + 1)) {
            if (text[at - 1] != ' ' && text[at - 1] != '\t') continue;
            auto const flags = text.substr(at, text.find_first_of(" \t\n", at) - at);
            if (flags.find('e') != flags.npos && flags != "+o") return true;
            if (flags == "+o" && text.substr(at).find("errexit") != text.npos) return true;
        }
        return false;
    });
}

}  // namespace dockcheck::model

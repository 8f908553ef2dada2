// What is made of the system's own answers.
#include "analyzer/system/disk.hpp"

#include "analyzer/system/paths.hpp"

namespace dockcheck::system {

bool is_same_file(std::string const& a, std::string const& b) {
    auto const of_a = status_of(a);
    if (of_a.kind == Kind::missing) return false;
    auto const of_b = status_of(b);
    return of_b.kind != Kind::missing && of_a.device == of_b.device && of_a.number == of_b.number;
}

std::string nearly_real_path(std::string const& path) {
    std::string rest;
    for (std::string at = path;;) {
        if (auto const real = real_path(at)) return rest.empty() ? *real : joined(*real, rest);
        auto const parent = parent_of(at);
        if (parent.empty() || parent.size() >= at.size()) return joined({}, path);
        auto const name = at.substr(parent.size() + (parent.ends_with('/') ? 0 : 1));
        rest = rest.empty() ? name : name + "/" + rest;
        at.resize(parent.size());
    }
}

}  // namespace dockcheck::system

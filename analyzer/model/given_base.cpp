// Asking for each variable in the words of a FROM.
#include "analyzer/model/given_base.hpp"

#include <algorithm>

namespace dockcheck::model {

bool may_be_another_base(Build const& build, Reference const& base) {
    static constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    if (build.context() == nullptr) return false;
    auto const image = Place{&build.source(), base.span}.text();
    for (auto at = image.find('$'); at != image.npos; at = image.find('$', at + 1)) {
        auto const begin = image.find_first_of(letters, at);
        if (begin == image.npos) return false;
        auto const end = std::min(image.find_first_not_of(letters, begin), image.size());
        if (build.context()->may_be_given(image.substr(begin, end - begin))) return true;
    }
    return false;
}

}  // namespace dockcheck::model

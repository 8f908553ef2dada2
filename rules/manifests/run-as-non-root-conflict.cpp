// Finds containers that must not run as root, of images that may be root's.
#include "rules/manifests/run-as-non-root-conflict.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/privileges.hpp"

namespace dockcheck::rules::run_as_non_root_conflict {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

/// The account of the image, which counts where no manifest names one.
void check_image(model::PodContainer const& container, Pass& pass) {
    auto const& user = pass.stage()->config.user;
    auto const place = container.run_as_non_root->place;
    if (user.is_absent()) {
        pass.report(place, none, container.described());
        return;
    }
    if (!user.is_set() || !user.value.is_known()) return;
    auto const text = user.value.text_or_empty();
    auto const name = text.substr(0, text.find(':'));
    if (name.empty() || (is_number(name) && !model::names_root(name))) return;
    auto finding = model::names_root(name) ? pass.report(place, root, container.described(), text)
                                           : pass.report(place, named, container.described(), name);
    if (user.origin.place.source != nullptr)
        finding.related(user.origin.place, "the account of the image");
}

void check(model::PodContainer const& container, Pass& pass) {
    if (!container.run_as_non_root || container.run_as_non_root->text != "true") return;
    if (pass.stage()->is_windows) return;
    if (!container.run_as_user) {
        if (!container.may_get_user) check_image(container, pass);
        return;
    }
    if (container.run_as_user->text != "0") return;
    auto const& user = pass.stage()->config.user;
    auto const text = user.is_set() ? user.value.text_or_empty() : std::string_view();
    auto const number = text.substr(0, text.find(':'));
    bool const is_other = is_number(number) && !model::names_root(number);
    pass.report(container.run_as_user->place, zero, container.described(),
                is_other ? number : std::string_view("10001"));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::run_as_non_root_conflict

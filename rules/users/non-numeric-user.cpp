// Finds images whose user is a name.
#include "rules/users/non-numeric-user.hpp"

#include <string>

#include "analyzer/knowledge/accounts.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"

namespace dockcheck::rules::non_numeric_user {
namespace {

/// The number that a useradd or adduser of this Dockerfile gives to the name, or empty.
std::string_view number_of(std::string_view name, model::Stage const& last) {
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.program != "useradd" && command.program != "adduser") continue;
            bool names_it = false;
            std::string_view number;
            for (std::size_t i = 1; i < command.arguments.size(); ++i) {
                auto const word = command.argument(i);
                names_it = names_it || word == name;
                if (word == "-u" || word == "--uid") number = command.argument(i + 1);
                if (word.starts_with("--uid=")) number = word.substr(6);
                if (number.find_first_not_of("0123456789") != number.npos) number = {};
            }
            if (names_it && !number.empty()) return number;
        }
    }
    return {};
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const& user = config.user;
    if (config.is_windows || !user.is_set()) return;
    if (user.origin.kind != model::Origin::Kind::instruction) return;
    auto const text = user.value.text_or_empty();
    auto const account = text.substr(0, text.find(':'));
    if (account.empty() || account == "root") return;
    if (account.find_first_not_of("0123456789") == std::string_view::npos) return;
    auto const number = number_of(account, *pass.stage());
    auto const& root = pass.stage()->root();
    auto const* const known = model::known_image(root);
    bool const is_image = root.kind == model::Reference::Kind::image && root.value.is_known();
    auto const family = known == nullptr ? knowledge::ImageFamily::unknown : known->family;
    auto const brought =
        is_image ? knowledge::account_of(model::name_of(root.image), family) : std::nullopt;
    if (number.empty() && brought && brought->name == account) {
        pass.report(user.origin.place, of_image, account, brought->number,
                    root.value.text_or_empty());
    } else if (number.empty()) {
        pass.report(user.origin.place, name, account);
    } else {
        pass.report(user.origin.place, name_with_number, account, number);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::non_numeric_user

// Finds images that say USER root last.
#include "rules/users/final-user-is-root.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/image_use.hpp"
#include "analyzer/model/privileges.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::final_user_is_root {
namespace {

/// The account of Windows images that may do everything.
bool is_administrator(std::string_view user) {
    return equal_without_case(user, "ContainerAdministrator");
}

bool is_of_name(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The ARG that a USER begins with, or empty.
std::string_view argument_of(model::Origin const& origin, Pass const& pass) {
    if (origin.instruction == nullptr || pass.build().image() != nullptr) return {};
    auto text = origin.instruction->arguments.text();
    auto const begin = text.find_first_not_of("\"${");
    if (begin == text.npos || text.substr(0, begin).find('$') == text.npos) return {};
    text.remove_prefix(begin);
    auto const end = std::ranges::find_if_not(text, is_of_name);
    auto const name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    for (auto const& instruction : pass.build().file().instructions) {
        auto const* const arg = ast::get_if<ast::Arg>(&instruction.node);
        if (arg == nullptr) continue;
        for (auto const& pair : arg->pairs) {
            if (pair.key.text.text() == name) return name;
        }
    }
    return {};
}

void report(model::RuntimeConfig const& config, model::Privileges privileges, Pass& pass) {
    using model::Privileges;
    auto const& origin = config.user.origin;
    auto const name = config.user.value.text_or_empty();
    if (auto const argument = argument_of(origin, pass); !argument.empty()) {
        auto finding = pass.report(origin.place, by_default, name, argument);
        if (privileges != Privileges::kept) finding.severity(Severity::info);
    } else if (privileges == Privileges::kept) {
        pass.report(origin.place, root, name);
    } else {
        pass.report(origin.place, privileges == Privileges::dropped ? dropped : unseen, name)
            .severity(Severity::info);
    }
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    using model::Privileges;
    auto const& user = config.user;
    if (!user.is_set() || user.origin.kind != model::Origin::Kind::instruction) return;
    auto const name = user.value.text_or_empty();
    bool const is_windows = is_administrator(name);
    // Windows knows neither root nor numbers of accounts.
    if (!is_windows && (!model::names_root(name) || pass.stage()->is_windows)) return;
    if (model::has_onbuild(*pass.stage())) return;
    if (model::is_for_development(pass.build(), *pass.stage())) return;
    if (model::service_chooses_user(pass.build(), *pass.stage())) return;
    auto const privileges = model::privileges_of(pass.build(), *pass.stage());
    if (privileges == Privileges::interactive || privileges == Privileges::needed) return;
    if (is_windows) {
        auto finding = pass.report(user.origin.place, windows, name);
        if (privileges != Privileges::kept) finding.severity(Severity::info);
        return;
    }
    report(config, privileges, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::final_user_is_root

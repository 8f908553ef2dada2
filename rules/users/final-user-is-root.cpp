// Finds images that say USER root last.
#include "rules/users/final-user-is-root.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/privileges.hpp"

namespace dockcheck::rules::final_user_is_root {
namespace {

bool is_root(std::string_view user) {
    auto const name = user.substr(0, user.find(':'));
    constexpr std::string_view windows = "containeradministrator";
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return name == "root" || name == "0" || std::ranges::equal(name, windows, {}, lower);
}

bool has_triggers(model::Stage const& stage) {
    return std::ranges::any_of(stage.instructions, [](ast::Instruction const& instruction) {
        return instruction.keyword == ast::Keyword::onbuild;
    });
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    using model::Privileges;
    auto const& user = config.user;
    if (!user.is_set() || user.origin.kind != model::Origin::Kind::instruction) return;
    auto const name = user.value.text_or_empty();
    if (!is_root(name) || has_triggers(*pass.stage())) return;
    auto const privileges = model::privileges_of(pass.build(), *pass.stage());
    if (privileges == Privileges::interactive || privileges == Privileges::needed) return;
    if (privileges == Privileges::kept) {
        pass.report(user.origin.place, root, name);
    } else {
        pass.report(user.origin.place, privileges == Privileges::dropped ? dropped : root, name)
            .severity(Severity::info);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::final_user_is_root

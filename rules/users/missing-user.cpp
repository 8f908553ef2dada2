// Finds images that run as root because nobody said anything else.
#include "rules/users/missing-user.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/knowledge/accounts.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/privileges.hpp"

namespace dockcheck::rules::missing_user {
namespace {

bool has_triggers(model::Stage const& stage) {
    return std::ranges::any_of(stage.instructions, [](ast::Instruction const& instruction) {
        return instruction.keyword == ast::Keyword::onbuild;
    });
}

bool runs_as_root(model::RuntimeConfig const& config, Options const& options) {
    auto const& user = config.user;
    if (user.is_unknown()) {
        return user.origin.kind == model::Origin::Kind::unknown_base
               && options.unknown_base == "assume-root";
    }
    if (user.origin.kind == model::Origin::Kind::instruction) return false;
    auto const name = user.value.text_or_empty();
    return user.is_absent() || name.empty() || name == "root" || name == "0";
}

std::optional<knowledge::Account> account_of(model::Reference const& root) {
    if (root.kind != model::Reference::Kind::image || !root.value.is_known()) return std::nullopt;
    auto const* const known = root.known_image;
    auto const family = known == nullptr ? knowledge::ImageFamily::unknown : known->family;
    return knowledge::account_of(model::name_of(root.image), family);
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage->from == nullptr || stage->is_windows || has_triggers(*stage)) return;
    if (!runs_as_root(config, options)) return;
    auto const privileges = model::privileges_of(pass.build(), *stage);
    bool const assumed = config.user.is_unknown() && privileges == model::Privileges::unknown;
    if (privileges != model::Privileges::kept && !assumed) return;
    if (pass.build().image() != nullptr) {
        pass.report(config.user.origin.place, in_image);
        return;
    }
    auto const& root = stage->root();
    auto const account = account_of(root);
    if (account) {
        pass.report(stage->from->image.span, with_account, root.value.text_or_empty(),
                    account->number, account->name);
        return;
    }
    pass.report(stage->from->image.span, missing,
                root.kind == model::Reference::Kind::scratch ? std::string_view("scratch")
                                                             : root.value.text_or_empty());
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_user

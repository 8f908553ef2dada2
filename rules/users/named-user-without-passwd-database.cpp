// Finds names of accounts in images made from scratch that have no list of accounts.
#include "rules/users/named-user-without-passwd-database.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::named_user_without_passwd_database {
namespace {

bool is_number(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool has_name(std::string_view owner) {
    if (owner.find('$') != std::string_view::npos) return false;
    auto const colon = owner.find(':');
    auto const group =
        colon == std::string_view::npos ? std::string_view() : owner.substr(colon + 1);
    return !is_number(owner.substr(0, colon)) || !is_number(group);
}

/// True when the destination may be /etc, something above it or a file in it.
bool may_bring_accounts(model::Transfer const& transfer) {
    auto const target = transfer.target.known();
    if (!target) return true;
    auto const path = model::clean_path(*target);
    return path == "/" || path == "/etc" || path.starts_with("/etc/");
}

/// The position of the first instruction that may bring a list of accounts; npos when none does.
std::size_t first_database(model::Stage const& stage, Pass const& pass) {
    for (auto const& instruction : stage.instructions) {
        auto const position = pass.build().position_of(instruction);
        bool const may_do_anything = instruction.is_faulty
                                     || instruction.keyword == ast::Keyword::run
                                     || instruction.keyword == ast::Keyword::shell;
        if (may_do_anything) return position;
    }
    return std::string_view::npos;
}

bool has_database(model::Stage const& stage, std::uint32_t position, Pass const& pass) {
    if (first_database(stage, pass) < position) return true;
    for (auto const& transfer : stage.transfers) {
        if (transfer.position < position && may_bring_accounts(transfer)) return true;
    }
    return !stage.triggered.instructions.empty();
}

bool is_bare(Pass const& pass) {
    auto const* const last = pass.stage();
    if (last == nullptr || last->root().kind != model::Reference::Kind::scratch) return false;
    if (last->is_windows || !pass.may_look_around()) return false;
    auto const position = pass.build().position_of(pass.instruction());
    for (auto const* stage = last; stage != nullptr; stage = stage->parent) {
        if (has_database(*stage, position, pass)) return false;
    }
    return true;
}

void check_user(ast::User const& node, Pass& pass) {
    auto const text = pass.value(node.value).known();
    if (!text || text->empty() || *text == "root" || !has_name(*text) || !is_bare(pass)) return;
    pass.report(node.value.span, user, *text);
}

void check_owner(model::Transfer const& transfer, Pass& pass) {
    auto const* const flag = transfer.instruction->flag("chown");
    if (flag == nullptr || !flag->has_value) return;
    auto const text = flag->value.text();
    if (text.empty() || text == "root" || text == "root:root" || !has_name(text)) return;
    if (is_bare(pass)) pass.report(flag->value_span, chown, text);
}

}  // namespace

constinit Check const rule = on<check_user, check_owner>();

}  // namespace dockcheck::rules::named_user_without_passwd_database

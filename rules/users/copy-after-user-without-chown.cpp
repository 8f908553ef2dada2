// Finds COPY below a USER into a folder of that account, without --chown.
#include "rules/users/copy-after-user-without-chown.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::copy_after_user_without_chown {
namespace {

std::string_view account_of(std::string_view owner) { return owner.substr(0, owner.find(':')); }

/// The account in force, by a USER of this file that is not root; else empty.
std::string_view account_at(model::Setting<Value> const& user) {
    if (!user.is_set() || user.origin.kind != model::Origin::Kind::instruction) return {};
    auto const name = account_of(user.value.text_or_empty());
    return name == "root" || name == "0" ? std::string_view() : name;
}

bool is_read_only(std::string_view path, Options const& options) {
    return std::ranges::any_of(options.read_only_destinations, [&](std::string_view folder) {
        return model::is_at_or_below(path, folder);
    });
}

/// True for a chown to the account of the path or of what it lies in.
bool gives(model::Stage const& stage, model::Command const& command, std::string_view account,
           std::string_view path, Pass const& pass) {
    if (command.program != "chown" || command.use != model::Use::run) return false;
    auto const words = model::operands_of(command, pass.build().arena());
    if (words.size() < 2 || account_of(words.front()->value.text_or_empty()) != account) {
        return false;
    }
    return std::ranges::any_of(words.subspan(1), [&](model::Argument const* word) {
        auto const value = model::path_of(pass.build(), stage, command, word->value);
        return value.is_known() && model::is_at_or_below(path, model::clean_path(*value.known()));
    });
}

/// True for a copy into the same tree that has the account as its owner.
bool copies_for(model::Transfer const& transfer, std::string_view account, std::string_view path) {
    auto const* const flag = transfer.instruction->flag("chown");
    if (flag == nullptr || account_of(flag->value.text()) != account) return false;
    auto const target = model::target_of(transfer);
    return !target.empty() && target != "/"
           && (model::is_at_or_below(target, path) || model::is_at_or_below(path, target));
}

constexpr std::size_t most_looked_at = 1000;

/// True when something in the chain of stages gives the folder to the account.
bool is_given(std::string_view account, std::string_view path, Pass const& pass) {
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        auto const commands =
            stage->commands.first(std::min(stage->commands.size(), most_looked_at));
        auto const transfers =
            stage->transfers.first(std::min(stage->transfers.size(), most_looked_at));
        bool const by_chown = std::ranges::any_of(commands, [&](model::Command const& command) {
            return gives(*stage, command, account, path, pass);
        });
        if (by_chown || std::ranges::any_of(transfers, [&](model::Transfer const& other) {
                return copies_for(other, account, path);
            })) {
            return true;
        }
    }
    return false;
}

/// True when a command behind the copy may change owners, in this stage or in one behind it.
bool may_change_owner_later(model::Transfer const& transfer, Pass const& pass) {
    auto const position = pass.build().position_of(*transfer.instruction);
    auto const found = pass.build().positions_with("chown");
    auto const instructions = pass.build().file().instructions;
    return std::ranges::any_of(found, [&](std::uint32_t other) {
        return other > position && instructions[other].keyword == ast::Keyword::run;
    });
}

/// What --chown takes: as USER has it.
std::string_view owner_of(model::Setting<Value> const& user) {
    auto const* const written = ast::get_if<ast::User>(&user.origin.instruction->node);
    return written == nullptr ? std::string_view() : written->value.text.text();
}

void report(model::Transfer const& transfer, model::Setting<Value> const& user,
            std::string_view path, bool is_home, Pass& pass) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-";
    auto const& instruction = *transfer.instruction;
    auto const account = account_of(user.value.text_or_empty());
    auto const written = owner_of(user);
    bool const is_plain = written.find_first_not_of(plain) == written.npos && !written.empty();
    auto const owner = is_plain ? written : user.value.text_or_empty();
    auto const keyword = ast::to_string(instruction.keyword);
    auto finding =
        pass.report(instruction.span, is_home ? home : given, path, account, keyword, owner);
    finding.related(user.origin.place.span, "this does not hold for what is copied");
    bool const is_number = account.find_first_not_of("0123456789") == account.npos;
    if (is_plain && (is_number || instruction.flag("link") == nullptr)) {
        finding.insert(instruction.name_span.end, " --chown=" + std::string(owner));
    }
}

void check(model::Transfer const& transfer, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || pass.is_trigger() || pass.build().image() != nullptr) return;
    if (stage->reach != model::Reach::final || stage->is_windows) return;
    if (transfer.instruction->flag("chown") != nullptr) return;
    auto const user = pass.build().user(*transfer.instruction);
    auto const account = account_at(user);
    auto const path = model::target_of(transfer);
    if (account != account_at(stage->config.user)) return;  // as whom the container runs
    if (account.empty() || path.empty() || path == "/" || is_read_only(path, options)) return;
    if (!model::copies_folder(pass.build(), transfer) || !pass.may_look_around()) return;
    auto const home_folder = "/home/" + std::string(account);
    bool const is_home = model::is_at_or_below(path, home_folder);
    if (!is_home && !is_given(account, path, pass)) return;
    if (may_change_owner_later(transfer, pass)) return;
    report(transfer, user, path, is_home, pass);
}

}  // namespace

constinit Check const rule = on<check>().for_files_with<ast::User>();

}  // namespace dockcheck::rules::copy_after_user_without_chown

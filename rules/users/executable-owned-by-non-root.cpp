// Finds COPY --chown that gives programs and settings to an account other than root.
#include "rules/users/executable-owned-by-non-root.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::executable_owned_by_non_root {
namespace {

/// The account of an owner, where it certainly is not root; else empty.
std::string_view account_of(ast::Flag const& flag, Pass const& pass) {
    auto const value = pass.build().expand(pass.instruction(), flag.value.text()).value;
    auto const owner = value.text_or_empty();
    auto const name = owner.substr(0, owner.find(':'));
    return name == "root" || name == "0" ? std::string_view() : name;
}

/// The pattern of the list whose folder holds the path, or empty.
std::string_view folder_of(std::string_view path, Options const& options) {
    for (auto const folder : options.paths) {
        if (folder.empty()) continue;
        if (matches_wildcard(path, folder)) return folder;
        if (matches_wildcard(path, std::string(folder) + "/*")) return folder;
    }
    return {};
}

/// The last part of the first source that is run, by the end of its name; or empty.
std::string_view program_of(model::Transfer const& transfer, Options const& options) {
    for (auto const& source : transfer.sources) {
        auto const name = base_name(source.value.known_suffix());
        auto const dot = name.rfind('.');
        if (dot == name.npos) continue;
        if (std::ranges::find(options.extensions, name.substr(dot + 1)) != options.extensions.end())
            return name;
    }
    return {};
}

/// The flag and the blanks behind it.
void remove_flag(Reported reported, ast::Flag const& flag, Pass const& pass) {
    auto const bytes = pass.build().source().bytes();
    auto const end = bytes.find_first_not_of(" \t", flag.span.end);
    if (end == bytes.npos) return;
    reported.remove({flag.span.begin, static_cast<std::uint32_t>(end)});
}

void check(model::Transfer const& transfer, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    auto const* const flag = transfer.instruction->flag("chown");
    if (flag == nullptr || stage == nullptr || stage->is_windows) return;
    if (stage->reach != model::Reach::final) return;
    auto const account = account_of(*flag, pass);
    if (account.empty()) return;
    auto const folder = folder_of(model::target_of(transfer), options);
    auto const program = program_of(transfer, options);
    if (!folder.empty()) {
        auto const path = model::target_of(transfer);
        remove_flag(pass.report(flag->span, system, account, path), *flag, pass);
    } else if (!program.empty()) {
        remove_flag(pass.report(flag->span, script, account, program), *flag, pass);
    } else if (options.flag_any_chown) {
        remove_flag(pass.report(flag->span, any, account), *flag, pass);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::executable_owned_by_non_root

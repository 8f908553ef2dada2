// Finds programs below /root that an image starts as another account.
#include "rules/runtime/closed-home-on-path.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/closed_home.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/started_files.hpp"

namespace dockcheck::rules::closed_home_on_path {
namespace {

/// The account that the image starts as, where it certainly is not root.
std::optional<std::string_view> account_of(model::RuntimeConfig const& config) {
    if (!config.user.is_set()) return std::nullopt;
    auto const text = config.user.value.text_or_empty();
    auto const name = text.substr(0, text.find(':'));
    bool const is_root = name == "root" || name.find_first_not_of('0') == name.npos;
    return is_root ? std::nullopt : std::optional(name);
}

/// True for the distributions in which /root is closed to others, by the mode 0700.
bool has_closed_home(model::Stage const& stage) {
    auto const& root = stage.root();
    if (root.kind != model::Reference::Kind::image || root.known_image == nullptr) return false;
    using knowledge::ImageFamily;
    auto const family = root.known_image->family;
    return family == ImageFamily::debian || family == ImageFamily::ubuntu
           || family == ImageFamily::alpine;
}

bool is_below_home(std::string_view path) {
    return path.starts_with("/root/") && path.size() > std::string_view("/root/").size();
}

/// The program, or the file that it is to run, where its path says that it lies below /root.
model::Argument const* closed_file(model::Command const& command) {
    auto const& first = command.arguments.front();
    if (is_below_home(first.value.known_prefix())) return &first;
    auto const* file = model::started_file(command);
    return file != nullptr && is_below_home(file->value.known_prefix()) ? file : nullptr;
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    auto const user = account_of(config);
    if (!user || stage == nullptr || stage->from == nullptr || stage->is_windows) return;
    if (!pass.build().may_hold(std::string_view("/root/")) || !has_closed_home(*stage)) return;
    auto const& build = pass.build();
    auto const& start = model::start_of(build, *stage);
    if (!start.is_certain || start.commands.empty() || model::may_open_home(build, *stage)) return;
    for (auto const& command : start.commands) {
        constexpr int changes_account = model::wrapper_sudo | model::wrapper_user;
        if (command.arguments.empty() || (command.wrappers & changes_account) != 0) return;
        if (command.is_conditional || command.in_substitution) continue;
        if (auto const* file = closed_file(command)) {
            pass.report(file->span, path, file->value.known_prefix(), *user);
            return;
        }
        auto const found = model::program_in_closed_home(build, *stage, command);
        if (found.folder.empty()) continue;
        auto finding = found.is_of_packages ? pass.report(command.arguments.front().span, packages,
                                                          found.folder, *user)
                                            : pass.report(command.arguments.front().span, program,
                                                          command.program, found.folder, *user);
        if (found.instruction != nullptr)
            finding.related(found.instruction->span, "put there here");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::closed_home_on_path

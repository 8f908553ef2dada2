// Finds adduser and addgroup with options of busybox in images of Debian and Ubuntu.
#include "rules/users/account-option-of-busybox.hpp"

#include <algorithm>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::account_option_of_busybox {
namespace {

using knowledge::ImageFamily;

/// True when a package or a script in front may bring another adduser.
bool may_be_another(model::Command const& command, Pass const& pass) {
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->commands) {
            if (&other == &command) break;
            bool const speaks =
                std::ranges::any_of(other.arguments, [](model::Argument const& word) {
                    auto const text = word.raw.text();
                    return text.find("busybox") != text.npos || text.ends_with("adduser");
                });
            if (speaks && other.program != command.program) return true;
        }
    }
    return false;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    // chroot and its like run it in another system.
    constexpr int plain =
        model::wrapper_sudo | model::wrapper_env | model::wrapper_exec | model::wrapper_shell;
    if ((command.wrappers & ~plain) != 0) return;
    if (command.is_conditional || command.can_fail_unseen) return;
    if (command.follower == model::Connector::disjunction) return;
    auto const& root = pass.stage()->root();
    if (root.kind != model::Reference::Kind::image || root.known_image == nullptr) return;
    auto const family = root.known_image->family;
    if (family != ImageFamily::debian && family != ImageFamily::ubuntu) return;
    if (!pass.may_look_around()) return;
    for (auto const& word : command.arguments.subspan(1)) {
        auto const text = word.value.text_or_empty();
        if (text != "-D" && text != "-S" && text != "-G") continue;
        if (may_be_another(command, pass)) return;
        auto const& message = command.program == "adduser" ? user : group;
        pass.report(word.span, message, text, command.program,
                    family == ImageFamily::debian ? "Debian" : "Ubuntu")
            .related(root.span, "the base image");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" adduser addgroup ");

}  // namespace dockcheck::rules::account_option_of_busybox

// Finds set-user-id and set-group-id bits, where they are set and where they are.
#include "rules/users/setuid-or-setgid-file.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/image_files.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::setuid_or_setgid_file {
namespace {

bool is_octal(std::string_view mode) {
    return !mode.empty() && mode.find_first_not_of("01234567") == std::string_view::npos;
}

/// True for a mode that sets the user's bit: 4755, 06755, u+s, u=rwxs. The group's alone is mostly
/// that of a folder.
bool sets_user_bit(std::string_view mode) {
    if (is_octal(mode)) {
        while (mode.size() > 4 && mode.front() == '0') mode.remove_prefix(1);
        return mode.size() == 4 && mode.front() >= '4';
    }
    auto const sign = mode.find_first_of("+=");
    if (sign == std::string_view::npos) return false;
    auto const who = mode.substr(0, sign);
    auto const bits = mode.substr(sign + 1, mode.find(',', sign) - sign - 1);
    bool const is_user = who.empty() || who.find_first_of("ua") != std::string_view::npos;
    bool const is_mode = who.find_first_not_of("ugoa") == std::string_view::npos;
    return is_user && is_mode && bits.find('s') != std::string_view::npos;
}

/// True when the mode names the owner, or a program is meant: on a folder of data `a+s` is for its
/// group.
bool is_meant(std::string_view mode, std::span<model::Argument const> targets) {
    if (is_octal(mode) || mode.substr(0, mode.find_first_of("+=")).find('u') != mode.npos) {
        return true;
    }
    return std::ranges::any_of(targets, [](model::Argument const& target) {
        auto const path = target.value.text_or_empty();
        return path.find("bin/") != path.npos || path.find("libexec/") != path.npos;
    });
}

/// True when a later chown takes the bits of all targets away: Linux does that for root, too.
bool is_cleared(model::Command const& command, std::span<model::Argument const> targets,
                model::Stage const& stage) {
    constexpr std::ptrdiff_t most = 200;
    auto const* const all = stage.commands.data() + stage.commands.size();
    auto const* const end = &command + 1 + std::min(most, all - (&command + 1));
    auto const is_taken = [&](model::Argument const& target) {
        auto const path = target.value.text_or_empty();
        if (path.empty()) return false;
        return std::any_of(&command + 1, end, [&](model::Command const& later) {
            if (later.program != "chown" && later.program != "chgrp") return false;
            bool const is_deep = later.argument(1) == "-R" || later.argument(1) == "--recursive";
            for (std::size_t i = 2; i < later.arguments.size(); ++i) {
                auto const folder = later.argument(i);
                bool const below = is_deep && folder.size() > 1 && path.starts_with(folder)
                                   && path.substr(folder.size()).starts_with('/');
                if (folder == path || below) return true;
            }
            return false;
        });
    };
    return !targets.empty() && std::ranges::all_of(targets, is_taken);
}

/// `chmod u+s /usr/bin/sudo` gives back what the package had set.
bool are_known(std::span<model::Argument const> targets, Options const& options) {
    return !targets.empty() && std::ranges::all_of(targets, [&](model::Argument const& target) {
        return matches_any_wildcard(target.value.text_or_empty(), options.known_files);
    });
}

void check_command(model::Command const& command, Pass& pass, Options const& options) {
    if (command.program != "chmod" || command.use != model::Use::run) return;
    auto const* const image = pass.build().image();
    // The files themselves say more.
    if (image != nullptr && !image->lists.empty()) return;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        if (text.starts_with('-') || text.empty()) continue;
        auto const targets = command.arguments.subspan(i + 1);
        if (are_known(targets, options)) return;
        bool const cleared = pass.stage() != nullptr && is_cleared(command, targets, *pass.stage());
        if (!cleared && sets_user_bit(text) && is_meant(text, targets)) {
            pass.report(command.arguments[i].span, sets, text);
        }
        return;
    }
}

void check_transfer(model::Transfer const& transfer, Pass& pass) {
    auto const* const mode = transfer.instruction->flag("chmod");
    if (mode == nullptr || !sets_user_bit(mode->value.text())) return;
    pass.report(mode->value_span, sets, mode->value.text());
}

void check_image(image::Image const& image, Pass& pass, Options const& options) {
    if (image.is_windows()) return;
    auto const first = options.include_base_layers ? 0 : model::first_own_layer(image);
    model::ImageFiles const files(image);
    files.each([&](model::ImageFile const& found) {
        auto const& file = *found.file;
        bool const has_bit = file.type == image::LayerFile::Type::file && (file.mode & 06000) != 0;
        if (!has_bit || !found.is_visible || found.layer < first) return;
        if (matches_any_wildcard("/" + std::string(file.path), options.known_files)) return;
        bool const is_user = (file.mode & 04000) != 0;
        pass.report(model::place_of_layer(image, found.layer), holds, file.path,
                    is_user ? std::string_view("user") : std::string_view("group"));
    });
}

}  // namespace

constinit Check const rule =
    on<check_command, check_transfer, check_image>().for_programs(" chmod ");

}  // namespace dockcheck::rules::setuid_or_setgid_file

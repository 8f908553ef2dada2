// Looking a base image up in the tables, and what a stage begins with.
#include "analyzer/model/base_image.hpp"

#include "analyzer/model/builder.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

ShellKind shell_kind(knowledge::ShellKind shell) {
    switch (shell) {
        case knowledge::ShellKind::dash:
            return ShellKind::posix;
        case knowledge::ShellKind::bash:
            return ShellKind::bash;
        case knowledge::ShellKind::busybox:
            return ShellKind::busybox;
        case knowledge::ShellKind::cmd:
            return ShellKind::cmd;
        case knowledge::ShellKind::unknown:
        case knowledge::ShellKind::none:
            break;
    }
    return ShellKind::unknown;
}

Setting<StartCommand> base_command(std::optional<std::string_view> words, Origin origin,
                                   Arena& arena) {
    if (!words) return unknown_setting<StartCommand>(origin);
    if (words->empty()) return {};
    ArenaVector<Argument> arguments(arena);
    while (!words->empty()) arguments.push_back({{}, {}, Value(knowledge::take_word(*words))});
    StartCommand command;
    command.arguments = arguments.items();
    return known_setting(command, origin);
}

}  // namespace

std::string_view name_of(dockerfile::ImageReference const& image) {
    auto const hub = image.hub_name();
    return hub.empty() ? image.whole_name() : hub;
}

std::string_view shown_name(Reference const& reference) {
    if (reference.kind == Reference::Kind::scratch) return "scratch";
    auto const text = reference.value.text_or_empty();
    return text.substr(0, text.find('@'));
}

std::string_view tag_of(dockerfile::ImageReference const& image) {
    static constexpr WordList moving = " latest current slim alpine ";
    if (image.digest.empty()) return image.tag.empty() ? std::string_view("latest") : image.tag;
    return moving.holds(image.tag) ? std::string_view() : image.tag;
}

std::optional<knowledge::SystemRelease> release_of(dockerfile::ImageReference const& image) {
    if (!image.digest.empty()) return knowledge::release_named_by(name_of(image), image.tag);
    return knowledge::release_of(name_of(image), tag_of(image));
}

knowledge::KnownImage const* find_known_image(dockerfile::ImageReference const& image) {
    bool const has_digest = !image.digest.empty();
    // A digest alone says nothing of the variant, and beside a tag it may be an earlier image.
    if (has_digest && image.tag.empty()) return nullptr;
    auto const tag = has_digest && image.tag == "latest" ? std::string_view() : image.tag;
    auto const* const known =
        knowledge::known_image(name_of(image), image.tag.empty() ? "latest" : tag);
    bool const is_by_version =
        known != nullptr && known->variant.find("..") != std::string_view::npos;
    return has_digest && is_by_version ? nullptr : known;
}

bool is_windows_image(Reference const& reference) {
    if (reference.kind != Reference::Kind::image) return false;
    auto const* image = known_image(reference);
    if (image != nullptr && image->family == knowledge::ImageFamily::windows) return true;
    auto const& name = reference.image;
    static constexpr std::string_view all_parts[] = {"nanoserver", "windowsservercore", "windows/"};
    for (auto const part : all_parts) {
        if (name.tag.find(part) != std::string_view::npos) return true;
        if (name.path.find(part) != std::string_view::npos) return true;
    }
    return false;
}

void Builder::start_from_known(Stage& stage, knowledge::KnownImage const& image) {
    using Kind = Origin::Kind;
    auto& config = current_.config;
    Origin const table{Kind::known_base, {}, nullptr};
    Origin const nobody{Kind::unknown_base, {}, nullptr};

    if (image.rights == knowledge::Rights::unknown) {
        config.user = unknown_setting<Value>(nobody);
    } else if (!image.user) {
        config.user = unknown_setting<Value>(table);
    } else if (!image.user->empty()) {
        config.user = known_setting(Value(*image.user), table);
    }
    if (image.workdir) {
        config.workdir = known_setting(Value(image.workdir->empty() ? "/" : *image.workdir), table);
    } else {
        config.workdir = unknown_setting<Value>(table);
    }
    config.entrypoint = base_command(image.entrypoint, table, arena_);
    config.cmd = base_command(image.cmd, table, arena_);
    // An image without any shell names none.
    if (image.shell != knowledge::ShellKind::none)
        config.shell = unknown_setting<std::span<Argument const>>(table);
    config.healthcheck = unknown_setting<Healthcheck>(table);
    config.stop_signal = unknown_setting<Value>(table);
    auto& shell = current_.shell;
    shell.kind = stage.is_windows ? ShellKind::cmd : shell_kind(image.shell);
    shell.is_known = shell.kind != ShellKind::unknown;
    // Something reads the shell form, whatever it is.
    if (image.shell == knowledge::ShellKind::unknown && !stage.is_windows) {
        shell.kind = ShellKind::posix;
    }
    shell.plain_sh = shell.kind;
    shell.plain_sh_is_known = shell.is_known;
}

}  // namespace dockcheck::model

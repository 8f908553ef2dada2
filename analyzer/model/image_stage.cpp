// The stage of an image that is there: what its config says is all there is.
#include <algorithm>

#include "analyzer/image/image.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/builder.hpp"

namespace dockcheck::model {
namespace {

constexpr std::string_view base_label = "org.opencontainers.image.base.name";

/// A value that is not there stands where it is said to be empty, else at the name of the config.
template <typename T>
Origin origin_of_absent(image::Image const& image, image::Field<T> const& field) {
    if (field.node != nullptr) return {Origin::Kind::json, field.place(), nullptr};
    auto const* const config = image.config.node;
    Place place{&image.document->source, {}};
    if (config != nullptr) place = config->key_span.empty() ? place : config->key_place();
    return {Origin::Kind::json, place, nullptr};
}

template <typename T, typename Field>
void settle(Setting<T>& setting, image::Image const& image, Field const& field) {
    if (field.is_given() && setting.is_set()) return;
    // Given, and of a form that nobody can read: not known.
    using State = typename Setting<T>::State;
    setting = {
        field.is_given() ? State::unknown : State::absent, {}, origin_of_absent(image, field)};
}

/// Docker and buildah tell the arguments of a build; of what others made, only the steps are known.
bool tells_arguments(image::HistoryEntry const& entry) {
    return entry.comment.value.text().starts_with("buildkit.")
           || entry.created_by.value.text().find("#(nop)") != std::string_view::npos;
}

}  // namespace

Reference Builder::base_of_image(ast::Instruction const& at) const {
    Reference reference;
    reference.instruction = &at;
    reference.span = at.span;
    for (auto const& label : build_.image_->config.value.labels.value) {
        if (label.name.text() != base_label || label.value.empty()) continue;
        auto const image = dockerfile::parse_image_reference(label.value.text());
        if (!image) continue;
        reference.kind = Reference::Kind::image;
        reference.image = *image;
        reference.known_image = find_known_image(*image);
        reference.value = Value(label.value.text());
        reference.span = label.value.source();
    }
    return reference;
}

void Builder::start_from_image(Stage& stage) {
    auto const& image = *build_.image_;
    auto& config = current_.config;
    stage.is_windows = image.is_windows();
    // What an image does not keep was set while it was built.
    stage.may_set_more = image.config.presence == image::Presence::absent
                         || std::ranges::none_of(image.history.value, tells_arguments);
    auto& shell = current_.shell;
    shell.kind = stage.is_windows ? ShellKind::cmd : ShellKind::posix;
    if (image.config.presence != image::Presence::absent) {
        config.environment_is_complete = true;
        return;
    }
    Origin const nobody{Origin::Kind::unknown_base, {}, nullptr};
    config.user = unknown_setting<Value>(nobody);
    config.workdir = unknown_setting<Value>(nobody);
    config.entrypoint = unknown_setting<StartCommand>(nobody);
    config.cmd = unknown_setting<StartCommand>(nobody);
    config.shell = unknown_setting<std::span<Argument const>>(nobody);
    config.healthcheck = unknown_setting<Healthcheck>(nobody);
    config.stop_signal = unknown_setting<Value>(nobody);
    config.author = unknown_setting<Value>(nobody);
}

void Builder::settle_image() {
    auto const& image = *build_.image_;
    if (image.config.presence == image::Presence::absent) return;
    auto const& given = image.config.value;
    auto& config = current_.config;
    settle(config.user, image, given.user);
    settle(config.workdir, image, given.workdir);
    settle(config.entrypoint, image, given.entrypoint);
    settle(config.cmd, image, given.cmd);
    settle(config.shell, image, given.shell);
    settle(config.healthcheck, image, given.healthcheck);
    settle(config.stop_signal, image, given.stop_signal);
    config.author = {};
}

}  // namespace dockcheck::model

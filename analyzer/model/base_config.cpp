// A stage on an image whose configuration is known.
#include "analyzer/model/base_config.hpp"

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/builder.hpp"
#include "analyzer/syntax/dockerfile/platform.hpp"

namespace dockcheck::model {
namespace {

constexpr Origin given_base{Origin::Kind::known_base, {}, nullptr};

std::span<Argument const> words_of(std::vector<std::string> const& words, Arena& arena) {
    std::vector<Argument> arguments;
    arguments.reserve(words.size());
    for (auto const& word : words) arguments.push_back({{}, {}, Value(std::string_view(word))});
    return arena.copy(arguments);
}

Setting<StartCommand> command_of(std::vector<std::string> const& words, Arena& arena) {
    if (words.empty()) return {};
    StartCommand command;
    command.arguments = words_of(words, arena);
    return known_setting(command, given_base);
}

Setting<Value> text_of(std::string const& text) {
    if (text.empty()) return {};
    return known_setting(Value(std::string_view(text)), given_base);
}

Setting<Healthcheck> healthcheck_of(BaseConfig::Check const& given, Arena& arena) {
    if (given.test.empty()) return {};
    Healthcheck check;
    check.none = given.test.front() == "NONE";
    check.shell_form = given.test.front() == "CMD-SHELL";
    check.arguments = words_of(given.test, arena).subspan(1);
    check.interval = given.interval;
    check.timeout = given.timeout;
    check.start_period = given.start_period;
    check.start_interval = given.start_interval;
    check.retries = given.retries;
    return known_setting(check, given_base);
}

}  // namespace

bool Builder::is_for_windows(Stage const& stage, ast::From const* from) const {
    std::string_view platform = build_.options_.platform;
    if (from != nullptr && from->platform != nullptr && !from->platform->value.empty()) {
        auto const scope = [&](std::string_view name) {
            return build_.global_variable(position_, name);
        };
        platform = dockerfile::expand(from->platform->value.text(), build_.file_.escape,
                                      dockerfile::Quotes::removed, scope, arena_)
                       .value.text_or_empty();
    }
    if (!platform.empty()) {
        auto const parsed = dockerfile::parse_platform(platform);
        if (parsed && parsed->os == "windows") return true;
    }
    auto const* const given = build_.base_config(stage.base);
    if (given != nullptr) return given->is_windows;
    // Only Windows needs another escape character than the backslash.
    bool const is_unknown =
        known_image(stage.base) == nullptr && stage.base.kind != Reference::Kind::scratch;
    return is_windows_image(stage.base) || (is_unknown && build_.file_.escape == '`');
}

void Builder::start_from_config(Stage& stage, BaseConfig const& image) {
    auto& config = current_.config;
    config.environment_is_complete = true;
    for (auto const& [name, value] : image.environment) {
        Value const known{std::string_view(value)};
        set_environment({name, known, {}, {}, given_base});
        build_.variables_[stage.index].bind(
            name, {position_, true, {dockerfile::Variable::State::known, known}});
    }
    config.user = text_of(image.user);
    config.workdir = text_of(image.workdir);
    config.entrypoint = command_of(image.entrypoint, arena_);
    config.cmd = command_of(image.cmd, arena_);
    if (!image.shell.empty())
        config.shell = known_setting(words_of(image.shell, arena_), given_base);
    config.stop_signal = text_of(image.stop_signal);
    config.author = text_of(image.author);
    config.healthcheck = healthcheck_of(image.healthcheck, arena_);
    for (auto const& port : image.ports) {
        current_.ports.push_back({Value(std::string_view(port)), {}, given_base});
    }
    for (auto const& path : image.volumes) {
        current_.volumes.push_back({Value(std::string_view(path)), {}, given_base});
    }
    for (auto const& [name, value] : image.labels) {
        current_.labels.push_back(
            {Value(std::string_view(name)), Value(std::string_view(value)), {}, given_base});
    }
    current_.shell.kind = stage.is_windows ? ShellKind::cmd : ShellKind::posix;
}

}  // namespace dockcheck::model

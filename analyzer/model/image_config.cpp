// From what instructions said to what is stored (build-semantics, sections 2 and 5).
#include "analyzer/model/image_config.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

#include "analyzer/model/paths.hpp"
#include "analyzer/syntax/dockerfile/platform.hpp"
#include "analyzer/syntax/dockerfile/port.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

using WordsState = ImageWords::State;

/// More ports than anybody means: a range of all of them is kept as it is written.
constexpr std::uint32_t most_ports = 70'000;

/// Entries of which a later one of the same name takes the place of the earlier one.
class Entries {
 public:
    void put(ImageEntry const& entry) {
        auto const name = entry.name.known();
        if (!name) return entries_.push_back(entry);
        auto const [found, is_new] = index_.try_emplace(*name, entries_.size());
        if (is_new) {
            entries_.push_back(entry);
        } else {
            entries_[found->second] = entry;
        }
    }
    std::vector<ImageEntry> take() { return std::move(entries_); }

 private:
    std::vector<ImageEntry> entries_;
    std::unordered_map<std::string_view, std::size_t> index_;
};

/// The element of a start command as it is stored: nothing in it is expanded.
Value stored(Argument const& argument) {
    return argument.raw.empty() && argument.span.empty() ? argument.value
                                                         : Value(argument.raw.text());
}

ImageWords words_of(Setting<std::span<Argument const>> const& setting) {
    ImageWords result;
    result.origin = setting.origin;
    result.state = setting.is_unknown() ? WordsState::unknown : WordsState::absent;
    if (!setting.is_set()) return result;
    for (auto const& argument : setting.value) result.words.push_back(stored(argument));
    if (!result.words.empty()) result.state = WordsState::known;
    return result;
}

ImageWords command_words(Setting<StartCommand> const& setting, bool is_windows) {
    ImageWords result;
    result.origin = setting.origin;
    result.state = setting.is_unknown() ? WordsState::unknown : WordsState::absent;
    if (!setting.is_set()) return result;
    auto const& command = setting.value;
    if (command.shell_form) {
        result.words = words_of(command.shell).words;
        result.shell_is_assumed = command.shell.is_unknown();
        if (!command.shell.is_set()) {
            for (auto const word : default_shell(is_windows)) result.words.emplace_back(word);
        }
        if (command.arguments.empty()) result.words.emplace_back(std::string_view());
    }
    for (auto const& argument : command.arguments) result.words.push_back(stored(argument));
    if (!result.words.empty()) result.state = WordsState::known;
    return result;
}

ImageWords healthcheck_words(Setting<Healthcheck> const& setting) {
    ImageWords result;
    result.origin = setting.origin;
    result.state = setting.is_unknown() ? WordsState::unknown : WordsState::absent;
    if (!setting.is_set()) return result;
    auto const& check = setting.value;
    result.state = WordsState::known;
    result.words.emplace_back(check.none         ? std::string_view("NONE")
                              : check.shell_form ? std::string_view("CMD-SHELL")
                                                 : std::string_view("CMD"));
    if (check.none) return result;
    for (auto const& argument : check.arguments) result.words.push_back(stored(argument));
    if (check.shell_form && check.arguments.empty()) result.words.emplace_back(std::string_view());
    return result;
}

void put_port(Entries& entries, Port const& port, Arena& arena) {
    auto const text = port.text.known();
    auto const parsed = dockerfile::parse_port(text.value_or(""));
    if (!text || parsed.fault || parsed.last - parsed.first > most_ports) {
        return entries.put({port.text, {}, port.origin});
    }
    auto const protocol = lower_case(parsed.protocol.empty() ? "tcp" : parsed.protocol);
    for (auto number = parsed.first; number <= parsed.last; ++number) {
        auto const name = fmt::format("{}/{}", number, protocol);
        entries.put({Value(arena.copy(name)), {}, port.origin});
    }
}

/// True when the image that the stages begin with certainly sets no PATH.
bool begins_without_path(Build const& build, Stage const& stage) {
    auto const& root = stage.root();
    if (stage.is_windows) return false;
    if (root.kind == Reference::Kind::scratch) return true;
    auto const* config = build.base_config(root);
    return config != nullptr
           && std::ranges::find(config->environment, "PATH",
                                &std::pair<std::string, std::string>::first)
                  == config->environment.end();
}

/// Windows has its own way to write a path.
Setting<Value> workdir_of(RuntimeConfig const& config, Arena& arena) {
    auto result = config.workdir;
    if (!config.is_windows || !result.is_set() || !result.value.is_known()) return result;
    Setting<Value> const root;
    auto const joined = join_workdir(arena, root, result.value, true);
    std::string path(*joined.known());
    std::ranges::replace(path, '/', '\\');
    result.value = Value(arena.copy(path));
    return result;
}

ImageEntries environment_of(Build const& build, Stage const& stage) {
    Entries entries;
    auto const& config = stage.config;
    // BuildKit gives every image a PATH before anything else happens.
    if (begins_without_path(build, stage)) {
        entries.put({Value(std::string_view("PATH")),
                     default_path(),
                     {Origin::Kind::known_base, {}, nullptr}});
    }
    for (auto const& entry : config.environment) {
        entries.put({Value(entry.name), entry.value, entry.origin});
    }
    return {entries.take(), config.environment_is_complete};
}

/// An image from a registry is of the platform that was asked for, and so are the stages on it.
std::string_view operating_system(Build const& build, Stage const& stage) {
    if (stage.is_windows) return "windows";
    auto const* root = &stage;
    while (root->parent != nullptr) root = root->parent;
    bool const is_asked = root->from != nullptr && root->from->platform != nullptr
                          && root->base.kind != Reference::Kind::scratch;
    if (!is_asked) return "linux";
    auto const written =
        build.expand(*root->from_instruction, root->from->platform->value.text()).value;
    auto const platform = dockerfile::parse_platform(written.text_or_empty());
    return platform && !platform->os.empty() ? build.arena().copy(platform->os) : "linux";
}

}  // namespace

std::vector<std::string_view> default_shell(bool is_windows) {
    if (is_windows) return {"cmd", "/S", "/C"};
    return {"/bin/sh", "-c"};
}

ImageConfig image_config(Build const& build, Stage const& stage) {
    auto const& config = stage.config;
    auto const& root = stage.root();
    bool const is_complete =
        root.kind == Reference::Kind::scratch || build.base_config(root) != nullptr;
    ImageConfig result;
    result.environment = environment_of(build, stage);
    Entries labels;
    for (auto const& label : config.labels) labels.put({label.name, label.value, label.origin});
    result.labels = {labels.take(), is_complete};
    Entries ports;
    for (auto const& port : config.ports) put_port(ports, port, build.arena());
    result.ports = {ports.take(), is_complete};
    Entries volumes;
    for (auto const& volume : config.volumes) volumes.put({volume.path, {}, volume.origin});
    result.volumes = {volumes.take(), is_complete};
    result.user = config.user;
    result.workdir = workdir_of(config, build.arena());
    result.stop_signal = config.stop_signal;
    result.author = config.author;
    result.entrypoint = command_words(config.entrypoint, config.is_windows);
    result.cmd = command_words(config.cmd, config.is_windows);
    result.shell = words_of(config.shell);
    result.healthcheck = healthcheck_words(config.healthcheck);
    result.check = config.healthcheck.value;
    for (auto const* trigger : config.triggers) {
        auto const& onbuild = ast::get<ast::Onbuild>(trigger->node);
        result.triggers.push_back(
            {Value(onbuild.text),
             {},
             {Origin::Kind::instruction, {&build.source(), trigger->span}, trigger}});
    }
    result.os = operating_system(build, stage);
    return result;
}

}  // namespace dockcheck::model

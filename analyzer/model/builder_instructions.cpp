// What each instruction of a stage does to its config, its files and its commands.
#include <algorithm>

#include "analyzer/model/builder.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/powershell_text.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::model {

void Builder::read(ast::Instruction const& at, ast::Arg const& node) {
    using State = dockerfile::Variable::State;
    auto& variables = build_.variables_[stage_count_ - 1];
    for (auto const& pair : node.pairs) {
        auto const name = pair.key.text.text();
        dockerfile::Variable variable;
        bool is_only_if_given = false;
        if (auto const given = build_.options_.arguments.find(name);
            given != build_.options_.arguments.end()) {
            variable = {State::known, Value(arena_.copy(given->second))};
        } else if (pair.has_value) {
            variable.value = expand(at, pair.value);
            variable.state = variable.value.is_known() ? State::known : State::unknown;
        } else {
            variable = build_.global_variable(Variables::end, name);
            auto const* global = build_.globals_.find(name, Variables::end);
            is_only_if_given =
                variable.state == State::unset || (global != nullptr && global->is_only_if_given);
            // What was there before stays.
            if (variable.state == State::unset && build_.options_.arguments_are_complete) continue;
            // Declared without a value: it is there to be given from outside.
            if (variable.state == State::unset) variable.state = State::unknown;
        }
        variables.bind(name, {position_, false, variable, &at, is_only_if_given});
    }
}

void Builder::read(ast::Instruction const& at, ast::Env const& node) {
    ArenaVector<EnvironmentEntry> entries(arena_);
    for (auto const& pair : node.pairs) {
        auto const name = expand(at, pair.key);
        auto const value = expand(at, pair.value);
        if (!name.is_known()) {
            current_.config.environment_is_complete = false;
            continue;
        }
        entries.push_back({*name.known(),
                           value,
                           {&build_.source_, pair.key.span},
                           {&build_.source_, pair.value.span},
                           origin_of(at, pair.span)});
    }
    auto& variables = build_.variables_[stage_count_ - 1];
    for (auto const& entry : entries) {
        using State = dockerfile::Variable::State;
        auto const state = entry.value.is_known() ? State::known : State::unknown;
        variables.bind(entry.name, {position_, true, {state, entry.value}, &at});
        set_environment(entry);
    }
}

void Builder::set_environment(EnvironmentEntry const& entry) {
    auto& entries = current_.environment;
    auto const index = current_.environment_index.get(entry.name, entries.size());
    if (index == entries.size()) {
        entries.push_back(entry);
    } else {
        entries[index] = entry;
    }
}

void Builder::read(ast::Instruction const& at, ast::Label const& node) {
    for (auto const& pair : node.pairs) {
        current_.labels.push_back({expand(at, pair.key),
                                   expand(at, pair.value),
                                   {&build_.source_, pair.span},
                                   origin_of(at, pair.span)});
    }
}

void Builder::read(ast::Instruction const& at, ast::Run const& node) {
    auto const commands = start_command(at, node.command, Use::run).commands;
    notice_replaced_shell(commands);
    if (may_start_powershell(current_.shell.kind, at, commands)) {
        read_powershell(at, node.command, commands);
    }
    check_mounts(at, node);
    for (auto const& mount : node.mounts) {
        auto const* from = mount.find("from");
        if (from == nullptr || from->value.empty()) continue;
        Reference reference;
        reference.value = expand(at, from->value);
        reference.span = from->value.source();
        reference.instruction = &at;
        current_.mounts.push_back(reference);
    }
}

void Builder::read(ast::Instruction const& at, ast::Cmd const& node) {
    current_.config.cmd =
        known_setting(start_command(at, node.command, Use::cmd), origin_of(at, node.command.span));
    current_.cmd_set_here = true;
}

void Builder::read(ast::Instruction const& at, ast::Entrypoint const& node) {
    current_.config.entrypoint = known_setting(start_command(at, node.command, Use::entrypoint),
                                               origin_of(at, node.command.span));
    // build-semantics, section 2: ENTRYPOINT clears a CMD that was not set in this same stage.
    if (!current_.cmd_set_here) current_.config.cmd = {};
}

void Builder::read(ast::Instruction const& at, ast::Healthcheck const& node) {
    Healthcheck check;
    check.none = node.none;
    read_intervals(at, check);
    if (!node.none) {
        auto const command = start_command(at, node.command, Use::healthcheck);
        check.shell_form = command.shell_form;
        check.arguments = command.arguments;
        check.commands = command.commands;
    }
    current_.config.healthcheck = known_setting(check, origin_of(at, at.span));
}

void Builder::read(ast::Instruction const& at, ast::Shell const& node) {
    if (!node.command.json) return;
    auto const arguments = arguments_of(node.command.words, arena_);
    current_.config.shell = known_setting(arguments, origin_of(at, node.command.span));
    set_shell(arguments);
    set_powershell(at, arguments);
}

void Builder::read(ast::Instruction const& at, ast::Copy const& node) {
    transfer(at, node.sources, node.destination, node.from, false);
}

void Builder::read(ast::Instruction const& at, ast::Add const& node) {
    transfer(at, node.sources, node.destination, nullptr, true);
}

void Builder::read(ast::Instruction const& at, ast::Expose const& node) {
    for (auto const& word : node.ports) {
        auto const words = dockerfile::expand_to_words(
            word.text.text(), build_.file_.escape,
            [&](std::string_view name) {
                if (build_.allowance_ == 0)
                    return dockerfile::Variable{dockerfile::Variable::State::unknown, {}};
                return build_.variable_at(stage_count_ - 1, Variables::end, name);
            },
            arena_);
        for (auto const& value : words.words) {
            if (!words.uses.empty()) build_.spend(value);
            current_.ports.push_back(
                {value, {&build_.source_, word.span}, origin_of(at, word.span)});
            check_port(at, word, value);
        }
        if (words.error != nullptr) expansion_fault(at, word.text, *words.error, ast::Tier::d);
    }
}

void Builder::read(ast::Instruction const& at, ast::User const& node) {
    auto const value = expand(at, node.value);
    current_.set_user(setting_of(value, origin_of(at, node.value.span)));
}

void Builder::read(ast::Instruction const& at, ast::Workdir const& node) {
    auto const value = join_path(current_.config.workdir, expand(at, node.value));
    current_.set_workdir(setting_of(value, origin_of(at, node.value.span)));
}

void Builder::read(ast::Instruction const& at, ast::Stopsignal const& node) {
    auto const value = expand(at, node.value);
    check_signal(at, node.value, value);
    current_.config.stop_signal = setting_of(value, origin_of(at, node.value.span));
}

void Builder::transfer(ast::Instruction const& at, std::span<ast::CopySource const> sources,
                       ast::Word const& destination, ast::Flag const* from, bool is_add) {
    Transfer transfer;
    transfer.instruction = &at;
    transfer.is_add = is_add;
    transfer.position = position_;
    transfer.workdir = current_.config.workdir;
    auto* const room = arena_.allocate<Transfer::Source>(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
        auto& source = *::new (room + i) Transfer::Source{};
        source.written = &sources[i];
        if (sources[i].is_inline) {
            source.value = Value(sources[i].word.text.text());
            continue;
        }
        source.value = expand(at, sources[i].word);
        auto const text = source.value.text_or_empty();
        source.is_remote = is_remote_source(source.value);
        static constexpr ByteSet wildcards("*?[");
        source.has_wildcard = !source.is_remote && wildcards.is_in(text);
    }
    transfer.sources = {room, sources.size()};
    transfer.destination_word = &destination;
    transfer.destination = expand(at, destination);
    transfer.target = join_target(arena_, current_.config.workdir, transfer.destination,
                                  current_.config.is_windows);
    transfer.destination_is_relative =
        is_certainly_relative(transfer.destination, current_.config.is_windows);
    if (from != nullptr && !from->value.empty()) {
        auto* const reference = arena_.make<Reference>();
        reference->value = Value(from->value.text());
        reference->span = from->value_span;
        reference->instruction = &at;
        transfer.from = reference;
    }
    check_copy(at, transfer);
    current_.transfers.push_back(transfer);
}

StartCommand Builder::start_command(ast::Instruction const& at, ast::CommandForm const& form,
                                    Use use) {
    StartCommand result;
    result.shell_form = !form.json;
    if (!form.json) result.shell = current_.config.shell;
    if (form.json) {
        result.arguments = arguments_of(form.words, arena_);
    } else if (!form.text.empty()) {
        Argument const script{form.span, form.text, Value(form.text.text()), false};
        result.arguments = {arena_.make<Argument>(script), 1};
    }
    CommandSource source;
    source.instruction = &at;
    source.use = use;
    source.form = &form;
    source.shell = current_.shell.kind;
    source.shell_is_known = current_.shell.is_known;
    source.has_pipefail = current_.shell.has_pipefail;
    source.has_errexit = current_.shell.has_errexit;
    source.plain_sh = current_.shell.plain_sh;
    source.plain_sh_is_known = current_.shell.plain_sh_is_known;
    // Rules hold the commands of a stage against each other. No person writes so many of them, and
    // no image has so many layers: those of one instruction more are left out.
    constexpr std::size_t most_commands = 20'000;
    if (current_.commands.size() >= most_commands) return result;
    source.most_commands = most_commands - current_.commands.size();
    auto const scope = [&](std::string_view name) { return shell_variable(use, name); };
    auto const before = arena_.mark();
    auto const found = commands_and_scripts_of(source, scope, arena_);
    if (found.commands.size() > source.most_commands) {
        arena_.rewind(before);
        return result;
    }
    result.commands = found.commands;
    current_.scripts.append(found.scripts);
    current_.commands.append(result.commands);
    return result;
}

dockerfile::Variable Builder::shell_variable(Use use, std::string_view name) const {
    using State = dockerfile::Variable::State;
    dockerfile::Variable variable;
    if (use == Use::run) {
        variable = build_.variable_at(stage_count_ - 1, Variables::end, name);
    } else if (auto const* binding = build_.variables_[stage_count_ - 1].find_env(name)) {
        // ARGs are gone when the container starts.
        variable = binding->variable;
    }
    // The shell itself and the builder set more (HOME, PWD, proxies) than the Dockerfile shows.
    if (variable.state == State::unset) variable.state = State::unknown;
    return variable;
}

}  // namespace dockcheck::model

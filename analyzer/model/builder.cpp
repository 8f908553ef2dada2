// The walk over the instructions of a file, stage by stage.
#include "analyzer/model/builder.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/frontend.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::model {
namespace {

/// JSON may write a `$` as a number.
bool holds_json_escape(ast::Instruction const& instruction) {
    bool const has_json = instruction.json || instruction.keyword == ast::Keyword::onbuild;
    return has_json && instruction.line.text().find("\\u") != std::string_view::npos;
}

/// True where a `$` stands in the words or heredocs of an instruction.
bool holds_dollar(ast::Instruction const& instruction) {
    auto const is_in = [](std::string_view text) {
        return text.find('$') != std::string_view::npos;
    };
    return is_in(instruction.line.text())
           || std::ranges::any_of(instruction.heredocs,
                                  [&](ast::Heredoc const& heredoc) { return is_in(heredoc.body); });
}

/// Tells most instructions without a variable by one search for each `$` of the file.
class NextDollar {
 public:
    explicit NextDollar(std::string_view bytes) : bytes_(bytes), at_(bytes.find('$')) {}

    /// Of an instruction behind those that were asked for before.
    bool may_be_in(Span whole) {
        if (at_ < whole.begin) at_ = bytes_.find('$', whole.begin);
        return at_ < whole.end;
    }

 private:
    std::string_view bytes_;
    std::size_t at_;
};

}  // namespace

Builder::Builder(Build& build)
    : build_(build),
      arena_(build.arena_),
      has_foreign_frontend_(names_foreign_frontend(build.file_)),
      faults_(arena_),
      ended_(arena_),
      stages_by_name_(arena_),
      current_(arena_) {}

void Builder::run() {
    auto const instructions = build_.file_.instructions;
    has_from_ = std::ranges::any_of(instructions, [](ast::Instruction const& instruction) {
        return instruction.keyword == ast::Keyword::from;
    });
    auto const froms = static_cast<std::size_t>(
        std::ranges::count(instructions, ast::Keyword::from, &ast::Instruction::keyword));
    auto* const room = arena_.allocate<Stage>(froms + 1);
    build_.stages_ = {room, 0};
    build_.variables_.reserve(froms + 1);
    build_.at_ = {arena_.allocate<Build::At>(instructions.size()), instructions.size()};
    for (auto& at : build_.at_) at = {};

    NextDollar dollar(build_.source_.bytes());
    for (auto const& instruction : instructions) {
        build_.kinds_ |= 1U << instruction.node.index();
        // Those of an image do not stand in their order.
        bool const may_hold_dollar =
            build_.image_ != nullptr || dollar.may_be_in(instruction.whole);
        build_.at_[position_].may_use_variables =
            (may_hold_dollar && holds_dollar(instruction)) || holds_json_escape(instruction);
        read_instruction(instruction);
        ++position_;
    }
    if (in_stage_) end_stage();

    resolve_transfers();
    find_cycles();
    choose_targets();
    find_reach();
    find_users();

    for (auto const& parsed : build_.file_.faults) {
        bool const is_word_of_frontend = parsed.kind == ast::FaultKind::unknown_instruction
                                         || parsed.kind == ast::FaultKind::unknown_flag;
        if (!has_foreign_frontend_ || !is_word_of_frontend) faults_.push_back(parsed);
    }
    auto const begin = [](ast::Fault const& fault) { return fault.span.begin; };
    if (!std::ranges::is_sorted(faults_, {}, begin)) std::ranges::stable_sort(faults_, {}, begin);
    build_.faults_ = faults_.items();
}

void Builder::read_instruction(ast::Instruction const& instruction) {
    notice_broken(instruction);
    if (auto const* from = ast::get_if<ast::From>(&instruction.node);
        instruction.keyword == ast::Keyword::from) {
        begin_stage(&instruction, from);
        return;
    }
    auto const* arg = ast::get_if<ast::Arg>(&instruction.node);
    if (!in_stage_) {
        if (arg != nullptr) return global_argument(instruction, *arg);
        if (has_from_) return;
        begin_stage(nullptr, nullptr);
    }
    auto& at = build_.at_[position_];
    at.stage = stage_count_ - 1;
    at.workdir = kept(current_.config.workdir, current_.kept_workdir);
    at.user = kept(current_.config.user, current_.kept_user);
    if (read_broken(instruction)) return;
    ast::visit(
        [&](auto const& node) {
            if constexpr (requires { read(instruction, node); }) read(instruction, node);
        },
        instruction.node);
}

void Builder::global_argument(ast::Instruction const& instruction, ast::Arg const& arg) {
    for (auto const& pair : arg.pairs) {
        auto const name = pair.key.text.text();
        dockerfile::Variable variable;
        bool is_only_if_given = false;
        if (auto const given = build_.options_.arguments.find(name);
            given != build_.options_.arguments.end()) {
            variable = {dockerfile::Variable::State::known, Value(arena_.copy(given->second))};
        } else if (pair.has_value) {
            variable = {dockerfile::Variable::State::known, expand(instruction, pair.value)};
        } else if (build_.options_.arguments_are_complete) {
            continue;
        } else {
            variable.state = dockerfile::Variable::State::unknown;
            is_only_if_given = true;
        }
        if (!variable.value.is_known()) variable.state = dockerfile::Variable::State::unknown;
        build_.globals_.bind(name, {position_, false, variable, &instruction, is_only_if_given});
    }
}

void Builder::begin_stage(ast::Instruction const* instruction, ast::From const* from) {
    if (in_stage_) end_stage();
    in_stage_ = true;
    auto& stage = *::new (build_.stages_.data() + stage_count_) Stage{};
    stage.index = stage_count_;
    stage.from_instruction = instruction;
    stage.from = from;
    if (from != nullptr) {
        stage.name = from->stage;
        stage.base = build_.image_ == nullptr ? resolve_base(*instruction, *from)
                                              : base_of_image(*instruction);
        if (from->platform != nullptr) check_platform(*instruction, *from->platform);
        build_.at_[position_].stage = stage_count_;
    }
    ++stage_count_;
    build_.stages_ = {build_.stages_.data(), stage_count_};
    build_.variables_.emplace_back(arena_);
    current_ = Current(arena_);
    current_.first_instruction = from != nullptr ? position_ + 1 : position_;
    auto const* const parent = stage.base.stage;
    if (build_.image_ != nullptr) {
        start_from_image(stage);
    } else if (parent != nullptr && parent->generation < Stage::most_generations) {
        stage.parent = parent;
        start_from_parent(*stage.parent);
    } else {
        start_from_base(stage);
    }
    current_.config.is_windows = stage.is_windows;
    if (stage.parent != nullptr) run_triggers(stage, *stage.parent);
    if (!stage.name.empty()) {
        stages_by_name_.get(stage.name, ArenaVector<std::uint32_t>(arena_)).push_back(stage.index);
    }
    if (from != nullptr) {
        build_.at_[position_].workdir = kept(current_.config.workdir, current_.kept_workdir);
        build_.at_[position_].user = kept(current_.config.user, current_.kept_user);
    }
}

void Builder::start_from_parent(Stage const& parent) {
    auto const& inherited = parent.config;
    auto& stage = build_.stages_[stage_count_ - 1];
    stage.generation = parent.generation + 1;
    stage.is_windows = parent.is_windows;
    current_.config = parent.config;
    current_.config.triggers = {};
    auto const may_inherit = [&](std::size_t count) {
        if (count > inheritable_) return false;
        inheritable_ -= count;
        return true;
    };
    if (may_inherit(inherited.environment.size())) {
        for (auto const& entry : inherited.environment) set_environment(entry);
    } else {
        current_.config.environment_is_complete = false;
    }
    if (may_inherit(inherited.ports.size())) current_.ports.assign(inherited.ports);
    if (may_inherit(inherited.labels.size())) current_.labels.assign(inherited.labels);
    if (may_inherit(inherited.volumes.size())) current_.volumes.assign(inherited.volumes);
    current_.shell = ended_[parent.index];
}

void Builder::start_from_base(Stage& stage) {
    auto& config = current_.config;
    stage.is_windows = is_for_windows(stage, stage.from);
    if (stage.base.kind == Reference::Kind::scratch) {
        config.environment_is_complete = true;
        config.workdir = known_setting(Value("/"), {Origin::Kind::known_base, {}, nullptr});
        return;
    }
    if (auto const* given = build_.base_config(stage.base)) return start_from_config(stage, *given);
    Origin const unknown_base{Origin::Kind::unknown_base, {}, nullptr};
    auto const* image = known_image(stage.base);
    if (image == nullptr) {
        config.user = unknown_setting<Value>(unknown_base);
        config.workdir = unknown_setting<Value>(unknown_base);
        config.entrypoint = unknown_setting<StartCommand>(unknown_base);
        config.cmd = unknown_setting<StartCommand>(unknown_base);
        config.shell = unknown_setting<std::span<Argument const>>(unknown_base);
        config.healthcheck = unknown_setting<Healthcheck>(unknown_base);
        config.stop_signal = unknown_setting<Value>(unknown_base);
        config.author = unknown_setting<Value>(unknown_base);
        current_.shell.kind = stage.is_windows ? ShellKind::cmd : ShellKind::posix;
        // Only files for Windows choose the backtick for their line ends: \ stands in its paths.
        if (build_.file_.escape == '`') current_.shell.kind = ShellKind::unknown;
        return;
    }
    start_from_known(stage, *image);
}

void Builder::end_stage() {
    auto& stage = build_.stages_[stage_count_ - 1];
    auto& config = current_.config;
    if (build_.image_ != nullptr) settle_image();
    config.environment = current_.environment.items();
    config.ports = current_.ports.items();
    config.labels = current_.labels.items();
    config.volumes = current_.volumes.items();
    config.triggers = current_.triggers.items();
    stage.config = config;
    stage.commands = current_.commands.items();
    stage.scripts = current_.scripts.items();
    stage.powershell_scripts = current_.powershell_scripts.items();
    stage.transfers = current_.transfers.items();
    stage.mounts = current_.mounts.items();
    stage.instructions = build_.file_.instructions.subspan(current_.first_instruction,
                                                           position_ - current_.first_instruction);
    stage.commands_before = count_commands(stage);
    ended_.push_back(current_.shell);
}

std::span<std::uint32_t const> Builder::count_commands(Stage const& stage) const {
    auto const& instructions = stage.instructions;
    auto* const before = arena_.allocate<std::uint32_t>(instructions.size() + 1);
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < instructions.size(); ++i) {
        before[i] = seen;
        while (seen < stage.commands.size()
               && stage.commands[seen].instruction == &instructions[i]) {
            ++seen;
        }
    }
    before[instructions.size()] = seen;
    if (seen < stage.commands.size()) return {};
    return {before, instructions.size() + 1};
}

Value Builder::expand(ast::Instruction const& at, Mapped const& text) {
    auto const scope = [&](std::string_view name) {
        return in_stage_ ? build_.variable_at(stage_count_ - 1, Variables::end, name)
                         : build_.global_variable(Variables::end, name);
    };
    auto const expansion = build_.expand(text.text(), scope);
    if (expansion.error != nullptr) expansion_fault(at, text, *expansion.error, ast::Tier::d);
    return expansion.value;
}

void Builder::expansion_fault(ast::Instruction const& at, Mapped const& text,
                              dockerfile::ExpansionError const& error, ast::Tier tier) {
    fault({error.kind, tier, text.source(error.span), at.first_line, &at, error.word, {}});
}

Value Builder::join_path(Setting<Value> const& workdir, Value const& path) const {
    return join_workdir(arena_, workdir, path, current_.config.is_windows);
}

Origin Builder::origin_of(ast::Instruction const& at, Span span) const {
    return {Origin::Kind::instruction, {&build_.source_, span}, &at};
}

}  // namespace dockcheck::model

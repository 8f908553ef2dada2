// Walks a tree once and makes the model from it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/commands.hpp"
#include "analyzer/model/powershell_script.hpp"
#include "analyzer/text/arena_map.hpp"

namespace dockcheck::model {

/// Fills a Build. One per Build, used once.
class Builder {
 public:
    explicit Builder(Build& build);
    void run();

 private:
    /// What SHELL makes of PowerShell.
    struct CurrentPowerShell {
        ast::Instruction const* instruction = nullptr;  ///< the SHELL
        powershell::Tree const* prelude = nullptr;      ///< what it puts in front of a script
        bool is_core = false;
        bool takes_script = false;  ///< the shell form is a script, as far as it is understood
    };
    /// The shell of the shell form.
    struct CurrentShell {
        ShellKind kind = ShellKind::posix;
        bool is_known = false;
        bool has_pipefail = false;
        bool has_errexit = false;
        ShellKind plain_sh = ShellKind::posix;  ///< what /bin/sh is
        bool plain_sh_is_known = false;
        CurrentPowerShell const* powershell = nullptr;  ///< of kind powershell by a SHELL
    };
    /// The configuration of the stage that is being read.
    struct Current {
        explicit Current(Arena& arena)
            : environment(arena),
              environment_index(arena),
              ports(arena),
              labels(arena),
              volumes(arena),
              triggers(arena),
              commands(arena),
              scripts(arena),
              powershell_scripts(arena),
              transfers(arena),
              mounts(arena) {}

        ArenaVector<EnvironmentEntry> environment;
        ArenaMap<std::size_t> environment_index;
        ArenaVector<Port> ports;
        ArenaVector<LabelEntry> labels;
        ArenaVector<VolumeEntry> volumes;
        ArenaVector<ast::Instruction const*> triggers;
        RuntimeConfig config;
        bool cmd_set_here = false;
        CurrentShell shell;
        ArenaVector<Command> commands;
        ArenaVector<ShellScript const*> scripts;
        ArenaVector<PowerShellScript const*> powershell_scripts;
        ArenaVector<Transfer> transfers;
        ArenaVector<Reference> mounts;
        std::uint32_t first_instruction = 0;
        /// Copies in the arena of the settings as they are, or nullptr where there is none yet.
        Setting<Value> const* kept_workdir = nullptr;
        Setting<Value> const* kept_user = nullptr;

        void set_workdir(Setting<Value> const& setting) {
            config.workdir = setting;
            kept_workdir = nullptr;
        }
        void set_user(Setting<Value> const& setting) {
            config.user = setting;
            kept_user = nullptr;
        }
    };

    void read_instruction(ast::Instruction const& instruction);
    Setting<Value> const* kept(Setting<Value> const& setting, Setting<Value> const*& copy) {
        if (copy == nullptr) copy = arena_.make<Setting<Value>>(setting);
        return copy;
    }
    void global_argument(ast::Instruction const& instruction, ast::Arg const& arg);
    void begin_stage(ast::Instruction const* instruction, ast::From const* from);
    void start_from_base(Stage& stage);
    void start_from_known(Stage& stage, knowledge::KnownImage const& image);
    void start_from_config(Stage& stage, BaseConfig const& image);
    void start_from_image(Stage& stage);
    /// What the config of an image does not set is absent, whatever its history says.
    void settle_image();
    [[nodiscard]] Reference base_of_image(ast::Instruction const& at) const;
    void start_from_parent(Stage const& parent);
    /// What the ONBUILDs of the parent do in the stage that has just begun.
    void run_triggers(Stage& stage, Stage const& parent);
    [[nodiscard]] bool is_for_windows(Stage const& stage, ast::From const* from) const;
    void end_stage();
    [[nodiscard]] std::span<std::uint32_t const> count_commands(Stage const& stage) const;

    void read(ast::Instruction const& at, ast::Arg const& node);
    void read(ast::Instruction const& at, ast::Env const& node);
    void read(ast::Instruction const& at, ast::Label const& node);
    void read(ast::Instruction const& at, ast::Run const& node);
    void read(ast::Instruction const& at, ast::Cmd const& node);
    void read(ast::Instruction const& at, ast::Entrypoint const& node);
    void read(ast::Instruction const& at, ast::Healthcheck const& node);
    void read(ast::Instruction const& at, ast::Shell const& node);
    void read(ast::Instruction const& at, ast::Copy const& node);
    void read(ast::Instruction const& at, ast::Add const& node);
    void read(ast::Instruction const& at, ast::Expose const& node);
    void read(ast::Instruction const& at, ast::User const& node);
    void read(ast::Instruction const& at, ast::Workdir const& node);
    void read(ast::Instruction const& at, ast::Stopsignal const& node);
    void read(ast::Instruction const& at, ast::Volume const& node);
    void read(ast::Instruction const& at, ast::Maintainer const& node);
    void read(ast::Instruction const& at, ast::Onbuild const& node);

    bool read_broken(ast::Instruction const& instruction);
    void copy_of_nothing(ast::Instruction const& at);
    void transfer(ast::Instruction const& at, std::span<ast::CopySource const> sources,
                  ast::Word const& destination, ast::Flag const* from, bool is_add);
    static void read_intervals(ast::Instruction const& at, Healthcheck& check);
    StartCommand start_command(ast::Instruction const& at, ast::CommandForm const& form, Use use);
    /// What SHELL says.
    void set_shell(std::span<Argument const> words);
    void notice_replaced_shell(std::span<Command const> commands);
    void set_powershell(ast::Instruction const& at, std::span<Argument const> words);
    void add_powershell(PowerShellScript script);
    void read_powershell_form(ast::CommandForm const& form, PowerShellScript script);
    void read_powershell_line(ast::CommandForm const& form, PowerShellScript script);
    void read_powershell_commands(std::span<Command const> commands, PowerShellScript script);
    void read_powershell(ast::Instruction const& at, ast::CommandForm const& form,
                         std::span<Command const> commands);
    void set_environment(EnvironmentEntry const& entry);
    /// A variable as the shell of a RUN, or of a start command, sees it.
    [[nodiscard]] dockerfile::Variable shell_variable(Use use, std::string_view name) const;

    /// Expands and reports what BuildKit would say about it.
    Value expand(ast::Instruction const& at, Mapped const& text);
    Value expand(ast::Instruction const& at, ast::Word const& word) {
        return expand(at, word.text);
    }
    void expansion_fault(ast::Instruction const& at, Mapped const& text,
                         dockerfile::ExpansionError const& error, ast::Tier tier);
    [[nodiscard]] Value join_path(Setting<Value> const& workdir, Value const& path) const;
    [[nodiscard]] Origin origin_of(ast::Instruction const& at, Span span) const;
    void fault(ast::Fault const& fault) {
        if (!in_trigger_) faults_.push_back(fault);
    }

    enum class IndexAllowed : bool { no, yes };

    /// The base of a stage, expanded with the global scope; only earlier stages can be named.
    Reference resolve_base(ast::Instruction const& at, ast::From const& from);
    /// Finds out what the known value of a reference names: one of the first `stages`, scratch or
    /// an image.
    void resolve(Reference& reference, ast::FaultKind when_blank, std::uint32_t stages);
    /// References of COPY and RUN, once all stages are known: they bind to the last stage of a
    /// name.
    void resolve_transfers();
    void resolve_source(Stage const& stage, Reference& reference, IndexAllowed index_allowed);
    [[nodiscard]] bool is_given_context(std::string_view name) const;
    /// The last stage of that name among the first `before`.
    [[nodiscard]] Stage const* stage_named(std::string_view name, std::uint32_t before) const;
    /// The same for a name with capitals, which count for nothing.
    [[nodiscard]] Stage const* stage_called(std::string_view name, std::uint32_t before) const;
    [[nodiscard]] std::span<Stage const* const> sources_of(Stage const& stage) const;
    void find_cycles();
    [[nodiscard]] ast::Keyword meant_keyword(ast::Instruction const& instruction) const;
    void notice_broken(ast::Instruction const& instruction);
    void forget_setting(ast::Instruction const& instruction, ast::Keyword keyword);
    void report_cycle(std::span<Stage const* const> cycle, ArenaVector<Span>& told);
    void forget_later_stages(ArenaVector<Span>& told);
    void choose_targets();
    void find_reach();
    void find_users();
    // Tier D: values that BuildKit checks when it builds.
    void check_platform(ast::Instruction const& at, ast::Flag const& platform);
    void check_mounts(ast::Instruction const& at, ast::Run const& run);
    void check_port(ast::Instruction const& at, ast::Word const& word, Value const& value);
    void check_copy(ast::Instruction const& at, Transfer const& transfer);
    void check_checksum(ast::Instruction const& at, Transfer const& transfer);
    void check_signal(ast::Instruction const& at, ast::Word const& word, Value const& value);
    void value_fault(ast::FaultKind kind, ast::Instruction const& at, Span span,
                     std::string_view word);
    static bool is_linked(ast::Instruction const& at);

    Build& build_;
    Arena& arena_;
    bool has_foreign_frontend_;          ///< `# syntax=` names something else than Docker's own
    bool stage_may_be_missing_ = false;  ///< a broken instruction may be the FROM of one
    bool use_may_be_missing_ = false;    ///< a broken instruction may use a stage
    ArenaVector<ast::Fault> faults_;
    ArenaVector<CurrentShell> ended_;  ///< what a child of each stage starts with
    ArenaMap<ArenaVector<std::uint32_t>> stages_by_name_;
    Current current_;
    std::uint32_t stage_count_ = 0;
    /// Triggers that children may still run; many times what anybody writes.
    std::uint32_t triggers_left_ = 65'536;
    std::uint32_t position_ = 0;
    bool in_stage_ = false;
    bool in_trigger_ = false;  ///< what an ONBUILD does in a child; its own faults are told there
    bool has_from_ = false;
    /// Settings that children may still copy from their parents; many times what anybody writes.
    std::size_t inheritable_ = 65'536;
};

}  // namespace dockcheck::model

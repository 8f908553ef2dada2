// What BuildKit would make of one Dockerfile.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/context/context.hpp"
#include "analyzer/model/base_config.hpp"
#include "analyzer/model/deployment.hpp"
#include "analyzer/model/mention_index.hpp"
#include "analyzer/model/pod_container.hpp"
#include "analyzer/model/stage.hpp"
#include "analyzer/model/variables.hpp"
#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/expand.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/source.hpp"
#include "analyzer/text/trigrams.hpp"

namespace dockcheck::image {
struct Image;
}

namespace dockcheck::model {

struct ImageConfig;
struct VariableUse;

/// What is given with the build.
struct BuildOptions {
    std::vector<std::string> targets;  ///< names or indexes; empty: the last stage; "all"
    std::map<std::string, std::string, std::less<>> arguments;  ///< --build-arg
    std::string platform;                                       ///< or empty
    std::string today;                                          ///< YYYY-MM-DD, for support dates
    std::string builder_platform;  ///< of the machine that builds; empty: not known
    /// The configuration of the image that this Dockerfile made, for comparison; or nullptr.
    std::shared_ptr<ImageConfig const> made;
    std::string content_trust;  ///< DOCKER_CONTENT_TRUST of this machine; empty when not set
    /// Arguments that a file which names the build gives as well, with values of its environment.
    std::set<std::string, std::less<>> given_otherwise;
    /// No argument is given but those above: an ARG without a value is unset, not unknown.
    bool arguments_are_complete = false;
    /// Stages that somebody builds by other calls: they are no targets, and they are used.
    std::vector<std::string> other_targets;
    /// Names that the build gives other contexts (--build-context): what FROM and --from take by
    /// them is not known here.
    std::set<std::string, std::less<>> contexts;
    /// Who says that the context is the one: "compose.yaml:7, service web"; or empty.
    std::string context_named_by;
    /// The containers that a compose file starts from what is built.
    std::vector<Deployment> deployments;
    /// Those that it starts beside them from images of others.
    std::vector<ImageDeployment> image_deployments;
    /// Those that manifests start from images which this Dockerfile makes.
    std::vector<PodContainer> containers;
    /// A build file that is not read may give more of them.
    bool contexts_are_open = false;
    /// Base images whose configuration is known for certain, by the name that FROM has; "*" stands
    /// for all others.
    std::map<std::string, BaseConfig, std::less<>> bases;
};

/// The PATH that BuildKit gives to images of Linux that have none.
Value default_path();

/// A variable that RUN gets.
struct ScopeVariable {
    std::string_view name;
    Value value;               ///< as far as it is known
    bool is_argument = false;  ///< by ARG; else by ENV
    bool is_only_if_given =
        false;  ///< an ARG without a value: it is there when the build gives one
    ast::Instruction const* instruction = nullptr;  ///< that set it
};

/// What lies at a path of a stage's file system before an instruction.
struct Landing {
    enum class Kind : std::uint8_t {
        unknown,       ///< a base image, a download or a command may have put something there
        absent,        ///< certainly nothing
        context_file,  ///< a file of the build context
        created,       ///< written by a command or a heredoc of this Dockerfile
    } kind = Kind::unknown;
    std::string context_path;  ///< for context_file; for absent the path where it would have been
                               ///< looked for
    Transfer const* transfer =
        nullptr;  ///< what put it there; for absent: what filled its folder, or nullptr
};

/// The model of one Dockerfile. Lives on one thread; neither copied nor moved.
class Build {
 public:
    /// Reads a Dockerfile. `context` may be nullptr: none is known. All of them outlive the Build;
    /// the arena may be reset once the Build and all findings about it are gone.
    Build(Source const& source, context::Context const* context, BuildOptions const& options,
          Arena& arena);
    /// The same for a file that was parsed into the arena already.
    Build(Source const& source, ast::File const& file, context::Context const* context,
          BuildOptions const& options, Arena& arena);
    /// The same model of an image that is there: one stage, whose settings are those of the config.
    Build(image::Image const& image, BuildOptions const& options, Arena& arena);
    ~Build();
    Build(Build const&) = delete;
    Build& operator=(Build const&) = delete;

    [[nodiscard]] Source const& source() const { return source_; }
    [[nodiscard]] ast::File const& file() const { return file_; }
    [[nodiscard]] context::Context const* context() const { return context_; }
    /// The image that this is the model of; nullptr for a Dockerfile.
    [[nodiscard]] image::Image const* image() const { return image_; }
    [[nodiscard]] BuildOptions const& options() const { return options_; }
    [[nodiscard]] Arena& arena() const { return arena_; }

    /// In the order of the file. A file without FROM has one stage with an unknown base.
    [[nodiscard]] std::span<Stage const> stages() const { return stages_; }
    /// Stages whose image is built: the targets.
    [[nodiscard]] std::span<Stage const* const> targets() const { return targets_; }
    /// The instruction that holds a byte of the source, or nullptr.
    [[nodiscard]] ast::Instruction const* instruction_at(std::uint32_t offset) const;
    /// Index of an instruction in the file; that of its ONBUILD for a trigger.
    [[nodiscard]] std::uint32_t position_of(ast::Instruction const& instruction) const {
        auto const begin = reinterpret_cast<std::uintptr_t>(file_.instructions.data());
        auto const offset = reinterpret_cast<std::uintptr_t>(&instruction) - begin;
        return offset < file_.instructions.size_bytes()
                   ? static_cast<std::uint32_t>(offset / sizeof(ast::Instruction))
                   : position_of_trigger(instruction);
    }
    /// The stage that holds an instruction (its FROM too), or nullptr for one before the first
    /// FROM.
    [[nodiscard]] Stage const* stage_of(ast::Instruction const& instruction) const;

    /// Faults of all tiers, by position.
    [[nodiscard]] std::span<ast::Fault const> faults() const { return faults_; }

    /// A word of an instruction after BuildKit's expansion, with what is known at that instruction.
    [[nodiscard]] dockerfile::Expansion expand(ast::Instruction const& instruction,
                                               std::string_view text) const;
    /// The same with other variables. All expansions of a build have one allowance, so that values
    /// which double again and again do not fill the memory: what is behind it is unknown.
    [[nodiscard]] dockerfile::Expansion expand(std::string_view text,
                                               dockerfile::Scope scope) const;
    /// A variable as it is just before an instruction. In a FROM: of the global scope.
    [[nodiscard]] dockerfile::Variable variable(ast::Instruction const& instruction,
                                                std::string_view name) const;
    /// All variables that instructions of this file have set for a stage in front of a position,
    /// sorted by name. What a base image brings is left out.
    [[nodiscard]] std::vector<ScopeVariable> variables_before(Stage const& stage,
                                                              std::uint32_t position) const;
    /// What is known for certain of a base image, or nullptr.
    [[nodiscard]] BaseConfig const* base_config(Reference const& base) const;
    /// What ARG and ENV of a stage set, and the ARGs in front of the first FROM.
    [[nodiscard]] Variables const& variables(Stage const& stage) const {
        return variables_[stage.index];
    }
    [[nodiscard]] Variables const& globals() const { return globals_; }
    /// The working directory in force at an instruction.
    [[nodiscard]] Setting<Value> workdir(ast::Instruction const& at) const;
    /// The user in force at an instruction.
    [[nodiscard]] Setting<Value> user(ast::Instruction const& at) const;

    /// True when an instruction of the file, a trigger apart, is of a kind.
    template <typename Node>
    [[nodiscard]] bool has() const {
        return (kinds_ >> ast::Node::index_of<Node>() & 1U) != 0;
    }
    /// Those kinds: bits by the index of ast::Node.
    [[nodiscard]] std::uint32_t kinds() const { return kinds_; }
    /// The variables that the builder puts into an instruction, found at the first question; those
    /// of a trigger each time.
    [[nodiscard]] std::span<VariableUse const> builder_uses(
        ast::Instruction const& instruction) const;
    /// False where no variable can stand in the words and heredocs of an instruction.
    [[nodiscard]] bool may_use_variables(ast::Instruction const& instruction) const;
    /// False for a word that certainly stands nowhere in the file, neither in its bytes nor in the
    /// line of an instruction, compared without case.
    [[nodiscard]] bool may_hold(std::string_view word) const { return trigrams().may_hold(word); }
    [[nodiscard]] bool may_hold(TrigramWord const& word) const { return trigrams().may_hold(word); }
    /// Positions of the instructions whose lines hold a word, compared without case; found at the
    /// first question.
    [[nodiscard]] std::span<std::uint32_t const> positions_with(std::string_view word) const;

    /// Which instructions speak of the variables that the file declares; made at the first
    /// question.
    [[nodiscard]] MentionIndex& mentions() const;

    /// True when an ARG or ENV of any stage is broken, so that it may declare any variable.
    [[nodiscard]] bool has_broken_declaration() const { return has_broken_declaration_; }

    /// What lies at an absolute path just before a command of RUN, or the instruction of another
    /// one.
    [[nodiscard]] Landing landing(Command const& before, std::string_view path) const;
    /// What lies at an absolute path just before an instruction of its stage.
    [[nodiscard]] Landing landing(ast::Instruction const& before, std::string_view path) const;
    /// What lies at an absolute path of a stage's image.
    [[nodiscard]] Landing landing(Stage const& at_end_of, std::string_view path) const;
    /// True where rules about absence may speak of the context: it is given, or something shows
    /// that it is the context (interface, section 3). `missing` is the path that is said to be
    /// absent.
    [[nodiscard]] bool context_is_certain(std::string_view missing) const;
    /// True while questions for what lies where may go past one more instruction, or one more
    /// command of a long one: each goes through those before it, and all together must not take a
    /// file's length times itself.
    [[nodiscard]] bool may_look_back() const {
        if (looks_back_ == 0) return false;
        --looks_back_;
        return true;
    }

 private:
    friend class Builder;
    void spend(Value const& value) const;
    [[nodiscard]] Trigrams const& trigrams() const {
        if (trigrams_ == nullptr) make_trigrams();
        return *trigrams_;
    }
    void make_trigrams() const;
    [[nodiscard]] std::uint32_t position_of_trigger(ast::Instruction const& instruction) const;

    /// What holds at an instruction.
    struct At {
        std::uint32_t stage = none;
        Setting<Value> const* workdir = nullptr;
        Setting<Value> const* user = nullptr;
        bool may_use_variables = false;
        bool has_uses = false;  ///< somebody has asked for them
        std::uint32_t use_count = 0;
        VariableUse const* uses = nullptr;
    };
    /// Of an ONBUILD, and the position of that.
    struct Trigger {
        ast::Instruction const* instruction;
        std::uint32_t position;
    };
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    [[nodiscard]] dockerfile::Variable variable_at(std::uint32_t stage, std::uint32_t position,
                                                   std::string_view name) const;
    [[nodiscard]] dockerfile::Variable global_variable(std::uint32_t position,
                                                       std::string_view name) const;
    [[nodiscard]] Binding const* binding_at(std::uint32_t stage, std::uint32_t position,
                                            std::string_view name) const;
    [[nodiscard]] dockerfile::Variable base_variable(Stage const& root,
                                                     std::string_view name) const;
    [[nodiscard]] dockerfile::Variable built_in_argument(std::string_view name) const;

    Source const& source_;
    context::Context const* context_;
    image::Image const* image_ = nullptr;
    BuildOptions const& options_;
    Arena& arena_;
    ast::File file_;
    std::span<Stage> stages_;
    std::span<Stage const* const> targets_;
    std::span<ast::Fault const> faults_;
    std::span<At> at_;  ///< by position
    Variables globals_;
    ArenaVector<Variables> variables_;  ///< by stage
    ArenaVector<Trigger> triggers_;
    /// Of an image, whose instructions do not stand in their order: by place, made at the first
    /// question.
    mutable std::vector<ast::Instruction const*> by_place_;
    mutable ArenaMap<std::span<std::uint32_t const>> positions_with_;  ///< what was asked for
    mutable Trigrams const* trigrams_ = nullptr;
    mutable std::optional<MentionIndex> mentions_;
    /// Words that rules have asked for last, where there was something to expand.
    struct Expanded {
        char const* text;
        std::size_t size;
        ast::Instruction const* instruction;
        dockerfile::Expansion expansion;
    };
    static constexpr std::size_t expanded_slots = 64;
    mutable std::span<Expanded const*> expanded_;
    std::uint32_t kinds_ = 0;        ///< of the instructions: bits by the index of their nodes
    bool globals_are_open_ = false;  ///< a broken instruction may declare more
    bool has_broken_declaration_ = false;       ///< an ARG or ENV of any stage may set more
    mutable std::size_t looks_back_ = 300'000;  ///< 1,000 questions of 300 instructions
    /// Bytes that expansions may still make.
    mutable std::size_t allowance_ = source_.bytes().size() * 8 + (std::size_t{16} << 20);
};

}  // namespace dockcheck::model

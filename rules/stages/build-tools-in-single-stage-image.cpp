// Finds files of one stage whose image keeps what its program was built with.
#include "rules/stages/build-tools-in-single-stage-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/image_use.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/privileges.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::build_tools_in_single_stage_image {
namespace {

constexpr model::WordTable compilers =
    " build-essential gcc g++ clang build-base alpine-sdk gcc-c++ base-devel rustc cargo golang "
    "golang-go ";
constexpr model::WordTable compiler_helpers = " make cmake ";

/// A tool and the words that make it build; none: it does nothing else.
struct Builder {
    std::string_view program;
    model::WordList verbs;
    int score;
};

constexpr Builder builders[] = {
    {"go", " build install ", 4},
    {"cargo", " build install ", 4},
    {"mvn", " package install verify ", 4},
    {"mvnw", " package install verify ", 4},
    {"gradle", " build assemble bootJar shadowJar installDist ", 4},
    {"gradlew", " build assemble bootJar shadowJar installDist ", 4},
    {"dotnet", " build publish ", 4},
    {"javac", "", 4},
    {"gcc", "", 4},
    {"g++", "", 4},
    {"cmake", "", 2},
    {"make", "", 2},
    {"npm", " run-script run ", 2},
    {"yarn", " build ", 2},
    {"pnpm", " build ", 2},
    {"webpack", "", 2},
    {"pip", " install ", 1},
    {"pip3", " install ", 1},
};

bool is_builder(std::string_view program) {
    static constexpr model::WordTable programs =
        " go cargo mvn mvnw gradle gradlew dotnet javac gcc g++ cmake make npm yarn pnpm webpack"
        " pip pip3 ";
    return programs.holds(program);
}

/// True for a compiler that is only asked who it is: `gcc --version`.
bool has_source(model::Command const& command) {
    if (command.program == "make") return command.argument(1) != "--version";
    return std::ranges::any_of(command.arguments.subspan(1), [](model::Argument const& word) {
        return !word.value.known_prefix().starts_with('-');
    });
}

/// True when pip installs more than itself.
bool installs_packages(model::Command const& command, Pass const& pass) {
    auto const& install = model::package_command(command, pass.build().arena());
    if (!install.paths.empty() || !install.requirement_files.empty()) return true;
    return std::ranges::any_of(install.packages, [](model::Package const& package) {
        return !model::list_holds(" pip setuptools wheel virtualenv uv poetry ", package.name);
    });
}

/// What a command says for the rule; 0 for nothing.
int score_of(model::Command const& command, Pass const& pass) {
    if (!is_builder(command.program)) return 0;
    auto const builder = std::ranges::find(builders, command.program, &Builder::program);
    if (builder->verbs.empty()) return has_source(command) ? builder->score : 0;
    if (command.program.starts_with("pip") && !installs_packages(command, pass)) return 0;
    auto const words = command.arguments.subspan(1);
    bool const is_run = command.program == "npm";
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const word = words[i].value.text_or_empty();
        if (is_run && !word.starts_with("build")) continue;
        if (is_run && i > 0 && list_holds(builder->verbs, words[i - 1].value.text_or_empty())) {
            return builder->score;
        }
        if (!is_run && list_holds(builder->verbs, word)) return builder->score;
    }
    return 0;
}

/// What speaks for the rule.
struct Evidence {
    model::Command const* builder = nullptr;  ///< the one with the highest score
    int builder_score = 0;
    model::Package const* compiler = nullptr;  ///< installed and kept
    bool has_real_compiler = false;            ///< and no make
    bool removes_packages = false;

    [[nodiscard]] int score() const { return builder_score + (compiler != nullptr ? 3 : 0); }
};

/// Compilers of a virtual package are there to be removed.
void add_install(model::Command const& command, Pass const& pass, Evidence& evidence) {
    using model::Manager;
    auto const manager = model::manager_of(command);
    bool const is_system = manager == Manager::apt || manager == Manager::apk
                           || manager == Manager::dnf || manager == Manager::yum
                           || manager == Manager::microdnf;
    if (!is_system) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb == model::Verb::remove) evidence.removes_packages = true;
    if (install.verb != model::Verb::install) return;
    if (install.has_option("--virtual") || install.has_option("-t")) return;
    for (auto const& package : install.packages) {
        bool const is_compiler = compilers.holds(package.name);
        if (!is_compiler && !compiler_helpers.holds(package.name)) continue;
        // A compiler says more than what only starts it.
        if (evidence.compiler != nullptr && (!is_compiler || evidence.has_real_compiler)) continue;
        evidence.compiler = &package;
        evidence.has_real_compiler = is_compiler;
    }
}

Evidence evidence_of(model::Stage const& stage, Pass const& pass) {
    Evidence evidence;
    for (auto const& command : stage.commands) {
        if (command.use != model::Use::run || command.is_conditional) continue;
        add_install(command, pass, evidence);
        auto const score = score_of(command, pass);
        if (score <= evidence.builder_score) continue;
        evidence.builder = &command;
        evidence.builder_score = score;
    }
    return evidence;
}

/// True for a start by a program of its own: no shell to work in, and not by a tool that builds.
bool starts_program(model::Stage const& stage, Pass const& pass) {
    auto const& start = model::start_of(pass.build(), stage);
    auto const& config = stage.config;
    auto const is_own = [](auto const& setting) {
        return setting.is_set() && setting.origin.kind == model::Origin::Kind::instruction;
    };
    if (start.commands.empty() || (!is_own(config.cmd) && !is_own(config.entrypoint))) return false;
    if (model::privileges_of(pass.build(), stage) == model::Privileges::interactive) return false;
    if (model::may_be_of_context(stage, start.commands)) return false;
    return std::ranges::none_of(
        start.commands, [](model::Command const& command) { return is_builder(command.program); });
}

/// What the help adds where the base may bring compilers itself and has a slim variant that
/// certainly does not.
std::string slim_base(model::Stage const& stage) {
    using knowledge::Brings;
    auto const& base = stage.root();
    auto const* const image = base.known_image;
    // A variant such as alpine brings what it brings; the plain image is the one to leave.
    if (image == nullptr || !image->variant.empty()) return {};
    auto const* const slim = knowledge::known_image(image->name, "slim");
    if (slim == nullptr || slim->variant != "slim") return {};
    if (knowledge::image_brings(*image, base.image.tag, "gcc") == Brings::no
        || knowledge::image_brings(*slim, "slim", "gcc") != Brings::no) {
        return {};
    }
    auto const name = std::string(image->name);
    return "; begin the last stage with a slim tag of " + name + ", since "
           + std::string(model::shown_name(base)) + " brings compilers itself";
}

bool has_triggers_or_other_name(model::Stage const& stage, Pass const& pass) {
    static constexpr std::string_view names[] = {"dev",   "devel",  "development", "test",
                                                 "ci",    "tests",  "testing",     "debug",
                                                 "build", "builder"};
    return model::is_named_for(pass.build(), stage, names) || !stage.config.triggers.empty();
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    if (build.stages().size() != 1 || build.image() != nullptr) return;
    auto const& stage = build.stages().front();
    if (stage.from == nullptr || stage.is_windows || has_triggers_or_other_name(stage, pass)) {
        return;
    }
    auto const evidence = evidence_of(stage, pass);
    // What was installed to build is removed again: what stays nobody knows.
    if (evidence.removes_packages) return;
    if (evidence.builder == nullptr || evidence.score() < options.min_score) return;
    if (!starts_program(stage, pass)) return;
    if (evidence.builder_score > 1) {
        pass.report(evidence.builder->span, builds, evidence.builder->program, slim_base(stage));
    } else if (evidence.compiler != nullptr) {
        pass.report(evidence.compiler->argument->span, compilers_kept, evidence.compiler->name,
                    evidence.builder->program, slim_base(stage));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::build_tools_in_single_stage_image

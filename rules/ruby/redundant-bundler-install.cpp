// Finds installs of Bundler into images that bring it.
#include "rules/ruby/redundant-bundler-install.hpp"

#include <algorithm>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::redundant_bundler_install {
namespace {

/// True for the official image of a Ruby whose Bundler takes the version that Gemfile.lock asks
/// for: before RubyGems 3.3, which came with Ruby 3.1, the wrong one stops.
bool brings_bundler(model::Stage const& stage) {
    constexpr std::string_view first_ruby = "3.1";
    auto const& root = stage.root();
    bool const is_ruby = root.kind == model::Reference::Kind::image
                         && knowledge::canonical_name(model::name_of(root.image)) == "ruby";
    if (!is_ruby || !root.value.is_known()) return false;
    auto const tag = std::string_view(root.image.tag);
    auto const version = tag.substr(0, tag.find('-'));
    bool const is_exact = version.find('.') != version.npos;
    return !is_exact || knowledge::compare_versions(version, first_ruby) >= 0;
}

Span whole_lines(ast::Instruction const& run, std::string_view all) {
    auto const newline = all.find('\n', run.whole.end);
    auto const end = newline == all.npos ? all.size() : newline + 1;
    return {run.whole.begin, static_cast<std::uint32_t>(end)};
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || command.program != "gem") return;
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.is_trigger() || !brings_bundler(*stage)) return;
    auto const& gem = model::package_command(command, pass.build().arena());
    if (gem.verb != model::Verb::install) return;
    auto const package = std::ranges::find(gem.packages, "bundler", &model::Package::name);
    if (package == gem.packages.end()) return;
    // Another version than the image's own may be what is wanted.
    if (!package->version.empty() || gem.has_option("-v") || gem.has_option("--version")) return;
    if (model::has_word_with(command, "--pre") || model::may_hide_option(command)) return;
    if (model::is_for_development(pass.build(), *stage)) return;
    auto reported = pass.report(package->argument->span, shipped);
    auto const& run = *command.instruction;
    bool const is_alone = gem.packages.size() == 1 && stage->commands_of(run).size() == 1
                          && run.heredocs.empty() && command.redirections.empty();
    if (is_alone) reported.remove(whole_lines(run, pass.build().source().bytes()));
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" gem ");

}  // namespace dockcheck::rules::redundant_bundler_install

// Finds Go programs that are fetched in whichever version is newest.
#include "rules/go/unpinned-go-package.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::unpinned_go_package {
namespace {

constexpr std::string_view floating[] = {"@latest", "@upgrade", "@none", "@patch"};

/// Paths of modules begin with the name of a host; others are in the standard library or here.
bool is_module_path(std::string_view path) {
    auto const slash = path.find('/');
    return slash != path.npos && path.substr(0, slash).find('.') != path.npos
           && !path.starts_with('.');
}

/// A mount of this RUN that may bring a go.mod.
bool mounts_files(ast::Instruction const& run) {
    auto const* node = ast::get_if<ast::Run>(&run.node);
    return node == nullptr || std::ranges::any_of(node->mounts, [](ast::Mount const& mount) {
               auto const* type = mount.find("type");
               return type == nullptr || type->value.text() == "bind";
           });
}

/// A go.mod that says the version, or a Go that knows no versions.
bool may_have_version_elsewhere(model::Command const& command, Pass const& pass) {
    auto const& stage = *pass.stage();
    if (mounts_files(*command.instruction)) return true;
    static constexpr std::string_view all_words[] = {"go.mod", "go mod ", "GO111MODULE",
                                                     "git clone", "GOPATH"};
    for (auto const word : all_words) {
        if (model::is_mentioned_before(pass.build(), stage, command, word)) return true;
    }
    auto const position = pass.build().position_of(*command.instruction);
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& transfer : part->transfers) {
            if (transfer.position >= position) break;
            if (transfer.sources.size() != 1) return true;
            for (auto const& source : transfer.sources) {
                auto const text = source.value.text_or_empty();
                auto const name = base_name(text);
                // A file brings no go.mod, a folder may.
                if (name.find('.', 1) == name.npos || source.has_wildcard) return true;
            }
        }
    }
    return false;
}

/// Since 1.16 go takes a module without a version only where a go.mod says it. Older ones may fetch
/// without modules, where no version can be given.
bool needs_version(model::Stage const& stage) {
    auto const& root = stage.root();
    if (root.kind != model::Reference::Kind::image || !root.image.path.ends_with("golang")) {
        return false;
    }
    auto const tag = root.image.tag;
    if (!tag.starts_with("1.")) return tag.empty() || tag.front() > '9' || tag.starts_with("1-");
    auto const minor = tag.substr(2, tag.find_first_not_of("0123456789", 2) - 2);
    return minor.size() == 2 && minor >= "16";
}

bool takes_modules(model::PackageCommand const& go) {
    if (go.verb_argument == nullptr) return false;
    auto const verb = go.verb_argument->value.text_or_empty();
    return verb == "install" || verb == "get" || verb == "run";
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (command.program != "go") return;
    auto const& go = model::package_command(command, pass.build().arena());
    if (!takes_modules(go) || go.has_option("-tool") || go.has_option("-modfile")) return;
    auto packages = go.packages;
    // What follows is given to the program.
    bool const runs = go.verb_argument->value.text_or_empty() == "run";
    if (runs && packages.size() > 1) packages = packages.first(1);
    for (auto const& package : packages) {
        if (!is_module_path(package.name)) continue;
        auto const at = std::ranges::find(floating, package.version);
        bool const floats = at != std::ranges::end(floating);
        if (!package.version.empty() && !floats) continue;
        if (floats && options.allow_latest) continue;
        if (floats) {
            pass.report(package.argument->span, newest, package.name);
        } else if (needs_version(*pass.stage()) && pass.may_look_around()
                   && !may_have_version_elsewhere(command, pass)) {
            pass.report(package.argument->span, none, package.name);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" go ");

}  // namespace dockcheck::rules::unpinned_go_package

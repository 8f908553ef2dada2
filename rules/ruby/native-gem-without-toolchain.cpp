// Finds bundle install of gems that are compiled where no compiler is.
#include "rules/ruby/native-gem-without-toolchain.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/ruby_stages.hpp"

namespace dockcheck::rules::native_gem_without_toolchain {
namespace {

struct NativeGem {
    std::string_view name;
    std::string_view before;  ///< the first version that comes compiled; empty: none does
    std::string_view debian;  ///< packages that it takes
    std::string_view alpine;
};

/// Source: the gems' specifications (extensions) and their files at rubygems.org. Date: 2026-11-27.
constexpr NativeGem native_gems[] = {
    {"bcrypt", "", "build-essential", "build-base"},
    {"bootsnap", "", "build-essential", "build-base"},
    {"eventmachine", "", "build-essential libssl-dev", "build-base openssl-dev"},
    {"mysql2", "", "build-essential default-libmysqlclient-dev", "build-base mariadb-dev"},
    {"pg", "1.6", "build-essential libpq-dev", "build-base libpq-dev"},
    {"puma", "", "build-essential", "build-base"},
    {"rmagick", "", "build-essential pkg-config libmagickwand-dev", "build-base imagemagick-dev"},
    {"unicorn", "", "build-essential", "build-base"},
};

/// The entries of a gem in a lock file.
struct Locked {
    std::string_view version;   ///< of the one without a platform; empty when there is none
    bool has_platform = false;  ///< one of them is compiled for some platform
};

Locked locked(std::string_view text, std::string_view gem) {
    Locked found;
    auto const entry = "\n    " + std::string(gem) + " (";
    for (auto at = text.find(entry); at != text.npos; at = text.find(entry, at + 1)) {
        auto const begin = at + entry.size();
        auto const version = text.substr(begin, text.find(')', begin) - begin);
        if (version.find('-') == version.npos) {
            found.version = version;
        } else {
            found.has_platform = true;
        }
    }
    return found;
}

/// A line of the Gemfile may take the gem for some platforms only, or from elsewhere.
bool is_plain_line(std::string_view text, Span span) {
    auto const begin = text.rfind('\n', span.begin) + 1;
    auto const line = text.substr(begin, text.find('\n', span.begin) - begin);
    static constexpr std::string_view doubts[] = {"platform", "install_if", " if ", " unless ",
                                                  "path",     "git",        "group"};
    return std::ranges::none_of(
        doubts, [&](std::string_view doubt) { return line.find(doubt) != line.npos; });
}

/// A block of the Gemfile may leave gems out.
bool has_conditions(std::string_view text) {
    static constexpr std::string_view words[] = {"if ",         "unless ", "case ", "platforms ",
                                                 "install_if ", "group ",  "group("};
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (line.starts_with("group :development") || line.starts_with("group :test")
            || line.starts_with("group(:development") || line.starts_with("group(:test"))
            continue;
        for (auto const word : words) {
            if (line.starts_with(word)) return true;
        }
    }
    return false;
}

/// Gems that were brought or installed before may be all that is needed.
bool may_have_gems(Pass const& pass, model::Command const& command) {
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty()) return true;
        for (auto const& transfer : stage->transfers) {
            if (transfer.from != nullptr || transfer.is_add) return true;
        }
        for (auto const& other : stage->commands) {
            if (&other == &command || other.use != model::Use::run) continue;
            if (stage == pass.stage() && other.span.begin >= command.span.begin) break;
            // It may change what is asked for.
            bool const is_editor = other.program == "sed" || other.program == "perl"
                                   || other.program == "patch" || other.program == "awk";
            if (is_editor) return true;
            auto const& earlier = model::package_command(other, pass.build().arena());
            bool const is_ruby = earlier.manager == model::Manager::gem
                                 || earlier.manager == model::Manager::bundler;
            if (is_ruby && earlier.verb == model::Verb::install) return true;
        }
    }
    return false;
}

/// Adds the words of a list that are not there yet.
void add_words(std::string_view list, std::vector<std::string_view>& to) {
    while (!list.empty()) {
        auto const word = list.substr(0, list.find(' '));
        list.remove_prefix(std::min(word.size() + 1, list.size()));
        if (std::ranges::find(to, word) == to.end()) to.push_back(word);
    }
}

bool lacks(Pass const& pass, model::Command const& command, std::string_view program) {
    return model::find_program(pass.build(), *pass.stage(), program, &command)
           == knowledge::Brings::no;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    if (pass.context() == nullptr || pass.stage()->is_windows) return;
    if (!model::is_bundle_install(pass.build(), command)) return;
    auto const* image = model::known_image(pass.stage()->root());
    if (image == nullptr || image->name != "ruby") return;
    if (!model::must_succeed(*pass.stage(), command) || !pass.may_look_around()) return;
    auto const* run = ast::get_if<ast::Run>(&command.instruction->node);
    if (run == nullptr || !run->mounts.empty()) return;
    std::string path;
    std::string lock_path;
    auto const& build = pass.build();
    auto const* gemfile = model::manifest_beside(build, *pass.stage(), command, "Gemfile", &path);
    if (gemfile == nullptr) return;
    auto const* source = pass.context()->read(path);
    if (source == nullptr || has_conditions(source->bytes())) return;
    auto const* lock =
        model::manifest_beside(build, *pass.stage(), command, "Gemfile.lock", &lock_path);
    auto const* lock_source = lock == nullptr ? nullptr : pass.context()->read(lock_path);
    auto const is_compiled = [&](NativeGem const& gem) {
        auto const* wanted = gemfile->find(gem.name);
        if (wanted == nullptr || wanted->is_development) return false;
        if (!is_plain_line(source->bytes(), wanted->span)) return false;
        // Of the others a newer version may come compiled.
        if (lock_source == nullptr) return gem.name == "mysql2";
        auto const entry = locked(lock_source->bytes(), gem.name);
        if (entry.version.empty() || entry.has_platform) return false;
        return gem.before.empty() || knowledge::compare_versions(entry.version, gem.before) < 0;
    };
    bool const is_alpine = image->family == knowledge::ImageFamily::alpine;
    std::vector<std::string_view> names;
    std::vector<std::string_view> packages;
    for (auto const& gem : native_gems) {
        if (!is_compiled(gem)) continue;
        names.push_back(gem.name);
        add_words(is_alpine ? gem.alpine : gem.debian, packages);
    }
    if (names.empty() || may_have_gems(pass, command)) return;
    if (!lacks(pass, command, "gcc") || !lacks(pass, command, "make")) return;
    auto const& install = model::package_command(command, build.arena());
    auto reported =
        pass.report(model::called_at(install), compiler, model::listed(names),
                    names.size() == 1 ? "comes" : "come", model::shown_name(pass.stage()->root()),
                    fmt::format("{}", fmt::join(packages, " ")));
    for (auto const name : names) {
        reported.related(Place{source, gemfile->find(name)->span}, "asks for it");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::bundler);

}  // namespace dockcheck::rules::native_gem_without_toolchain

// Finds sources of COPY, ADD and bind mounts that are not in the build context.
#include "rules/files/copy-source-not-found.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::copy_source_not_found {
namespace {

/// Endings of files that people write by hand; what a compiler makes has others, or none.
bool is_written_by_hand(std::string_view path) {
    static constexpr std::string_view endings[] = {
        ".bash", ".cfg",  ".conf", ".cpp", ".cs",    ".css",     ".go",   ".gradle",     ".h",
        ".hs",   ".html", ".in",   ".ini", ".java",  ".js",      ".json", ".jsx",        ".kt",
        ".lock", ".lua",  ".md",   ".mjs", ".mod",   ".php",     ".pl",   ".properties", ".ps1",
        ".py",   ".r",    ".rb",   ".rs",  ".scala", ".service", ".sh",   ".sql",        ".sum",
        ".tf",   ".toml", ".ts",   ".tsx", ".txt",   ".vue",     ".xml",  ".yaml",       ".yml",
    };
    return std::ranges::any_of(endings, [&](auto ending) { return path.ends_with(ending); });
}

std::string_view folder_of(std::string_view path) {
    auto const slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

/// Whether a missing file is certain to be missing when the image is built, too: on a folder that
/// is only assumed to be the context, files that another step makes look the same as files that are
/// not there.
bool is_certain(Pass const& pass, context::Context const& context, std::string const& path) {
    if (context.is_git_ignored(path)) return false;
    if (context.origin() == context::Context::Origin::given) return true;
    if (!pass.build().context_is_certain(path)) return false;
    if (!context.near_names(path).empty()) return true;
    return is_written_by_hand(path) && !context.recipes().brings_files
           && context.look(folder_of(path)) == context::Presence::directory;
}

/// True for a name that can be written as it is: with nothing that would be expanded, split or
/// matched.
bool is_plain_name(std::string_view name) {
    return !name.starts_with('-') && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || std::string_view("._-/+@:,=%").find(c) != std::string_view::npos;
    });
}

void look_for(std::string_view text, Span span, Pass& pass, Options const& options) {
    auto const& context = *pass.context();
    auto const path = model::context_path(text);
    if (path.empty() || matches_any_wildcard(path, options.generated_files)) return;
    if (context.look(path) != context::Presence::missing || !is_certain(pass, context, path))
        return;
    auto const near_names = context.near_names(path);
    if (near_names.empty()) {
        auto const& named_by = pass.build().options().context_named_by;
        if (named_by.empty()) {
            pass.report(span, missing, text);
        } else {
            auto const folder = context.shown("");
            pass.report(span, missing_there, text, folder.empty() ? "." : folder, named_by);
        }
        return;
    }
    auto const& other = near_names.front();
    auto finding = pass.report(span, near, text, other);
    if (pass.text(span) == text && is_plain_name(other)) finding.replace(span, other);
}

/// `composer.lock*`, `composer.loc[k]`: a whole name, written so that it may be missing.
bool is_optional_name(std::string_view pattern) {
    auto const name = pattern.substr(pattern.rfind('/') + 1);
    constexpr std::size_t shortest = 3;
    auto const at = name.find_first_of("*?[");
    return at != name.npos && at >= shortest && (at + 1 == name.size() || name.ends_with(']'));
}

/// `COPY composer.json composer.lock* ./`: a file that is there beside one that may be.
bool stands_beside_file(model::Transfer const& transfer, std::string_view pattern,
                        Pass const& pass) {
    return is_optional_name(pattern)
           && std::ranges::any_of(transfer.sources, [&](model::Transfer::Source const& other) {
                  if (other.has_wildcard || other.is_remote || !other.value.is_known())
                      return false;
                  auto const path = model::context_path(*other.value.known());
                  return folder_of(path) == folder_of(pattern)
                         && pass.context()->look(path) == context::Presence::file;
              });
}

bool is_lock_file(std::string_view pattern) {
    return pattern.find("lock") != pattern.npos || pattern.find("shrinkwrap") != pattern.npos
           || pattern.find("go.sum") != pattern.npos;
}

/// `COPY package.json yarn.lock* package-lock.json* ./`: the one of those that the project has.
bool takes_lock_file(model::Transfer const& transfer, context::Context const& context) {
    return std::ranges::any_of(transfer.sources, [&](model::Transfer::Source const& other) {
        auto const path = model::context_path(other.value.text_or_empty());
        return is_lock_file(path) && context.matches_anything(path);
    });
}

/// `COPY *.go *.sh ./` of which one kind is there.
bool brings_others(model::Transfer const& transfer, context::Context const& context) {
    return std::ranges::any_of(transfer.sources, [&](model::Transfer::Source const& other) {
        auto const path = model::context_path(other.value.text_or_empty());
        return other.has_wildcard && !path.empty() && context.matches_anything(path);
    });
}

/// `bun.lockb*` where the lock file is bun.lock: Bun writes it as text since 1.2. Empty for others.
std::string text_form_of_lock(std::string_view pattern, context::Context const& context) {
    constexpr std::string_view binary = "bun.lockb";
    auto const begin = pattern.rfind('/') + 1;
    if (!pattern.substr(begin).starts_with(binary)) return {};
    auto path = std::string(pattern.substr(0, begin)) + "bun.lock";
    return context.look(path) == context::Presence::file ? path : std::string();
}

void look_for_pattern(std::string_view text, Span span, model::Transfer const& transfer, Pass& pass,
                      Options const& options) {
    auto const& context = *pass.context();
    auto const pattern = model::context_path(text);
    if (matches_any_wildcard(pattern, options.generated_files)) return;
    if (context.matches_anything(pattern) || !is_certain(pass, context, pattern)) return;
    if (is_lock_file(pattern) && takes_lock_file(transfer, context)) return;
    if (auto const lock = text_form_of_lock(pattern, context); !lock.empty()) {
        auto finding = pass.report(span, text_lock, text, lock);
        finding.severity(Severity::warning);
        if (pass.text(span) == text) finding.replace(span, lock);
        return;
    }
    if (stands_beside_file(transfer, pattern, pass)) {
        // Others may be missing. go.sum fixes no versions, which go.mod does.
        bool const is_lock = is_lock_file(pattern) && pattern.find("go.sum") == pattern.npos;
        if (is_lock) pass.report(span, no_lock, text).severity(Severity::info);
        return;
    }
    bool const is_one_of_several = brings_others(transfer, context);
    pass.report(span, is_one_of_several ? no_match_of_several : no_match, text)
        .severity(is_one_of_several ? Severity::info : Severity::warning);
}

void check(model::Transfer const& transfer, Pass& pass, Options const& options) {
    if (pass.context() == nullptr || transfer.from != nullptr) return;
    if (pass.stage() == nullptr || pass.stage()->is_windows) return;
    for (auto const& source : transfer.sources) {
        auto const text = source.value.known();
        if (!text || source.is_remote || source.written->is_inline) continue;
        auto const span = source.written->word.span;
        if (source.has_wildcard) {
            look_for_pattern(*text, span, transfer, pass, options);
        } else {
            look_for(*text, span, pass, options);
        }
    }
}

void check_mounts(ast::Run const& run, Pass& pass, Options const& options) {
    if (pass.context() == nullptr) return;
    for (auto const& mount : run.mounts) {
        auto const* type = mount.find("type");
        auto const* source = mount.find("source", "src");
        if (source == nullptr || mount.find("from") != nullptr) continue;
        if (type != nullptr && type->value.text() != "bind") continue;
        auto const value = pass.build().expand(pass.instruction(), source->value.text()).value;
        if (value.is_known()) look_for(*value.known(), source->value.source(), pass, options);
    }
}

}  // namespace

constinit Check const rule = on<check, check_mounts>();

}  // namespace dockcheck::rules::copy_source_not_found

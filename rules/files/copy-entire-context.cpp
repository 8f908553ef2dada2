// Finds copies of all that lies in the build context.
#include "rules/files/copy-entire-context.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/text/is_among.hpp"

namespace dockcheck::rules::copy_entire_context {
namespace {

/// True for an ignore file that leaves out everything and then lets files in.
bool is_allow_list(context::IgnoreFile const& file) {
    auto const& patterns = file.patterns();
    if (patterns.empty() || patterns.front().negated) return false;
    auto const& first = patterns.front().text;
    return first == "*" || first == "**" || first == "**/*";
}

/// What belongs to one machine or to the repository: one such name is enough. Another rule tells
/// of secrets.
bool is_private(std::string_view name) {
    static constexpr std::string_view names[] = {".git",         ".hg",  ".svn",
                                                 "node_modules", "venv", ".venv"};
    return is_among(name, names);
}

/// What people work on a program with, and it does not run with.
bool is_for_work(std::string_view name) {
    static constexpr std::string_view names[] = {
        ".circleci", ".github",    ".gitlab-ci.yml", ".idea", ".vscode", "__tests__", "charts",
        "doc",       "docs",       "documentation",  "e2e",   "helm",    "k8s",       "kubernetes",
        "spec",      "screenshot", "screenshots",    "specs", "test",    "terraform", "tests"};
    return is_among(name, names) || context::is_compose_name(name);
}

/// False for a folder of which nothing but its name, or little more, is left.
bool is_kept(context::Context const& context, std::string const& name) {
    if (name == ".git") return context.look(".git/config") == context::Presence::file;
    return context.look(name) == context::Presence::file || !context.files_below(name, 1).empty();
}

/// What of the top of the context goes into the image without need, where that is worth a word.
std::vector<std::string> superfluous(context::Context const& context) {
    std::vector<std::string> names;
    bool is_any_private = false;
    for (auto const& name : context.matches("*")) {
        if (!is_kept(context, name)) continue;
        bool const is_own = is_private(name);
        if (is_own || is_for_work(name)) names.push_back(name);
        is_any_private = is_any_private || is_own;
    }
    constexpr std::size_t few = 2;
    if (!is_any_private && names.size() < few) names.clear();
    std::stable_partition(names.begin(), names.end(), is_private);
    return names;
}

bool is_everything(model::Transfer::Source const& source, Arena& arena) {
    auto const text = source.value.known();
    if (!text || text->empty() || source.is_remote || source.written->is_inline) return false;
    auto const path = model::context_path(*text, arena);
    return path.empty() || path == "*" || path == "**";
}

/// Reports a copy of everything. Where the context is known it says what goes in without need.
void report(model::Transfer const& transfer, model::Transfer::Source const& source, Pass& pass,
            Options const& options) {
    auto const& word = source.written->word;
    auto const* context = pass.context();
    if (context == nullptr) {
        pass.report(word.span, unknown, source.value.text_or_empty());
        return;
    }
    // missing-dockerignore tells where there is none.
    auto const* file = context->ignore_file();
    if (file == nullptr || options.accept_dockerignore || is_allow_list(*file)) return;
    auto const names = superfluous(*context);
    if (names.empty()) return;
    // An image to develop in has its files from the mount.
    if (transfer.target.is_known() && context->may_be_mounted(*transfer.target.known())) return;
    std::vector<std::string_view> const shown(names.begin(), names.end());
    pass.report(word.span, everything, source.value.text_or_empty(), file->source().name(),
                model::listed(shown));
}

void check(model::Transfer const& transfer, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (transfer.from != nullptr || stage == nullptr) return;
    auto const wanted =
        options.include_builder_stages ? model::Reach::builder : model::Reach::final;
    if (stage->reach < wanted) return;
    bool const is_meant =
        std::ranges::any_of(transfer.instruction->comments, [](ast::Comment const& comment) {
            return comment.text.find("dockerignore") != std::string_view::npos;
        });
    if (is_meant) return;
    for (auto const& source : transfer.sources) {
        if (!is_everything(source, pass.build().arena())) continue;
        if (model::is_for_development(pass.build(), *stage)) return;
        report(transfer, source, pass, options);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_entire_context

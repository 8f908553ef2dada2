// Finds files that one layer brings and a later one removes.
#include "rules/layers/removed-file-still-in-layer.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::removed_file_still_in_layer {
namespace {

/// What is removed: a path, or all that lies in it.
struct Removed {
    std::string path;
    bool contents_only = false;
};

Removed removed_by(Pass const& pass, model::Command const& command, Value const& word) {
    auto const value = model::path_of(pass.build(), *pass.stage(), command, word);
    if (!value.is_known()) return {};
    std::string_view text = *value.known();
    Removed removed;
    removed.contents_only = text.ends_with("/*");
    if (removed.contents_only) text.remove_suffix(2);
    if (text.empty() || text.find_first_of("*?[{") != text.npos) return {};
    removed.path = model::clean_path(text);
    if (removed.path == "/") return {};
    return removed;
}

bool takes_away(Removed const& removed, std::string_view path) {
    return model::is_at_or_below(path, removed.path)
           && !(removed.contents_only && path == removed.path);
}

bool is_secret(std::string_view path) {
    auto const name = path.substr(path.rfind('/') + 1);
    constexpr std::string_view names[] = {"id_rsa", "id_dsa",     "id_ecdsa",         "id_ed25519",
                                          ".npmrc", ".netrc",     ".git-credentials", ".pypirc",
                                          ".env",   "credentials"};
    return std::ranges::find(names, name) != std::ranges::end(names) || name.ends_with(".pem")
           || name.ends_with(".key");
}

/// Where an earlier layer got the file from.
struct Bringer {
    Span span;
    std::string path;
    bool is_copied = false;
    bool is_fetched = false;  ///< by ADD from an address
};

/// The path that a command of RUN certainly writes: a download, or a redirection.
std::vector<std::string> written_by(Pass const& pass, model::Stage const& stage,
                                    model::Command const& command) {
    std::vector<std::string> paths;
    bool const downloads = command.program == "curl" || command.program == "wget";
    if (command.redirections.empty() && !downloads) return paths;
    auto const add = [&](Value const& word) {
        auto const value = model::path_of(pass.build(), stage, command, word);
        if (value.is_known()) paths.push_back(model::clean_path(*value.known()));
    };
    auto const& download = model::download_of(command, pass.build().arena());
    if (download.fetcher == model::Fetcher::curl) {
        if (auto const* option = download.find(" -o --output ")) add(option->value);
    } else if (download.fetcher == model::Fetcher::wget) {
        if (auto const* option = download.find(" -O --output-document ")) add(option->value);
    }
    for (auto const& redirection : command.redirections) {
        if (redirection.operation == ">" || redirection.operation == ">>") {
            add(redirection.target.value);
        }
    }
    return paths;
}

std::optional<Bringer> bringer_of(Pass const& pass, model::Command const& command,
                                  Removed const& removed) {
    auto const& build = pass.build();
    auto const position = build.position_of(*command.instruction);
    for (auto const* transfer : model::transfers_before(*pass.stage(), position)) {
        auto const* stage = build.stage_of(*transfer->instruction);
        if (stage == nullptr) continue;
        for (auto const& path : model::made_by(build, *transfer)) {
            if (!takes_away(removed, path)) continue;
            bool const is_fetched = std::ranges::any_of(
                transfer->sources, [](auto const& source) { return source.is_remote; });
            return Bringer{transfer->instruction->span, path, true, is_fetched};
        }
    }
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->commands) {
            if (stage == pass.stage() && build.position_of(*other.instruction) >= position) break;
            if (other.use != model::Use::run || other.is_conditional) continue;
            for (auto const& path : written_by(pass, *stage, other)) {
                if (takes_away(removed, path)) return Bringer{other.span, path};
            }
        }
    }
    return std::nullopt;
}

/// True when another RUN in between has taken it away already.
bool was_removed_before(Pass const& pass, model::Command const& command, Span bringer,
                        std::string_view path) {
    for (auto const& other : pass.stage()->commands) {
        if (other.instruction->span.begin >= command.instruction->span.begin) break;
        if (other.span.begin < bringer.end || other.program != "rm") continue;
        for (auto const* word : model::operands_of(other)) {
            auto const removed = removed_by(pass, other, word->value);
            if (!removed.path.empty() && takes_away(removed, path)) return true;
        }
    }
    return false;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || command.program != "rm" || pass.stage() == nullptr)
        return;
    if (pass.stage()->reach != model::Reach::final || pass.is_trigger()) return;
    if (command.is_conditional || pass.stage()->is_windows) return;
    for (auto const* word : model::operands_of(command)) {
        auto const removed = removed_by(pass, command, word->value);
        if (removed.path.empty()) continue;
        if (!pass.may_look_around()) return;
        auto const bringer = bringer_of(pass, command, removed);
        if (!bringer || was_removed_before(pass, command, bringer->span, bringer->path)) continue;
        auto const text = pass.text(word->span);
        auto const written = text.find('$') == text.npos ? text : std::string_view(bringer->path);
        auto reported = bringer->is_fetched  ? pass.report(word->span, fetched, written)
                        : bringer->is_copied ? pass.report(word->span, copied, written)
                                             : pass.report(word->span, created, written);
        reported.related(bringer->span, bringer->is_copied ? "copied here" : "made here");
        if (is_secret(bringer->path)) reported.severity(Severity::warning);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" rm ");

}  // namespace dockcheck::rules::removed_file_still_in_layer

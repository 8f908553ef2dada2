// Finds RUN that downloads an archive by curl or wget and unpacks it by tar.
#include "rules/layers/download-then-extract-archive.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/archives.hpp"
#include "analyzer/model/download_checks.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/frontend.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::download_then_extract_archive {
namespace {

bool is_tar_archive(std::string_view url) {
    static constexpr std::string_view endings[] = {".tar",  ".tar.gz", ".tgz", ".tar.bz2",
                                                   ".tbz2", ".tar.xz", ".txz", ".tar.zst"};
    return std::ranges::any_of(endings, [&](auto ending) { return url.ends_with(ending); });
}

/// True when each variable of a word is an ARG or ENV, and the script itself sets none of them.
bool has_builders_variables(std::string_view word, ast::Instruction const& run, Pass const& pass) {
    constexpr int most = 10;
    int count = 0;
    auto const script = pass.text(run.span);
    for (auto at = word.find('$'); at != word.npos; at = word.find('$', at + 1)) {
        if (++count > most) return false;
        auto name = word.substr(at + 1);
        if (name.starts_with('{')) name.remove_prefix(1);
        auto const size = std::ranges::find_if_not(name,
                                                   [](char c) {
                                                       return c == '_' || (c >= '0' && c <= '9')
                                                              || (c >= 'a' && c <= 'z')
                                                              || (c >= 'A' && c <= 'Z');
                                                   })
                          - name.begin();
        name = name.substr(0, static_cast<std::size_t>(size));
        using State = dockerfile::Variable::State;
        if (name.empty() || pass.build().variable(run, name).state == State::unset) return false;
        if (script.find(std::string(name) + "=") != script.npos) return false;
    }
    return true;
}

/// True when ADD can be given the address.
bool is_for_add(model::Argument const& url, ast::Instruction const& run, Pass const& pass) {
    auto const& value = url.value;
    auto const begin = value.known_prefix();
    if (!begin.starts_with("https://") && !begin.starts_with("http://")) return false;
    return is_tar_archive(value.known_suffix())
           && has_builders_variables(url.raw.text(), run, pass);
}

bool removes_folders(model::Command const& rm) {
    return std::ranges::any_of(rm.arguments.subspan(1), [](model::Argument const& word) {
        auto const text = word.value.text_or_empty();
        if (text == "--recursive") return true;
        return text.starts_with('-') && !text.starts_with("--")
               && text.find_first_of("rR") != text.npos;
    });
}

/// True when the RUN takes away or moves what it has unpacked: with ADD it would stay in a layer.
bool is_moved(std::span<model::Command const> behind) {
    return std::ranges::any_of(behind, [](model::Command const& command) {
        return command.program == "mv" || command.program == "cp"
               || (command.program == "rm" && removes_folders(command));
    });
}

/// True for tar that writes the files to its output, or whose output goes elsewhere.
bool writes_to_output(model::Command const& tar) {
    for (std::size_t i = 1; i < tar.arguments.size(); ++i) {
        auto const word = tar.argument(i);
        if (word == "--to-stdout" || word.starts_with("--to-command")) return true;
        bool const is_letters = (i == 1 && !word.starts_with('-'))
                                || (word.starts_with('-') && !word.starts_with("--"));
        if (is_letters && word.find('O') != word.npos) return true;
    }
    return std::ranges::any_of(tar.redirections, [](model::Redirection const& one) {
        return one.operation.find('>') != one.operation.npos;
    });
}

/// tar that unpacks all of an archive as it is.
bool unpacks_all(model::Command const& tar) {
    if (writes_to_output(tar) || tar.follower == model::Connector::pipe) return false;
    std::size_t operands = 0;
    for (std::size_t i = 1; i < tar.arguments.size(); ++i) {
        auto const& value = tar.arguments[i].value;
        auto const word = value.text_or_empty();
        if (!value.is_known() || word.starts_with("--strip") || word.starts_with("--transform")
            || word.starts_with("--wildcards") || word.starts_with("--exclude")) {
            return false;
        }
        bool const is_folder = word == "-C" || word == "--directory" || word == "--file";
        bool const takes_file =
            word.size() > 1 && word[0] == '-' && word[1] != '-' && word.back() == 'f';
        if (is_folder || takes_file) {
            ++i;
        } else if (!word.starts_with('-') && (i > 1 || word.find('x') == word.npos)) {
            ++operands;
        } else if (i == 1 && !word.starts_with('-') && word.find('f') != word.npos) {
            ++i;
        }
    }
    return operands == 0;
}

bool extracts(model::Command const& tar) {
    for (std::size_t i = 1; i < tar.arguments.size(); ++i) {
        auto const word = tar.argument(i);
        if (word == "--extract") return true;
        bool const is_letters = (i == 1 && !word.starts_with('-'))
                                || (word.starts_with('-') && !word.starts_with("--"));
        if (is_letters && word.find('x') != word.npos) return true;
    }
    return false;
}

/// True when a command behind the download unpacks just what that brings.
bool is_unpacked(model::Command const& download, std::span<model::Command const> behind,
                 Arena& arena) {
    if (behind.empty()) return false;
    auto const& next = behind.front();
    if (download.follower == model::Connector::pipe) {
        bool const is_tar = next.program == "tar" || next.program == "bsdtar";
        return is_tar && next.connector == model::Connector::pipe && extracts(next)
               && unpacks_all(next);
    }
    auto const files = model::files_saved_by(download, arena);
    if (files.size() != 1 || !files.front().name.is_known()) return false;
    auto const name = *files.front().name.known();
    return std::ranges::any_of(behind, [&](model::Command const& other) {
        auto const* const file = model::unpacked_by_tar(other);
        return file != nullptr && file->value.known() == name && !other.is_conditional
               && unpacks_all(other);
    });
}

void check(model::Command const& command, Pass& pass) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || command.is_conditional) return;
    if (pass.build().image() != nullptr || stage->is_windows) return;
    auto& arena = pass.build().arena();
    auto const& download = model::download_of(command, arena);
    auto const& run = *command.instruction;
    if (download.fetcher == model::Fetcher::git || download.urls.size() != 1) return;
    // What lies in a mount stays out of the image, or is no business of the builder.
    auto const* const node = ast::get_if<ast::Run>(&run.node);
    if (download.may_have_more_options || node == nullptr || !node->mounts.empty()) return;
    if (download.find(" -k --insecure --no-check-certificate -u --user -H --header --oauth2-bearer "
                      "--password --http-password -d --data "
                      "-X --request -n --netrc -E --cert ")
        != nullptr) {
        return;
    }
    auto const& url = *download.urls.front();
    if (!is_for_add(url, run, pass) || !model::knows_unpack(pass.build())) return;
    auto const all = stage->commands_of(run);
    // In a RUN of so many commands nobody is sure any more.
    constexpr std::size_t most_commands = 200;
    if (all.size() > most_commands) return;
    auto const index = static_cast<std::size_t>(&command - all.data());
    if (index >= all.size() || !is_unpacked(command, all.subspan(index + 1), arena)) return;
    if (stage->reach == model::Reach::final && is_moved(all.subspan(index + 1))) return;
    if (model::is_checked_behind(pass.build(), *stage, command)) return;
    pass.report(url.span, unpacked, pass.text(url.span));
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" curl wget ");

}  // namespace dockcheck::rules::download_then_extract_archive

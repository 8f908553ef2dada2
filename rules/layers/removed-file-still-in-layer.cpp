// Finds files that one layer brings and a later one removes, by RUN or in the layers of an image.
#include "rules/layers/removed-file-still-in-layer.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/image_files.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::removed_file_still_in_layer {
namespace {

struct Where {
    model::Build const& build;
    model::Stage const& stage;
};

/// What is removed: a path, or all that lies in it.
struct Removed {
    std::string_view path;
    bool contents_only = false;
};

Removed removed_by(Where const& in, model::Command const& command, Value const& word) {
    auto const value = model::path_of(in.build, in.stage, command, word);
    if (!value.is_known()) return {};
    std::string_view text = *value.known();
    Removed removed;
    removed.contents_only = text.ends_with("/*");
    if (removed.contents_only) text.remove_suffix(2);
    static constexpr ByteSet wildcards("*?[{");
    if (text.empty() || wildcards.is_in(text)) return {};
    removed.path = model::clean_path(text, in.build.arena());
    if (removed.path == "/") return {};
    return removed;
}

bool takes_away(Removed const& removed, std::string_view path) {
    return model::is_at_or_below(path, removed.path)
           && !(removed.contents_only && path == removed.path);
}

bool is_secret(std::string_view path) {
    auto const name = base_name(path);
    static constexpr std::string_view names[] = {
        "id_rsa", "id_dsa",           "id_ecdsa", "id_ed25519", ".npmrc",
        ".netrc", ".git-credentials", ".pypirc",  ".env",       "credentials"};
    return std::ranges::find(names, name) != std::ranges::end(names) || name.ends_with(".pem")
           || name.ends_with(".key");
}

/// Lists and settings that people write by hand: short, whatever they say.
bool is_written_by_hand(std::string_view name) {
    static constexpr std::string_view endings[] = {".cfg",  ".conf", ".ini", ".list", ".repo",
                                                   ".toml", ".txt",  ".yml", ".yaml"};
    return std::ranges::any_of(endings, [&](auto ending) { return name.ends_with(ending); });
}

/// The files of the context that a source takes, by a pattern, a folder or their name.
std::vector<std::string> files_of(context::Context const& context, std::string_view name,
                                  bool has_wildcard, std::size_t limit) {
    auto const path = model::context_path(name);
    std::vector<std::string> files;
    for (auto const& match : has_wildcard ? context.matches(path) : std::vector{path}) {
        if (context.look(match) == context::Presence::directory) {
            auto const below = context.files_below(match, limit);
            files.insert(files.end(), below.begin(), below.end());
        } else {
            files.push_back(match);
        }
        if (files.size() >= limit) break;
    }
    return files;
}

/// A few lines of a heredoc, or files of the context that are no larger: they cost nothing.
bool is_small(Where const& in, model::Transfer const& transfer, std::string_view path) {
    constexpr std::uint64_t most = std::uint64_t{64} << 10;
    constexpr std::size_t most_files = 100;
    auto const* const context = transfer.from == nullptr ? in.build.context() : nullptr;
    std::uint64_t size = 0;
    auto const is_small_file = [&](context::Context const& files, std::string_view file) {
        auto const status = files.status(file);
        if (is_secret(file)) return false;
        if (status.kind != context::FileKind::file) return is_written_by_hand(file);
        size += status.size;
        return size <= most;
    };
    auto const is_small_source = [&](model::Transfer::Source const& source) {
        if (source.written->is_inline) return true;
        auto const name = source.value.known();
        if (!name || source.is_remote || transfer.from != nullptr) return false;
        if (context == nullptr) return is_written_by_hand(*name);
        auto const files = files_of(*context, *name, source.has_wildcard, most_files);
        return files.size() < most_files && std::ranges::all_of(files, [&](auto const& file) {
                   return is_small_file(*context, file);
               });
    };
    return !is_secret(path) && std::ranges::all_of(transfer.sources, is_small_source);
}

/// Where an earlier layer got the file from.
struct Bringer {
    Span span;
    std::string_view path;
    bool is_copied = false;
    bool is_fetched = false;                 ///< by ADD from an address
    model::Command const* writer = nullptr;  ///< of RUN
};

/// True for what a tool of text has written and other RUNs read before it goes: it is small, and
/// has to outlast its RUN.
bool is_handed_on(Where const& in, Bringer const& bringer, model::Command const& remover) {
    static constexpr model::WordList tools =
        " awk cut date echo egrep env fgrep git grep head hostname id jq ls printf pwd sed seq "
        "sort "
        "tail tr uname uniq uuidgen wc which xargs yq ";
    if (bringer.writer == nullptr || is_secret(bringer.path)) return false;
    if (!tools.holds(bringer.writer->program)) return false;
    auto const from = in.build.position_of(*bringer.writer->instruction);
    auto const to = in.build.position_of(*remover.instruction);
    for (auto const position : in.build.positions_with(bringer.path)) {
        if (position > from && position < to) return true;
    }
    auto const reads = [&](model::Command const& other) {
        return other.program != "rm"
               && std::ranges::any_of(other.arguments, [&](model::Argument const& word) {
                      return word.raw.text().find(bringer.path) != std::string_view::npos;
                  });
    };
    return std::ranges::any_of(in.stage.commands_of(*remover.instruction), reads);
}

/// The first of the paths that a command of RUN certainly writes, by a download or a redirection,
/// and that is removed; or empty.
std::string_view written_by(Where const& in, model::Command const& command,
                            Removed const& removed) {
    std::string_view found;
    bool const downloads = command.program == "curl" || command.program == "wget";
    if (command.redirections.empty() && !downloads) return found;
    auto const add = [&](Value const& word) {
        auto const value = model::path_of(in.build, in.stage, command, word);
        if (!found.empty() || !value.is_known()) return;
        auto const path = model::clean_path(*value.known(), in.build.arena());
        if (takes_away(removed, path)) found = path;
    };
    auto const& download = model::download_of(command, in.build.arena());
    if (download.fetcher == model::Fetcher::curl) {
        if (auto const* option = download.find(" -o --output ")) add(option->value);
    } else if (download.fetcher == model::Fetcher::wget) {
        if (auto const* option = download.find(" -O --output-document ")) add(option->value);
    }
    for (auto const& redirection : command.redirections) {
        // What >> adds to may be a file of the base image.
        if (redirection.operation == ">") add(redirection.target.value);
    }
    return found;
}

std::optional<Bringer> bringer_of(Where const& in, model::Command const& command,
                                  Removed const& removed) {
    auto const position = in.build.position_of(*command.instruction);
    std::string_view path;
    auto const* const transfer =
        model::find_transfer_before(in.stage, position, [&](model::Transfer const& other) {
            if (in.build.stage_of(*other.instruction) == nullptr) return false;
            auto const made = model::made_by(in.build, other);
            auto const found = std::ranges::find_if(
                made, [&](std::string_view one) { return takes_away(removed, one); });
            if (found == made.end()) return false;
            path = *found;
            return !is_small(in, other, path);
        });
    if (transfer != nullptr) {
        bool const is_fetched = std::ranges::any_of(
            transfer->sources, [](auto const& source) { return source.is_remote; });
        return Bringer{transfer->instruction->span, path, true, is_fetched};
    }
    for (auto const* stage = &in.stage; stage != nullptr; stage = stage->parent) {
        for (auto const& other : stage->commands) {
            if (stage == &in.stage && in.build.position_of(*other.instruction) >= position) break;
            if (other.use != model::Use::run || other.is_conditional) continue;
            auto const written = written_by({in.build, *stage}, other, removed);
            if (!written.empty()) return Bringer{other.span, written, false, false, &other};
        }
    }
    return std::nullopt;
}

/// True when another RUN in between has taken it away already.
bool was_removed_before(Where const& in, model::Command const& command, Bringer const& bringer) {
    for (auto const& other : in.stage.commands) {
        if (other.instruction->span.begin >= command.instruction->span.begin) break;
        if (other.span.begin < bringer.span.end || other.program != "rm") continue;
        if (model::any_operand(other, [&](model::Argument const& word) {
                auto const removed = removed_by(in, other, word.value);
                return !removed.path.empty() && takes_away(removed, bringer.path);
            })) {
            return true;
        }
    }
    return false;
}

/// A word of rm, and what an earlier layer brought of it.
struct Hidden {
    model::Argument const* word;
    Removed removed;
    Bringer bringer;
};

std::vector<Hidden> hidden_by(Where const& in, model::Command const& command) {
    std::vector<Hidden> result;
    if (command.use != model::Use::run || command.program != "rm" || command.is_conditional)
        return result;
    if (in.stage.reach != model::Reach::final || in.stage.is_windows) return result;
    for (auto const* const word : model::operands_of(command, in.build.arena())) {
        auto const removed = removed_by(in, command, word->value);
        if (removed.path.empty()) continue;
        auto const bringer = bringer_of(in, command, removed);
        if (!bringer || was_removed_before(in, command, *bringer)) continue;
        if (is_handed_on(in, *bringer, command)) continue;
        result.push_back({word, removed, *bringer});
    }
    return result;
}

void check_command(model::Command const& command, Pass& pass) {
    if (pass.stage() == nullptr || pass.is_trigger()) return;
    if (command.program != "rm" || !pass.may_look_around()) return;
    for (auto const& [word, removed, bringer] : hidden_by({pass.build(), *pass.stage()}, command)) {
        auto const text = pass.text(word->span);
        auto const written = text.find('$') == text.npos ? text : bringer.path;
        auto reported = bringer.is_fetched  ? pass.report(word->span, fetched, written)
                        : bringer.is_copied ? pass.report(word->span, copied, written)
                                            : pass.report(word->span, created, written);
        reported.related(bringer.span, bringer.is_copied ? "copied here" : "made here");
        if (is_secret(bringer.path)) reported.severity(Severity::warning);
    }
}

/// What the commands of an image's history are told for.
class Told {
 public:
    explicit Told(model::Build const& build) {
        for (auto const& stage : build.stages()) {
            for (auto const& command : stage.commands) {
                for (auto const& hidden : hidden_by({build, stage}, command)) {
                    auto& paths = hidden.removed.contents_only ? emptied_ : removed_;
                    paths.emplace(hidden.removed.path);
                }
            }
        }
    }

    /// Whether a path or a folder that it is in is among them.
    [[nodiscard]] bool has(std::string path) const {
        if (removed_.empty() && emptied_.empty()) return false;
        if (removed_.contains(path)) return true;
        constexpr int deepest = 64;
        for (int depth = 0; depth < deepest && path.rfind('/') != path.npos; ++depth) {
            path.resize(path.rfind('/'));
            if (removed_.contains(path) || emptied_.contains(path)) return true;
        }
        return false;
    }

 private:
    std::unordered_set<std::string> removed_;
    std::unordered_set<std::string> emptied_;
};

/// What one layer removes of those below it.
struct Waste {
    std::uint64_t size = 0;
    std::size_t count = 0;
    image::LayerFile const* largest = nullptr;
    std::uint32_t brought = 0;  ///< the layer of the largest
};

void check_image(image::Image const& image, Pass& pass, Options const& options) {
    Told const told(pass.build());
    auto const first = model::first_own_layer(image);
    std::map<std::uint32_t, Waste> wasted;
    model::ImageFiles const files(image);
    files.each([&](model::ImageFile const& found) {
        bool const is_file = found.file->type == image::LayerFile::Type::file;
        if (!is_file || found.layer < first || !found.removed_by) return;
        if (told.has("/" + std::string(found.file->path))) return;
        auto& waste = wasted[*found.removed_by];
        waste.size += found.file->size;
        ++waste.count;
        if (waste.largest != nullptr && waste.largest->size >= found.file->size) return;
        waste.largest = found.file;
        waste.brought = found.layer;
    });
    constexpr std::uint64_t kilobyte = 1000;
    auto const limit = static_cast<std::uint64_t>(std::max<std::int64_t>(options.min_kb, 0));
    for (auto const& [layer, waste] : wasted) {
        if (waste.size / kilobyte < limit) continue;
        auto const size = fmt::format("{} kB", waste.size / kilobyte);
        auto const place = model::place_of_layer(image, layer);
        auto reported = waste.count == 1 ? pass.report(place, one, waste.largest->path, size)
                                         : pass.report(place, several, std::to_string(waste.count),
                                                       size, waste.largest->path);
        reported.related(model::place_of_layer(image, waste.brought), "brought here");
    }
}

}  // namespace

constinit Check const rule = on<check_command, check_image>().for_programs(" rm ");

}  // namespace dockcheck::rules::removed_file_still_in_layer

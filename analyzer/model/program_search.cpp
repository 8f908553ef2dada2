// What each instruction of a chain of stages says about one program.
#include "analyzer/model/program_search.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/program_installs.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

using knowledge::Brings;

constexpr int deepest_copy = 8;

bool lies_at_or_below(std::string_view path, std::string_view folder) {
    if (folder == "/") return true;
    return path == folder
           || (path.size() > folder.size() && path.starts_with(folder)
               && path[folder.size()] == '/');
}

/// Adds up: certain presence wins, then doubt.
void merge(Brings& all, Brings one) {
    if (all == Brings::yes || one == Brings::no) return;
    all = one;
}

/// Stages that copy from each other in many ways would be gone through again and again.
constexpr int most_searches = 64;

class ProgramSearch {
 public:
    /// `searches` counts those of one question.
    ProgramSearch(Build const& build, std::string_view program, int depth, int& searches)
        : build_(build),
          program_(program),
          depth_(depth),
          searches_(searches),
          folders_(build.arena()) {}

    /// The image at the bottom is taken to lack the program.
    void leave_out_base() { base_counts_ = false; }

    /// What lies below that folder does not count.
    void leave_out(std::string_view folder) { left_out_ = folder; }

    Brings in_image(Stage const& stage, Command const* before) {
        if (!find_folders(stage)) return Brings::unknown;
        Brings found = Brings::no;
        auto limit = before == nullptr ? Variables::end : build_.position_of(*before->instruction);
        for (auto const* part = &stage; part != nullptr; part = part->parent) {
            if (part->is_windows || !part->triggered.instructions.empty()) return Brings::unknown;
            merge(found, in_stage(*part, limit, before));
            if (found == Brings::yes) return found;
            if (part->parent == nullptr) merge(found, in_base(*part));
            limit = Variables::end;
            before = nullptr;
        }
        return found;
    }

    Brings in_copies(Stage const& stage) {
        if (!find_folders(stage)) return Brings::unknown;
        Brings found = Brings::no;
        for (auto const* part = &stage; part != nullptr; part = part->parent) {
            for (auto const& transfer : part->transfers) {
                if (transfer.from == nullptr) merge(found, after_copy(transfer));
            }
        }
        return found;
    }

 private:
    /// The folders of the PATH; false when they are not known.
    bool find_folders(Stage const& stage) {
        if (knowledge::is_library(program_)) return find_library_folders(stage);
        // What official images put in front of the usual ones.
        static constexpr std::string_view usual[] = {"/usr/local/sbin",
                                                     "/usr/local/bin",
                                                     "/usr/sbin",
                                                     "/usr/bin",
                                                     "/sbin",
                                                     "/bin",
                                                     "/go/bin",
                                                     "/usr/local/go/bin",
                                                     "/usr/local/bundle/bin",
                                                     "/usr/local/cargo/bin"};
        folders_.assign(usual);
        auto const* entry = stage.config.find_environment("PATH");
        if (entry == nullptr) return true;
        if (auto const text = entry->value.known()) return add_folders(*text);
        for (auto const& piece : entry->value.pieces()) {
            if (!piece.known && piece.variable != "PATH") return false;
            if (piece.known && !add_folders(piece.text)) return false;
        }
        return true;
    }

    /// Those that a library is looked for in; false when a variable may name others.
    bool find_library_folders(Stage const& stage) {
        static constexpr std::string_view usual[] = {"/usr/lib",
                                                     "/usr/lib/x86_64-linux-gnu",
                                                     "/usr/lib/aarch64-linux-gnu",
                                                     "/lib",
                                                     "/lib/x86_64-linux-gnu",
                                                     "/lib/aarch64-linux-gnu",
                                                     "/lib64",
                                                     "/usr/lib64",
                                                     "/usr/local/lib"};
        folders_.assign(usual);
        return stage.config.find_environment("LD_LIBRARY_PATH") == nullptr
               && stage.config.find_environment("LD_PRELOAD") == nullptr;
    }

    bool add_folders(std::string_view list) {
        while (!list.empty()) {
            auto const end = std::min(list.find(':'), list.size());
            auto const folder = list.substr(0, end);
            // From wherever the program starts another.
            if (!folder.empty() && folder.front() != '/') return false;
            auto const clean = clean_path(folder, build_.arena());
            if (!folder.empty() && !is_left_out(clean)) folders_.push_back(clean);
            list.remove_prefix(std::min(end + 1, list.size()));
        }
        return true;
    }

    [[nodiscard]] bool is_left_out(std::string_view path) const {
        return !left_out_.empty() && lies_at_or_below(path, left_out_);
    }

    /// `pip install --user` puts programs below the account's home.
    [[nodiscard]] bool is_left_out(Command const& command) const {
        return !left_out_.empty()
               && std::ranges::any_of(command.arguments, [](Argument const& argument) {
                      return argument.value.text_or_empty() == "--user";
                  });
    }

    [[nodiscard]] Brings in_base(Stage const& stage) const {
        if (stage.base.kind == Reference::Kind::scratch) return Brings::no;
        auto const* image = known_image(stage.base);
        if (image == nullptr) return Brings::unknown;
        if (!base_counts_) return Brings::no;
        return knowledge::image_brings(*image, tag_of(stage.base.image), program_);
    }

    Brings in_stage(Stage const& stage, std::uint32_t limit, Command const* before) {
        Brings found = Brings::no;
        for (auto const& transfer : stage.transfers) {
            if (transfer.position < limit) merge(found, after_copy(transfer));
        }
        for (auto const& instruction : stage.instructions) {
            auto const position = build_.position_of(instruction);
            if (position > limit) break;
            if (instruction.keyword == ast::Keyword::unknown) merge(found, Brings::unknown);
            if (instruction.keyword != ast::Keyword::run) continue;
            bool const is_last = position == limit;
            if (is_last && before == nullptr) break;
            merge(found, after_run(stage, instruction, is_last ? before : nullptr));
        }
        return found;
    }

    Brings after_run(Stage const& stage, ast::Instruction const& instruction,
                     Command const* before) const {
        Brings found = Brings::no;
        bool any = false;
        for (auto const& command : stage.commands_of(instruction)) {
            any = true;
            if (before != nullptr && command.sequence >= before->sequence) break;
            if (is_left_out(command)) continue;
            auto one = brought_by(build_, stage, command, program_, folders_.items());
            if (one == Brings::yes && command.is_conditional) one = Brings::unknown;
            merge(found, one);
        }
        return any ? found : Brings::unknown;
    }

    Brings after_copy(Transfer const& transfer) {
        auto const target_text = transfer.target.known();
        if (!target_text) return Brings::unknown;
        auto const target = clean_path(*target_text, build_.arena());
        Brings found = Brings::no;
        for (auto const& folder : folders_) {
            auto const path = path_below(folder, program_, build_.arena());
            if (!lies_at_or_below(path, target)) continue;
            for (auto const& source : transfer.sources) {
                merge(found, after_source(transfer, source, target, path));
            }
        }
        return found;
    }

    Brings after_source(Transfer const& transfer, Transfer::Source const& source,
                        std::string_view target, std::string_view path) {
        auto const text = source.value.known();
        if (!text || source.is_remote || transfer.is_add) return Brings::unknown;
        if (path == target) return Brings::yes;
        auto const name = text->substr(text->rfind('/') + 1);
        auto const rest = path.substr(target == "/" ? 1 : target.size() + 1);
        if (source.written->is_inline || source.has_wildcard) return Brings::unknown;
        if (name == rest) return Brings::yes;
        // The folder of an account holds its programs in bin, not beside it.
        if (name == ".local" && rest == program_) return Brings::no;
        if (transfer.from == nullptr) return in_context(context_path(*text), std::string(rest));
        // Nobody can see here whether it is a folder: what the other stage lacks, it does not have.
        if (transfer.from->kind != Reference::Kind::stage || transfer.from->stage == nullptr)
            return Brings::unknown;
        if (knowledge::is_library(program_) && holds_python_alone(*transfer.from->stage, *text))
            return Brings::no;
        if (depth_ >= deepest_copy || ++searches_ > most_searches) return Brings::unknown;
        return ProgramSearch(build_, program_, depth_ + 1, searches_)
            .in_image(*transfer.from->stage, nullptr);
    }

    /// A folder that is known for what pip puts there, and that nothing else is seen to fill: the
    /// libraries of the system lie elsewhere.
    [[nodiscard]] bool holds_python_alone(Stage const& from, std::string_view folder) const {
        static constexpr WordList names = " install venv .venv env .local deps packages ";
        static constexpr WordList harmless =
            " chmod chown find ls mkdir python python3 rm strip uv virtualenv ";
        if (!names.holds(base_name(folder))) return false;
        for (auto const* part = &from; part != nullptr; part = part->parent) {
            for (auto const& transfer : part->transfers) {
                if (!transfer.target.is_known()
                    || lies_at_or_below(*transfer.target.known(), folder)) {
                    return false;
                }
            }
            for (auto const& command : part->commands) {
                bool const names_it = has_word_with(command, folder);
                bool const is_plain =
                    harmless.holds(command.program) || manager_of(command) != Manager::none;
                if (names_it && !is_plain) return false;
            }
        }
        return true;
    }

    [[nodiscard]] Brings in_context(std::string const& folder, std::string const& rest) const {
        auto const* context = build_.context();
        if (context == nullptr) return Brings::unknown;
        if (context->look(folder) == context::Presence::file) return Brings::no;
        switch (context->look(folder.empty() ? rest : folder + "/" + rest)) {
            case context::Presence::file:
                return Brings::yes;
            case context::Presence::missing:
            case context::Presence::ignored:
                return Brings::no;
            default:
                return Brings::unknown;
        }
    }

    Build const& build_;
    std::string_view program_;
    int depth_;
    int& searches_;
    std::string_view left_out_;
    bool base_counts_ = true;
    ArenaVector<std::string_view> folders_;
};

}  // namespace

knowledge::Brings find_program(Build const& build, Stage const& stage, std::string_view program,
                               Command const* before) {
    int searches = 0;
    return ProgramSearch(build, program, 0, searches).in_image(stage, before);
}

knowledge::Brings find_added_program(Build const& build, Stage const& stage,
                                     std::string_view program, Command const* before) {
    int searches = 0;
    ProgramSearch search(build, program, 0, searches);
    search.leave_out_base();
    return search.in_image(stage, before);
}

knowledge::Brings find_program_outside(Build const& build, Stage const& stage,
                                       std::string_view program, std::string_view folder) {
    int searches = 0;
    ProgramSearch search(build, program, 0, searches);
    search.leave_out(folder);
    return search.in_image(stage, nullptr);
}

knowledge::Brings find_copied_program(Build const& build, Stage const& stage,
                                      std::string_view program) {
    int searches = 0;
    return ProgramSearch(build, program, 0, searches).in_copies(stage);
}

}  // namespace dockcheck::model

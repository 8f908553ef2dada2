// What lies at a path of a stage: the instructions in front of it read backwards, as far as they
// are certain.
#include <algorithm>

#include "analyzer/context/paths.hpp"
#include "analyzer/model/base_files.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/file_changes.hpp"
#include "analyzer/model/go_programs.hpp"
#include "analyzer/model/named_writes.hpp"
#include "analyzer/model/node_installs.hpp"
#include "analyzer/model/package_folders.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/project_installs.hpp"
#include "analyzer/model/tool_installs.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// What one instruction says about a path.
enum class Says : std::uint8_t {
    nothing,  ///< it cannot have put anything there, nor taken anything away
    landing,  ///< it put something there
    unknown,  ///< it may have
};

struct Answer {
    Says says = Says::nothing;
    Landing landing;
};

Answer unknown_answer() { return {Says::unknown, {}}; }

std::string joined(std::string_view folder, std::string_view name) {
    if (folder.empty()) return std::string(name);
    return std::string(folder) + "/" + std::string(name);
}

bool is_local_archive(std::string_view name) {
    static constexpr std::string_view all_ends[] = {".tar",  ".tar.gz", ".tgz", ".tar.bz2",
                                                    ".tbz2", ".tar.xz", ".txz", ".tar.zst",
                                                    ".gz",   ".bz2",    ".xz"};
    for (auto const end : all_ends) {
        if (name.ends_with(end)) return true;
    }
    return false;
}

/// True for a name without an ending.
bool may_be_folder(std::string_view source) {
    return base_name(source).find('.', 1) == std::string_view::npos;
}

class Search {
 public:
    /// The path outlives the search.
    Search(Build const& build, std::string_view path)
        : build_(build), path_(clean_path(path, build.arena())) {}

    /// Just before a command, whose RUN may have made the file already.
    Landing before(Command const& command) {
        auto const* stage = build_.stage_of(*command.instruction);
        if (stage == nullptr) return {};
        if (command.use == Use::run) {
            auto const commands = stage->commands_of(*command.instruction);
            auto const own = std::ranges::find_if(
                commands, [&](Command const& other) { return other.sequence >= command.sequence; });
            auto const earlier =
                commands.first(static_cast<std::size_t>(std::distance(commands.begin(), own)));
            if (after_commands(*stage, earlier).says == Says::unknown) return {};
        }
        return before(*command.instruction);
    }

    Landing before(ast::Instruction const& instruction) {
        auto const* stage = build_.stage_of(instruction);
        if (stage == nullptr) return {};
        if (auto const* run = ast::get_if<ast::Run>(&instruction.node);
            run != nullptr && is_mounted(*run)) {
            return {};
        }
        return in_chain(stage, build_.position_of(instruction));
    }

    Landing in_chain(Stage const* stage, std::uint32_t position) {
        for (; stage != nullptr; stage = stage->parent) {
            auto const answer = in_stage(*stage, position);
            if (answer.says == Says::unknown) return {};
            if (answer.says == Says::landing) return is_edited_ ? Landing{} : answer.landing;
            if (!stage->triggered.instructions.empty()) return {};
            if (package_variable_may_name(build_, *stage, path_)) return {};
            if (stage->parent == nullptr) return in_base(*stage);
            position = Variables::end;
        }
        return {};
    }

 private:
    Answer in_stage(Stage const& stage, std::uint32_t before) {
        if (stage.is_windows) return unknown_answer();
        // What stands behind is not gone through: each of many steps asks.
        auto const end = std::ranges::partition_point(
            stage.instructions,
            [&](auto const& instruction) { return build_.position_of(instruction) < before; });
        auto const last_transfer = std::ranges::partition_point(
            stage.transfers, [&](Transfer const& transfer) { return transfer.position < before; });
        auto transfer = static_cast<std::size_t>(last_transfer - stage.transfers.begin());
        for (auto i = static_cast<std::size_t>(end - stage.instructions.begin()); i-- > 0;) {
            auto const& instruction = stage.instructions[i];
            if (!build_.may_look_back()) return unknown_answer();
            Answer answer;
            switch (instruction.keyword) {
                case ast::Keyword::run:
                    answer = after_run(stage, instruction);
                    break;
                case ast::Keyword::copy:
                case ast::Keyword::add:
                    while (transfer > 0
                           && stage.transfers[transfer - 1].instruction != &instruction) {
                        --transfer;
                    }
                    answer = transfer > 0 ? after_transfer(stage.transfers[transfer - 1])
                                          : unknown_answer();
                    break;
                case ast::Keyword::unknown:
                    answer = unknown_answer();
                    break;
                default:
                    break;
            }
            if (answer.says != Says::nothing) return answer;
        }
        return {};
    }

    Landing in_base(Stage const& stage) const {
        Landing absent{Landing::Kind::absent, filled_from_, filled_by_};
        if (stage.base.kind == Reference::Kind::scratch) return absent;
        // Triggers of the image may have copied something.
        bool const has_triggers = stage.base.image.tag.find("onbuild") != std::string_view::npos;
        if (known_image(stage.base) == nullptr || has_triggers) return {};
        if (has_variable_name(stage.base) || base_may_bring(*known_image(stage.base), path_))
            return {};
        return absent;
    }

    /// `FROM ${BASE}`: another image may be built on as well. A tag alone may vary.
    bool has_variable_name(Reference const& base) const {
        auto const written = build_.source().bytes().substr(base.span.begin, base.span.size());
        auto const at = written.find('$');
        return at != written.npos && written.substr(0, at).find(':') == written.npos;
    }

    bool is_mounted(ast::Run const& run) const {
        return std::ranges::any_of(run.mounts, [&](ast::Mount const& mount) {
            auto const* target = mount.find("target", "dst", "destination");
            if (target == nullptr) return true;
            auto const text = target->value.text();
            if (!text.starts_with('/')) return true;
            auto const folder = clean_path(text);
            return path_ == folder || lies_below(path_, folder);
        });
    }

    Answer after_run(Stage const& stage, ast::Instruction const& instruction) const {
        auto const* run = ast::get_if<ast::Run>(&instruction.node);
        if (run == nullptr) return unknown_answer();
        auto const commands = stage.commands_of(instruction);
        return commands.empty() ? unknown_answer() : after_commands(stage, commands);
    }

    Answer after_commands(Stage const& stage, std::span<Command const> commands) const {
        // Each of many commands in one RUN asks, and each goes past those in front of it.
        constexpr std::size_t usual = 16;
        std::size_t passed = 0;
        for (auto const& command : commands) {
            if (++passed > usual && !build_.may_look_back()) return unknown_answer();
            if (edits_in_place(command)) {
                is_edited_ = true;
            } else if (!writes_no_project_files(command, build_.arena())
                       && !bundler_leaves(command, build_.arena(), path_)
                       && !python_project_leaves(command, path_)
                       && !is_harmless_node_install(stage, command)
                       && !is_harmless_go(stage, command)
                       && !tool_leaves(stage, command, build_.arena(), path_)
                       && !writes_elsewhere(build_, stage, command, path_)) {
                return unknown_answer();
            }
            for (auto const& redirection : command.redirections) {
                if (may_write(redirection)) return unknown_answer();
            }
            if (makes_by_name(command) || may_make_environment(command, path_)
                || package_variable_may_name(command, path_) || may_build_python(stage, command)
                || may_install_at(build_, stage, command, path_))
                return unknown_answer();
            if ((command.program == "rm" || command.program == "rmdir") && may_name(command)) {
                return unknown_answer();
            }
        }
        return {};
    }

    /// `mkdir shop`, `echo > shop/__init__.py`: the path itself, or something below it.
    bool makes_by_name(Command const& command) const {
        auto const name = base_name(path_);
        auto const has_name = [&](std::string_view text) {
            while (!text.empty()) {
                auto const end = std::min(text.find('/'), text.size());
                if (text.substr(0, end) == name) return true;
                text.remove_prefix(std::min(end + 1, text.size()));
            }
            return false;
        };
        if (name.empty()) return false;
        bool const is_maker = command.program == "mkdir" || command.program == "touch";
        return (is_maker
                && std::ranges::any_of(command.arguments,
                                       [&](Argument const& word) {
                                           return word.value.is_known()
                                                      ? has_name(word.value.text_or_empty())
                                                      : may_lead_to(word.value, path_);
                                       }))
               || std::ranges::any_of(command.redirections, [&](Redirection const& redirection) {
                      return redirection.operation.find('>') != std::string_view::npos
                             && has_name(redirection.target.value.text_or_empty());
                  });
    }

    /// pip builds a project in its own folder: compiled modules, a version written out, and
    /// checkouts of git in src.
    bool may_build_python(Stage const& stage, Command const& command) const {
        auto const manager = manager_of(command);
        if (manager != Manager::pip && manager != Manager::uv) return false;
        auto const& install = package_command(command, build_.arena());
        if (install.verb != Verb::install && install.verb != Verb::other) return false;
        if (!install.paths.empty()) return !is_written_by_hand(path_);
        if (install.requirement_files.empty() || is_written_by_hand(path_)) return false;
        return std::ranges::any_of(install.requirement_files, [&](Argument const* word) {
            return may_list_project(stage, command, *word);
        });
    }

    bool may_list_project(Stage const& stage, Command const& command, Argument const& word) const {
        auto const* context = build_.context();
        if (is_inner_ || context == nullptr || python_files_ >= most_python_files) return true;
        ++python_files_;
        auto const file = path_of(build_, stage, command, word.value).known();
        if (!file) return true;
        Search search(build_, *file);
        search.is_inner_ = true;
        auto const found = search.before(*command.instruction);
        auto const* text =
            found.kind == Landing::Kind::context_file ? context->read(found.context_path) : nullptr;
        if (text == nullptr) return true;
        static constexpr std::string_view words[] = {"-e", "--editable", "-r", "--requirement",
                                                     "."};
        auto bytes = text->bytes();
        while (!bytes.empty()) {
            auto const end = std::min(bytes.find('\n'), bytes.size());
            auto const line = bytes.substr(0, end);
            if (std::ranges::any_of(words, [&](auto start) { return line.starts_with(start); }))
                return true;
            bytes.remove_prefix(std::min(end + 1, bytes.size()));
        }
        return false;
    }

    /// Looks for package.json with a search that takes every such install for a doubt, and for a
    /// few of them only: the cost stays linear.
    bool is_harmless_node_install(Stage const& stage, Command const& command) const {
        if (is_inner_ || node_installs_ >= most_node_installs) return false;
        if (!is_node_install(command, build_.arena())) return false;
        ++node_installs_;
        auto const folder = directory_of(build_, stage, command).known();
        if (!folder) return false;
        auto const manifest = path_below(*folder, "package.json", build_.arena());
        Search search(build_, manifest);
        search.is_inner_ = true;
        auto const package = search.before(*command.instruction);
        auto const* context = build_.context();
        bool const is_known = package.kind == Landing::Kind::context_file && context != nullptr;
        if (is_known && project_may_write_more(*context, package.context_path)) return false;
        // The manifests of other folders are left as they are.
        bool const is_other = base_name(path_) == "package.json" && path_ != manifest;
        auto const asked = is_other ? path_.substr(0, path_.rfind('/')) : path_;
        return node_install_leaves(
            command, build_.arena(), is_known ? context->read(package.context_path) : nullptr,
            is_known ? context->manifest(package.context_path) : nullptr, asked);
    }

    /// What `go build` names its program by is looked for with a search that asks for no more.
    bool is_harmless_go(Stage const& stage, Command const& command) const {
        return go_leaves(build_, stage, command, path_, [&](std::string_view path) -> GoModule {
            auto const* context = build_.context();
            if (is_inner_ || go_modules_ >= most_go_modules || context == nullptr) return {};
            ++go_modules_;
            Search search(build_, path);
            search.is_inner_ = true;
            auto const found = search.before(*command.instruction);
            if (found.kind == Landing::Kind::absent) return {GoModule::Kind::absent, {}, {}};
            if (found.kind != Landing::Kind::context_file) return {};
            auto const* manifest = context->manifest(found.context_path);
            if (manifest == nullptr) return {};
            return {GoModule::Kind::known, manifest->package_name, found.context_path};
        });
    }

    bool may_write(Redirection const& redirection) const {
        if (redirection.operation.find('>') == std::string_view::npos) return false;
        if (!redirection.target.value.is_known()) return true;
        return base_name(redirection.target.value.text_or_empty()) == base_name(path_);
    }

    bool may_name(Command const& command) const {
        return std::ranges::any_of(command.arguments.subspan(1), [&](Argument const& argument) {
            if (!argument.value.is_known()) return true;
            auto const text = argument.value.text_or_empty();
            if (text.starts_with('-')) return false;
            if (!text.starts_with('/')) return true;
            // Of a pattern, the folder that it certainly stays in.
            auto const pattern = text.find_first_of("*?[{");
            auto const literal = text.substr(0, pattern);
            auto const folder =
                clean_path(pattern == text.npos ? text : literal.substr(0, literal.rfind('/') + 1));
            return path_ == folder || lies_below(path_, folder);
        });
    }

    /// Whether a pattern that matches nothing yet may bring the path: `COPY build/*.jar /app.jar`,
    /// where the build has not made one. `package-lock.json*` is written so that it may be missing.
    bool may_match_later(std::string_view pattern, std::string_view target,
                         bool into_folder) const {
        auto const name = base_name(path_);
        auto const last = base_name(pattern);
        auto const front = name.substr(0, name.empty() ? 0 : name.size() - 1);
        bool const is_name_or_nothing =
            last.starts_with(front)
            && (last == std::string(name) + "*"
                || last == std::string(front) + "[" + std::string(name.substr(front.size())) + "]");
        if (is_name_or_nothing) return false;
        bool const is_file_in_target =
            into_folder && path_ == clean_path(std::string(target) + "/" + std::string(name));
        return !is_file_in_target || context::glob_match(last, name) == context::GlobMatch::yes;
    }

    Answer after_transfer(Transfer const& transfer) {
        if (!transfer.target.is_known()) return unknown_answer();
        auto const target_text = *transfer.target.known();
        auto const target = target_of(transfer);
        bool const concerns = path_ == target || lies_below(path_, target);
        if (!concerns) return {};
        auto const& instruction = *transfer.instruction;
        if (transfer.from != nullptr || instruction.flag("parents") != nullptr
            || instruction.flag("exclude") != nullptr || instruction.flag("unpack") != nullptr) {
            return unknown_answer();
        }
        bool const into_folder = target_text.ends_with('/') || transfer.sources.size() > 1;
        // The last source that puts something there wins.
        for (auto i = transfer.sources.size(); i-- > 0;) {
            auto const answer = after_source(transfer, transfer.sources[i], target, into_folder);
            if (answer.says != Says::nothing) return answer;
        }
        return {};
    }

    Answer after_source(Transfer const& transfer, Transfer::Source const& source,
                        std::string_view target, bool into_folder) {
        auto const text = source.value.known();
        if (source.is_remote || !text) return unknown_answer();
        if (source.written->is_inline) {
            auto const* heredoc = source.written->heredoc;
            auto const name = heredoc != nullptr ? heredoc->name : *text;
            bool const here =
                into_folder ? path_ == clean_path(std::string(target) + "/" + std::string(name))
                            : path_ == target;
            return here ? Answer{Says::landing, {Landing::Kind::created, {}, &transfer}} : Answer{};
        }
        auto const* context = build_.context();
        if (context == nullptr) return unknown_answer();
        if (!source.has_wildcard) {
            return after_path(transfer, context_path(*text), target, into_folder);
        }
        // What a pattern leaves out is certain only when the context is known to be the right one.
        auto const matches = context->matches(context_path(*text));
        if (matches.empty() && may_match_later(*text, target, into_folder)) return unknown_answer();
        for (auto i = matches.size(); i-- > 0;) {
            auto const answer = after_path(transfer, matches[i], target, true);
            if (answer.says != Says::nothing) return answer;
        }
        return {};
    }

    Answer after_path(Transfer const& transfer, std::string const& source, std::string_view target,
                      bool into_folder) {
        auto const* context = build_.context();
        // A file goes into the target when that is a folder already.
        auto const as_file = clean_path(std::string(target) + "/" + std::string(base_name(source)));
        bool const here = path_ == as_file || (!into_folder && path_ == target);
        switch (context->look(source)) {
            case context::Presence::unknown:
                return unknown_answer();
            case context::Presence::missing:
                // Where it is not there, the build does not get that far; what somebody makes in
                // front of it may be a folder that holds the path.
                return here || may_be_folder(source) ? unknown_answer() : Answer{};
            case context::Presence::ignored:
                return {};
            case context::Presence::file:
                if (transfer.is_add && is_local_archive(source)) return unknown_answer();
                if (!here) return {};
                return {Says::landing, {Landing::Kind::context_file, source, &transfer}};
            case context::Presence::directory:
                break;
        }
        if (path_ == target) return {};  // the folder itself
        auto const rest = path_.substr(target == "/" ? 1 : target.size() + 1);
        auto const inside = joined(source, rest);
        switch (context->look(inside)) {
            case context::Presence::unknown:
                return unknown_answer();
            case context::Presence::file:
            case context::Presence::directory:
                return {Says::landing, {Landing::Kind::context_file, inside, &transfer}};
            case context::Presence::missing:
            case context::Presence::ignored:
                break;
        }
        if (filled_by_ == nullptr) {
            filled_by_ = &transfer;
            filled_from_ = inside;
        }
        return {};
    }

    static constexpr int most_node_installs = 4;
    static constexpr int most_go_modules = 8;
    static constexpr int most_python_files = 8;

    Build const& build_;
    std::string_view path_;
    bool is_inner_ = false;
    mutable bool is_edited_ = false;  ///< a file that was there may say something else
    mutable int node_installs_ = 0;
    mutable int go_modules_ = 0;
    mutable int python_files_ = 0;
    Transfer const* filled_by_ = nullptr;  ///< the last transfer that filled the folder of the path
    std::string filled_from_;
};

}  // namespace

Landing Build::landing(Command const& before, std::string_view path) const {
    return Search(*this, path).before(before);
}

Landing Build::landing(ast::Instruction const& before, std::string_view path) const {
    return Search(*this, path).before(before);
}

Landing Build::landing(Stage const& at_end_of, std::string_view path) const {
    return Search(*this, path).in_chain(&at_end_of, Variables::end);
}

}  // namespace dockcheck::model

// Finds pipes of which only the last command's failure is seen, and pipefail where the shell has
// none.
#include "rules/shell/pipe-without-pipefail.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/base_release.hpp"
#include "analyzer/model/echoes.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::pipe_without_pipefail {
namespace {

using model::ShellKind;
using model::ShellScript;
using shell::Kind;

/// `dpkg --print-architecture`: what the machine is, it always knows.
bool prints_architecture(ShellScript const& script, shell::Node const& command) {
    auto const words = shell::words_of(script.tree, command);
    return words.size() == 2 && script.tree.text_of(*words.front()) == "dpkg"
           && script.tree.text_of(*words.back()) == "--print-architecture";
}

/// True for what succeeds whatever happens, `$(...)` in it included, or is ended by whoever reads
/// from it; and for a group of nothing else.
bool is_harmless(ShellScript const& script, shell::Node const& command) {
    static constexpr std::string_view harmless[] = {":",     "arch",   "echo",   "hostname",
                                                    "nproc", "printf", "pwd",    "seq",
                                                    "true",  "uname",  "whoami", "yes"};
    static_assert(std::ranges::is_sorted(harmless));
    auto const is_one = [&](shell::Node const& node) {
        auto const program = shell::program_of(script.tree, node);
        return std::ranges::binary_search(harmless, program.substr(program.rfind('/') + 1))
               || prints_architecture(script, node);
    };
    if (command.kind != Kind::brace_group && command.kind != Kind::subshell) return is_one(command);
    for (auto i = script.tree.index_of(command) + 1; i < command.next; ++i) {
        auto const& node = script.tree.nodes[i];
        if (node.kind == Kind::simple_command && !is_one(node)) return false;
    }
    return true;
}

/// `(command || true)`: its failure is thrown away on purpose.
bool ends_in_success(ShellScript const& script, shell::Node const& part) {
    auto text = script.tree.text_of(part);
    if (text.empty() || (text.front() != '(' && text.front() != '{')) return false;
    text = text.substr(0, text.find_last_not_of(" \t\n;)}") + 1);
    static constexpr std::string_view all_ends[] = {"true", ":"};
    for (auto const end : all_ends) {
        if (!text.ends_with(end)) continue;
        auto before = text.substr(0, text.size() - end.size());
        before = before.substr(0, before.find_last_not_of(" \t\n\\") + 1);
        if (before.ends_with("||")) return true;
    }
    return false;
}

/// `sha256sum -c`, which fails when it gets nothing to check.
bool checks_list(ShellScript const& script, shell::Node const& last) {
    auto const program = shell::program_of(script.tree, last);
    if (!program.ends_with("sum")) return false;
    return std::ranges::any_of(shell::words_of(script.tree, last), [&](shell::Node const* word) {
        auto const text = script.tree.text_of(*word);
        return text == "--check" || (text.starts_with('-') && text.ends_with('c'));
    });
}

/// `xargs dpkg-query --search`, `xargs readlink -e`: they fail when one of the names is nowhere,
/// and go on with the others. With pipefail that would end the build.
bool looks_names_up(ShellScript const& script, shell::Node const& part) {
    if (shell::program_of(script.tree, part) != "xargs") return false;
    static constexpr model::WordList lookups =
        " dpkg-query:--search dpkg-query:-S dpkg:--search dpkg:-S readlink:-e realpath:-e rpm:-qf ";
    std::string_view program;
    for (auto const* word : shell::words_of(script.tree, part)) {
        auto const text = script.tree.text_of(*word);
        if (!text.starts_with('-')) {
            program = text;
        } else if (model::list_holds(lookups, std::string(program) + ":" + std::string(text))) {
            return true;
        }
    }
    return false;
}

/// True when a part in front of the last one may fail without harm.
bool has_lookup(ShellScript const& script, model::Pipeline const& pipeline) {
    auto parts = shell::children_of(script.tree, *pipeline.node);
    if (parts.empty()) return false;
    parts.pop_back();
    return std::ranges::any_of(
        parts, [&](shell::Node const* part) { return looks_names_up(script, *part); });
}

/// `grep OK`: it fails by itself when it gets nothing, and with -q it stops reading at the first
/// line that it looks for.
bool fails_without_input(ShellScript const& script, shell::Node const& last) {
    auto const program = shell::program_of(script.tree, last);
    if (program != "grep" && program != "egrep" && program != "fgrep") return false;
    return std::ranges::none_of(shell::words_of(script.tree, last), [&](shell::Node const* word) {
        auto const text = script.tree.text_of(*word);
        bool const is_cluster =
            text.size() > 1 && text[0] == '-' && text[1] != '-' && text.find('L') != text.npos;
        return is_cluster || text == "--files-without-match";
    });
}

/// `cat <<EOF`: nothing to read but the script itself.
bool reads_heredoc(ShellScript const& script, shell::Node const& command) {
    if (shell::words_of(script.tree, command).size() != 1) return false;
    auto const children = shell::children_of(script.tree, command);
    return std::ranges::any_of(children, [&](shell::Node const* child) {
        return child->kind == Kind::redirection && script.tree.heredoc_of(*child) != nullptr;
    });
}

/// `find /usr/local -exec ldd {} ;` in folders of every image: its commands may fail, and find does
/// not.
bool is_safe_find(ShellScript const& script, shell::Node const& first) {
    static constexpr model::WordList folders =
        " / . /bin /etc /home /lib /opt /root /tmp /usr /usr/bin /usr/lib /usr/local "
        "/usr/local/bin /usr/local/lib /usr/share /var /var/lib /var/log ";
    if (shell::program_of(script.tree, first) != "find") return false;
    bool has_exec = false;
    bool ends = false;
    bool is_path = true;
    auto const words = shell::words_of(script.tree, first);
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = script.tree.text_of(*words[i]);
        is_path = is_path && !text.starts_with('-');
        if (is_path && !model::list_holds(folders, text)) return false;
        has_exec = has_exec || text == "-exec";
        ends = text == "';'" || text == "\\;" || text == "\";\"";
    }
    return has_exec && ends;
}

/// The first command whose failure is lost.
shell::Node const* lost_command(ShellScript const& script, model::Pipeline const& pipeline) {
    auto parts = shell::children_of(script.tree, *pipeline.node);
    if (parts.empty()) return nullptr;
    parts.pop_back();
    for (auto const* part : parts) {
        if (ends_in_success(script, *part) || reads_heredoc(script, *part)) continue;
        if (!is_harmless(script, *part)) return part;
    }
    return nullptr;
}

bool is_ignored(ShellScript const& script, model::Pipeline const& pipeline,
                Options const& options) {
    auto const parts = shell::children_of(script.tree, *pipeline.node);
    auto const holds = [&](shell::Node const* part) {
        return std::ranges::find(options.ignore_commands, shell::program_of(script.tree, *part))
               != options.ignore_commands.end();
    };
    return is_safe_find(script, *parts.front()) || has_lookup(script, pipeline)
           || holds(parts.front()) || holds(parts.back())
           || fails_without_input(script, *parts.back()) || checks_list(script, *parts.back());
}

/// The program that takes a download or what was unpacked: of nothing, and of most of what is cut
/// off, it complains itself. Empty for others.
std::string_view careful_reader(ShellScript const& script, model::Pipeline const& pipeline) {
    auto const parts = shell::children_of(script.tree, *pipeline.node);
    auto const last = shell::program_of(script.tree, *parts.back());
    static constexpr model::WordList writers =
        " curl wget unzip gunzip zcat xz xzcat unxz bzip2 bzcat bunzip2 zstd unzstd zstdcat ";
    static constexpr model::WordList readers =
        " tar bsdtar gpg gpg2 apt-key gunzip unxz bunzip2 unzstd ";
    bool const is_handed_on =
        std::ranges::all_of(parts.begin(), parts.end() - 1, [&](shell::Node const* part) {
            return model::list_holds(writers, shell::program_of(script.tree, *part));
        });
    return is_handed_on && model::list_holds(readers, last) ? last : std::string_view{};
}

/// `xz`, `-xzf`, `--gzip`: tar unpacks what it gets, and what is cut off does not unpack.
bool has_compression(ShellScript const& script, shell::Node const& tar) {
    auto const words = shell::words_of(script.tree, tar);
    static constexpr model::WordList options =
        " --gzip --gunzip --ungzip --bzip2 --xz --lzma --lzip --zstd --compress --uncompress ";
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = script.tree.text_of(*words[i]);
        if (model::list_holds(options, text)) return true;
        bool const is_cluster = (i == 1 || text.starts_with('-')) && !text.starts_with("--");
        auto const letters = text.substr(text.starts_with('-') ? 1 : 0);
        if (is_cluster && letters.find_first_of("zjJZ") < letters.find_first_of("/.=")) return true;
    }
    return false;
}

/// The unxz of busybox takes nothing at all for a file, and that of a package xz does not.
bool has_careless_unxz(ShellScript const& script, Pass const& pass) {
    if (!script.is_certainly(ShellKind::busybox)) return false;
    for (auto const* part = pass.stage(); part != nullptr; part = part->parent) {
        for (auto const& command : part->commands) {
            auto const& install = model::package_command(command, pass.build().arena());
            for (auto const& package : install.packages) {
                if (package.name.empty() || package.name == "xz") return false;
            }
        }
    }
    return true;
}

/// The last command fails by itself when its input is empty or cut off.
bool checks_all_input(ShellScript const& script, model::Pipeline const& pipeline,
                      Pass const& pass) {
    auto const reader = careful_reader(script, pipeline);
    if (reader.empty() || (reader == "unxz" && has_careless_unxz(script, pass))) return false;
    auto const& last = *shell::children_of(script.tree, *pipeline.node).back();
    return reader != "tar" || has_compression(script, last);
}

/// What is written is the key file that `apt-get update` goes by further down in the same RUN.
bool writes_checked_key(ShellScript const& script, model::Pipeline const& pipeline) {
    constexpr std::size_t window = 2000;
    constexpr std::string_view mark = "signed-by=";
    auto const text = script.tree.text.substr(pipeline.node->end, window);
    auto const found = text.find(mark);
    if (found == text.npos || text.find(" update", found) == text.npos) return false;
    auto const behind = text.substr(found + mark.size());
    auto const key = behind.substr(0, behind.find_first_of(" ],\"'\n"));
    auto const parts = shell::children_of(script.tree, *pipeline.node);
    return key.starts_with('/') && key.size() > 1
           && script.tree.text_of(*parts.back()).find(key) != std::string_view::npos;
}

/// `sum=$(sha256sum x | cut ...) && [ "$sum" = "$expected" ]`: what the pipe came to is compared
/// further down in the same script, and nothing is not what is expected.
bool is_compared(ShellScript const& script, model::Pipeline const& pipeline) {
    constexpr std::size_t window = 2000;
    auto const before = script.tree.text.substr(0, pipeline.node->begin);
    constexpr std::string_view opening = "$(";
    auto const at = before.rfind(opening);
    if (at == before.npos || before.find_first_not_of(" \t\n", at + 2) != before.npos) return false;
    auto front = before.substr(0, at);
    if (front.ends_with('"')) front.remove_suffix(1);
    if (!front.ends_with('=')) return false;
    front.remove_suffix(1);
    auto const begin =
        front.find_last_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    auto const name = std::string(front.substr(begin == front.npos ? 0 : begin + 1));
    if (name.empty()) return false;
    auto const behind = script.tree.text.substr(pipeline.node->end, window);
    std::string const values[] = {"\"$" + name + "\"", "\"${" + name + "}\""};
    return std::ranges::any_of(values, [&](std::string const& value) {
        return behind.find("[ " + value + " =") != behind.npos
               || behind.find("= " + value + " ]") != behind.npos;
    });
}

/// True for programs that look at what lies in the image: they fail where it is not what the author
/// has seen there, and that day somebody looks.
bool looks_at_image(ShellScript const& script, shell::Node const& command) {
    static constexpr model::WordTable programs =
        " dpkg dpkg-query du file find getent ldconfig ldd ls md5sum scanelf sha1sum sha256sum "
        "sha512sum stat ";
    return programs.holds(shell::program_of(script.tree, command));
}

/// The first pipeline of a script that is to be reported, one that looks at the image last; or
/// nullptr.
model::Pipeline const* bare_pipeline(ShellScript const& script, Pass const& pass,
                                     Options const& options) {
    bool const has_option = script.is_certainly(ShellKind::posix)
                            || script.is_certainly(ShellKind::bash)
                            || script.is_certainly(ShellKind::busybox);
    if (script.use != model::Use::run || !has_option) return nullptr;
    model::Pipeline const* least = nullptr;
    for (auto const& pipeline : script.pipelines) {
        if (pipeline.pipefail || !pipeline.counts || is_ignored(script, pipeline, options)) {
            continue;
        }
        auto const* const lost = lost_command(script, pipeline);
        if (lost == nullptr || checks_all_input(script, pipeline, pass)) continue;
        if (is_compared(script, pipeline) || writes_checked_key(script, pipeline)) continue;
        if (!looks_at_image(script, *lost)) return &pipeline;
        if (least == nullptr) least = &pipeline;
    }
    return least;
}

bool begins_with_background(ShellScript const& script) {
    for (auto const& child : script.tree.children(script.tree.nodes.front())) {
        if (child.kind != Kind::statement) continue;
        return static_cast<shell::Terminator>(child.detail) == shell::Terminator::background;
    }
    return true;
}

bool is_first_in_stage(ShellScript const& script, Pass const& pass, Options const& options) {
    for (auto const* other : pass.stage()->scripts) {
        if (other == &script) return true;
        if (bare_pipeline(*other, pass, options) != nullptr) return false;
    }
    return false;
}

/// A dash that certainly stops at the option.
bool refuses_pipefail(ShellScript const& script, model::Stage const& stage) {
    return script.is_certainly(ShellKind::posix) && model::dash_has_pipefail(stage) == false;
}

bool has_bash(model::Stage const& stage) {
    auto const* image = model::known_image(stage.root());
    if (image == nullptr) return false;
    return image->family == knowledge::ImageFamily::debian
           || image->family == knowledge::ImageFamily::ubuntu;
}

void offer_fix(Reported finding, ShellScript const& script, Pass const& pass,
               Options const& options) {
    if (script.is_nested || script.text.empty() || begins_with_background(script)) return;
    bool const knows_option = model::dash_has_pipefail(*pass.stage()).value_or(false);
    if (!script.is_certainly(ShellKind::posix) || knows_option) {
        finding.insert(script.text.source().begin,
                       script.is_heredoc ? "set -o pipefail\n" : "set -o pipefail && ");
        return;
    }
    if (!has_bash(*pass.stage()) || !is_first_in_stage(script, pass, options)) return;
    if (!pass.may_look_around()) return;
    auto const echoes = model::echoes_for_bash(pass.build(), *pass.stage(), pass.instruction());
    if (!echoes) return;
    finding.insert(pass.instruction().whole.begin,
                   "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n");
    for (auto const offset : *echoes) finding.insert(offset, " -e");
}

void check(ShellScript const& script, Pass& pass, Options const& options) {
    if (pass.stage() == nullptr) return;
    auto const* const pipeline = bare_pipeline(script, pass, options);
    if (pipeline == nullptr) return;
    auto const& lost = *lost_command(script, *pipeline);
    auto const program = shell::program_of(script.tree, lost);
    std::string_view const name = program.empty() ? "the part in front" : program;
    bool const is_old_dash = script.is_certainly(ShellKind::posix)
                             && !model::dash_has_pipefail(*pass.stage()).value_or(false);
    if (auto const reader = careful_reader(script, *pipeline); !reader.empty()) {
        auto finding =
            pass.report(script.span(lost), is_old_dash ? cut_off_dash : cut_off, name, reader);
        finding.severity(Severity::info);
        offer_fix(finding, script, pass, options);
        return;
    }
    auto finding = pass.report(script.span(lost), is_old_dash ? unseen_dash : unseen, name);
    if (looks_at_image(script, lost)) finding.severity(Severity::info);
    offer_fix(finding, script, pass, options);
}

void check_set(model::Command const& command, Pass& pass) {
    if (command.program != "set" || command.script == nullptr || command.depth != 0) return;
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (!refuses_pipefail(*command.script, *pass.stage())) return;
    for (std::size_t i = 2; i < command.arguments.size(); ++i) {
        auto const option = command.argument(i - 1);
        bool const names = option.starts_with('-') && option.ends_with('o');
        if (names && command.argument(i) == "pipefail") {
            pass.report(command.span, set_stops);
            return;
        }
    }
}

/// The script of the first RUN that the shell reads, before another SHELL.
ShellScript const* first_script(ast::Instruction const& shell, Pass const& pass) {
    auto const& build = pass.build();
    auto const from = build.position_of(shell);
    auto const instructions = build.file().instructions;
    for (auto i = from + 1; i < instructions.size(); ++i) {
        auto const keyword = instructions[i].keyword;
        if (keyword == ast::Keyword::shell || keyword == ast::Keyword::from) return nullptr;
        if (keyword != ast::Keyword::run) continue;
        auto const scripts = pass.stage()->scripts_of(instructions[i]);
        return scripts.empty() ? nullptr : scripts.front();
    }
    return nullptr;
}

void check_shell(ast::Shell const& node, Pass& pass) {
    if (!node.command.json || pass.is_trigger() || pass.stage() == nullptr) return;
    auto const* const script = first_script(pass.instruction(), pass);
    if (script == nullptr || script->is_nested || !refuses_pipefail(*script, *pass.stage())) return;
    for (auto const& word : node.command.words) {
        if (word.text.text() == "pipefail") pass.report(word.text.source(), shell_stops);
    }
}

}  // namespace

constinit Check const rule = on<check, check_set, check_shell>().for_programs(" set ");

}  // namespace dockcheck::rules::pipe_without_pipefail

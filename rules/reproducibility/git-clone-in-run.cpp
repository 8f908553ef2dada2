// Finds RUN that clones a repository which ADD could bring.
#include "rules/reproducibility/git-clone-in-run.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::git_clone_in_run {
namespace {

bool is_remote(Value const& repository) {
    auto const prefix = repository.known_prefix();
    return prefix.starts_with("https://") || prefix.starts_with("http://")
           || prefix.starts_with("git://");
}

bool has_credentials(ast::Instruction const& instruction) {
    auto const* const run = ast::get_if<ast::Run>(&instruction.node);
    if (run == nullptr) return true;
    return std::ranges::any_of(run->mounts, [](ast::Mount const& mount) {
        auto const* const type = mount.find("type");
        auto const kind = type == nullptr ? std::string_view("bind") : type->value.text();
        return kind == "ssh" || kind == "secret" || kind.find('$') != kind.npos;
    });
}

bool is_commit(std::string_view text) {
    return text.size() == 40 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

/// True when a command behind it in the same RUN checks out a commit by its whole id.
bool is_pinned(model::Command const& command, Pass const& pass) {
    for (auto const& other : model::commands_behind(*pass.stage(), command)) {
        if (other.program != "git") continue;
        for (auto const& word : other.arguments) {
            if (is_commit(word.value.text_or_empty())) return true;
        }
    }
    return false;
}

/// The folder that git makes of an address.
std::string_view folder_of(std::string_view url) {
    while (url.ends_with('/')) url.remove_suffix(1);
    auto name = base_name(url);
    if (name.ends_with(".git")) name.remove_suffix(4);
    return name;
}

/// ADD in place of a RUN that does nothing else, with options that mean the same for ADD.
std::string addition(model::Command const& command, model::Download const& clone,
                     model::Argument const& url, Pass const& pass) {
    auto const& instruction = *command.instruction;
    auto const text = url.value.known();
    bool const is_alone = pass.stage()->commands_of(instruction).size() == 1
                          && instruction.flags.empty() && instruction.heredocs.empty()
                          && command.wrappers == model::wrapper_none && !command.exec_form;
    if (!is_alone || !text || !text->ends_with(".git")) return {};
    std::string reference;
    for (auto const& option : clone.options) {
        if (!model::list_holds(" -b --branch --depth --single-branch -q --quiet ", option.name)) {
            return {};
        }
        if (option.name != "-b" && option.name != "--branch") continue;
        if (!option.value.is_known()) return {};
        reference = "#" + std::string(option.value.text_or_empty());
    }
    auto const& last = command.arguments.back();
    auto folder = std::string(folder_of(*text));
    if (&last != &url) {
        if (!last.value.is_known() || last.quoted) return {};
        folder = last.value.text_or_empty();
    }
    return "ADD --keep-git-dir=true " + std::string(*text) + reference + " " + folder;
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || command.program != "git") return;
    if (pass.stage() == nullptr || pass.is_trigger()) return;
    auto const& clone = model::download_of(command, pass.build().arena());
    bool const clones = std::ranges::any_of(command.arguments, [](model::Argument const& word) {
        return word.value.text_or_empty() == "clone";
    });
    if (!clones || clone.urls.empty() || !is_remote(clone.urls.front()->value)) return;
    if (has_credentials(*command.instruction)) return;
    if (options.require_commit_pin && is_pinned(command, pass)) return;
    auto const& url = *clone.urls.front();
    auto finding = pass.report(url.span, git_clone_in_run::cloned, pass.text(url.span));
    auto const text = addition(command, clone, url, pass);
    if (!text.empty()) {
        finding.replace(command.instruction->span, text);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" git ");

}  // namespace dockcheck::rules::git_clone_in_run

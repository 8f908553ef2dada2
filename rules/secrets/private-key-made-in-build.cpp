// Finds RUN that makes a private key which stays in the image.
#include "rules/secrets/private-key-made-in-build.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::private_key_made_in_build {
namespace {

/// The word behind an option; nullptr where there is none.
model::Argument const* value_of(model::Command const& command, std::string_view option) {
    for (std::size_t i = 1; i + 1 < command.arguments.size(); ++i) {
        if (command.argument(i) == option) return &command.arguments[i + 1];
    }
    return nullptr;
}

bool has(model::Command const& command, std::string_view option) {
    return std::ranges::any_of(command.arguments, [&](model::Argument const& word) {
        return word.value.text_or_empty() == option;
    });
}

/// `-` is where output goes to, and no file.
model::Argument const* unless_output(model::Argument const* file) {
    return file != nullptr && file->value.text_or_empty() == "-" ? nullptr : file;
}

/// The file that `openssl req`, genrsa, genpkey, gendsa or ecparam writes a key to.
model::Argument const* key_of_openssl(model::Command const& command) {
    auto const verb = command.argument(1);
    static constexpr model::WordList makers = " gendsa genpkey genrsa ";
    if (makers.holds(verb) || (verb == "ecparam" && has(command, "-genkey"))) {
        bool const is_public = has(command, "-pubout") || has(command, "-genparam");
        return is_public ? nullptr : unless_output(value_of(command, "-out"));
    }
    if (verb != "req" || has(command, "-key")) return nullptr;
    bool const makes_key = has(command, "-newkey") || has(command, "-x509") || has(command, "-new");
    return makes_key ? unless_output(value_of(command, "-keyout")) : nullptr;
}

/// `ssh-keygen -f FILE`; the other options only look at keys that are there.
model::Argument const* key_of_ssh(model::Command const& command) {
    static constexpr model::WordList others =
        " -B -D -e -F -G -H -I -i -k -L -l -M -p -Q -R -r -s -T -U -X -Y -y -Z ";
    bool const is_other = std::ranges::any_of(command.arguments, [](model::Argument const& word) {
        return others.holds(word.value.text_or_empty());
    });
    return is_other ? nullptr : value_of(command, "-f");
}

bool is_option(model::Argument const& word) { return word.value.known_prefix().starts_with('-'); }

/// A word of `rm` and its like that is the key, or may be it or a folder above it.
bool may_be_key(Pass const& pass, model::Stage const& stage, model::Command const& command,
                model::Argument const& word, std::string_view path) {
    if (is_option(word)) return false;
    auto const text = word.value.text_or_empty();
    if (!word.value.is_known() || text.find_first_of("*?[~") != text.npos) return true;
    if (base_name(text) == base_name(path)) return true;
    if (text.size() > 1 && text != ".." && path.find(text) != path.npos) return true;
    auto const known = model::path_of(pass.build(), stage, command, word.value).known();
    return !known || model::lies_below(path, model::clean_path(*known));
}

/// The key goes away, or elsewhere, before the layer is made.
bool is_taken_away(Pass const& pass, model::Stage const& stage, model::Command const& made,
                   std::string_view path) {
    static constexpr model::WordList takers = " mv rm shred unlink ";
    return std::ranges::any_of(
        stage.commands_of(*made.instruction), [&](model::Command const& other) {
            if (other.sequence <= made.sequence) return false;
            if (other.program == "find") return has(other, "-delete") || has(other, "-exec");
            if (!takers.holds(other.program)) return false;
            auto const words = other.arguments.subspan(1);
            // xargs gives it names that stand nowhere.
            return std::ranges::all_of(words, is_option)
                   || std::ranges::any_of(words, [&](model::Argument const& word) {
                          return may_be_key(pass, stage, other, word, path);
                      });
        });
}

bool is_mounted(model::Command const& command, std::string_view path) {
    auto const* const run = ast::get_if<ast::Run>(&command.instruction->node);
    return run == nullptr || std::ranges::any_of(run->mounts, [&](ast::Mount const& mount) {
               auto const* target = mount.find("target", "dst", "destination");
               if (target == nullptr) return true;
               auto const folder = model::clean_path(target->value.text());
               return path == folder || model::lies_below(path, folder);
           });
}

/// An image of a test or an example, by the folder of its Dockerfile.
bool is_for_trying(Pass const& pass) {
    static constexpr std::string_view words[] = {"test",   "Test",  "example",
                                                 "sample", "/.dev", "demo"};
    auto const name = "/" + std::string(pass.build().source().name());
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return name.find(word) != name.npos; });
}

/// Made so that a server starts at all, until somebody gives it a certificate of its own.
bool is_placeholder(Pass const& pass, model::Command const& command) {
    static constexpr std::string_view words[] = {"localhost",  "snakeoil",  "dummy",
                                                 "elf-signed", "elfsigned", "example",
                                                 "default",    "test",      "placeholder"};
    auto const text = pass.text(command.instruction->whole);
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// A key that stays in the image.
struct Key {
    model::Command const* command = nullptr;
    model::Argument const* file = nullptr;  ///< nullptr: the host keys of `ssh-keygen -A`

    [[nodiscard]] Span span() const {
        return file != nullptr ? file->span
                               : join(command->arguments[0].span, command->arguments.back().span);
    }
};

std::optional<Key> key_of(model::Stage const& stage, model::Command const& command,
                          Pass const& pass) {
    bool const is_ssh = command.program == "ssh-keygen";
    if (!is_ssh && command.program != "openssl") return std::nullopt;
    if (command.use != model::Use::run || command.is_conditional) return std::nullopt;
    if (!model::is_shipped(&stage, command, false)) return std::nullopt;
    bool const makes_all = is_ssh && has(command, "-A") && !has(command, "-f");
    auto const* const file = is_ssh ? key_of_ssh(command) : key_of_openssl(command);
    if (file == nullptr && !makes_all) return std::nullopt;
    std::string path = "/etc/ssh/ssh_host_rsa_key";
    if (!makes_all) {
        auto const known = model::path_of(pass.build(), stage, command, file->value).known();
        if (!known) return std::nullopt;
        path = model::clean_path(*known);
    }
    if (path.starts_with("/dev/") || path.starts_with("/tmp/")) return std::nullopt;
    if (is_mounted(command, path) || is_taken_away(pass, stage, command, path)) return std::nullopt;
    return Key{&command, makes_all ? nullptr : file};
}

void check(model::Stage const& stage, Pass& pass) {
    static constexpr TrigramWord programs[] = {"openssl", "ssh-keygen"};
    bool const may_make = std::ranges::any_of(
        programs, [&](TrigramWord const& word) { return pass.build().may_hold(word); });
    if (!may_make || model::is_for_development(pass.build(), stage)) return;
    std::optional<Reported> finding;
    for (auto const& command : stage.commands) {
        auto const found = key_of(stage, command, pass);
        if (!found) continue;
        if (finding) {
            finding->related(found->span(), "so does this one");
            continue;
        }
        finding = found->file == nullptr
                      ? pass.report(found->span(), host_keys)
                      : pass.report(found->span(), key, found->file->value.text_or_empty(),
                                    command.program);
        if (is_placeholder(pass, command) || is_for_trying(pass)) finding->severity(Severity::info);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::private_key_made_in_build

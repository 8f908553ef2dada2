// The words that name what curl, wget, tar, cp, mv, tee and gpg write, by their manuals.
#include "analyzer/model/named_writes.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/model/archives.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/downloads.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

class Writes {
 public:
    Writes(Build const& build, Stage const& stage, Command const& command, std::string_view path)
        : build_(build), stage_(stage), command_(command), path_(path) {}

    [[nodiscard]] bool leave() const {
        static constexpr WordTable names =
            " composer cp curl docker-php-ext-configure docker-php-ext-enable "
            "docker-php-ext-install docker-php-source git gpg mv pecl php tar tee wget ";
        auto const program = command_.program;
        if (!names.holds(program)) return false;
        if (program == "curl" || program == "wget") return download_leaves();
        if (program == "tar") return tar_leaves();
        if (program == "cp") return copy_leaves(false);
        if (program == "mv") return copy_leaves(true) || single_move_leaves();
        if (program == "tee") return operands_are_elsewhere();
        if (program == "gpg") return gpg_leaves();
        if (program == "git") return command_.argument(1) == "config" && has_global();
        if (program == "php") return php_leaves();
        return program == "composer" ? composer_leaves() : true;
    }

 private:
    [[nodiscard]] bool is_elsewhere(Value const& target) const {
        auto const known = path_of(build_, stage_, command_, target).known();
        return known && !is_at_or_below(path_, clean_path(*known));
    }

    [[nodiscard]] bool has_global() const {
        return std::ranges::any_of(command_.arguments, [](Argument const& word) {
            auto const text = word.value.text_or_empty();
            return text == "--global" || text == "--system" || text == "-g";
        });
    }

    [[nodiscard]] bool download_leaves() const {
        static constexpr WordList odd_curl =
            " -c --cookie-jar -D --dump-header -J --remote-header-name -K --config --output-dir "
            "--remove-on-error --stderr --trace --trace-ascii ";
        static constexpr WordList odd_wget =
            " -a --append-output --config --content-disposition -i --input-file -m --mirror -o "
            "--output-file -p --page-requisites -r --recursive -x --force-directories ";
        auto const& download = download_of(command_, build_.arena());
        bool const is_curl = download.fetcher == Fetcher::curl;
        if ((!is_curl && download.fetcher != Fetcher::wget) || download.may_have_more_options)
            return false;
        if (download.find(is_curl ? odd_curl : odd_wget) != nullptr) return false;
        static constexpr WordList output_of_curl = " -o --output ";
        static constexpr WordList output_of_wget = " -O --output-document ";
        auto const& output = is_curl ? output_of_curl : output_of_wget;
        auto const count = std::ranges::count_if(
            download.options, [&](FetchOption const& option) { return output.holds(option.name); });
        if (count > 1) return false;
        if (count == 1) {
            auto const& value = download.find(output)->value;
            return value.text_or_empty() == "-" || is_elsewhere(value);
        }
        static constexpr WordList by_name = " -O --remote-name --remote-name-all ";
        if (is_curl && download.find(by_name) == nullptr) return true;
        auto const saved = files_saved_by(command_, build_.arena());
        return !saved.empty() && saved.size() == download.urls.size()
               && std::ranges::all_of(
                   saved, [&](SavedFile const& file) { return is_elsewhere(file.name); });
    }

    /// An archive may hold anything, and lays it below the folder of -C.
    [[nodiscard]] bool tar_leaves() const {
        if (unpacked_by_tar(command_) == nullptr && !reads_input()) return false;
        std::optional<Value> folder;
        for (std::size_t i = 1; i < command_.arguments.size(); ++i) {
            auto const& word = command_.arguments[i];
            if (!word.value.is_known()) {
                // An archive whose name nobody knows.
                if (word.value.known_prefix().empty() && !word.quoted) return false;
                continue;
            }
            auto const text = *word.value.known();
            static constexpr WordList odd =
                " -P --absolute-names --one-top-level --transform --xform --to-command ";
            if (odd.holds(text.substr(0, text.find('=')))) return false;
            constexpr std::string_view long_form = "--directory=";
            if (text.starts_with(long_form)) {
                if (folder) return false;
                folder = Value(text.substr(long_form.size()));
            } else if (text == "-C" || text == "--directory"
                       || (text.starts_with('-') && !text.starts_with("--")
                           && text.ends_with('C'))) {
                if (folder || ++i == command_.arguments.size()) return false;
                folder = command_.arguments[i].value;
            } else if (text.starts_with("-C")) {
                return false;
            }
        }
        return folder && is_elsewhere(*folder);
    }

    /// `curl ... | tar xz -C DIR`
    [[nodiscard]] bool reads_input() const {
        auto const letters = command_.argument(1);
        return command_.connector == Connector::pipe && letters.find('x') != letters.npos
               && !letters.starts_with("--");
    }

    [[nodiscard]] bool copy_leaves(bool moves) const {
        static constexpr WordList with_target = " -t --target-directory -T ";
        std::size_t operands = 0;
        for (auto const& word : command_.arguments.subspan(1)) {
            auto const text = word.value.text_or_empty();
            if (!word.value.is_known() || with_target.holds(text.substr(0, text.find('='))))
                return false;
            if (text.starts_with('-')) continue;
            ++operands;
            bool const is_last = &word == &command_.arguments.back();
            bool const is_pattern = text.find_first_of("*?[{") != text.npos;
            if (is_last && is_pattern) return false;
            if (is_last || !moves) continue;
            if (is_pattern || !is_elsewhere(word.value)) return false;
        }
        return operands > 1 && is_elsewhere(command_.arguments.back().value);
    }

    /// `mv node_modules ../`: one thing into another folder.
    [[nodiscard]] bool single_move_leaves() const {
        if (command_.arguments.size() != 3) return false;
        auto const from = command_.argument(1);
        auto const into = command_.argument(2);
        bool const is_folder = into.ends_with('/') || into == ".." || into == ".";
        if (!is_folder || from.empty() || from.front() == '-'
            || from.find_first_of("*?[{") != from.npos) {
            return false;
        }
        auto const at = path_of(build_, stage_, command_, command_.arguments[1].value).known();
        auto const folder = path_of(build_, stage_, command_, command_.arguments[2].value).known();
        if (!at || !folder) return false;
        auto const moved = clean_path(std::string(*folder) + "/" + std::string(base_name(*at)));
        return !is_at_or_below(path_, clean_path(*at)) && !is_at_or_below(path_, moved);
    }

    [[nodiscard]] bool operands_are_elsewhere() const {
        return std::ranges::all_of(command_.arguments.subspan(1), [&](Argument const& word) {
            return word.value.text_or_empty().starts_with('-') || is_elsewhere(word.value);
        });
    }

    [[nodiscard]] bool gpg_leaves() const {
        if (path_.find("gnupg") != path_.npos || may_hide_option(command_)
            || has_word_with(command_, "--homedir")) {
            return false;
        }
        for (std::size_t i = 1; i < command_.arguments.size(); ++i) {
            auto const text = command_.argument(i);
            constexpr std::string_view long_form = "--output=";
            if (text.starts_with(long_form)) {
                if (!is_elsewhere(Value(text.substr(long_form.size())))) return false;
            } else if (text == "--output"
                       || (text.starts_with('-') && !text.starts_with("--")
                           && text.find('o') != text.npos)) {
                if (++i == command_.arguments.size()
                    || !is_elsewhere(command_.arguments[i].value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Composer's installer, by which name it may have been saved.
    [[nodiscard]] bool php_leaves() const {
        static constexpr WordList names = " composer composer.phar composer-setup.php ";
        if (names.holds(base_name(path_))) return false;
        bool const is_piped = command_.connector == Connector::pipe
                              && (command_.arguments.size() == 1 || command_.argument(1) == "--");
        if (is_piped) return is_fed_by_composer();
        auto const first = command_.argument(1);
        if (first == "-r") return has_word_with(command_, "composer-setup");
        return base_name(first) == "composer-setup.php";
    }

    [[nodiscard]] bool is_fed_by_composer() const {
        auto const beside = stage_.commands_of(*command_.instruction);
        return std::ranges::any_of(beside, [&](Command const& other) {
            return other.sequence + 1 == command_.sequence
                   && has_word_with(other, "getcomposer.org");
        });
    }

    [[nodiscard]] bool composer_leaves() const {
        static constexpr WordList verbs =
            " --version -V about clear-cache clearcache cc diagnose global self-update selfupdate "
            "show validate ";
        auto const verb = command_.argument(1);
        return verbs.holds(verb) || (verb == "config" && has_global());
    }

    Build const& build_;
    Stage const& stage_;
    Command const& command_;
    std::string_view path_;
};

/// Options of managers that name another folder than the usual one.
struct FolderOptions {
    WordList programs;
    WordList options;
};

constexpr FolderOptions folder_options[] = {
    {" apk ", " -p --root "},
    {" dnf microdnf tdnf yum ", " --installroot "},
    {" zypper ", " -R --root --installroot "},
    {" dpkg ", " --instdir --root "},
    {" gem ", " -i --install-dir -n --bindir "},
    {" npm pnpm yarn ", " --prefix --global-dir --modules-folder "},
    {" conda mamba micromamba ", " -p --prefix "},
    {" pip pip3 uv ", " -t --target --prefix --root "},
};

/// Verbs that leave files in the folder where they run.
bool leaves_files_here(Command const& command) {
    auto const verb = command.argument(1);
    static constexpr WordList of_archives = " apt apt-get dnf microdnf tdnf yum zypper ";
    if (of_archives.holds(command.program)) {
        static constexpr WordList leaving =
            " --destdir --downloaddir --downloadonly --download-only download source "
            "source-download ";
        // `-o Dir::Cache=/debs` and `-o RootDir=.` name folders, too.
        return std::ranges::any_of(command.arguments, [](Argument const& word) {
            auto const text = word.value.text_or_empty();
            return leaving.holds(text.substr(0, text.find('='))) || text.find("Dir::") != text.npos
                   || text.find("RootDir") != text.npos || text.starts_with("--setopt");
        });
    }
    if (command.program == "gem") return verb == "build" || verb == "fetch" || verb == "unpack";
    if (command.program == "apk") return verb == "fetch";
    if (command.program != "dpkg") return false;
    static constexpr WordList unpacking = " -X -x --extract --vextract ";
    return unpacking.holds(verb);
}

/// True for system packages, which have files of their own in some folders of applications:
/// nginx in /var/www, linux-source in /usr/src.
bool may_unpack_packages_at(Command const& command, std::string_view path) {
    static constexpr WordTable installers =
        " apk apt apt-get aptitude dnf dpkg microdnf rpm tdnf yum zypper ";
    if (!installers.holds(command.program)) return false;
    // Web servers bring pages of their own, and the folders that these lie in.
    static constexpr WordTable pages =
        " /var/www/cgi-bin /var/www/error /var/www/html /var/www/icons /var/www/localhost "
        "/var/www/localhost/htdocs ";
    if (pages.holds(path)) return true;
    if (is_at_or_below(path, "/var/www")) return base_name(path).starts_with("index");
    static constexpr std::string_view filled[] = {"/opt", "/srv", "/usr/src"};
    static constexpr std::string_view own[] = {"/opt/app", "/srv/app", "/usr/src/app"};
    auto const holds = [&](std::string_view folder) { return is_at_or_below(path, folder); };
    return std::ranges::any_of(filled, holds) && !std::ranges::any_of(own, holds);
}

/// The folder of `python -m venv FOLDER` and `virtualenv FOLDER`; or nullptr.
Argument const* environment_of(Command const& command) {
    bool const is_module = command.program.starts_with("python") && command.argument(1) == "-m"
                           && command.argument(2) == "venv";
    bool const is_uv = command.program == "uv" && command.argument(1) == "venv";
    if (!is_module && !is_uv && command.program != "virtualenv") return nullptr;
    return &command.arguments.back();
}

}  // namespace

bool may_install_at(Build const& build, Stage const& stage, Command const& command,
                    std::string_view path) {
    auto const is_around = [&](Value const& folder) {
        auto const known = path_of(build, stage, command, folder).known();
        if (!known) return true;
        auto const cleaned = clean_path(*known);
        return is_at_or_below(path, cleaned) || lies_below(cleaned, path);
    };
    if (command.arguments.empty()) return false;
    if (leaves_files_here(command) || may_unpack_packages_at(command, path)) return true;
    if (auto const* folder = environment_of(command)) return is_around(folder->value);
    for (auto const& entry : folder_options) {
        if (!entry.programs.holds(command.program)) continue;
        for (std::size_t i = 1; i < command.arguments.size(); ++i) {
            auto const& word = command.arguments[i];
            auto const text = word.value.known() ? *word.value.known() : word.value.known_prefix();
            auto const sign = text.find('=');
            if (!text.starts_with('-') || !entry.options.holds(text.substr(0, sign))) continue;
            if (!word.value.is_known()) return true;
            if (sign != text.npos) {
                if (is_around(Value(text.substr(sign + 1)))) return true;
            } else if (++i == command.arguments.size() || is_around(command.arguments[i].value)) {
                return true;
            }
        }
        return false;
    }
    return false;
}

bool writes_elsewhere(Build const& build, Stage const& stage, Command const& command,
                      std::string_view path) {
    return Writes(build, stage, command, path).leave();
}

}  // namespace dockcheck::model

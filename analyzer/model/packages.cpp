// Reading the words of a package manager's command with the tables.
#include "analyzer/model/packages.hpp"

#include <algorithm>
#include <vector>

#include "analyzer/model/package_names.hpp"
#include "analyzer/model/package_tables.hpp"
#include "analyzer/model/script_words.hpp"

namespace dockcheck::model {
namespace {

bool is_version_tail(std::string_view text) {
    return text.find_first_not_of("0123456789.-") == std::string_view::npos;
}

/// pip3.11 is pip, python3 is python.
std::string_view without_version(std::string_view program) {
    if (!program.starts_with('p')) return program;
    static constexpr std::string_view all_names[] = {"pip", "python", "pypy"};
    for (auto const name : all_names) {
        if (program.starts_with(name) && is_version_tail(program.substr(name.size()))) return name;
    }
    return program;
}

struct Found {
    ManagerRule const* rule = nullptr;
    std::size_t words = 0;  ///< that name the manager
};

Found find_manager(Command const& command) {
    if (!command.program.starts_with('p')) return {rule_of(command.program), 1};
    auto const program = without_version(command.program);
    bool const runs_others = program == "python" || program == "pypy" || program == "php";
    if (!runs_others) return {rule_of(program), 1};
    for (std::size_t i = 1; i + 1 < command.arguments.size(); ++i) {
        auto const word = command.argument(i);
        if (program == "php" && word.ends_with("composer.phar"))
            return {rule_of("composer"), i + 1};
        if (program != "php" && word == "-m") {
            return {rule_of(without_version(command.argument(i + 1))), i + 2};
        }
        if (!word.starts_with('-')) break;
    }
    return {};
}

class CommandParts {
 public:
    CommandParts(Command const& command, Found found, Arena& arena)
        : command_(command),
          rule_(*found.rule),
          arena_(arena),
          at_(found.words),
          packages_(arena),
          requirement_files_(arena),
          constraint_files_(arena),
          paths_(arena),
          options_(arena) {
        result_.manager = rule_.manager;
        result_.manager_words = command.arguments.first(found.words);
    }

    PackageCommand read() {
        if (rule_.manager == Manager::pacman) {
            read_pacman();
        } else {
            read_verb();
        }
        auto const operands = read_operands();
        if (!version_.empty()) {
            for (auto& package : packages_) {
                if (package.version.empty()) package.version = version_;
            }
        }
        finish(operands);
        return result_;
    }

 private:
    [[nodiscard]] std::string_view text(std::size_t i) const {
        return command_.arguments[i].value.known_prefix();
    }

    void read_verb() {
        while (at_ < command_.arguments.size()) {
            auto const word = text(at_);
            bool const toolchain = word.size() > 1
                                   && ((rule_.manager == Manager::cargo && word[0] == '+')
                                       || (rule_.manager == Manager::bundler && word[0] == '_'));
            if (word.starts_with('-')) {
                read_option();
            } else if (toolchain) {
                ++at_;
            } else {
                break;
            }
        }
        if (at_ == command_.arguments.size()) {
            without_verb();
            return;
        }
        if (rule_.manager == Manager::maven || rule_.manager == Manager::gradle) return find_goal();
        std::size_t longest = 0;
        auto const first = command_.argument(at_);
        for (auto const& rule : rule_.verbs) {
            if (!first.empty() && !rule.words.starts_with(first.front())) continue;
            auto const count = matching_words(rule.words);
            if (count <= longest) continue;
            longest = count;
            verb_ = &rule;
        }
        if (verb_ == nullptr) {
            result_.verb_argument = &command_.arguments[at_++];
            return;
        }
        result_.verb = verb_->verb;
        result_.verb_words = command_.arguments.subspan(at_, longest);
        at_ += longest;
        result_.verb_argument = &command_.arguments[at_ - 1];
    }

    /// Maven and Gradle take several goals in any place.
    void find_goal() {
        for (auto i = at_; i < command_.arguments.size(); ++i) {
            for (auto const& rule : rule_.verbs) {
                auto const goal = command_.argument(i);
                bool const longer = goal.size() > rule.words.size();
                bool const project = longer && goal.ends_with(rule.words)
                                     && goal[goal.size() - rule.words.size() - 1] == ':';
                if (goal != rule.words && !project) continue;
                verb_ = &rule;
                result_.verb = rule.verb;
                result_.verb_argument = &command_.arguments[i];
                return;
            }
        }
        result_.verb_argument = &command_.arguments[at_];
    }

    void without_verb() {
        result_.verb = rule_.without_verb;
        static constexpr std::string_view all_questions[] = {"--version", "-v", "--help", "-h"};
        for (auto const asks : all_questions) {
            if (result_has_option(asks)) result_.verb = Verb::other;
        }
        result_.installs_manifests = result_.verb == Verb::install;
    }

    [[nodiscard]] bool result_has_option(std::string_view name) const {
        return std::ranges::any_of(options_, [&](Argument const* option) {
            return option->value.text_or_empty() == name;
        });
    }

    /// How many words of the command are those of the list, or 0.
    [[nodiscard]] std::size_t matching_words(std::string_view words) const {
        std::size_t count = 0;
        while (!words.empty()) {
            auto const end = std::min(words.find(' '), words.size());
            if (at_ + count >= command_.arguments.size()
                || command_.argument(at_ + count) != words.substr(0, end)) {
                return 0;
            }
            ++count;
            words.remove_prefix(std::min(end + 1, words.size()));
        }
        return count;
    }

    void read_pacman() {
        bool has_packages = false;
        for (std::size_t i = at_; i < command_.arguments.size(); ++i) {
            auto const word = text(i);
            if (!word.starts_with('-')) has_packages = true;
            bool const operation = word.size() > 1 && word[0] == '-' && word[1] != '-';
            if (!operation || result_.verb_argument != nullptr) continue;
            auto const has = [&](char c) { return word.find(c) != std::string_view::npos; };
            if (has('S') || has('R') || has('U')) result_.verb_argument = &command_.arguments[i];
            if (has('R')) result_.verb = Verb::remove;
            if (has('U')) result_.verb = Verb::install;
            if (has('S')) result_.verb = Verb::install;
            if (has('S') && has('w')) result_.verb = Verb::download;
            if (has('S') && has('c')) result_.verb = Verb::clean;
            upgrades_ = has('S') && has('u');
            refreshes_ = has('S') && has('y');
        }
        if (!has_packages && result_.verb == Verb::install) {
            if (upgrades_) {
                result_.verb = Verb::upgrade;
            } else if (refreshes_) {
                result_.verb = Verb::update;
            }
        }
        static constexpr VerbRule pacman_rule{"", Verb::install, Operands::packages};
        verb_ = &pacman_rule;
    }

    /// Reads the operands and options that are left; gives the number of operands.
    std::size_t read_operands() {
        std::size_t count = 0;
        bool only_operands = false;
        while (at_ < command_.arguments.size()) {
            auto const word = text(at_);
            if (!only_operands && word.starts_with('-') && word != "-") {
                if (word == "--") {
                    if (rule_.manager == Manager::gem) break;  // flags for building follow
                    only_operands = true;
                    ++at_;
                } else {
                    read_option();
                }
                continue;
            }
            ++count;
            read_operand(command_.arguments[at_++]);
        }
        return count;
    }

    void read_option() {
        auto const& argument = command_.arguments[at_++];
        options_.push_back(&argument);
        auto const word = argument.value.known_prefix();
        auto const equals = word.find('=');
        auto const name = word.substr(0, equals);
        if (equals != std::string_view::npos && takes_value(name)) {
            return take(name, without_first(argument, equals + 1));
        }
        bool const takes = takes_value(word);
        // Behind what is known of the word stands its value: -j$(nproc).
        if (takes && !argument.value.is_known()) {
            return take(word, without_first(argument, word.size()));
        }
        if (takes) {
            if (at_ < command_.arguments.size()) take(word, &command_.arguments[at_++]);
            return;
        }
        if (!rule_.clusters || word.size() < 3 || word[1] == '-') return;
        for (std::size_t i = 1; i < word.size(); ++i) {
            char const letter[] = {'-', word[i]};
            std::string_view const option(letter, 2);
            if (!takes_value(option)) continue;
            if (i + 1 < word.size() || !argument.value.is_known()) {
                take(option, without_first(argument, i + 1));
            } else if (at_ < command_.arguments.size()) {
                take(option, &command_.arguments[at_++]);
            }
            return;
        }
    }

    [[nodiscard]] bool takes_value(std::string_view option) const {
        if (verb_ == nullptr && !rule_.before_verb.empty()) return rule_.before_verb.holds(option);
        if (verb_ != nullptr && verb_->with_value != nullptr) {
            return verb_->with_value->holds(option);
        }
        return rule_.with_value.holds(option) || rule_.requirements.holds(option)
               || rule_.constraints.holds(option) || rule_.paths.holds(option)
               || rule_.version.holds(option);
    }

    void take(std::string_view option, Argument const* value) {
        if (rule_.requirements.holds(option)) requirement_files_.push_back(value);
        if (rule_.constraints.holds(option)) constraint_files_.push_back(value);
        if (rule_.version.holds(option)) version_ = value->value.text_or_empty();
        if (!rule_.paths.holds(option)) return;
        if (is_url(value->value.known_prefix())) {
            packages_.push_back({{}, {}, value});
        } else {
            paths_.push_back(value);
        }
    }

    /// The argument without its first bytes, which are an option.
    Argument const* without_first(Argument const& argument, std::size_t size) {
        Argument part = argument;
        auto const prefix = argument.value.known_prefix().substr(0, size);
        part.value = without_prefix(argument.value, size, arena_);
        if (argument.raw.text().starts_with(prefix)) {
            part.raw = argument.raw.slice(static_cast<std::uint32_t>(size), argument.raw.size());
            part.span = part.raw.source();
        }
        return arena_.make<Argument>(part);
    }

    void read_operand(Argument const& argument) {
        auto const operands = verb_ == nullptr ? Operands::none : verb_->operands;
        if (operands == Operands::files) requirement_files_.push_back(&argument);
        if (operands == Operands::projects) paths_.push_back(&argument);
        if (operands != Operands::packages && operands != Operands::either) return;
        if (is_local_project(argument, rule_.spelling)) {
            paths_.push_back(&argument);
        } else {
            packages_.push_back(package_of(argument, rule_.spelling));
        }
    }

    void finish(std::size_t operand_count) {
        result_.packages = packages_.items();
        result_.requirement_files = requirement_files_.items();
        result_.constraint_files = constraint_files_.items();
        result_.paths = paths_.items();
        result_.options = options_.items();
        if (verb_ == nullptr) return;
        if (only_tells()) result_.verb = Verb::other;
        result_.refreshes_index = result_.verb == Verb::update || refreshes_first();
        bool const installs = result_.verb == Verb::install || result_.verb == Verb::download;
        switch (verb_->operands) {
            case Operands::manifests:
            case Operands::files:
            case Operands::projects:
                result_.installs_manifests = installs;
                break;
            case Operands::either:
                result_.installs_manifests = installs && operand_count == 0 && !is_global();
                [[fallthrough]];
            default: {
                bool const python = rule_.spelling == Spelling::python && has_project();
                bool const cargo = rule_.manager == Manager::cargo && !paths_.empty();
                bool const files = !requirement_files_.empty();
                if (installs && (files || python || cargo)) result_.installs_manifests = true;
                break;
            }
        }
    }

    [[nodiscard]] bool refreshes_first() const {
        if (rule_.manager == Manager::apt) return result_.has_option("--update");
        if (rule_.manager != Manager::pacman) return false;
        return refreshes_ || result_.has_option("--refresh") || result_.has_option("-y");
    }

    /// True when it says what it would do, and does nothing.
    [[nodiscard]] bool only_tells() const {
        static constexpr std::string_view of_apt[] = {"--simulate", "--just-print", "--dry-run",
                                                      "--recon",    "--no-act",     "-s"};
        static constexpr std::string_view of_others[] = {"--dry-run", "--simulate", "--assumeno"};
        auto const is_asked = [&](std::string_view option) { return result_.has_option(option); };
        bool const is_apt = rule_.manager == Manager::apt || rule_.manager == Manager::apk;
        return is_apt ? std::ranges::any_of(of_apt, is_asked)
                      : std::ranges::any_of(of_others, is_asked);
    }

    /// A folder among the paths; a built archive brings no manifest of this project.
    [[nodiscard]] bool has_project() const {
        return std::ranges::any_of(paths_, [](Argument const* path) {
            return !is_archive_name(path->value.known_suffix());
        });
    }

    [[nodiscard]] bool is_global() const {
        return result_has_option("-g") || result_has_option("--global");
    }

    Command const& command_;
    ManagerRule const& rule_;
    Arena& arena_;
    std::size_t at_;
    VerbRule const* verb_ = nullptr;
    PackageCommand result_;
    ArenaVector<Package> packages_;
    ArenaVector<Argument const*> requirement_files_;
    ArenaVector<Argument const*> constraint_files_;
    ArenaVector<Argument const*> paths_;
    ArenaVector<Argument const*> options_;
    std::string_view version_;
    bool upgrades_ = false;
    bool refreshes_ = false;
};

constexpr PackageCommand no_package_command;

bool joins_letters(Manager manager) {
    return manager != Manager::go && manager != Manager::maven && manager != Manager::gradle;
}

}  // namespace

bool PackageCommand::has_option(std::string_view name) const {
    bool const letter = name.size() == 2 && name[0] == '-' && name[1] != '-';
    return std::ranges::any_of(options, [&](Argument const* option) {
        auto const text = option->value.known_prefix();
        if (text == name) return option->value.is_known();
        if (text.size() > name.size() && text.starts_with(name) && text[name.size()] == '=') {
            return true;
        }
        bool const cluster = letter && joins_letters(manager) && text.size() > 2 && text[0] == '-'
                             && text.size() <= 6 && text[1] != '-'
                             && text.find('=') == std::string_view::npos;
        return cluster && text.find(name[1], 1) != std::string_view::npos;
    });
}

Manager find_manager_of(Command const& command) {
    auto const found = find_manager(command);
    command.manager = found.rule == nullptr ? Manager::none : found.rule->manager;
    command.manager_is_known = true;
    return command.manager;
}

PackageCommand const& package_command(Command const& command, Arena& arena) {
    if (command.package_command != nullptr) return *command.package_command;
    if (manager_of(command) == Manager::none) {
        command.package_command = &no_package_command;
    } else {
        auto const found = find_manager(command);
        command.package_command =
            arena.make<PackageCommand>(CommandParts(command, found, arena).read());
    }
    return *command.package_command;
}

}  // namespace dockcheck::model

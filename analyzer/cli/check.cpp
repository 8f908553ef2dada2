// `dockcheck check`: from arguments to reports and the exit status.
#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/asked_builds.hpp"
#include "analyzer/cli/check_file.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/external_programs.hpp"
#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/known_rules.hpp"
#include "analyzer/cli/messages.hpp"
#include "analyzer/cli/named_configuration.hpp"
#include "analyzer/cli/parallel.hpp"
#include "analyzer/cli/progress.hpp"
#include "analyzer/cli/read_image.hpp"
#include "analyzer/cli/replace_file.hpp"
#include "analyzer/cli/reports.hpp"
#include "analyzer/cli/screen.hpp"
#include "analyzer/cli/unified_diff.hpp"
#include "analyzer/report/visible.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/terminal.hpp"
#include "analyzer/text/file.hpp"

namespace dockcheck::cli {
namespace {

bool is_text(Format format) { return format == Format::full || format == Format::concise; }

/// One run of check or fix.
class CheckRun {
 public:
    explicit CheckRun(Arguments const& arguments)
        : arguments_(arguments),
          rules_(rules::catalog()),
          folder_(working_folder()),
          paths_(folder_),
          screen_(arguments, paths_, profiles_),
          discovery_(rules_, folder_,
                     arguments.isolated ? std::string() : config::user_configuration_file()),
          progress_(Progress::on_terminal(!arguments.quiet)) {}

    int run() {
        if (auto const prepared = prepare(); !prepared) {
            say_error(prepared.error());
            return exit_trouble;
        }
        find_inputs();
        if (auto const unknown = config::unknown_name(known_rules(), selection_)) {
            say_error(*unknown);
            return exit_trouble;
        }
        tell_inputs();
        if (auto const error = output_in_the_way()) {
            trouble(*error);
            return status_;
        }
        auto const unread = screen_.open(inputs_, folder_);
        for (auto const& error : unread) trouble(error);
        return unread.empty() ? check_all() : exit_trouble;
    }

 private:
    using Loaded = Result<std::shared_ptr<config::Configuration const>>;

    Result<void> prepare() {
        if (auto const checked = check_values(arguments_); !checked) return checked;
        auto selection = selection_of(arguments_);
        if (!selection) return tl::unexpected(selection.error());
        selection_ = std::move(*selection);
        for (auto const& written : arguments_.exclude) {
            auto glob = Glob::compile(written);
            if (!glob) return tl::unexpected(Error{"--exclude", glob.error().text});
            excluded_.add(std::move(*glob));
        }
        auto named = named_configuration(arguments_, rules_, folder_, discovery_);
        if (!named) return tl::unexpected(named.error());
        configuration_ = std::move(*named);
        auto const here = configuration_ ? Loaded(configuration_) : discovery_.in_force(folder_);
        if (!here) return tl::unexpected(here.error());
        here_ = *here;
        add_custom_rules(*here_);
        auto settings = run_settings(arguments_, *here_);
        if (!settings) return tl::unexpected(settings.error());
        settings_ = std::move(*settings);
        return read_made_image();
    }

    Result<void> read_made_image() {
        if (!arguments_.image) return {};
        auto made = MadeImage::read(*arguments_.image, arguments_.platform.value_or(""));
        if (!made) return tl::unexpected(made.error());
        made_ = std::move(*made);
        return {};
    }

    void find_inputs() {
        InputFinder finder(folder_, discovery_, profiles_, configuration_, std::move(excluded_),
                           &progress_);
        inputs_ = finder.find(arguments_, settings_.jobs);
        progress_.clear();
        for (auto const& input : inputs_.files) add_custom_rules(*input.profile->configuration);
    }

    void add_custom_rules(config::Configuration const& configuration) {
        for (auto const* const rule : configuration.custom_rules) {
            if (have_custom_rule_.insert(rule).second) custom_rules_.push_back(rule);
        }
    }

    /// Those of the catalog and of all configurations in force.
    [[nodiscard]] RuleList known_rules() const { return RuleList(rules_, custom_rules_); }

    void tell_inputs() {
        for (auto const& error : inputs_.errors) trouble(error);
        if (arguments_.quiet) return;
        for (auto const& note : inputs_.notes) say_note(note);
        tell_of_hadolint();
    }

    /// Each .hadolint.yaml that is obeyed, once.
    void tell_of_hadolint() const {
        std::vector<std::string_view> told;
        for (auto const& input : inputs_.files) {
            auto const& configuration = *input.profile->configuration;
            if (!configuration.is_of_hadolint) continue;
            if (std::ranges::find(told, configuration.path) != told.end()) continue;
            told.push_back(configuration.path);
            auto const& blank = configuration.blank_instead;
            say_note(
                fmt::format("{} is obeyed, as {}; dockcheck migrate hadolint makes one of it",
                            configuration.path,
                            blank.empty() ? "there is no dockcheck.toml" : blank + " is empty"));
        }
    }

    void trouble(Error const& error) {
        say_error(error);
        note_trouble(error);
    }

    /// One that was said before. The reports have it as well: none is to look like that of a whole
    /// run.
    void note_trouble(Error error) {
        troubles_.push_back(std::move(error));
        status_ = exit_trouble;
    }

    /// An output that would overwrite a file that is to be checked, or another output.
    std::optional<Error> output_in_the_way() const {
        std::vector<std::string> outputs;
        for (auto const& output : settings_.outputs) {
            if (output.second != "-") outputs.push_back(output.second);
        }
        if (arguments_.write_baseline) outputs.push_back(*arguments_.write_baseline);
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            auto const& path = outputs[i];
            if (std::find(outputs.begin(), outputs.begin() + static_cast<std::ptrdiff_t>(i), path)
                != outputs.begin() + static_cast<std::ptrdiff_t>(i)) {
                return Error{path, "two outputs would go to this file"};
            }
            if (!system::exists(path)) continue;
            for (auto const& input : inputs_.files) {
                if (input.is_standard_input) continue;
                if (system::is_same_file(path, input.absolute)) {
                    return Error{path,
                                 "this file is to be checked, and the output would replace it"};
                }
            }
        }
        return std::nullopt;
    }

    int check_all() {
        Reports reports(settings_, arguments_.unsafe_fixes, known_rules(), paths_);
        for (auto const& error : reports.open(main_report())) trouble(error);
        auto const& files = inputs_.files;
        ExternalPrograms programs(selection_);
        for (auto const& file : files) {
            auto const [place, is_new] = file_settings_.try_emplace(file.profile.get());
            if (!is_new) continue;
            place->second = file_settings(arguments_, *file.profile);
            place->second.external = programs.for_profile(*file.profile);
            place->second.build.made = made_.config();
            place->second.with_help = settings_.shows_help();
        }
        auto const wanted =
            settings_.fix == FixMode::none ? settings_.jobs.value_or(usual_jobs(files.size())) : 1;
        auto const jobs = static_cast<unsigned>(
            std::min<std::size_t>(wanted, std::max<std::size_t>(files.size(), 1)));
        std::vector<FileCheck> checks(slots_for(jobs));
        auto const& names = checks.front().build_files.names;
        for (auto& check : checks) check.build_files.names.share_repositories_of(names);
        in_order(
            files.size(), jobs, [&](std::size_t i, Slot slot) { check(files[i], checks[slot]); },
            [&](std::size_t i, Slot slot) {
                if (speaks(checks[slot])) progress_.clear();
                take(files[i], checks[slot], reports);
                progress_.checked(i + 1, files.size());
            });
        progress_.clear();
        for (auto const& error : asked_.unknown_stages()) trouble(error);
        reports.summary().troubles = troubles_;
        for (auto const& error : reports.finish()) trouble(error);
        if (!arguments_.quiet) {
            programs.tell();
            for (auto const& note : asked_.unused_arguments()) say_note(note);
        }
        finish_screen();
        bool const has_checked = reports.summary().files > 0 || troubles_.empty();
        if (!arguments_.quiet && !files.empty() && has_checked && is_text(settings_.format)) {
            say_summary(reports.summary());
        }
        if (status_ == exit_findings && arguments_.exit_zero) return exit_clean;
        return status_;
    }

    // On a terminal it stands below the findings: apart from the last one, and broken at words.
    void say_summary(Summary const& summary) const {
        auto const line = summary_line(summary);
        if (!system::errors_are_on_terminal() || !system::is_terminal()) return say(line);
        if (settings_.format == Format::full && summary.findings() > 0) say("");
        for (auto const& part : wrapped(line, settings_.width)) say(part);
    }

    // A baseline that lacks what could not be checked would let it in later.
    void finish_screen() {
        if (status_ == exit_trouble && arguments_.write_baseline) {
            return say_note(fmt::format("{} was not written", *arguments_.write_baseline));
        }
        if (auto const written = screen_.write(); !written) return trouble(written.error());
        if (arguments_.quiet) return;
        for (auto const& note : screen_.notes()) say_note(note);
    }

    // Where standard output is for what fixes make, the report has to go elsewhere.
    [[nodiscard]] MainReport main_report() const {
        if (settings_.fix == FixMode::diff) return MainReport::none;
        bool const has_standard_input =
            std::ranges::any_of(inputs_.files, &Input::is_standard_input);
        return settings_.fix == FixMode::write && has_standard_input ? MainReport::standard_error
                                                                     : MainReport::standard_output;
    }

    void check(Input const& input, FileCheck& check) const {
        begin(check, file_settings_.at(input.profile.get()));
        if (auto const done = read_input(check, input); !done) {
            check.error = done.error();
        } else if (check.image != nullptr) {
            check_images(check, input);
        } else if (settings_.fix == FixMode::none) {
            check_read_text(check, input);
        } else {
            fix_text(check, input, [&](std::vector<Finding>& findings) {
                screen_.hold_back(input, check.source, findings);
            });
            finish_fixes(check, input);
        }
    }

    // Files are mended here, on the one thread that there is with fixes.
    void finish_fixes(FileCheck& check, Input const& input) const {
        auto const keep = [&] { check_text(check, input, check.text); };
        if (settings_.fix == FixMode::diff) return keep();
        for (auto const& [name, bytes] : check.changed) {
            if (input.is_standard_input && name == input.path) continue;
            auto const written = replace_file(name, bytes);
            if (written) continue;
            progress_.clear();
            say_error(written.error());
            check.write_failed = true;
            return keep();
        }
    }

    /// The difference that fixes make in a file. One that several Dockerfiles use, such as a start
    /// script, is shown once: `patch` takes no change twice.
    void show_change(Input const& input, FileCheck const& check, std::string const& name,
                     std::string const& bytes) {
        auto const [shown, is_new] = shown_changes_.try_emplace(name, bytes);
        if (!is_new) {
            if (shown->second == bytes || arguments_.quiet) return;
            return say_note(fmt::format(
                "{}: there is more to mend for {}; ask again when this is done", name, input.path));
        }
        auto const before = name == input.path
                                ? Result<std::string>(std::string(check.source.bytes()))
                                : read_file(name, maximum_source_size);
        if (before) (void)print(unified_diff(paths_.below_working_folder(name), *before, bytes));
    }

    // What goes to standard output in place of the report.
    void print_changes(Input const& input, FileCheck const& check) {
        if (settings_.fix == FixMode::diff) {
            for (auto const& [name, bytes] : check.changed) show_change(input, check, name, bytes);
        } else if (settings_.fix == FixMode::write && input.is_standard_input) {
            auto const fixed = check.changed.find(input.path);
            (void)print(fixed == check.changed.end() ? check.source.bytes()
                                                     : std::string_view(fixed->second));
        }
    }

    /// Whether taking a file may write to the terminal.
    [[nodiscard]] bool speaks(FileCheck const& check) const {
        return writes_to_terminal_ || arguments_.verbose || check.error || !check.undone.empty()
               || check.skipped_line != 0 || !check.notes.empty();
    }

    void take(Input const& input, FileCheck& check, Reports& reports) {
        if (check.error) return trouble(*check.error);
        if (check.skipped_line != 0) return leave_out(input, check);
        if (check.write_failed) note_trouble({input.path, "fixes could not be written"});
        if (check.build) {
            asked_.add(input.path, *check.settings, *check.build);
            asked_.add_images(input.path, *input.profile->configuration, *check.build);
        }
        if (arguments_.verbose) {
            auto const& configuration = input.profile->configuration->path;
            auto const what = check.image != nullptr
                                  ? std::string(image::name_of(check.image->input))
                                  : "context " + check.chosen.description();
            say_note(fmt::format("{}: configuration {}, {}", input.path,
                                 configuration.empty() ? "none" : configuration, what));
            for (auto const& note : check.chosen.notes) {
                say_note(fmt::format("{}: {}", input.path, note));
            }
        }
        if (!arguments_.quiet) {
            for (auto const& note : check.notes) say_note(note);
        }
        // What was not looked at may be what somebody wants to hide.
        if (check.is_incomplete) trouble({input.path, "not all of its files could be checked"});
        for (auto const* const rule : check.undone) {
            say_note(fmt::format("{}: a fix of {} was left out, it would have broken the syntax",
                                 input.path, rule->name));
        }
        print_changes(input, check);
        take_findings(input, check, reports);
        for (auto const& other : check.others) take_findings(input, *other, reports);
    }

    /// What was not looked at is told, since somebody may have meant it to be.
    void leave_out(Input const& input, FileCheck const& check) {
        print_changes(input, check);
        if (arguments_.quiet) return;
        say_note(
            fmt::format("{}:{}: skipped, {}", input.path, check.skipped_line, check.skipped_as));
    }

    void take_findings(Input const& input, FileCheck& check, Reports& reports) {
        screen_.apply(input, check);
        auto const is_grave = [&](Finding const& finding) {
            auto const& fail_on = check.settings->fail_on;
            return !finding.suppressed && fail_on && finding.severity >= *fail_on;
        };
        if (status_ == exit_clean && std::ranges::any_of(check.findings, is_grave)) {
            status_ = exit_findings;
        }
        if (settings_.fix == FixMode::write && !check.write_failed) {
            reports.summary().fixed += static_cast<std::uint32_t>(check.fixes);
        }
        reports.add(input, check);
    }

    Arguments const& arguments_;
    std::span<Rule const> rules_;
    std::string folder_;
    RepositoryPaths paths_;
    Screen screen_;
    config::Discovery discovery_;
    config::SelectionLayer selection_;
    config::Profiles profiles_{rules_, selection_};
    std::shared_ptr<config::Configuration const> configuration_;  ///< that the user named
    std::shared_ptr<config::Configuration const> here_;           ///< of the working folder
    std::vector<Rule const*> custom_rules_;
    std::unordered_set<Rule const*> have_custom_rule_;
    GlobList excluded_;
    RunSettings settings_;
    mutable Progress progress_;
    Inputs inputs_;
    AskedBuilds asked_;
    std::map<config::Profile const*, FileSettings> file_settings_;
    std::map<std::string, std::string> shown_changes_;  ///< what files become, by name
    bool const writes_to_terminal_ = system::is_terminal();
    MadeImage made_;  ///< of --image
    std::vector<Error> troubles_;
    int status_ = exit_clean;
};

int check_words(Words words, bool fix) {
    auto arguments = parse_arguments(words);
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help(fix ? "fix" : "check");
    if (arguments->version) return version_command({});
    arguments->fix = arguments->fix || fix;
    return CheckRun(*arguments).run();
}

}  // namespace

int check_command(Words words) { return check_words(words, false); }
int fix_command(Words words) { return check_words(words, true); }

}  // namespace dockcheck::cli

// The way of `dockcheck check FILE`, for the text of an editor.
#include "analyzer/cli/document_checker.hpp"

#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "analyzer/cli/check_file.hpp"
#include "analyzer/cli/external_programs.hpp"
#include "analyzer/cli/file_names.hpp"
#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/known_rules.hpp"
#include "analyzer/cli/named_configuration.hpp"
#include "analyzer/cli/screen.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::cli {
namespace {

/// One check of one document, and all that its findings point to.
class DocumentCheck {
 public:
    DocumentCheck(Arguments const& arguments, config::SelectionLayer const& selection)
        : arguments_(arguments),
          selection_(selection),
          folder_(working_folder()),
          paths_(folder_),
          screen_(arguments_, paths_, profiles_),
          discovery_(rules::catalog(), folder_,
                     arguments.isolated ? std::string() : config::user_configuration_file()),
          profiles_(rules::catalog(), selection),
          programs_(selection) {}

    /// Finds out what holds for the document; false when it is not to be checked.
    bool prepare(lsp::Target const& target) {
        if (auto const checked = check_values(arguments_); !checked) return fail(checked.error());
        auto found = find_input(target);
        if (!found) return fail(found.error());
        for (auto& error : found->errors) errors_.push_back(std::move(error));
        if (found->files.empty()) return false;
        input_ = std::move(found->files.front());
        // Its text does not come from the disk; its context does.
        input_.is_standard_input = target.path.empty();
        auto const& profile = *input_.profile;
        RuleList const known(rules::catalog(), profile.configuration->custom_rules);
        if (auto const unknown = config::unknown_name(known, selection_)) return fail(*unknown);
        Inputs inputs;
        inputs.files.push_back(input_);
        for (auto& error : screen_.open(inputs, folder_)) errors_.push_back(std::move(error));
        if (!errors_.empty()) return false;
        settings_ = file_settings(arguments_, profile);
        settings_.external = programs_.for_profile(profile);
        begin(check_, settings_);
        return fits(target.text);
    }

    void check(std::string_view text, FixedTexts const& open) {
        check_text(check_, input_, text, shown_texts(open));
        if (check_.error) return errors_.push_back(*check_.error);
        screen_.apply(input_, check_);
    }

    FixedTexts fix(std::string_view text, FixedTexts const& open) {
        check_.text = text;
        fix_text(
            check_, input_,
            [&](std::vector<Finding>& findings) {
                screen_.hold_back(input_, check_.source, findings);
            },
            shown_texts(open));
        FixedTexts result;
        for (auto const& [name, bytes] : check_.changed) {
            auto const is_here = name == input_.path;
            result[is_here && input_.is_standard_input ? "" : paths_.absolute(name)] = bytes;
        }
        return result;
    }

    [[nodiscard]] lsp::Checked result(std::shared_ptr<DocumentCheck const> self) const {
        lsp::Checked result;
        result.errors = errors_;
        result.requires_reason = settings_.require_reason;
        result.obeys_comments = settings_.obey_ignore_comments;
        result.kept = std::move(self);
        if (!check_.build) return result;
        result.source = &check_.source;
        result.file = &check_.build->file();
        result.known = RuleList(rules::catalog(), input_.profile->configuration->custom_rules);
        for (auto const& finding : check_.findings) {
            bool const is_shown = finding.severity >= settings_.min_severity;
            if (is_shown && !finding.suppressed) result.findings.push_back(&finding);
        }
        return result;
    }

 private:
    bool fail(Error const& error) {
        errors_.push_back(error);
        return false;
    }

    bool fits(std::string_view text) {
        if (text.size() <= maximum_source_size) return true;
        return fail({input_.path, fmt::format("the file is larger than {} MiB",
                                              maximum_source_size / (std::size_t{1024} * 1024))});
    }

    /// As the path would be shown that a user gives in the working folder.
    [[nodiscard]] std::string shown(std::string_view absolute) const {
        auto const start = folder_.ends_with('/') ? folder_ : folder_ + "/";
        if (absolute.starts_with(start)) absolute.remove_prefix(start.size());
        return std::string(absolute);
    }

    [[nodiscard]] FixedTexts shown_texts(FixedTexts const& open) const {
        FixedTexts result;
        for (auto const& [path, text] : open) result[shown(path)] = text;
        return result;
    }

    Result<Inputs> find_input(lsp::Target const& target) {
        auto named = named_configuration(arguments_, rules::catalog(), folder_, discovery_);
        if (!named) return tl::unexpected(named.error());
        GlobList excluded;
        for (auto const& written : arguments_.exclude) {
            auto glob = Glob::compile(written);
            if (!glob) return tl::unexpected(Error{"--exclude", glob.error().text});
            excluded.add(std::move(*glob));
        }
        Arguments asked;
        asked.paths = {"-"};
        if (!target.path.empty()) asked.stdin_filename = shown(target.path);
        return InputFinder(folder_, discovery_, profiles_, *named, std::move(excluded)).find(asked);
    }

    Arguments const& arguments_;
    config::SelectionLayer const& selection_;
    std::string folder_;
    RepositoryPaths paths_;
    Screen screen_;
    config::Discovery discovery_;
    config::Profiles profiles_;
    ExternalPrograms programs_;
    Input input_;
    FileSettings settings_;
    FileCheck check_;
    std::vector<Error> errors_;
};

bool is_taken_for_one(std::string_view language) {
    constexpr std::array<std::string_view, 2> names{"dockerfile", "containerfile"};
    return std::ranges::any_of(
        names, [&](std::string_view name) { return equal_without_case(name, language); });
}

}  // namespace

void DocumentChecker::work_in(std::string const& folder) {
    // So that everything is found and shown as by a command that is run there.
    system::go_to(folder);
}

bool DocumentChecker::is_dockerfile(lsp::Target const& target) const {
    switch (name_kind(base_name(target.path))) {
        case NameKind::dockerfile:
            return true;
        case NameKind::template_file:
        case NameKind::document:
        case NameKind::ignore_file:
            return false;
        case NameKind::doubtful:
            return is_taken_for_one(target.language) || begins_like_a_dockerfile(target.text);
        case NameKind::other:
            break;
    }
    return is_taken_for_one(target.language);
}

lsp::Checked DocumentChecker::check(lsp::Target const& target, FixedTexts const& open) const {
    auto const run = std::make_shared<DocumentCheck>(arguments_, selection_);
    if (run->prepare(target)) run->check(target.text, open);
    return run->result(run);
}

FixedTexts DocumentChecker::fixed(lsp::Target const& target, FixedTexts const& open) const {
    DocumentCheck run(arguments_, selection_);
    return run.prepare(target) ? run.fix(target.text, open) : FixedTexts();
}

std::string DocumentChecker::path_of(std::string_view shown) const {
    return RepositoryPaths(working_folder()).absolute(shown);
}

}  // namespace dockcheck::cli

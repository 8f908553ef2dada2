// `dockcheck plan [PATH]`: what a Dockerfile builds, nothing being run.
#include "analyzer/report/plan.hpp"

#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/asked_builds.hpp"
#include "analyzer/cli/check_file.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/contexts.hpp"
#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/messages.hpp"
#include "analyzer/cli/named_configuration.hpp"
#include "analyzer/cli/other_files.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/cli/sink.hpp"
#include "analyzer/config/discover.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/syntax/dockerfile/parse.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"

namespace dockcheck::cli {
namespace {

using Configuration = std::shared_ptr<config::Configuration const>;

/// The Dockerfile that `docker build` would take in a folder.
Result<std::string> file_in(std::string const& given) {
    auto const kind = system::status_of(given).kind;
    if (kind == system::Kind::missing) {
        return tl::unexpected(Error{given, std::generic_category().message(errno)});
    }
    if (kind != system::Kind::folder) return given;
    for (auto const* name : {"Dockerfile", "dockerfile", "Containerfile"}) {
        auto path =
            given == "." ? name : std::string(given).append(system::slash_behind(given)) + name;
        if (system::exists(path)) return path;
    }
    return tl::unexpected(Error{given, "no Dockerfile in this folder; name the file"});
}

/// One run of plan.
class PlanRun {
 public:
    explicit PlanRun(Arguments const& arguments)
        : arguments_(arguments),
          folder_(system::working_folder()),
          discovery_(rules::catalog(), folder_,
                     arguments.isolated ? std::string() : config::user_configuration_file()) {}

    int run() {
        auto const done = prepare();
        if (!done) {
            say_error(done.error());
            return exit_trouble;
        }
        model::Build const build(*source_, file_, chosen_.context.get(), settings_.build, arena_);
        AskedBuilds asked;
        asked.add(input_.path, settings_, build);
        auto const unknown = asked.unknown_stages();
        for (auto const& error : unknown) say_error(error);
        if (!unknown.empty()) return exit_trouble;
        for (auto const& note : asked.unused_arguments()) say_note(note);
        tell_faults(build);
        return print(text_of(plan_of(build)));
    }

 private:
    Result<void> prepare() {
        if (auto checked = check_values(arguments_); !checked) return checked;
        constexpr std::array<std::string_view, 3> formats{"text", "json", "dot"};
        format_ = arguments_.format.value_or("text");
        if (std::ranges::find(formats, format_) == formats.end()) {
            return tl::unexpected(Error{"--format", "text, json or dot"});
        }
        auto const color = wants_color(arguments_.color);
        if (!color) return tl::unexpected(color.error());
        auto const width = output_width(arguments_.width);
        if (!width) return tl::unexpected(width.error());
        style_ = {*color, *width};
        if (auto found = find_input(); !found) return found;
        FileCheck reading;
        auto why = input_.is_standard_input ? std::string() : why_no_dockerfile(input_.absolute);
        if (!why.empty()) return tl::unexpected(Error{input_.path, std::move(why)});
        if (auto const read = read_input(reading, input_); !read) return read;
        if (reading.image != nullptr) {
            return tl::unexpected(
                Error{input_.path, fmt::format("this is {}: only a Dockerfile has a plan",
                                               image::name_of(reading.image->input))});
        }
        source_ = std::make_unique<Source>(input_.path, reading.text);
        settings_ = file_settings(arguments_, *input_.profile);
        file_ = dockerfile::parse(*source_, arena_);
        if (auto const error = error_of_unread(input_.path, file_)) return tl::unexpected(*error);
        ReadBuildFiles read;
        chosen_ = context_of(input_, settings_, file_, {}, read);
        if (chosen_.named) settings_.build = with_named(std::move(settings_.build), *chosen_.named);
        return {};
    }

    Result<void> find_input() {
        auto const given = arguments_.paths.empty() ? std::string(".") : arguments_.paths.front();
        input_.is_standard_input = given == "-";
        auto path = input_.is_standard_input
                        ? Result<std::string>(arguments_.stdin_filename.value_or("-"))
                        : file_in(given);
        if (!path) return tl::unexpected(path.error());
        input_.path = std::move(*path);
        input_.absolute = system::joined(folder_, input_.path);
        auto const configuration = configuration_of(folder_of(input_.absolute));
        if (!configuration) return tl::unexpected(configuration.error());
        auto profile = profiles_.of(*configuration, input_.absolute);
        if (!profile) return tl::unexpected(profile.error());
        input_.profile = std::move(*profile);
        return {};
    }

    Result<Configuration> configuration_of(std::string const& folder) {
        auto named = named_configuration(arguments_, rules::catalog(), folder_, discovery_);
        return !named || *named != nullptr ? named : discovery_.in_force(folder);
    }

    /// A file that does not build is drawn all the same.
    void tell_faults(model::Build const& build) const {
        auto const refused = std::ranges::count_if(build.faults(), [&](ast::Fault const& fault) {
            if (fault.tier == ast::Tier::accepted) return false;
            auto const* stage =
                fault.instruction == nullptr ? nullptr : build.stage_of(*fault.instruction);
            return fault.tier != ast::Tier::d || stage == nullptr
                   || stage->reach != model::Reach::unreachable;
        });
        if (refused == 0) return;
        say_note(fmt::format("{} does not build, it has {} error{}: dockcheck check {}",
                             input_.path, refused, refused == 1 ? "" : "s", input_.path));
    }

    /// A changed file as a path of the context: as seen from here, else as seen from the context.
    /// Nothing when it lies elsewhere.
    [[nodiscard]] std::optional<std::string> context_path_of(std::string const& given) const {
        auto const inside = model::context_path(given);
        if (chosen_.root.empty()) return inside;
        auto const is_missing = [&](std::string const& path) {
            return chosen_.context->look(path) == context::Presence::missing;
        };
        auto root = system::joined(folder_, chosen_.root);
        if (!root.ends_with('/')) root += '/';
        auto const absolute = system::joined(folder_, given);
        if (absolute.starts_with(root)) {
            auto const from_here = model::context_path(absolute.substr(root.size()));
            return is_missing(from_here) && !is_missing(inside) ? inside : from_here;
        }
        bool const is_elsewhere =
            system::is_absolute(given) || given.starts_with("..") || system::exists(absolute);
        return is_elsewhere ? std::nullopt : std::optional(inside);
    }

    [[nodiscard]] Plan plan_of(model::Build const& build) const {
        Plan plan{.build = build,
                  .path = input_.path,
                  .context = chosen_.description(),
                  .asks_changes = arguments_.changed.has_value(),
                  .version = DOCKCHECK_VERSION};
        for (auto const& given : arguments_.changed.value_or(std::vector<std::string>())) {
            auto const path = context_path_of(given);
            auto& list = path ? plan.changed : plan.outside;
            auto const& text = path ? *path : given;
            if (std::ranges::find(list, text) == list.end()) list.push_back(text);
        }
        plan.stages = model::plan_stages(build, plan.changed);
        plan.orders = model::better_orders(build, plan.stages, plan.changed);
        return plan;
    }

    [[nodiscard]] std::string text_of(Plan const& plan) const {
        if (format_ == "json") return plan_json(plan);
        if (format_ == "dot") return plan_dot(plan);
        return plan_text(plan, style_);
    }

    Arguments const& arguments_;
    std::string folder_;
    config::Discovery discovery_;
    config::SelectionLayer selection_;
    config::Profiles profiles_{rules::catalog(), selection_};
    std::string format_;
    PageStyle style_;
    Input input_;
    FileSettings settings_;
    ChosenContext chosen_;
    std::unique_ptr<Source> source_;
    Arena arena_;
    ast::File file_;
};

}  // namespace

int plan_command(Words words) {
    auto const arguments = parse_some(words, options_of("plan"));
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help("plan");
    if (arguments->paths.size() > 1) return usage_error("plan: name one Dockerfile or folder");
    return PlanRun(*arguments).run();
}

}  // namespace dockcheck::cli

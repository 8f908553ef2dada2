// The steps of an image's history, written as instructions.
#include "analyzer/model/step_lines.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "analyzer/model/image_instructions.hpp"

namespace dockcheck::model {
namespace {

using ast::Keyword;
using image::Text;

/// Keywords whose settings the config has, as far as it is known.
bool is_setting(Keyword keyword) {
    switch (keyword) {
        case Keyword::run:
        case Keyword::copy:
        case Keyword::add:
        case Keyword::arg:
        case Keyword::shell:
        case Keyword::user:
        case Keyword::workdir:
        case Keyword::unknown:
        case Keyword::from:
        case Keyword::onbuild:
            return false;
        default:
            return true;
    }
}

/// `file:<hash> in /target`: what the old builder writes for sources that it no longer knows.
struct LostSources {
    Mapped flags;
    Mapped sources;
    Mapped target;
};

std::optional<LostSources> lost_sources(Mapped const& text) {
    auto const view = text.text();
    constexpr std::size_t hash_size = 64;
    static constexpr std::string_view all_kinds[] = {"file:", "dir:", "multi:"};
    for (auto const kind : all_kinds) {
        auto const at = view.find(kind);
        if (at == std::string_view::npos) continue;
        auto const end = at + kind.size() + hash_size;
        if (end > view.size() || view.substr(end, 4) != " in ") continue;
        auto const part = [&](std::size_t from, std::size_t to) {
            return text.slice(static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to));
        };
        return LostSources{part(0, at), part(at, end), part(end + 4, view.size())};
    }
    return std::nullopt;
}

/// `["/bin/sh" "-c" "script"]`, which is how a history has a start command in shell form.
std::optional<Mapped> shell_form_of(Mapped const& text) {
    constexpr std::string_view front = R"(["/bin/sh" "-c" ")";
    constexpr std::string_view back = R"("])";
    auto const view = text.text();
    if (!view.starts_with(front) || !view.ends_with(back)) return std::nullopt;
    if (view.size() < front.size() + back.size()) return std::nullopt;
    auto const script = text.slice(static_cast<std::uint32_t>(front.size()),
                                   static_cast<std::uint32_t>(view.size() - back.size()));
    bool const is_one_word = script.text().find_first_of("\"\\") == std::string_view::npos;
    return is_one_word && is_shell_form_text(script.text()) ? std::optional(script) : std::nullopt;
}

}  // namespace

StepWriter::StepWriter(image::Image const& image, std::span<HistoryStep const> steps,
                       ImageLines& lines)
    : source_(&image.document->source),
      has_config_(image.config.presence != image::Presence::absent),
      has_own_entrypoint_(std::ranges::any_of(steps,
                                              [](HistoryStep const& step) {
                                                  return step.is_own
                                                         && step.keyword == Keyword::entrypoint;
                                              })),
      lines_(lines) {}

void StepWriter::write(HistoryStep const& step) {
    write_build_arguments(step);
    bool const is_background = !step.is_own;
    switch (step.keyword) {
        case Keyword::run:
            if (step.is_own) write_run(step);
            return;
        case Keyword::copy:
        case Keyword::add:
            if (step.is_own) write_transfer(step);
            return;
        case Keyword::arg:
            if (step.is_own) write_arg(step);
            return;
        case Keyword::shell:
            return write_array(step, true);
        case Keyword::user:
            return write_plain(step, is_background || has_config_);
        case Keyword::workdir: {
            // The config has what a relative path became; buildah tells how it was written.
            bool const is_told = step.arguments.text().starts_with('/') && has_config_;
            return write_plain(step, is_background || is_told);
        }
        default:
            break;
    }
    if (!has_config_ && is_setting(step.keyword)) write_history_setting(step, is_background);
}

/// Settings of an image of which nothing but the history is known.
void StepWriter::write_history_setting(HistoryStep const& step, bool is_background) {
    switch (step.keyword) {
        case Keyword::env:
        case Keyword::label:
            return write_assignments(step, is_background);
        case Keyword::cmd:
            // An ENTRYPOINT takes away the CMD of a base image.
            if (is_background && has_own_entrypoint_) return;
            return write_array(step, is_background);
        case Keyword::entrypoint:
            return write_array(step, is_background);
        case Keyword::stopsignal:
            return write_plain(step, is_background);
        default:
            return;
    }
}

void StepWriter::write_run(HistoryStep const& step) {
    if (step.entry->node == nullptr || step.entry->node->source != source_) return;
    auto const is_word = step.name.text() == "RUN";
    auto line = is_word ? ImageLine(step.name) : ImageLine("RUN", step.name.source());
    lines_.add(line.raw(step.arguments));
}

void StepWriter::write_transfer(HistoryStep const& step) {
    ImageLine line(step.name);
    if (auto const lost = lost_sources(step.arguments)) {
        if (lost->flags.text().find(' ') == std::string_view::npos && !lost->flags.empty()) {
            line.raw(lost->flags);
        }
        line.raw(fmt::format("${{{}}}", lost_sources_variable), lost->sources.source());
        lines_.add(line.word(lost->target));
        return;
    }
    if (step.style == HistoryStep::Style::marked) return lines_.add(line.raw(step.arguments));
    lines_.add(line.words(step.arguments));
}

void StepWriter::write_array(HistoryStep const& step, bool is_background) {
    ImageLine line(step.name);
    if (step.keyword == Keyword::shell) {
        // [/bin/bash -o pipefail -c]
        if (step.arguments.text().find('"') == std::string_view::npos) {
            return write_bare_array(step, is_background);
        }
    }
    if (auto const script = shell_form_of(step.arguments)) {
        lines_.add(line.raw(*script), is_background);
    } else if (line.go_array(step.arguments)) {
        lines_.add(line, is_background);
    } else if (step.style == HistoryStep::Style::marked && !step.arguments.empty()) {
        ImageLine line_of_script(step.name);
        lines_.add(line_of_script.raw(step.arguments), is_background);
    }
}

void StepWriter::write_bare_array(HistoryStep const& step, bool is_background) {
    auto const view = step.arguments.text();
    if (view.size() < 2 || view.front() != '[' || view.back() != ']') return;
    std::vector<Text> words;
    for (std::size_t at = 1; at + 1 < view.size();) {
        auto const end = std::min(view.find(' ', at), view.size() - 1);
        auto const word =
            step.arguments.slice(static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end));
        auto const span = word.source();
        // There are no quotes around it: they stand for nothing.
        if (!word.empty()) words.push_back({word, {nullptr, {span.begin, span.end}}, nullptr});
        at = end + 1;
    }
    if (words.empty()) return;
    ImageLine line(step.name);
    lines_.add(line.array(words), is_background);
}

void StepWriter::write_plain(HistoryStep const& step, bool is_background) {
    if (step.arguments.empty()) return;
    ImageLine line(step.name);
    bool const is_written = step.style == HistoryStep::Style::marked
                            && step.arguments.text().find('$') != std::string_view::npos;
    lines_.add(is_written ? line.raw(step.arguments) : line.word(step.arguments), is_background);
}

void StepWriter::write_assignments(HistoryStep const& step, bool is_background) {
    bool const is_label = step.keyword == Keyword::label;
    for (auto const& pair : history_assignments(step.arguments, is_label)) {
        if (!needs_no_quotes(pair.name.text())) continue;
        ImageLine line(step.keyword == Keyword::env ? "ENV" : "LABEL", pair.name.source().begin);
        lines_.add(line.assignment(pair.name, pair.value), is_background);
    }
}

void StepWriter::write_arg(HistoryStep const& step) {
    for (auto const& pair : history_assignments(step.arguments)) {
        auto const name = pair.name.text();
        if (!needs_no_quotes(name)) continue;
        bool const is_written =
            step.style == HistoryStep::Style::marked
            && pair.value.text().find_first_of("$\"'") != std::string_view::npos;
        if (pair.value.empty() || is_written) {
            // buildah tells the value at the RUNs alone.
            waiting_.emplace(name, pair.name);
            ImageLine line("ARG", pair.name.source().begin);
            lines_.add(line.raw(pair.name), true);
            continue;
        }
        ImageLine line("ARG", pair.name.source().begin);
        lines_.add(line.assignment(pair.name, pair.value));
    }
}

/// Values of arguments that are told for the first time at a RUN.
void StepWriter::write_build_arguments(HistoryStep const& step) {
    if (!step.is_own || waiting_.empty()) return;
    for (auto const& argument : step.build_arguments) {
        if (argument.value.empty() || waiting_.erase(argument.name.text()) == 0) continue;
        ImageLine line("ARG", argument.name.source().begin);
        lines_.add(line.assignment(argument.name, argument.value));
    }
}

}  // namespace dockcheck::model

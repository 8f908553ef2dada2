// The settings of a config and the steps of a history, written as instructions.
#include "analyzer/model/image_instructions.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/model/history.hpp"
#include "analyzer/model/image_lines.hpp"
#include "analyzer/syntax/dockerfile/parse.hpp"

namespace dockcheck::model {
namespace {

using ast::Keyword;
using image::NamedText;
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

std::string joined(std::span<Text const> words) {
    std::string result;
    for (auto const& word : words) {
        if (!result.empty()) result += ' ';
        result += word.view();
    }
    return result;
}

/// True for a script that an instruction's shell form can have.
bool is_shell_form_text(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && text[begin] != '['
           && !text.substr(begin).starts_with("--");
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
    for (std::string_view const kind : {"file:", "dir:", "multi:"}) {
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

/// Writes the instructions of one image.
class ImageWriter {
 public:
    ImageWriter(image::Image const& image, Arena& arena)
        : image_(image), config_(image.config.value), arena_(arena) {}

    ast::File write() {
        if (image_.history.is_given() && is_here(image_.history.node)) {
            steps_ = history_steps(image_.history.value, joined(config_.shell.value));
        }
        find_environment_steps();
        write_from();
        if (config_.shell.is_given() && !has_step(Keyword::shell)) write_shell(true);
        write_environment(at_start);
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            write_step(steps_[i]);
            write_environment(i);
        }
        if (has_config()) write_settings();
        return parse();
    }

 private:
    static constexpr std::size_t at_start = ~std::size_t{0};

    [[nodiscard]] bool has_config() const {
        return image_.config.presence != image::Presence::absent;
    }
    /// Places are those of one text.
    [[nodiscard]] bool is_here(image::Node const* node) const {
        return node != nullptr && node->source == &image_.document->source;
    }
    [[nodiscard]] bool has_step(Keyword keyword) const {
        return std::ranges::find(steps_, keyword, &HistoryStep::keyword) != steps_.end();
    }

    void add(ImageLine& line, bool is_background = false) {
        lines_.push_back(line.done(arena_));
        background_.push_back(is_background);
    }

    ast::File parse() {
        auto file = dockerfile::parse_lines(image_.document->source, lines_, arena_);
        auto const instructions = arena_.copy(file.instructions);
        for (std::size_t i = 0; i < instructions.size(); ++i) {
            instructions[i].is_background = background_[i];
        }
        file.instructions = instructions;
        file.faults = {};  // what the grammar says of it, nobody wrote
        return file;
    }

    /// What is missing in an image stands at the name of its config.
    void write_from() {
        Span place;
        if (is_here(image_.config.node)) {
            place = image_.config.node->key_span;
            if (place.empty())
                place = {image_.config.node->span.begin, image_.config.node->span.begin};
        }
        ImageLine line("FROM", place.begin);
        line.raw("image", place);
        add(line, true);
    }

    // --- the config ---

    /// ENV stands where the history has it, so that a RUN sees what held for it.
    void find_environment_steps() {
        std::unordered_map<std::string_view, std::size_t> last;
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            if (steps_[i].keyword != Keyword::env) continue;
            for (auto const& pair : history_assignments(steps_[i].arguments)) {
                last[pair.name.text()] = i;
            }
        }
        for (auto const& entry : config_.environment.value) {
            auto const found = last.find(entry.name.text());
            environment_[found == last.end() ? at_start : found->second].push_back(&entry);
        }
    }

    void write_environment(std::size_t step) {
        auto const found = environment_.find(step);
        if (found == environment_.end()) return;
        for (auto const* const entry : found->second) {
            if (!entry->has_value || !needs_no_quotes(entry->name.text())) continue;
            if (entry->name.text().find('=') != std::string_view::npos) continue;
            ImageLine line("ENV", entry->name.source().begin);
            add(line.assignment(entry->name, entry->value));
        }
    }

    template <typename T>
    ImageLine setting(std::string_view keyword, image::Field<T> const& field) {
        auto const* const node = field.node;
        return node->key_span.empty() ? ImageLine(keyword, node->span.begin)
                                      : ImageLine(keyword, node->key_span);
    }

    void write_shell(bool is_background) {
        if (!config_.shell.is_given() || config_.shell.value.empty()) return;
        auto line = setting("SHELL", config_.shell);
        add(line.array(config_.shell.value), is_background);
    }

    void write_word(std::string_view keyword, image::Field<Mapped> const& field) {
        if (!field.is_given() || field.value.empty()) return;
        auto line = setting(keyword, field);
        add(line.word(field.value));
    }

    void write_settings() {
        write_names();
        write_word("STOPSIGNAL", config_.stop_signal);
        write_word("WORKDIR", config_.workdir);
        write_word("USER", config_.user);
        write_shell(false);
        write_healthcheck();
        // An ENTRYPOINT takes away a CMD that does not stand in front of it.
        write_start("CMD", config_.cmd);
        write_start("ENTRYPOINT", config_.entrypoint);
        for (auto const& trigger : config_.triggers.value) {
            if (trigger.view().empty()) continue;
            ImageLine line("ONBUILD", trigger.place.span.begin);
            add(line.raw(trigger.text));
        }
    }

    void write_names() {
        for (auto const& label : config_.labels.value) {
            if (!label.has_value || label.name.empty()) continue;
            ImageLine line("LABEL", label.name_place.span.begin);
            add(line.assignment(label.name, label.value));
        }
        for (auto const& port : config_.ports.value) {
            if (port.view().empty()) continue;
            ImageLine line("EXPOSE", port.place.span.begin);
            add(line.word(port.text));
        }
        for (auto const& volume : config_.volumes.value) {
            ImageLine line("VOLUME", volume.place.span.begin);
            bool const is_plain = needs_no_quotes(volume.view()) && !volume.view().starts_with('[');
            add(is_plain ? line.raw(volume.text) : line.array({&volume, 1}));
        }
    }

    /// The script of a start command that was written in shell form.
    [[nodiscard]] Text const* script_of(std::span<Text const> words) const {
        auto const shell = config_.shell.value;
        auto const is_shell = [&](std::string_view usual) {
            return joined(words.first(words.size() - 1)) == (shell.empty() ? usual : joined(shell));
        };
        if (words.size() < 2 || !is_shell_form_text(words.back().view())) return nullptr;
        return is_shell(image_.is_windows() ? "cmd /S /C" : "/bin/sh -c") ? &words.back() : nullptr;
    }

    void write_start(std::string_view keyword, image::Field<std::span<Text const>> const& words) {
        if (!words.is_given() || words.value.empty()) return;
        auto line = setting(keyword, words);
        auto const* const script = script_of(words.value);
        add(script == nullptr ? line.array(words.value) : line.raw(script->text));
    }

    void write_healthcheck() {
        auto const& check = config_.healthcheck.value;
        auto const words = check.test.value;
        if (!config_.healthcheck.is_given() || words.empty()) return;
        auto line = setting("HEALTHCHECK", config_.healthcheck);
        auto const type = words.front();
        if (type.view() == "NONE") return add(line.word(type.text));
        if (words.size() < 2) return;
        // Times stand for nothing: they may be behind the test.
        auto const flag = [&](std::string_view name, image::Field<std::int64_t> const& field,
                              std::string_view unit) {
            if (field.value <= 0) return;
            auto const at = type.place.span.begin;
            line.raw(fmt::format("--{}={}{}", name, field.value, unit), {at, at});
        };
        flag("interval", check.interval, "ns");
        flag("timeout", check.timeout, "ns");
        flag("start-period", check.start_period, "ns");
        flag("start-interval", check.start_interval, "ns");
        flag("retries", check.retries, "");
        line.raw("CMD", type.place.span);
        bool const is_script =
            type.view() == "CMD-SHELL" && words.size() == 2 && is_shell_form_text(words[1].view());
        add(is_script ? line.raw(words[1].text) : line.array(words.subspan(1)));
    }

    // --- the history ---

    void write_step(HistoryStep const& step) {
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
                return write_plain(step, is_background || has_config());
            case Keyword::workdir: {
                // The config has what a relative path became; buildah tells how it was written.
                bool const is_told = step.arguments.text().starts_with('/') && has_config();
                return write_plain(step, is_background || is_told);
            }
            default:
                break;
        }
        if (!has_config() && is_setting(step.keyword)) write_history_setting(step, is_background);
    }

    /// Settings of an image of which nothing but the history is known.
    void write_history_setting(HistoryStep const& step, bool is_background) {
        switch (step.keyword) {
            case Keyword::env:
            case Keyword::label:
                return write_assignments(step, is_background);
            case Keyword::cmd:
            case Keyword::entrypoint:
                return write_array(step, is_background);
            case Keyword::stopsignal:
                return write_plain(step, is_background);
            default:
                return;
        }
    }

    void write_run(HistoryStep const& step) {
        if (!is_here(step.entry->node)) return;
        auto const is_word = step.name.text() == "RUN";
        auto line = is_word ? ImageLine(step.name) : ImageLine("RUN", step.name.source());
        add(line.raw(step.arguments));
    }

    void write_transfer(HistoryStep const& step) {
        ImageLine line(step.name);
        if (auto const lost = lost_sources(step.arguments)) {
            if (lost->flags.text().find(' ') == std::string_view::npos && !lost->flags.empty()) {
                line.raw(lost->flags);
            }
            line.raw("${sources}", lost->sources.source());
            add(line.word(lost->target));
            return;
        }
        if (step.style == HistoryStep::Style::marked) return add(line.raw(step.arguments));
        add(line.words(step.arguments));
    }

    void write_array(HistoryStep const& step, bool is_background) {
        ImageLine line(step.name);
        if (step.keyword == Keyword::shell) {
            // [/bin/bash -o pipefail -c]
            if (step.arguments.text().find('"') == std::string_view::npos) {
                return write_bare_array(step, is_background);
            }
        }
        if (line.go_array(step.arguments)) {
            add(line, is_background);
        } else if (step.style == HistoryStep::Style::marked && !step.arguments.empty()) {
            ImageLine script(step.name);
            add(script.raw(step.arguments), is_background);
        }
    }

    void write_bare_array(HistoryStep const& step, bool is_background) {
        auto const view = step.arguments.text();
        if (view.size() < 2 || view.front() != '[' || view.back() != ']') return;
        std::vector<Text> words;
        for (std::size_t at = 1; at + 1 < view.size();) {
            auto const end = std::min(view.find(' ', at), view.size() - 1);
            auto const word = step.arguments.slice(static_cast<std::uint32_t>(at),
                                                   static_cast<std::uint32_t>(end));
            auto const span = word.source();
            // There are no quotes around it: they stand for nothing.
            if (!word.empty()) words.push_back({word, {nullptr, {span.begin, span.end}}, nullptr});
            at = end + 1;
        }
        if (words.empty()) return;
        ImageLine line(step.name);
        add(line.array(words), is_background);
    }

    void write_plain(HistoryStep const& step, bool is_background) {
        if (step.arguments.empty()) return;
        ImageLine line(step.name);
        bool const is_written = step.style == HistoryStep::Style::marked
                                && step.arguments.text().find('$') != std::string_view::npos;
        add(is_written ? line.raw(step.arguments) : line.word(step.arguments), is_background);
    }

    void write_assignments(HistoryStep const& step, bool is_background) {
        for (auto const& pair : history_assignments(step.arguments)) {
            if (!needs_no_quotes(pair.name.text())) continue;
            ImageLine line(step.keyword == Keyword::env ? "ENV" : "LABEL",
                           pair.name.source().begin);
            add(line.assignment(pair.name, pair.value), is_background);
        }
    }

    // --- build arguments ---

    void write_arg(HistoryStep const& step) {
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
                add(line.raw(pair.name), true);
                continue;
            }
            ImageLine line("ARG", pair.name.source().begin);
            add(line.assignment(pair.name, pair.value));
        }
    }

    /// Values of arguments that are told for the first time at a RUN.
    void write_build_arguments(HistoryStep const& step) {
        if (!step.is_own || waiting_.empty()) return;
        for (auto const& argument : step.build_arguments) {
            if (argument.value.empty() || waiting_.erase(argument.name.text()) == 0) continue;
            ImageLine line("ARG", argument.name.source().begin);
            add(line.assignment(argument.name, argument.value));
        }
    }

    image::Image const& image_;
    image::Config const& config_;
    Arena& arena_;
    std::vector<HistoryStep> steps_;
    std::unordered_map<std::size_t, std::vector<NamedText const*>> environment_;
    std::unordered_map<std::string_view, Mapped> waiting_;
    std::vector<Mapped> lines_;
    std::vector<bool> background_;
};

}  // namespace

ast::File image_instructions(image::Image const& image, Arena& arena) {
    return ImageWriter(image, arena).write();
}

}  // namespace dockcheck::model

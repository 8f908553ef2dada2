// The settings of an image's config, written as instructions.
#include "analyzer/model/config_lines.hpp"

#include <fmt/format.h>

namespace dockcheck::model {
namespace {

using image::NamedText;
using image::Text;

template <typename T>
ImageLine line_of(std::string_view keyword, image::Field<T> const& field) {
    auto const* const node = field.node;
    return node->key_span.empty() ? ImageLine(keyword, node->span.begin)
                                  : ImageLine(keyword, node->key_span);
}

/// Writes all settings but ENV, which stands between the steps of the history.
class ConfigWriter {
 public:
    ConfigWriter(image::Image const& image, ImageLines& lines)
        : image_(image), config_(image.config.value), lines_(lines) {}

    void write() {
        write_names();
        write_word("STOPSIGNAL", config_.stop_signal);
        write_word("WORKDIR", config_.workdir);
        write_word("USER", config_.user);
        write_shell_line(config_, lines_, false);
        write_healthcheck();
        // An ENTRYPOINT takes away a CMD that does not stand in front of it.
        write_start("CMD", config_.cmd);
        write_start("ENTRYPOINT", config_.entrypoint);
        for (auto const& trigger : config_.triggers.value) {
            if (trigger.view().empty()) continue;
            ImageLine line("ONBUILD", trigger.place.span.begin);
            lines_.add(line.raw(trigger.text));
        }
    }

 private:
    void write_word(std::string_view keyword, image::Field<Mapped> const& field) {
        if (!field.is_given() || field.value.empty()) return;
        auto line = line_of(keyword, field);
        lines_.add(line.word(field.value));
    }

    void write_names() {
        for (auto const& label : config_.labels.value) {
            if (label.name.empty()) continue;  // null is an empty value for the engines
            ImageLine line("LABEL", label.name_place.span.begin);
            lines_.add(line.assignment(label.name, label.value));
        }
        for (auto const& port : config_.ports.value) {
            if (port.view().empty()) continue;
            ImageLine line("EXPOSE", port.place.span.begin);
            lines_.add(line.word(port.text));
        }
        for (auto const& volume : config_.volumes.value) {
            ImageLine line("VOLUME", volume.place.span.begin);
            bool const is_plain = needs_no_quotes(volume.view()) && !volume.view().starts_with('[');
            lines_.add(is_plain ? line.raw(volume.text) : line.array_of_literal(volume));
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
        auto line = line_of(keyword, words);
        auto const* const script = script_of(words.value);
        lines_.add(script == nullptr ? line.array(words.value) : line.raw(script->text));
    }

    void write_healthcheck() {
        auto const& check = config_.healthcheck.value;
        auto const words = check.test.value;
        if (!config_.healthcheck.is_given() || words.empty()) return;
        auto line = line_of("HEALTHCHECK", config_.healthcheck);
        auto const type = words.front();
        if (type.view() == "NONE") return lines_.add(line.word(type.text));
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
        lines_.add(is_script ? line.raw(words[1].text) : line.array(words.subspan(1)));
    }

    image::Image const& image_;
    image::Config const& config_;
    ImageLines& lines_;
};

}  // namespace

void write_environment_line(NamedText const& entry, ImageLines& lines) {
    if (!entry.has_value || !needs_no_quotes(entry.name.text())) return;
    if (entry.name.text().find('=') != std::string_view::npos) return;
    ImageLine line("ENV", entry.name.source().begin);
    lines.add(line.assignment(entry.name, entry.value));
}

void write_shell_line(image::Config const& config, ImageLines& lines, bool is_background) {
    if (!config.shell.is_given() || config.shell.value.empty()) return;
    auto line = line_of("SHELL", config.shell);
    lines.add(line.array(config.shell.value), is_background);
}

void write_settings(image::Image const& image, ImageLines& lines) {
    ConfigWriter(image, lines).write();
}

}  // namespace dockcheck::model

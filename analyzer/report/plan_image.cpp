// From the model's configuration to rows.
#include "analyzer/report/plan_image.hpp"

#include <fmt/format.h>

#include "analyzer/model/image_config.hpp"
#include "analyzer/report/json_writer.hpp"

namespace dockcheck {
namespace {

using model::ImageConfig;
using model::ImageEntries;
using model::ImageWords;
using model::Origin;
using model::Reference;
using WordsState = ImageWords::State;

std::string duration(std::int64_t nanoseconds) {
    constexpr std::int64_t second = 1'000'000'000;
    if (nanoseconds % second != 0) {
        return fmt::format("{}s", static_cast<double>(nanoseconds) / static_cast<double>(second));
    }
    auto const seconds = nanoseconds / second;
    if (seconds % 3600 == 0) return fmt::format("{}h", seconds / 3600);
    if (seconds % 60 == 0) return fmt::format("{}m", seconds / 60);
    return fmt::format("{}s", seconds);
}

class Rows {
 public:
    Rows(Plan const& plan, PlanWords const& words, model::Stage const& stage)
        : words_(words), stage_(stage), config_(model::image_config(plan.build, stage)) {}

    std::vector<ImageRow> take() {
        setting("user", config_.user, "root, nothing sets it");
        setting("workdir", config_.workdir, "/, nothing sets it");
        command("entrypoint", config_.entrypoint, "none");
        command("cmd", config_.cmd, no_cmd());
        shell();
        environment();
        entries("port", config_.ports);
        entries("volume", config_.volumes);
        labels();
        healthcheck();
        setting("stop signal", config_.stop_signal, "");
        setting("author", config_.author, "");
        for (auto const& trigger : config_.triggers) {
            add("onbuild", trigger.origin, PlanWords::text(trigger.name));
        }
        what_the_base_may_bring();
        return std::move(rows_);
    }

 private:
    void add(std::string_view name, Origin const& origin, std::string text) {
        if (origin.kind == Origin::Kind::known_base) text += from_base();
        rows_.push_back({std::string(name), std::move(text), words_.line(origin), true});
    }

    void add_unknown(std::string_view name, Origin const& origin, std::string text) {
        rows_.push_back({std::string(name), std::move(text), words_.line(origin), false});
    }

    [[nodiscard]] std::string from_base() const {
        bool const is_scratch = stage_.root().kind == Reference::Kind::scratch;
        return is_scratch ? "  (the default)" : "  (from the base image)";
    }

    void setting(std::string_view name, model::Setting<Value> const& setting,
                 std::string_view when_absent) {
        if (setting.is_set()) {
            auto const text = PlanWords::text(setting.value);
            return add(name, setting.origin, text.empty() ? "(empty)" : text);
        }
        if (setting.is_absent()) {
            if (!when_absent.empty()) add_unknown(name, {}, std::string(when_absent));
            return;
        }
        bool const may_be = setting.origin.kind != Origin::Kind::instruction;
        if (may_be && when_absent.empty()) {
            unknown_.emplace_back(name);
            return;
        }
        auto const why = words_.why_unknown(stage_, setting.value, setting.origin);
        auto const written = PlanWords::text(setting.value);
        add_unknown(name, setting.origin,
                    written.empty() || written == "?"
                        ? fmt::format("not known: {}", why)
                        : fmt::format("{} (not known: {})", written, why));
    }

    void command(std::string_view name, ImageWords const& words, std::string_view when_absent) {
        if (words.state == WordsState::absent)
            return add_unknown(name, {}, std::string(when_absent));
        if (words.state == WordsState::unknown) {
            return add_unknown(name, words.origin, "not known: the base image may set it");
        }
        add(name, words.origin, json_list(words.words));
    }

    /// An ENTRYPOINT of this file takes the CMD of the base image away.
    [[nodiscard]] std::string no_cmd() const {
        auto const line = words_.line(config_.entrypoint.origin);
        bool const has_base = stage_.base.kind != Reference::Kind::scratch;
        if (!line || !has_base) return "none";
        return fmt::format("none, the ENTRYPOINT of line {} drops an inherited one", *line);
    }

    void shell() {
        if (config_.shell.state == WordsState::known) {
            return add("shell", config_.shell.origin, json_list(config_.shell.words));
        }
        bool const is_assumed = config_.entrypoint.shell_is_assumed || config_.cmd.shell_is_assumed;
        if (config_.shell.state == WordsState::unknown && !is_assumed) {
            unknown_.emplace_back("shell");
        } else if (is_assumed) {
            std::vector<Value> words;
            for (auto const word : model::default_shell(stage_.is_windows))
                words.emplace_back(word);
            add_unknown("shell", {}, json_list(words) + " unless the base image sets another");
        }
    }

    void environment() {
        for (auto const& entry : config_.environment.entries) {
            auto const name = PlanWords::text(entry.name);
            auto const value = PlanWords::text(entry.value);
            if (PlanWords::is_secret(name) && !value.empty()) {
                add("env", entry.origin, name + "=***");
            } else if (entry.value.is_known()) {
                add("env", entry.origin, name + "=" + value);
            } else {
                auto const why = words_.why_unknown(stage_, entry.value, entry.origin);
                add_unknown("env", entry.origin,
                            fmt::format("{}={} (not known: {})", name, value, why));
            }
        }
        if (!config_.environment.is_complete) more_.emplace_back("env");
    }

    void entries(std::string_view name, ImageEntries const& list) {
        for (std::size_t i = 0; i < list.entries.size();) {
            auto const& entry = list.entries[i];
            auto end = i + 1;
            while (end < list.entries.size()
                   && words_.line(list.entries[end].origin) == words_.line(entry.origin)) {
                ++end;
            }
            one_line(name, list, i, end);
            i = end;
        }
        if (!list.is_complete) more_.push_back(fmt::format("{}s", name));
    }

    /// The ports or volumes of one line; long ranges are not written out.
    void one_line(std::string_view name, ImageEntries const& list, std::size_t begin,
                  std::size_t end) {
        constexpr std::size_t most = 16;
        std::string text;
        bool is_known = true;
        for (auto i = begin; i < end; ++i) {
            auto const& entry = list.entries[i].name;
            is_known = is_known && entry.is_known();
            if (end - begin > most && i == begin + most / 2) {
                text += fmt::format(", ... ({} in all)", end - begin);
                i = end - 2;
                continue;
            }
            text += (text.empty() ? "" : ", ") + PlanWords::text(entry);
        }
        auto const& first = list.entries[begin];
        if (is_known) return add(name, first.origin, text);
        auto const why = words_.why_unknown(stage_, first.name, first.origin);
        add_unknown(name, first.origin, fmt::format("{} (not known: {})", text, why));
    }

    void labels() {
        for (auto const& label : config_.labels.entries) {
            auto const text = PlanWords::text(label.name) + "=" + PlanWords::text(label.value);
            if (label.name.is_known() && label.value.is_known()) {
                add("label", label.origin, text);
                continue;
            }
            auto const& unknown = label.value.is_known() ? label.name : label.value;
            add_unknown("label", label.origin,
                        fmt::format("{} (not known: {})", text,
                                    words_.why_unknown(stage_, unknown, label.origin)));
        }
        if (!config_.labels.is_complete) more_.emplace_back("labels");
    }

    void healthcheck() {
        if (config_.healthcheck.state == WordsState::unknown) unknown_.emplace_back("healthcheck");
        if (config_.healthcheck.state != WordsState::known) return;
        auto const times = times_of(config_.check);
        auto text = json_list(config_.healthcheck.words);
        if (!times.empty()) text += ", " + times;
        add("healthcheck", config_.healthcheck.origin, text);
    }

    void what_the_base_may_bring() {
        if (!more_.empty()) unknown_.push_back("more " + listed(more_));
        if (unknown_.empty()) return;
        std::string all;
        for (auto const& name : unknown_) all += (all.empty() ? "" : ", ") + name;
        add_unknown("not known", {},
                    fmt::format("what the base image {} may bring: {}",
                                PlanWords::name(stage_.root()), all));
    }

    PlanWords const& words_;
    model::Stage const& stage_;
    ImageConfig config_;
    std::vector<ImageRow> rows_;
    std::vector<std::string> more_;     ///< lists that the base image may add to
    std::vector<std::string> unknown_;  ///< what the base image may set and nobody here does
};

}  // namespace

std::string times_of(model::Healthcheck const& check) {
    std::vector<std::string> parts;
    if (check.interval != 0) parts.push_back("every " + duration(check.interval));
    if (check.timeout != 0) parts.push_back("timeout " + duration(check.timeout));
    if (check.start_period != 0) parts.push_back("start period " + duration(check.start_period));
    if (check.start_interval != 0) {
        parts.push_back("start interval " + duration(check.start_interval));
    }
    if (check.retries != 0) {
        parts.push_back(
            fmt::format("{} {}", check.retries, check.retries == 1 ? "retry" : "retries"));
    }
    std::string result;
    for (auto const& part : parts) result += (result.empty() ? "" : ", ") + part;
    return result;
}

std::string json_list(std::vector<Value> const& words) {
    std::string result = "[";
    for (auto const& word : words) {
        JsonWriter json;
        json.text(PlanWords::text(word));
        result += (result.size() == 1 ? "" : ", ") + json.take();
    }
    return result + "]";
}

std::vector<ImageRow> image_rows(Plan const& plan, PlanWords const& words,
                                 model::Stage const& stage) {
    return Rows(plan, words, stage).take();
}

}  // namespace dockcheck

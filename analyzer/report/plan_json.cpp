// A plan as one JSON object: all that the drawing shows, and what it leaves out.
#include <fmt/format.h>

#include "analyzer/model/image_config.hpp"
#include "analyzer/report/json_writer.hpp"
#include "analyzer/report/plan_words.hpp"
#include "analyzer/syntax/dockerfile/ast.hpp"

namespace dockcheck {
namespace {

using model::ImageWords;
using model::Layer;
using model::LayerFate;
using model::Origin;
using model::Reference;
using model::Stage;

std::string_view kind_of(Layer::Kind kind) {
    switch (kind) {
        case Layer::Kind::base:
            return "base";
        case Layer::Kind::run:
            return "run";
        case Layer::Kind::copy:
            return "copy";
        case Layer::Kind::add:
            return "add";
        case Layer::Kind::workdir:
            break;
    }
    return "workdir";
}

std::string_view kind_of(Reference::Kind kind) {
    switch (kind) {
        case Reference::Kind::stage:
            return "stage";
        case Reference::Kind::scratch:
            return "scratch";
        case Reference::Kind::image:
            return "image";
        case Reference::Kind::unknown:
            break;
    }
    return "unknown";
}

std::string_view fate_of(model::Fate fate) {
    switch (fate) {
        case model::Fate::cached:
            return "cached";
        case model::Fate::unsure:
            return "perhaps";
        case model::Fate::rebuilt:
            break;
    }
    return "again";
}

std::string_view cause_of(LayerFate::Cause cause) {
    switch (cause) {
        case LayerFate::Cause::none:
            return "";
        case LayerFate::Cause::files:
            return "files";
        case LayerFate::Cause::above:
            return "above";
        case LayerFate::Cause::base:
            return "base";
        case LayerFate::Cause::source:
            break;
    }
    return "source";
}

std::string_view why_of(model::Move::Why why) {
    switch (why) {
        case model::Move::Why::needs_no_files:
            return "needs-no-files";
        case model::Move::Why::needs_manifests:
            return "needs-manifests";
        case model::Move::Why::other_files:
            return "other-files";
        case model::Move::Why::belongs_to_it:
            break;
    }
    return "belongs-to-it";
}

class PlanJson {
 public:
    explicit PlanJson(Plan const& plan) : plan_(plan), words_(plan) {}

    std::string write() {
        json_.object([&] {
            json_.text("version", plan_.version);
            json_.number("schema_version", 1);
            json_.text("path", plan_.path);
            json_.text("context", plan_.context);
            json_.text_or_null("platform", plan_.build.options().platform);
            json_.object("build_args", [&] {
                for (auto const& [name, value] : plan_.build.options().arguments) {
                    if (PlanWords::is_secret(name)) {
                        json_.null(name);
                    } else {
                        json_.text(name, value);
                    }
                }
            });
            json_.array("targets", [&] {
                for (auto const* target : plan_.build.targets()) index_of(*target);
            });
            json_.array("stages", [&] {
                for (auto const& stage : plan_.stages) write_stage(stage);
            });
            changes();
        });
        return json_.take() + "\n";
    }

 private:
    void index_of(Stage const& stage) { json_.number(stage.index); }

    void line(ast::Instruction const* instruction) {
        if (instruction == nullptr) return json_.null("line");
        json_.number("line", instruction->first_line);
    }

    void line(Origin const& origin) {
        auto const at = words_.line(origin);
        if (!at) return json_.null("line");
        json_.number("line", *at);
    }

    // --- stages ----------------------------------------------------------------------------------

    void write_stage(model::StagePlan const& plan) {
        auto const& stage = *plan.stage;
        json_.object([&] {
            json_.number("index", stage.index);
            json_.text_or_null("name", stage.name);
            line(stage.from_instruction);
            json_.text("reach", reach(stage));
            json_.object("base", [&] { reference(stage.base); });
            json_.array("takes_from", [&] {
                takes_from(stage.triggered.transfers, stage.triggered.mounts);
                takes_from(stage.transfers, stage.mounts);
            });
            json_.object("config", [&] { config(stage); });
            json_.array("layers", [&] {
                for (std::size_t i = 0; i < plan.layers.size(); ++i) {
                    layer(plan.layers[i], plan.fates[i]);
                }
            });
        });
    }

    [[nodiscard]] std::string_view reach(Stage const& stage) const {
        for (auto const* target : plan_.build.targets()) {
            if (target == &stage) return "target";
        }
        if (stage.reach == model::Reach::unreachable) return "unreachable";
        return stage.reach == model::Reach::final ? "base-of-target" : "source";
    }

    void reference(Reference const& reference) {
        json_.text("kind", kind_of(reference.kind));
        json_.text("name", PlanWords::name(reference));
        if (reference.stage != nullptr) {
            json_.number("stage", reference.stage->index);
        } else {
            json_.null("stage");
        }
    }

    void takes_from(std::span<model::Transfer const> transfers, std::span<Reference const> mounts) {
        auto const write = [&](Reference const& source, std::string_view by) {
            json_.object([&] {
                json_.text("by", by);
                line(source.instruction);
                reference(source);
            });
        };
        for (auto const& transfer : transfers) {
            if (transfer.from != nullptr) write(*transfer.from, "copy");
        }
        for (auto const& mount : mounts) write(mount, "mount");
    }

    // --- the configuration -----------------------------------------------------------------------

    void config(Stage const& stage) {
        auto const config = model::image_config(plan_.build, stage);
        setting("user", stage, config.user);
        setting("workdir", stage, config.workdir);
        words("entrypoint", stage, config.entrypoint);
        words("cmd", stage, config.cmd);
        words("shell", stage, config.shell);
        entries("env", stage, config.environment, true);
        entries("ports", stage, config.ports, false);
        entries("volumes", stage, config.volumes, false);
        entries("labels", stage, config.labels, true);
        words("healthcheck", stage, config.healthcheck, &config.check);
        setting("stop_signal", stage, config.stop_signal);
        setting("author", stage, config.author);
        json_.array("onbuild", [&] {
            for (auto const& trigger : config.triggers) {
                json_.object([&] {
                    json_.text("text", PlanWords::text(trigger.name));
                    line(trigger.origin);
                });
            }
        });
        json_.text("os", config.os);
    }

    void origin(Origin const& origin) {
        json_.text("from", origin.kind == Origin::Kind::instruction    ? "instruction"
                           : origin.kind == Origin::Kind::known_base   ? "base"
                           : origin.kind == Origin::Kind::unknown_base ? "base"
                                                                       : "default");
        line(origin);
    }

    void unknown(Stage const& stage, Value const& value, Origin const& where) {
        json_.text("state", "unknown");
        json_.text("written", PlanWords::text(value));
        json_.text("why", words_.why_unknown(stage, value, where));
    }

    void setting(std::string_view name, Stage const& stage, model::Setting<Value> const& setting) {
        if (setting.is_absent()) return json_.null(name);
        json_.object(name, [&] {
            if (setting.is_set()) {
                json_.text("state", "known");
                json_.text("value", PlanWords::text(setting.value));
            } else {
                unknown(stage, setting.value, setting.origin);
            }
            origin(setting.origin);
        });
    }

    void words(std::string_view name, Stage const& stage, ImageWords const& list,
               model::Healthcheck const* check = nullptr) {
        if (list.state == ImageWords::State::absent) return json_.null(name);
        json_.object(name, [&] {
            if (list.state == ImageWords::State::unknown) {
                unknown(stage, {}, list.origin);
            } else {
                json_.text("state", "known");
                json_.array("value", [&] {
                    for (auto const& word : list.words) json_.text(PlanWords::text(word));
                });
                json_.flag("shell_is_assumed", list.shell_is_assumed);
                if (check != nullptr) times(*check);
            }
            origin(list.origin);
        });
    }

    /// In nanoseconds, as the image has them; 0: not given.
    void times(model::Healthcheck const& check) {
        auto const write = [&](std::string_view name, std::int64_t value) {
            json_.number(name, static_cast<std::uint64_t>(value < 0 ? 0 : value));
        };
        write("interval", check.interval);
        write("timeout", check.timeout);
        write("start_period", check.start_period);
        write("start_interval", check.start_interval);
        write("retries", check.retries);
    }

    void entries(std::string_view name, Stage const& stage, model::ImageEntries const& list,
                 bool have_values) {
        json_.object(name, [&] {
            json_.flag("complete", list.is_complete);
            json_.array("entries", [&] {
                for (auto const& entry : list.entries) one_entry(stage, entry, have_values);
            });
        });
    }

    void one_entry(Stage const& stage, model::ImageEntry const& entry, bool has_value) {
        auto const name = PlanWords::text(entry.name);
        json_.object([&] {
            json_.text("name", name);
            auto const& value = has_value && entry.name.is_known() ? entry.value : entry.name;
            bool const is_masked = has_value && PlanWords::is_secret(name);
            if (!value.is_known()) {
                unknown(stage, value, entry.origin);
            } else {
                json_.text("state", "known");
            }
            if (has_value && is_masked) json_.flag("masked", true);
            if (has_value && value.is_known() && !is_masked) {
                json_.text("value", PlanWords::text(entry.value));
            }
            origin(entry.origin);
        });
    }

    // --- layers ----------------------------------------------------------------------------------

    void layer(Layer const& layer, LayerFate const& fate) {
        json_.object([&] {
            json_.text("kind", kind_of(layer.kind));
            line(layer.instruction);
            json_.text("text",
                       layer.instruction == nullptr ? "" : PlanWords::text(*layer.instruction));
            json_.flag("onbuild", layer.is_trigger);
            json_.flag("needs_layers_above", !layer.is_independent);
            json_.array("again_when", [&] {
                for (auto const& input : words_.inputs(layer)) json_.text(input);
            });
            json_.array("variables", [&] {
                for (auto const& variable : layer.variables) one_variable(variable);
            });
            json_.array("context", [&] {
                for (auto const& source : layer.context) json_.text(PlanWords::text(source.path));
            });
            if (!plan_.asks_changes) return;
            json_.text("fate", fate_of(fate.fate));
            json_.text_or_null("cause", cause_of(fate.cause));
            json_.array("changed", [&] {
                for (auto const& file : fate.files) json_.text(file);
            });
        });
    }

    void one_variable(model::ScopeVariable const& variable) {
        json_.object([&] {
            json_.text("name", variable.name);
            json_.text("kind", variable.is_argument ? "arg" : "env");
            json_.flag("only_if_given", variable.is_only_if_given);
            line(variable.instruction);
        });
    }

    // --- changes ---------------------------------------------------------------------------------

    void changes() {
        if (!plan_.asks_changes) return json_.null("changed");
        json_.array("changed", [&] {
            for (auto const& file : plan_.changed) {
                json_.object([&] {
                    json_.text("path", file);
                    json_.flag("ignored", model::is_ignored(plan_.build, file));
                });
            }
        });
        json_.array("not_in_context", [&] {
            for (auto const& file : plan_.outside) json_.text(file);
        });
        json_.array("better_orders", [&] {
            for (auto const& order : plan_.orders) one_order(order);
        });
    }

    void one_order(model::Reordering const& order) {
        json_.object([&] {
            json_.number("stage", order.stage->index);
            json_.object("late", [&] { line(order.late->instruction); });
            json_.array("first", [&] {
                for (auto const& move : order.moves) {
                    json_.object([&] {
                        line(move.instruction);
                        json_.text("why", why_of(move.why));
                        json_.array("files", [&] {
                            for (auto const& file : move.files) json_.text(file);
                        });
                        json_.text_or_null("folder", move.folder);
                    });
                }
            });
        });
    }

    Plan const& plan_;
    PlanWords words_;
    JsonWriter json_;
};

}  // namespace

std::string plan_json(Plan const& plan) { return PlanJson(plan).write(); }

}  // namespace dockcheck

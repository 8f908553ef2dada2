// A plan for a terminal.
#include <algorithm>
#include <fmt/format.h>

#include "analyzer/report/plan_image.hpp"
#include "analyzer/report/plan_table.hpp"
#include "analyzer/report/plan_words.hpp"
#include "analyzer/report/visible.hpp"

namespace dockcheck {
namespace {

using model::Fate;
using model::Layer;
using model::LayerFate;
using model::Reach;
using model::Stage;
using model::StagePlan;
using Cause = LayerFate::Cause;

class PlanText {
 public:
    PlanText(Plan const& plan, PageStyle style) : plan_(plan), words_(plan), table_(style) {}

    std::string write() {
        head();
        if (plan_.asks_changes) {
            changed_files();
            for (auto const& stage : plan_.stages) fates(stage);
            orders();
            return table_.take();
        }
        stages();
        for (auto const* target : plan_.build.targets()) image(*target);
        for (auto const& stage : plan_.stages) layers(stage);
        return table_.take();
    }

 private:
    // --- head ------------------------------------------------------------------------------------

    void head() {
        std::vector<std::string> names;
        for (auto const* target : plan_.build.targets()) names.push_back(title(*target));
        bool const is_asked = !plan_.build.options().targets.empty();
        auto const is_only = plan_.build.stages().size() == 1;
        table_.heading(fmt::format("{} builds {}{}", plan_.path,
                                   is_only ? "one image" : listed(names),
                                   is_only || is_asked ? "" : ", the last stage"));
        fact("context", plan_.context);
        auto const* context = plan_.build.context();
        if (context != nullptr && context->ignore_file() != nullptr) {
            auto const& ignore_file = *context->ignore_file();
            fact("ignore", fmt::format("{} ({})", ignore_file.source().name(),
                                       counted(ignore_file.patterns().size(), "pattern")));
        }
        fact("platform", plan_.build.options().platform);
        for (auto const& [name, value] : plan_.build.options().arguments) {
            fact("argument", name + "=" + (PlanWords::is_secret(name) ? "***" : value));
        }
    }

    void fact(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        table_.begin_row(std::string_view());
        table_.cell(name, 10);
        table_.last_cell(value);
        table_.end_row();
    }

    static std::string title(Stage const& stage) {
        auto const name = PlanWords::name(stage);
        auto const shown = stage.name.empty() ? name : "stage " + name;
        if (stage.from_instruction == nullptr) return shown;
        return fmt::format("{} (line {})", shown, stage.from_instruction->first_line);
    }

    static std::optional<std::uint32_t> line_of(ast::Instruction const* instruction) {
        if (instruction == nullptr) return std::nullopt;
        return instruction->first_line;
    }

    // --- stages ----------------------------------------------------------------------------------

    void stages() {
        auto const all = plan_.build.stages();
        std::uint32_t column = 0;
        for (auto const& stage : all) {
            column = std::max(column, display_width(visible(PlanWords::name(stage))));
        }
        column = std::min(column, table_.width() / 3) + 2;
        table_.heading("Stages");
        for (auto const& stage : all) {
            auto const name = PlanWords::name(stage);
            bool const is_built = stage.reach != Reach::unreachable;
            table_.begin_row(line_of(stage.from_instruction));
            table_.cell(name, column, is_built ? table_.paint.bold(name) : table_.paint.dim(name));
            auto const text = base_text(stage) + role(stage);
            is_built ? table_.last_cell(text) : table_.last_cell_dim(text);
            table_.end_row();
            for (auto const& taken : words_.takes(stage)) {
                table_.begin_row(std::string_view());
                table_.cell("", column);
                is_built ? table_.last_cell(taken) : table_.last_cell_dim(taken);
                table_.end_row();
            }
        }
    }

    static std::string base_text(Stage const& stage) {
        if (stage.from == nullptr) return "without a FROM";
        return "FROM " + PlanWords::name(stage.base);
    }

    [[nodiscard]] std::string role(Stage const& stage) const {
        auto const targets = plan_.build.targets();
        if (std::ranges::find(targets, &stage) != targets.end()) return ", the target";
        return stage.reach == Reach::unreachable ? ", not built: no target needs it" : "";
    }

    // --- the image -------------------------------------------------------------------------------

    void image(Stage const& target) {
        table_.heading(plan_.build.stages().size() == 1 ? "Image" : "Image of " + title(target));
        for (auto const& row : image_rows(plan_, words_, target)) {
            table_.begin_row(row.line);
            table_.cell(row.name, 13);
            row.is_known ? table_.last_cell(row.text) : table_.last_cell_dim(row.text);
            table_.end_row();
        }
    }

    // --- layers ----------------------------------------------------------------------------------

    /// Columns of the instructions where reasons stand beside them; 0: reasons stand below.
    [[nodiscard]] std::uint32_t beside(StagePlan const& stage) const {
        if (table_.width() < 110) return 0;
        std::uint32_t longest = 0;
        for (auto const& layer : stage.layers) {
            longest = std::max(longest, display_width(visible(layer_text(layer))));
        }
        return std::min(longest, (table_.width() - PlanTable::gutter) * 9 / 20) + 2;
    }

    static std::string layer_text(Layer const& layer) {
        if (layer.instruction == nullptr) return "an unknown image";
        auto const text = PlanWords::text(*layer.instruction);
        return layer.is_trigger ? "ONBUILD " + text : text;
    }

    void layer_row(Layer const& layer, std::uint32_t column, std::string_view reason) {
        auto const text = layer_text(layer);
        if (column > 0) {
            table_.cell(text, column - 2);
            table_.cell("", 2);
            table_.last_cell_dim(reason);
            return table_.end_row();
        }
        table_.last_cell(cut(text, table_.room()));
        table_.end_row();
        if (reason.empty()) return;
        table_.begin_row(std::string_view());
        table_.cell("", 2);
        table_.cell("<- ", 3);
        table_.last_cell_dim(reason);
        table_.end_row();
    }

    void layers(StagePlan const& stage) {
        if (stage.stage->reach == Reach::unreachable) return;
        auto const column = beside(stage);
        table_.heading(plan_.build.stages().size() == 1 ? "Layers"
                                                        : "Layers of " + title(*stage.stage));
        if (!has_explained_) {
            table_.paragraph(
                fmt::format("Each is built again when one above it is, or when there is a change "
                            "of what stands {} it.",
                            column > 0 ? "beside" : "below"));
            has_explained_ = true;
        }
        for (std::size_t i = 0; i < stage.layers.size(); ++i) {
            auto const& layer = stage.layers[i];
            table_.begin_row(line_of(layer.instruction));
            auto reason = words_.inputs_text(stage, i);
            if (layer.is_independent) reason += "; not by layers above it (--link)";
            layer_row(layer, column, reason);
        }
    }

    // --- changes ---------------------------------------------------------------------------------

    void changed_files() {
        std::size_t again = 0;
        std::size_t perhaps = 0;
        std::size_t all = 0;
        for (auto const& stage : plan_.stages) {
            if (stage.stage->reach == Reach::unreachable) continue;
            // What stands in a FROM is built elsewhere, or is another stage's.
            for (std::size_t i = 1; i < stage.fates.size(); ++i) {
                ++all;
                again += stage.fates[i].fate == Fate::rebuilt ? 1 : 0;
                perhaps += stage.fates[i].fate == Fate::unsure ? 1 : 0;
            }
        }
        auto text = fmt::format("{} of {} built again", again, counted(all, "layer"));
        if (perhaps > 0) text += fmt::format(", {} perhaps", perhaps);
        table_.heading(text);
        for (auto const& file : plan_.changed) {
            table_.begin_row(std::string_view());
            table_.last_cell(fmt::format("{}: {}", file, taken_by(file)));
            table_.end_row();
        }
        for (auto const& file : plan_.outside) {
            table_.begin_row(std::string_view());
            table_.last_cell(file + ": not in the context");
            table_.end_row();
        }
    }

    [[nodiscard]] std::string taken_by(std::string const& file) const {
        if (model::is_ignored(plan_.build, file)) return "left out by the ignore file";
        std::vector<std::string> lines;
        for (auto const& stage : plan_.stages) {
            for (std::size_t i = 0; i < stage.layers.size(); ++i) {
                auto const& files = stage.fates[i].files;
                if (std::ranges::find(files, file) == files.end()) continue;
                auto const* instruction = stage.layers[i].instruction;
                auto line = fmt::format("{}", instruction->first_line);
                if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
            }
        }
        if (lines.empty()) return "no layer takes it";
        return fmt::format("taken in line{} {}", lines.size() == 1 ? "" : "s", listed(lines));
    }

    void fates(StagePlan const& stage) {
        if (stage.stage->reach == Reach::unreachable) return;
        auto const column = beside(stage);
        table_.heading(plan_.build.stages().size() == 1 ? "Layers"
                                                        : "Layers of " + title(*stage.stage));
        for (std::size_t i = 0; i < stage.layers.size(); ++i) {
            auto const& fate = stage.fates[i];
            table_.begin_row(line_of(stage.layers[i].instruction));
            auto const word = fate_word(fate.fate);
            table_.cell(word, 9, painted(fate.fate, word));
            auto const reason = fate_reason(fate);
            layer_row(stage.layers[i], column, repeats(stage, i) ? "" : reason);
        }
    }

    /// True for a layer that has the reason of the one above it, which need not be told again.
    static bool repeats(StagePlan const& stage, std::size_t i) {
        auto const& fate = stage.fates[i];
        return fate.cause == Cause::above && i > 0 && stage.fates[i - 1].cause == Cause::above
               && stage.fates[i - 1].fate == fate.fate;
    }

    static std::string_view fate_word(Fate fate) {
        switch (fate) {
            case Fate::cached:
                return "cached";
            case Fate::unsure:
                return "perhaps";
            case Fate::rebuilt:
                break;
        }
        return "again";
    }

    [[nodiscard]] std::string painted(Fate fate, std::string_view word) const {
        switch (fate) {
            case Fate::cached:
                return table_.paint.dim(word);
            case Fate::unsure:
                return table_.paint.severity(Severity::info, word);
            case Fate::rebuilt:
                break;
        }
        return table_.paint.severity(Severity::warning, word);
    }

    static std::string fate_reason(LayerFate const& fate) {
        bool const is_sure = fate.fate == Fate::rebuilt;
        switch (fate.cause) {
            case Cause::none:
                return "";
            case Cause::files:
                return (is_sure ? "takes " : "may take ") + listed(fate.files);
            case Cause::above:
                return is_sure ? "the layer above it is new"
                               : "if the layer above it is built again";
            case Cause::base:
                return is_sure ? PlanWords::name(*fate.stage) + " is new"
                               : "if " + PlanWords::name(*fate.stage) + " is built again";
            case Cause::source:
                break;
        }
        return fmt::format("if the files that it takes from {} come out different",
                           PlanWords::name(*fate.stage));
    }

    // --- a better order --------------------------------------------------------------------------

    void orders() {
        for (auto const& order : plan_.orders) better_order(order);
        if (!plan_.orders.empty()) return;
        for (auto const& stage : plan_.stages) {
            if (std::ranges::any_of(stage.fates, [](LayerFate const& fate) {
                    return fate.cause == Cause::above && fate.fate == Fate::rebuilt;
                })) {
                table_.heading("No better order is certain");
                table_.paragraph(
                    "What stands behind the layers that take the files may read them too.");
                return;
            }
        }
    }

    void better_order(model::Reordering const& order) {
        table_.heading(plan_.build.stages().size() == 1
                           ? "A better order"
                           : "A better order in " + title(*order.stage));
        table_.paragraph(fmt::format(
            "Put this in front of line {}, and only that line and what follows it is built again.",
            order.late->instruction->first_line));
        for (auto const& move : order.moves) {
            if (!move.files.empty()) {
                table_.begin_row("new");
                table_.last_cell(copy_line(move, *order.late));
                table_.end_row();
            }
            table_.begin_row(line_of(move.instruction));
            table_.last_cell(cut(PlanWords::text(*move.instruction), table_.room()));
            table_.end_row();
        }
        table_.begin_row(line_of(order.late->instruction));
        table_.last_cell(cut(PlanWords::text(*order.late->instruction), table_.room()));
        table_.end_row();
    }

    [[nodiscard]] std::string copy_line(model::Move const& move, Layer const& late) const {
        auto const& workdir = late.transfer->workdir;
        bool const is_here = workdir.is_set() && workdir.value.known() == move.folder;
        std::string files;
        for (auto const& file : move.files) files += file + " ";
        auto const folder = move.folder.ends_with('/') ? move.folder : move.folder + "/";
        return fmt::format("COPY {}{}", files, is_here ? "./" : folder);
    }

    Plan const& plan_;
    PlanWords words_;
    PlanTable table_;
    bool has_explained_ = false;
};

}  // namespace

std::string plan_text(Plan const& plan, PageStyle style) { return PlanText(plan, style).write(); }

}  // namespace dockcheck

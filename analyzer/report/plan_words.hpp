// How a plan speaks of stages, values and layers; shared by its formats.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/plan.hpp"
#include "analyzer/text/line_index.hpp"

namespace dockcheck {

class PlanWords {
 public:
    explicit PlanWords(Plan const& plan);

    /// The line that set a value; nothing where no instruction did.
    [[nodiscard]] std::optional<std::uint32_t> line(model::Origin const& origin) const;
    /// "build", or "stage 2" where it has no name.
    [[nodiscard]] static std::string name(model::Stage const& stage);
    /// The name of an image or stage, with unknown pieces as they are written.
    [[nodiscard]] static std::string name(model::Reference const& reference);
    /// A working directory as the image has it.
    [[nodiscard]] static std::string folder(model::Stage const& stage, Value const& value);
    /// The same for any value.
    [[nodiscard]] static std::string text(Value const& value);
    /// An instruction on one line, blanks between its words.
    [[nodiscard]] static std::string text(ast::Instruction const& instruction);
    /// Why nobody can know a value here; `stage` is one that has it.
    [[nodiscard]] std::string why_unknown(model::Stage const& stage, Value const& value,
                                          model::Origin const& origin) const;
    /// What makes a layer be built again, apart from the layers above it.
    [[nodiscard]] std::vector<std::string> inputs(model::Layer const& layer) const;
    /// The same on one line. What an earlier RUN of the stage depends on too is not listed anew.
    [[nodiscard]] std::string inputs_text(model::StagePlan const& stage, std::size_t layer) const;
    /// Stages and images whose files a stage takes: "COPY from build (lines 16 and 18)".
    [[nodiscard]] std::vector<std::string> takes(model::Stage const& stage) const;
    /// True when a variable of that name should not be shown.
    [[nodiscard]] static bool is_secret(std::string_view name);

 private:
    [[nodiscard]] std::string why_variable(model::Stage const& stage, std::string_view name,
                                           model::Origin const& origin) const;
    [[nodiscard]] std::string context_files(model::ContextSource const& source) const;
    void add_global_arguments(model::Layer const& layer, std::vector<std::string>& result) const;
    static void add_base(model::Layer const& layer, std::vector<std::string>& result);
    /// What is its own: text, files, sources; and what the instructions above have set.
    [[nodiscard]] std::vector<std::string> own_inputs(model::Layer const& layer) const;
    [[nodiscard]] std::vector<std::string> settings(model::Layer const& layer) const;
    [[nodiscard]] std::vector<std::string> variables(model::Layer const& layer,
                                                     bool are_arguments) const;
    [[nodiscard]] std::uint32_t line(model::ScopeVariable const& variable) const;
    static void add_sources(model::Layer const& layer, std::vector<std::string>& result);

    Plan const& plan_;
    LineIndex lines_;
};

/// "1 file", "2 files".
std::string counted(std::size_t count, std::string_view noun);
/// "a", "a and b", "a, b and c".
std::string listed(std::vector<std::string> const& texts);

}  // namespace dockcheck

// The steps of an image's history, written as instructions.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>

#include "analyzer/image/image.hpp"
#include "analyzer/model/history.hpp"
#include "analyzer/model/image_lines.hpp"

namespace dockcheck::model {

/// Writes what a config does not say: all of RUN, COPY, ADD and ARG, and where the config is not
/// known its settings too. Steps come in their order.
class StepWriter {
 public:
    StepWriter(image::Image const& image, std::span<HistoryStep const> steps, ImageLines& lines);

    void write(HistoryStep const& step);

 private:
    void write_history_setting(HistoryStep const& step, bool is_background);
    void write_run(HistoryStep const& step);
    void write_transfer(HistoryStep const& step);
    void write_array(HistoryStep const& step, bool is_background);
    void write_bare_array(HistoryStep const& step, bool is_background);
    void write_plain(HistoryStep const& step, bool is_background);
    void write_assignments(HistoryStep const& step, bool is_background);
    void write_arg(HistoryStep const& step);
    void write_build_arguments(HistoryStep const& step);

    Source const* source_;
    bool has_config_;
    bool has_own_entrypoint_;
    ImageLines& lines_;
    /// Arguments without a value so far.
    std::unordered_map<std::string_view, Mapped> waiting_;
};

}  // namespace dockcheck::model

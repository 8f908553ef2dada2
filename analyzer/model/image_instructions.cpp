// Puts the lines of a config and of a history in their order.
#include "analyzer/model/image_instructions.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/model/config_lines.hpp"
#include "analyzer/model/history.hpp"
#include "analyzer/model/step_lines.hpp"
#include "analyzer/syntax/dockerfile/parse.hpp"

namespace dockcheck::model {
namespace {

using ast::Keyword;
using image::NamedText;

/// Writes the instructions of one image.
class ImageWriter {
 public:
    ImageWriter(image::Image const& image, Arena& arena)
        : image_(image), config_(image.config.value), arena_(arena), lines_{{}, {}, arena} {}

    ast::File write() {
        auto const history = image_.history.value;
        if (!history.empty() && is_here(history.front().node)) {
            steps_ = history_steps(history, joined(config_.shell.value));
        }
        find_environment_steps();
        write_from();
        if (config_.shell.is_given() && !has_step(Keyword::shell))
            write_shell_line(config_, lines_, true);
        write_environment(at_start);
        StepWriter step_writer(image_, steps_, lines_);
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            step_writer.write(steps_[i]);
            write_environment(i);
        }
        if (image_.config.presence != image::Presence::absent) write_settings(image_, lines_);
        return parse();
    }

 private:
    static constexpr std::size_t at_start = ~std::size_t{0};

    /// Places are those of one text.
    [[nodiscard]] bool is_here(image::Node const* node) const {
        return node != nullptr && node->source == &image_.document->source;
    }
    [[nodiscard]] bool has_step(Keyword keyword) const {
        return std::ranges::find(steps_, keyword, &HistoryStep::keyword) != steps_.end();
    }

    ast::File parse() {
        auto file = dockerfile::parse_lines(image_.document->source, lines_.texts, arena_);
        auto const instructions = arena_.copy(file.instructions);
        for (std::size_t i = 0; i < instructions.size(); ++i) {
            instructions[i].is_background = lines_.background[i];
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
        lines_.add(line, true);
    }

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
        for (auto const* const entry : found->second) write_environment_line(*entry, lines_);
    }

    image::Image const& image_;
    image::Config const& config_;
    Arena& arena_;
    std::vector<HistoryStep> steps_;
    std::unordered_map<std::size_t, std::vector<NamedText const*>> environment_;
    ImageLines lines_;
};

}  // namespace

ast::File image_instructions(image::Image const& image, Arena& arena) {
    return ImageWriter(image, arena).write();
}

}  // namespace dockcheck::model

// Finding what can be put in front of a COPY; the first instruction that cannot ends the search.
#include "analyzer/model/reorder.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/model/directories.hpp"
#include "analyzer/model/install_inputs.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::model {
namespace {

bool are_apart(std::string const& a, std::string const& b) {
    auto const holds = [](std::string const& folder, std::string const& path) {
        if (folder == "/" || folder == path) return true;
        return path.starts_with(folder) && path[folder.size()] == '/';
    };
    return !holds(a, b) && !holds(b, a);
}

/// True when a WORKDIR further down gives the COPY the same destination.
bool has_absolute_target(Transfer const& transfer) {
    return transfer.destination.known_prefix().starts_with('/');
}

class OrderSearch {
 public:
    OrderSearch(Build const& build, std::span<StagePlan const> plans, StagePlan const& plan,
                std::span<std::string const> changed)
        : build_(build), plans_(plans), plan_(plan), changed_(changed) {}

    std::optional<Reordering> find() {
        auto const first = std::ranges::find_if(plan_.fates, [](LayerFate const& fate) {
            return fate.cause == LayerFate::Cause::files && fate.fate == Fate::rebuilt;
        });
        if (first == plan_.fates.end() || plan_.stage->is_windows) return std::nullopt;
        auto const& late = plan_.layers[static_cast<std::size_t>(first - plan_.fates.begin())];
        if (late.transfer == nullptr || late.is_trigger || !late.transfer->target.is_known()) {
            return std::nullopt;
        }
        reordering_ = {plan_.stage, &late, {}};
        look_behind(late);
        // What only belongs to something is of no use by itself.
        auto& moves = reordering_.moves;
        while (!moves.empty() && moves.back().why == Move::Why::belongs_to_it) moves.pop_back();
        return moves.empty() ? std::nullopt : std::optional(std::move(reordering_));
    }

 private:
    void look_behind(Layer const& late) {
        auto const from = build_.position_of(*late.instruction);
        for (auto const& instruction : plan_.stage->instructions) {
            if (build_.position_of(instruction) <= from) continue;
            if (!may_move(instruction)) return;
        }
    }

    bool may_move(ast::Instruction const& instruction) {
        using ast::Keyword;
        switch (instruction.keyword) {
            case Keyword::run:
                return move_run(instruction);
            case Keyword::copy:
            case Keyword::add:
                return move_copy(instruction);
            case Keyword::workdir:
                return has_absolute_target(*reordering_.late->transfer)
                       && move(instruction, Move::Why::belongs_to_it);
            case Keyword::env:
            case Keyword::arg:
                return !names_a_variable() && move(instruction, Move::Why::belongs_to_it);
            case Keyword::shell:
                return move(instruction, Move::Why::belongs_to_it);
            // They change no file and nothing that a RUN sees.
            case Keyword::cmd:
            case Keyword::entrypoint:
            case Keyword::expose:
            case Keyword::healthcheck:
            case Keyword::label:
            case Keyword::maintainer:
            case Keyword::stopsignal:
            case Keyword::volume:
                return true;
            default:
                return false;
        }
    }

    /// A variable of the COPY itself could be another one behind the ENV.
    [[nodiscard]] bool names_a_variable() const {
        return reordering_.late->instruction->line.text().find('$') != std::string_view::npos;
    }

    bool move(ast::Instruction const& instruction, Move::Why why) {
        reordering_.moves.push_back({&instruction, why, {}, {}});
        return true;
    }

    bool move_run(ast::Instruction const& instruction) {
        auto inputs = install_inputs(build_, *plan_.stage, instruction);
        if (!inputs) return false;
        if (inputs->files.empty()) return move(instruction, Move::Why::needs_no_files);
        auto const is_changed = [&](std::string const& file) {
            return std::ranges::find(changed_, file) != changed_.end();
        };
        if (std::ranges::any_of(inputs->files, is_changed)) return false;
        reordering_.moves.push_back({&instruction, Move::Why::needs_manifests,
                                     std::move(inputs->files), std::move(inputs->folder)});
        return true;
    }

    bool move_copy(ast::Instruction const& instruction) {
        auto const layer = std::ranges::find(plan_.layers, &instruction, &Layer::instruction);
        if (layer == plan_.layers.end() || !layer->transfer->target.is_known()) return false;
        auto const& fate = plan_.fates[static_cast<std::size_t>(layer - plan_.layers.begin())];
        bool const comes_from_changed =
            std::ranges::any_of(layer->sources, [&](auto const* source) {
                return source->stage != nullptr
                       && plans_[source->stage->index].fate() != Fate::cached;
            });
        auto const& late = *reordering_.late->transfer;
        if (!fate.files.empty() || comes_from_changed
            || !are_apart(clean_path(*layer->transfer->target.known()),
                          clean_path(*late.target.known()))) {
            return false;
        }
        return move(instruction, Move::Why::other_files);
    }

    Build const& build_;
    std::span<StagePlan const> plans_;
    StagePlan const& plan_;
    std::span<std::string const> changed_;
    Reordering reordering_;
};

}  // namespace

std::vector<Reordering> better_orders(Build const& build, std::span<StagePlan const> plans,
                                      std::span<std::string const> changed) {
    std::vector<Reordering> result;
    for (auto const& plan : plans) {
        if (plan.stage->reach == Reach::unreachable) continue;
        if (auto found = OrderSearch(build, plans, plan, changed).find())
            result.push_back(std::move(*found));
    }
    return result;
}

}  // namespace dockcheck::model

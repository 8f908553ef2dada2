// The graph of stages: what FROM, COPY --from and RUN --mount from= name, and what follows from it.
#include <algorithm>
#include <charconv>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/builder.hpp"
#include "analyzer/text/utf8.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

/// Go's strconv.Atoi: an optional sign and digits.
bool parse_index(std::string_view text, long long& index) {
    auto const digits = text.starts_with('+') ? text.substr(1) : text;
    if (digits.empty() || (text.starts_with('+') && digits.starts_with('-'))) return false;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    return error == std::errc{} && end == digits.data() + digits.size();
}

/// Whether a partly known reference has a tag or a digest for certain, by its known pieces.
bool has_certain_tag(Value const& value) {
    bool colon = false;
    for (auto const& piece : value.pieces()) {
        if (!piece.known) continue;
        for (char const c : piece.text) {
            if (c == '@') return true;
            if (c == ':') colon = true;
            if (c == '/') colon = false;  // it was the port of a registry
        }
    }
    return colon;
}

}  // namespace

// --- what a name means --------------------------------------------------------------------------

Reference Builder::resolve_base(ast::Instruction const& at, ast::From const& from) {
    Reference reference;
    reference.instruction = &at;
    reference.span = from.image.span;
    auto const text = from.image.text;
    auto const scope = [&](std::string_view name) {
        return build_.global_variable(position_, name);
    };
    auto const expansion = build_.expand(text.text(), scope);
    if (expansion.error != nullptr) {
        expansion_fault(at, text, *expansion.error, ast::Tier::c);
        return reference;
    }
    reference.value = expansion.value;
    if (text.empty()) return reference;  // the parser has said so
    resolve(reference, ast::FaultKind::blank_base_name, stage_count_);
    return reference;
}

void Builder::resolve(Reference& reference, ast::FaultKind when_blank, std::uint32_t stages) {
    if (!reference.value.is_known()) {
        reference.tag_is_certain = has_certain_tag(reference.value);
        return;
    }
    auto const& at = *reference.instruction;
    auto const name = *reference.value.known();
    if (name.empty()) {
        fault({when_blank, ast::Tier::c, reference.span, at.first_line, &at, name, {}});
        return;
    }
    if (is_given_context(name)) return;
    if (auto const* stage = stage_named(name, stages)) {
        reference.kind = Reference::Kind::stage;
        reference.stage = stage;
        return;
    }
    if (name == "scratch") {
        reference.kind = Reference::Kind::scratch;
        return;
    }
    // Where a FROM is broken this may be the name that it gives.
    reference.may_be_stage = stage_may_be_missing_ && name.find_first_of("/:.@") == name.npos;
    if (reference.may_be_stage) return;
    std::string_view why;
    if (auto const image = dockerfile::parse_image_reference(name, &why)) {
        auto const* const known = find_known_image(*image);
        bool const is_bare = name.find_first_of("/:@") == name.npos;
        if (is_bare && known == nullptr && build_.options_.contexts_are_open) return;
        reference.kind = Reference::Kind::image;
        reference.image = *image;
        reference.known_image = known;
    } else if (!has_foreign_frontend_) {
        fault({ast::FaultKind::invalid_image_reference,
               ast::Tier::c,
               reference.span,
               at.first_line,
               &at,
               why,
               {}});
    }
}

// A context of that name takes the place of a stage and of an image.
bool Builder::is_given_context(std::string_view name) const {
    auto const& contexts = build_.options_.contexts;
    return !contexts.empty() && contexts.contains(lower_case(name));
}

Stage const* Builder::stage_named(std::string_view name, std::uint32_t before) const {
    auto const* const indexes = stages_by_name_.find(name);
    if (indexes == nullptr) return nullptr;
    auto const* const after = std::ranges::lower_bound(*indexes, before);
    return after == indexes->begin() ? nullptr : &build_.stages_[*(after - 1)];
}

Stage const* Builder::stage_called(std::string_view name, std::uint32_t before) const {
    bool const is_small = std::ranges::all_of(name, [](char c) { return c == small_letter(c); });
    return is_small ? stage_named(name, before) : stage_named(lower_case(name), before);
}

void Builder::resolve_transfers() {
    for (auto& stage : build_.stages_) {
        for (auto const& transfer : stage.transfers) {
            if (transfer.from == nullptr) continue;
            // Made by this builder a moment ago and const only for its readers.
            auto& reference = const_cast<Reference&>(*transfer.from);
            resolve_source(stage, reference, IndexAllowed::yes);
        }
        for (auto const& mount : stage.mounts) {
            resolve_source(stage, const_cast<Reference&>(mount), IndexAllowed::no);
        }
        in_trigger_ = true;
        for (auto const& transfer : stage.triggered.transfers) {
            if (transfer.from == nullptr) continue;
            resolve_source(stage, const_cast<Reference&>(*transfer.from), IndexAllowed::yes);
        }
        for (auto const& mount : stage.triggered.mounts) {
            resolve_source(stage, const_cast<Reference&>(mount), IndexAllowed::no);
        }
        in_trigger_ = false;
    }
}

void Builder::resolve_source(Stage const& stage, Reference& reference, IndexAllowed index_allowed) {
    auto const& at = *reference.instruction;
    auto const text = reference.value.text_or_empty();
    if (text.empty()) return;
    bool const is_copy = index_allowed == IndexAllowed::yes;
    if (is_copy && text.find_first_of("$'\"\\") != std::string_view::npos) {
        fault({ast::FaultKind::copy_from_variable,
               ast::Tier::c,
               reference.span,
               at.first_line,
               &at,
               text,
               {}});
        reference.value = {};
        return;
    }
    if (is_given_context(text)) return;
    long long index = 0;
    if (is_copy && parse_index(text, index)) {
        if (index < 0 || index >= static_cast<long long>(stage_count_)) {
            fault({ast::FaultKind::invalid_stage_index,
                   ast::Tier::c,
                   reference.span,
                   at.first_line,
                   &at,
                   text,
                   {}});
            return;
        }
        reference.kind = Reference::Kind::stage;
        reference.stage = &build_.stages_[static_cast<std::size_t>(index)];
    } else if (auto const* named = stage_called(text, stage_count_)) {
        reference.kind = Reference::Kind::stage;
        reference.stage = named;
    } else {
        resolve(reference, ast::FaultKind::flag_value_empty, 0);
    }
    // Where a FROM is broken nobody knows which stage this is.
    if (stage_may_be_missing_) return;
    if (reference.stage != nullptr && reference.stage->index >= stage.index) {
        auto const kind = reference.stage == &stage ? ast::FaultKind::copy_from_own_stage
                                                    : ast::FaultKind::copy_from_later_stage;
        fault({kind, ast::Tier::c, reference.span, at.first_line, &at, text, {}});
    }
}

// --- the graph ----------------------------------------------------------------------------------

std::span<Stage const* const> Builder::sources_of(Stage const& stage) const {
    ArenaVector<Stage const*> sources(arena_);
    for (auto const& transfer : stage.transfers) {
        if (transfer.from != nullptr && transfer.from->stage != nullptr) {
            sources.push_back(transfer.from->stage);
        }
    }
    for (auto const& mount : stage.mounts) {
        if (mount.stage != nullptr) sources.push_back(mount.stage);
    }
    for (auto const& transfer : stage.triggered.transfers) {
        if (transfer.from != nullptr && transfer.from->stage != nullptr) {
            sources.push_back(transfer.from->stage);
        }
    }
    for (auto const& mount : stage.triggered.mounts) {
        if (mount.stage != nullptr) sources.push_back(mount.stage);
    }
    return sources.items();
}

void Builder::find_cycles() {
    enum class Color : std::uint8_t { white, grey, black };
    struct Visit {
        Stage const* stage;
        std::span<Stage const* const> sources;
        std::size_t next;
    };
    ArenaVector<Color> colors(arena_);
    colors.resize(stage_count_, Color::white);
    ArenaVector<Visit> path(arena_);
    // Where every stage leads back to many, the first cycles tell enough.
    constexpr std::size_t most = 4096;
    std::size_t work = 0;
    ArenaVector<Span> told(arena_);
    for (auto const& start : build_.stages_) {
        if (colors[start.index] != Color::white) continue;
        path.push_back({&start, sources_of(start), 0});
        colors[start.index] = Color::grey;
        while (!path.empty()) {
            auto& visit = path.back();
            if (visit.next == visit.sources.size()) {
                colors[visit.stage->index] = Color::black;
                path.pop_back();
                continue;
            }
            auto const* source = visit.sources[visit.next++];
            if (source == visit.stage) continue;  // said by resolve_source
            if (colors[source->index] == Color::grey && work < most) {
                std::vector<Stage const*> cycle;
                auto const first = std::ranges::find(path, source, &Visit::stage);
                for (auto at = first; at != path.end(); ++at) cycle.push_back(at->stage);
                report_cycle(cycle, told);
                work += cycle.size() + told.size();
            } else if (colors[source->index] == Color::white) {
                colors[source->index] = Color::grey;
                path.push_back({source, sources_of(*source), 0});
            }
        }
    }
    forget_later_stages(told);
}

void Builder::forget_later_stages(ArenaVector<Span>& told) {
    if (told.empty()) return;
    std::ranges::sort(told, {}, &Span::begin);
    auto const is_told = [&](ast::Fault const& fault) {
        return fault.kind == ast::FaultKind::copy_from_later_stage
               && std::ranges::binary_search(told, fault.span.begin, {}, &Span::begin);
    };
    auto* const end = std::remove_if(faults_.begin(), faults_.end(), is_told);
    faults_.resize(static_cast<std::size_t>(end - faults_.begin()));
}

void Builder::report_cycle(std::span<Stage const* const> cycle, ArenaVector<Span>& told) {
    std::string names;
    auto const append = [&](Stage const& stage) {
        if (!names.empty()) names += " -> ";
        names += stage.name.empty() ? std::to_string(stage.index) : std::string(stage.name);
    };
    for (auto const* stage : cycle) append(*stage);
    append(*cycle.front());

    // The references to later stages on this cycle are told by this one fault.
    Reference const* shown = nullptr;
    std::vector<Stage const*> sorted(cycle.begin(), cycle.end());
    std::ranges::sort(sorted);
    auto const consider = [&](Stage const& from, Reference const& reference) {
        if (reference.stage == nullptr || reference.stage->index <= from.index) return;
        if (!std::ranges::binary_search(sorted, reference.stage)) return;
        told.push_back(reference.span);
        if (shown == nullptr) shown = &reference;
    };
    for (auto const* stage : cycle) {
        for (auto const& transfer : stage->transfers) {
            if (transfer.from != nullptr) consider(*stage, *transfer.from);
        }
        for (auto const& mount : stage->mounts) consider(*stage, mount);
    }
    if (shown == nullptr) return;
    fault({ast::FaultKind::circular_dependency,
           ast::Tier::c,
           shown->span,
           shown->instruction->first_line,
           shown->instruction,
           arena_.copy(names),
           {}});
}

void Builder::choose_targets() {
    ArenaVector<Stage const*> targets(arena_);
    for (auto const& wanted : build_.options_.targets) {
        long long index = 0;
        if (auto const* stage = stage_called(wanted, stage_count_)) {
            targets.push_back(stage);
        } else if (wanted == "all") {
            targets.clear();
            for (auto const& each : build_.stages_) targets.push_back(&each);
            break;
        } else if (parse_index(wanted, index) && index >= 0 && index < stage_count_) {
            targets.push_back(&build_.stages_[static_cast<std::size_t>(index)]);
        }
    }
    if (targets.empty() && stage_count_ > 0) targets.push_back(&build_.stages_.back());
    build_.targets_ = targets.items();
}

void Builder::find_reach() {
    ArenaVector<Stage const*> waiting(arena_);
    auto const reach = [&](Stage const* stage, Reach how) {
        auto& mutable_stage = build_.stages_[stage->index];
        if (mutable_stage.reach >= how) return;
        mutable_stage.reach = how;
        waiting.push_back(stage);
    };
    for (auto const* target : build_.targets_) reach(target, Reach::final);
    while (!waiting.empty()) {
        auto const* stage = waiting.back();
        waiting.pop_back();
        if (stage->base.stage != nullptr) reach(stage->base.stage, stage->reach);
        for (auto const* source : sources_of(*stage)) reach(source, Reach::builder);
    }
}

void Builder::find_users() {
    auto const use = [&](Stage const& user, Stage const* used) {
        if (used != nullptr && used != &user) build_.stages_[used->index].may_be_used = true;
    };
    for (auto const& name : build_.options_.other_targets) {
        auto const* const stage = stage_called(name, stage_count_);
        if (stage != nullptr) build_.stages_[stage->index].may_be_used = true;
    }
    bool is_any_unknown = use_may_be_missing_;
    std::uint32_t last_with_variable = 0;
    for (auto const& stage : build_.stages_) {
        use(stage, stage.base.stage);
        for (auto const* source : sources_of(stage)) use(stage, source);
        is_any_unknown |= stage.base.kind == Reference::Kind::unknown;
        // Another value of the variable names another stage.
        bool const has_variable =
            stage.from != nullptr
            && stage.from->image.text.text().find('$') != std::string_view::npos;
        if (has_variable) last_with_variable = stage.index;
    }
    for (auto& stage : build_.stages_)
        stage.may_be_used |= is_any_unknown || stage.index < last_with_variable;
}

}  // namespace dockcheck::model

// From what the rules reported to the findings of a file.
#include "analyzer/lint/runner.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "analyzer/image/image.hpp"
#include "analyzer/lint/superseded.hpp"
#include "analyzer/model/powershell_script.hpp"

namespace dockcheck {
namespace {

std::string_view stage_name(model::Stage const& stage, Arena& arena) {
    constexpr std::string_view digits = "0123456789";
    if (!stage.name.empty()) return stage.name;
    if (stage.index < digits.size()) return digits.substr(stage.index, 1);
    return arena.copy(std::to_string(stage.index));
}

bool is_in_heredoc(ast::Instruction const& instruction, Span span) {
    return std::ranges::any_of(instruction.heredocs, [&](ast::Heredoc const& heredoc) {
        return heredoc.body_span.begin <= span.begin && span.end <= heredoc.body_span.end;
    });
}

/// True where nothing but blanks stands before an offset in its line.
bool begins_line(std::string_view bytes, std::uint32_t offset) {
    while (offset > 0 && (bytes[offset - 1] == ' ' || bytes[offset - 1] == '\t')) --offset;
    return offset == 0 || bytes[offset - 1] == '\n';
}

/// Lines that are a comment of the shell which reads a heredoc of RUN. BuildKit sees none of them.
std::vector<Span> comments_in_scripts(model::Build const& build) {
    std::vector<Span> result;
    auto const add = [&](ast::Instruction const& instruction, Span span) {
        bool const is_line =
            is_in_heredoc(instruction, span) && begins_line(build.source().bytes(), span.begin);
        if (is_line) result.push_back(span);
    };
    for (auto const& stage : build.stages()) {
        for (auto const* const script : stage.scripts) {
            auto const* const instruction = script->instruction;
            if (instruction == nullptr || instruction->heredocs.empty()) continue;
            for (auto const& node : script->tree.nodes) {
                if (node.kind != shell::Kind::comment) continue;
                add(*instruction, script->span(node));
            }
        }
        for (auto const* const script : stage.powershell_scripts) {
            for (auto const& trivia : script->tree.trivia) {
                if (!trivia.is_comment) continue;
                add(*script->instruction, script->text.slice(trivia.begin, trivia.end).source());
            }
        }
    }
    std::ranges::sort(result, {}, &Span::begin);
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

/// True when it is known what is in the layers of an image.
bool has_layers(image::Image const* image) {
    return image != nullptr && std::ranges::any_of(image->layers, [](image::Layer const& layer) {
               return layer.list != nullptr;
           });
}

/// A finding, and what nearly always tells its place in the order.
struct Ordered {
    bool is_elsewhere;  ///< in another file
    std::uint32_t begin;
    Finding* finding;
};

/// Moves each finding to where it stands in `order`, along the circles that they form.
void put_in_order(std::span<Ordered> order, std::vector<Finding>& findings) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i].finding == &findings[i]) continue;
        auto first = std::move(findings[i]);
        auto at = i;
        while (order[at].finding != &findings[i]) {
            auto const from = static_cast<std::size_t>(order[at].finding - findings.data());
            findings[at] = std::move(findings[from]);
            order[at].finding = &findings[at];
            at = from;
        }
        findings[at] = std::move(first);
        order[at].finding = &findings[at];
    }
}

/// False when none of the words stands in the file that each such comment has.
bool may_have_ignore_comments(model::Build const& build) {
    constexpr TrigramWord words[] = {"dockcheck", "hadolint",  "tally",      "check",
                                     "trivy",     "nosemgrep", "bridgecrew", "checkov"};
    return std::ranges::any_of(words, [&](auto const& word) { return build.may_hold(word); });
}

}  // namespace

Runner::Runner(model::Build const& build, RuleSet const& rules, RunOptions const& options,
               std::vector<Finding> memory)
    : build_(build),
      rules_(rules),
      options_(options),
      looks_(build),
      findings_(std::move(memory)),
      actives_(build.arena()),
      instructions_(build.arena()) {
    findings_.clear();
    pass_.build_ = &build;
    pass_.findings_ = &findings_;
    pass_.dropped_ = &dropped_;
    pass_.external_ = options.external;
    pass_.with_help_ = options.with_help;
    pass_.looks_ = &looks_;
    pass_.rules_ = &rules;
    constexpr std::uint32_t every_file = 1U << 31U;
    kinds_ = build.kinds() | every_file;
    auto const* const image = build.image();
    lacking_ = image == nullptr ? needs_image : needs_dockerfile;
    if (build.context() == nullptr) lacking_ |= needs_context;
    if (!has_layers(image)) lacking_ |= needs_layers;
}

std::vector<Finding> Runner::run() {
    walk();
    if (build_.image() != nullptr) {
        drop_fixes();
        mask_repeats();
    }
    grade_variants();
    drop_unwanted();
    describe(0);
    auto const is_rule_name = [&](std::string_view name) {
        auto const colon = name.find(':');
        auto const peer =
            colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
        return !rules_.names().find(peer, name.substr(colon + 1)).empty();
    };
    if (may_have_ignore_comments(build_)) {
        comments_ = ignore_comments(build_.source(), build_.file(), comments_in_scripts(build_),
                                    pass_.today(), is_rule_name);
    }
    if (!comments_.empty()) {
        Silence silenced(comments_);
        silence(silenced, 0);
        silenced.finish(rules_, build_.context() != nullptr);
    }
    silence_other_files(0);

    drop_superseded();
    run_suppression_rules();
    sort();
    return std::move(findings_);
}

void Runner::drop_superseded() {
    auto const superseded = find_superseded(findings_, rules_);
    if (superseded.empty()) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < findings_.size(); ++i) {
        if (superseded[i]) continue;
        if (kept != i) findings_[kept] = std::move(findings_[i]);
        ++kept;
    }
    findings_.resize(kept);
}

/// The rules about ignore comments; what they find can be ignored too.
void Runner::run_suppression_rules() {
    auto const first = findings_.size();
    instructions_.resize(first);
    actives_.resize(first);
    at(nullptr, nullptr);
    if (comments_.empty()) return;
    auto const* const missing_reason =
        options_.require_reason ? rules_.known("ignore-without-reason") : nullptr;
    ActiveRule required{missing_reason};
    bool const adds_rule = missing_reason != nullptr && missing_reason->check != nullptr
                           && !rules_.is_active(*missing_reason);
    if (adds_rule) required.severity = missing_reason->severity;
    for (auto const& comment : comments_) {
        offer(comment);
        if (!adds_rule) continue;
        auto const& check = *missing_reason->check;
        call({check.subscriptions[0].handler, &required, check.options.defaults}, &comment);
    }
    describe(first);
    if (first == findings_.size()) return;
    Silence silenced(comments_);
    silence(silenced, first);
}

/// An image is not mended where it lies.
void Runner::drop_fixes() {
    for (auto& finding : findings_) finding.fix.reset();
}

/// The history repeats what a build argument was at each RUN.
void Runner::mask_repeats() {
    constexpr std::size_t shortest = 4;
    constexpr std::size_t most_texts = 50;
    constexpr std::size_t most_places = 1000;
    auto const bytes = build_.source().bytes();
    std::set<std::string_view> texts;
    for (auto const& finding : findings_) {
        for (auto const& place : finding.masked) {
            if (place.source != &build_.source() || place.span.size() < shortest) continue;
            if (texts.size() < most_texts) texts.insert(place.text());
        }
    }
    if (texts.empty()) return;
    auto& masked = findings_.front().masked;
    for (auto const text : texts) {
        for (auto at = bytes.find(text); at != bytes.npos && masked.size() < most_places;
             at = bytes.find(text, at + text.size())) {
            auto const begin = static_cast<std::uint32_t>(at);
            masked.push_back(
                {&build_.source(), {begin, begin + static_cast<std::uint32_t>(text.size())}});
        }
    }
}

/// A misspelt instruction has one finding, whatever looks at what it was meant to do.
bool Runner::is_on_misspelt(std::size_t finding) const {
    if (finding < of_faults_ || of_faults_ == 0) return false;
    auto const& place = findings_[finding].place;
    if (place.source != &build_.source()) return false;
    auto const* const instruction = build_.instruction_at(place.span.begin);
    return instruction != nullptr && instruction->is_misspelt;
}

/// Gives the severity that is set for a variant alone.
void Runner::grade_variants() {
    for (std::size_t i = 0; i < findings_.size(); ++i) {
        for (auto const& [variant, severity] : actives_[i]->variant_severities) {
            if (findings_[i].variant == variant) findings_[i].severity = severity;
        }
    }
}

/// Drops variants that were not asked for, and what is said of misspelt instructions.
void Runner::drop_unwanted() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < findings_.size(); ++i) {
        auto const& variants = actives_[i]->variants;
        bool const is_wanted =
            (variants.empty()
             || std::ranges::find(variants, findings_[i].variant) != variants.end())
            && !is_on_misspelt(i);
        if (!is_wanted) continue;
        if (kept != i) {
            findings_[kept] = std::move(findings_[i]);
            instructions_[kept] = instructions_[i];
        }
        ++kept;
    }
    findings_.resize(kept);
    instructions_.resize(kept);
}

void Runner::describe(std::size_t first) {
    for (auto i = first; i < findings_.size(); ++i) describe(findings_[i], instructions_[i]);
}

/// Sets what the runner knows. An instruction that the place is in counts more than the subject's.
void Runner::describe(Finding& finding, ast::Instruction const* instruction) {
    auto const begin = finding.place.span.begin;
    bool const is_inside = instruction != nullptr && build_.image() == nullptr
                           && instruction->whole.begin <= begin && begin <= instruction->whole.end;
    if (finding.place.source == &build_.source() && !is_inside) {
        auto const* const here = build_.instruction_at(begin);
        if (here != nullptr) instruction = here;
    }
    finding.anchor = finding.place;
    if (instruction == nullptr) return;
    // A trigger lies inside its ONBUILD.
    auto const position = build_.position_of(*instruction);
    if (position >= build_.file().instructions.size()) return;
    auto const& whole = build_.file().instructions[position];
    finding.anchor = {&build_.source(), whole.whole};
    finding.instruction = ast::to_string(whole.keyword);
    finding.instruction_line = whole.line.text();
    auto const* const stage = build_.image() == nullptr ? build_.stage_of(whole) : nullptr;
    if (stage != nullptr) finding.stage = stage_name(*stage, build_.arena());
}

void Runner::silence(Silence& silence, std::size_t first) {
    for (auto i = first; i < findings_.size(); ++i) {
        auto& finding = findings_[i];
        bool const is_here = finding.place.source == &build_.source();
        if (!is_here && finding.anchor.source != &build_.source()) continue;
        auto const offset = is_here ? finding.place.span.begin : finding.anchor.span.begin;
        auto const* const comment = silence.find(finding, offset);
        if (comment == nullptr || !options_.obey_ignore_comments) continue;
        finding.suppressed = Suppression{{&build_.source(), comment->span}, comment->reason};
    }
}

/// Comments in an ignore file or a requirements file hold for what is found there.
void Runner::silence_other_files(std::size_t first) {
    struct OtherFile {
        Source const* source;
        std::vector<IgnoreComment> comments;
        std::optional<Silence> silence;
    };
    std::vector<std::unique_ptr<OtherFile>> files;
    for (auto i = first; i < findings_.size(); ++i) {
        auto& finding = findings_[i];
        auto const* const source = finding.place.source;
        if (source == &build_.source() || source == nullptr || finding.suppressed) continue;
        auto found =
            std::ranges::find(files, source, [](auto const& file) { return file->source; });
        if (found == files.end()) {
            auto file = std::make_unique<OtherFile>();
            file->source = source;
            file->comments =
                ignore_comments(*source, pass_.today(), [](std::string_view) { return false; });
            file->silence.emplace(file->comments);
            files.push_back(std::move(file));
            found = files.end() - 1;
        }
        auto const* const comment = (*found)->silence->find(finding, finding.place.span.begin);
        if (comment == nullptr || !options_.obey_ignore_comments) continue;
        finding.suppressed = Suppression{{source, comment->span}, comment->reason};
    }
}

void Runner::sort() {
    auto const* const own = &build_.source();
    auto const key = [own](Finding const& finding) {
        auto const* const source = finding.place.source;
        auto const name = source == own || source == nullptr ? std::string_view()
                                                             : std::string_view(source->name());
        return std::tuple(source != own, name, finding.place.span.begin, finding.place.span.end,
                          finding.rule->name);
    };
    auto const is_before = [&](Ordered const& a, Ordered const& b) {
        if (!a.is_elsewhere && !b.is_elsewhere && a.begin != b.begin) return a.begin < b.begin;
        auto const key_of_a = key(*a.finding);
        auto const key_of_b = key(*b.finding);
        return key_of_a == key_of_b ? a.finding < b.finding : key_of_a < key_of_b;
    };
    // A finding is large: the order is found first, then each is moved once.
    ArenaVector<Ordered> order(build_.arena());
    order.reserve(findings_.size());
    for (auto& finding : findings_) {
        order.push_back({finding.place.source != own, finding.place.span.begin, &finding});
    }
    std::sort(order.begin(), order.end(), is_before);
    put_in_order(order.items(), findings_);
    // Two targets can show a rule the same thing.
    auto const is_repeat = [](Finding const& a, Finding const& b) {
        return a.rule == b.rule && a.place == b.place && a.message == b.message;
    };
    findings_.erase(std::unique(findings_.begin(), findings_.end(), is_repeat), findings_.end());
}

std::vector<Finding> run(model::Build const& build, RuleSet const& rules, RunOptions const& options,
                         std::vector<Finding> memory) {
    return Runner(build, rules, options, std::move(memory)).run();
}

std::vector<Finding> run(model::Build const& build, std::span<ActiveRule const> rules,
                         RuleList known, RunOptions const& options) {
    RuleSet const set({rules.begin(), rules.end()}, known);
    return run(build, set, options);
}

}  // namespace dockcheck

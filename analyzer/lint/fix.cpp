// See the header: choosing edits that go together, and making them.
#include "analyzer/lint/fix.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck {
namespace {

bool touch(Span a, Span b) { return a.begin <= b.end && b.begin <= a.end; }

/// The edits chosen for one file, none touching one of another fix.
class FileEdits {
 public:
    explicit FileEdits(Source const& source) : source_(&source) {}

    [[nodiscard]] Source const& source() const { return *source_; }

    [[nodiscard]] bool is_free(Span span) const {
        if (span.begin > span.end || span.end > source_->bytes().size()) return false;
        auto const next = edits_.lower_bound(span.begin);
        if (next != edits_.end() && touch(next->second->place.span, span)) return false;
        return next == edits_.begin() || !touch(std::prev(next)->second->place.span, span);
    }

    /// In the order of places; of those at one place, insertions first.
    void add(Edit const& edit) { edits_.emplace(edit.place.span.begin, &edit); }

    [[nodiscard]] std::string result() const {
        auto const bytes = source_->bytes();
        auto const first_end = bytes.find('\n');
        bool const has_carriage_returns =
            first_end != std::string_view::npos && first_end > 0 && bytes[first_end - 1] == '\r';
        std::string out;
        std::uint32_t done = 0;
        for (auto const& [begin, edit] : edits_) {
            out += bytes.substr(done, begin - done);
            append(out, edit->text, has_carriage_returns);
            done = edit->place.span.end;
        }
        out += bytes.substr(done);
        return out;
    }

 private:
    static void append(std::string& out, std::string_view text, bool has_carriage_returns) {
        if (!has_carriage_returns) {
            out += text;
            return;
        }
        for (char const c : text) {
            if (c == '\n' && !out.ends_with('\r')) out += '\r';
            out += c;
        }
    }

    Source const* source_;
    std::multimap<std::uint32_t, Edit const*> edits_;  ///< by place
};

/// All files of a pass.
class PassEdits {
 public:
    bool try_add(Fix const& fix) {
        std::vector<Edit const*> edits;
        for (auto const& edit : fix.edits) {
            if (edit.place.source == nullptr) return false;
            edits.push_back(&edit);
        }
        std::ranges::stable_sort(edits, {}, [](Edit const* edit) {
            return std::tuple(edit->place.source, edit->place.span.begin, edit->place.span.end);
        });
        if (edits.empty() || overlap(edits)) return false;
        for (auto const* const edit : edits) {
            if (!file(*edit->place.source).is_free(edit->place.span)) return false;
        }
        for (auto const* const edit : edits) file(*edit->place.source).add(*edit);
        return true;
    }

    [[nodiscard]] std::vector<FixedFile> results() const {
        std::vector<FixedFile> results;
        for (auto const& edits : files_) {
            auto bytes = edits.result();
            if (bytes != edits.source().bytes()) {
                results.push_back({&edits.source(), std::move(bytes)});
            }
        }
        std::ranges::stable_sort(results, {}, [](FixedFile const& file) {
            return std::string_view(file.source->name());
        });
        return results;
    }

 private:
    /// The edits of one fix may meet but not overlap.
    static bool overlap(std::span<Edit const* const> edits) {
        for (std::size_t i = 1; i < edits.size(); ++i) {
            auto const& before = edits[i - 1]->place;
            auto const& place = edits[i]->place;
            if (place.source == before.source && place.span.begin < before.span.end) return true;
        }
        return false;
    }

    FileEdits& file(Source const& source) {
        auto const found = std::ranges::find_if(
            files_, [&](FileEdits const& edits) { return &edits.source() == &source; });
        return found != files_.end() ? *found : files_.emplace_back(source);
    }

    std::vector<FileEdits> files_;
};

std::size_t count_syntax_errors(Source const& source) {
    Arena arena;
    auto const file = dockerfile::parse(source, arena);
    auto const count = std::ranges::count_if(file.faults, [](ast::Fault const& fault) {
        return fault.tier == ast::Tier::a || fault.tier == ast::Tier::b;
    });
    // What a fix makes too long to be read is as good as broken.
    return static_cast<std::size_t>(count) + (file.unread_line != 0 ? 1 : 0);
}

bool breaks_syntax(FixedFile const& file) {
    Source const fixed(file.source->name(), file.bytes);
    return count_syntax_errors(fixed) > count_syntax_errors(*file.source);
}

std::vector<Rule const*> rules_of(FixPass const& pass) {
    std::vector<Rule const*> rules;
    for (auto const* const finding : pass.applied) {
        if (std::ranges::find(rules, finding->rule) == rules.end()) rules.push_back(finding->rule);
    }
    return rules;
}

}  // namespace

FixPass apply_fixes(std::span<Finding const> findings, Applicability up_to) {
    std::vector<Finding const*> candidates;
    for (auto const& finding : findings) {
        bool const is_wanted = finding.fix && !finding.suppressed
                               && (up_to == Applicability::unsafe
                                   || finding.fix->applicability == Applicability::safe);
        if (is_wanted) candidates.push_back(&finding);
    }
    std::ranges::stable_sort(candidates, {}, [](Finding const* finding) {
        return std::tuple(finding->rule->name, finding->place.span.begin);
    });
    PassEdits edits;
    FixPass pass;
    for (auto const* const finding : candidates) {
        if (edits.try_add(*finding->fix)) pass.applied.push_back(finding);
    }
    pass.files = edits.results();
    if (pass.files.empty()) pass.applied.clear();
    return pass;
}

FixOutcome fix_all(Relint relint, Applicability up_to, std::string_view dockerfile) {
    FixOutcome outcome;
    outcome.findings = relint(outcome.changed);
    for (int round = 0;; ++round) {
        auto const pass = apply_fixes(outcome.findings, up_to);
        if (pass.files.empty()) return outcome;
        if (round == most_fix_passes) {
            outcome.is_settled = false;
            return outcome;
        }
        for (auto const& file : pass.files) {
            if (file.source->name() != dockerfile || !breaks_syntax(file)) continue;
            outcome.undone = rules_of(pass);
            return outcome;
        }
        for (auto const& file : pass.files) outcome.changed[file.source->name()] = file.bytes;
        outcome.fixes += pass.applied.size();
        outcome.findings = relint(outcome.changed);
    }
}

}  // namespace dockcheck

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
        if (next != edits_.end() && touch(next->second.edit->place.span, span)) return false;
        return next == edits_.begin() || !touch(std::prev(next)->second.edit->place.span, span);
    }

    /// In the order of places; of those at one place, insertions first.
    void add(Edit const& edit, Rule const& rule) {
        edits_.emplace(edit.place.span.begin, Chosen{&edit, &rule});
    }

    /// The file with the edits; tells where it has put their texts.
    [[nodiscard]] std::string result(MadeTexts& made) const {
        auto const bytes = source_->bytes();
        auto const first_end = bytes.find('\n');
        bool const has_carriage_returns =
            first_end != std::string_view::npos && first_end > 0 && bytes[first_end - 1] == '\r';
        std::string out;
        std::uint32_t done = 0;
        for (auto const& [begin, chosen] : edits_) {
            auto const& [edit, rule] = chosen;
            out += bytes.substr(done, begin - done);
            auto const at = static_cast<std::uint32_t>(out.size());
            append(out, edit->text, has_carriage_returns);
            auto const end = static_cast<std::uint32_t>(out.size());
            if (end > at) made[{source_->name(), at}] = {rule, std::string(edit->text), end};
            done = edit->place.span.end;
        }
        out += bytes.substr(done);
        return out;
    }

 private:
    struct Chosen {
        Edit const* edit = nullptr;
        Rule const* rule = nullptr;
    };

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
    std::multimap<std::uint32_t, Chosen> edits_;  ///< by place
};

/// All files of a pass.
class PassEdits {
 public:
    bool try_add(Finding const& finding) {
        std::vector<Edit const*> edits;
        for (auto const& edit : finding.fix->edits) {
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
        for (auto const* const edit : edits) {
            file(*edit->place.source).add(*edit, *finding.rule);
        }
        return true;
    }

    [[nodiscard]] std::vector<FixedFile> results(MadeTexts& made) const {
        std::vector<FixedFile> results;
        for (auto const& edits : files_) {
            auto bytes = edits.result(made);
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

/// True when all that a fix would write has just been written there by the same rule.
bool is_made_again(Finding const& finding, MadeTexts const& made) {
    bool writes = false;
    for (auto const& edit : finding.fix->edits) {
        if (edit.text.empty()) continue;
        writes = true;
        if (edit.place.source == nullptr) return false;
        auto const& name = edit.place.source->name();
        auto const [begin, end] = edit.place.span;
        auto const next = made.upper_bound({name, begin});
        if (next == made.begin()) return false;
        auto const& [place, before] = *std::prev(next);
        if (place.first != name || before.rule != finding.rule || before.text != edit.text) {
            return false;
        }
        bool const is_there = begin < before.end || (begin == before.end && begin == end);
        if (!is_there) return false;
    }
    return writes;
}

/// Fixes that mended nothing: their rule, and all that they wrote.
using UselessFixes = std::set<std::pair<Rule const*, std::string>>;

std::pair<Rule const*, std::string> useless_key(Finding const& finding) {
    std::string texts;
    for (auto const& edit : finding.fix->edits) texts += edit.text;
    return {finding.rule, texts};
}

/// Takes fixes that mend nothing off their findings.
void withdraw_useless(std::vector<Finding>& findings, MadeTexts const& made,
                      UselessFixes& useless) {
    for (auto const& finding : findings) {
        if (finding.fix && is_made_again(finding, made)) useless.insert(useless_key(finding));
    }
    if (useless.empty()) return;
    for (auto& finding : findings) {
        if (finding.fix && useless.contains(useless_key(finding))) finding.fix.reset();
    }
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
        if (edits.try_add(*finding)) pass.applied.push_back(finding);
    }
    pass.files = edits.results(pass.made);
    if (pass.files.empty()) pass.applied.clear();
    return pass;
}

FixOutcome fix_all(Relint relint, Applicability up_to, std::string_view dockerfile) {
    FixOutcome outcome;
    UselessFixes useless;
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
        withdraw_useless(outcome.findings, pass.made, useless);
    }
}

}  // namespace dockcheck

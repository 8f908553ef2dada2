// Passes over many files, interleaved: each round makes each of them once.
#include "rules/catalog/catalog.hpp"

#include <cstdio>
#include <memory>

#include "analyzer/lint/run.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/syntax/dockerfile/parse.hpp"
#include "tests/bench/bench.hpp"

namespace dockcheck::bench {
namespace {

constexpr int rounds = 9;

/// The rules that are on by default, or all of them.
std::vector<ActiveRule> rules_on(bool all) {
    std::vector<ActiveRule> active;
    for (auto const& rule : rules::catalog()) {
        if (all || rule.by_default == Default::on) active.push_back({&rule, rule.severity});
    }
    return active;
}

/// The passes in this process, over files that are in memory.
class Passes {
 public:
    explicit Passes(std::vector<std::string> const& names) : names_(names) {
        for (auto const& name : names) {
            auto const size = read_into(name, buffer_);
            sources_.push_back(
                std::make_unique<Source>(name, std::string_view(buffer_.data(), size)));
            bytes_ += size;
        }
        options_.today = "2026-01-01";
    }

    [[nodiscard]] std::size_t bytes() const { return bytes_; }

    void read() {
        for (auto const& name : names_) seen_ += read_into(name, buffer_);
    }
    void parse() {
        for (auto const& source : sources_) {
            arena_.reset();
            seen_ += dockerfile::parse(*source, arena_).instructions.size();
        }
    }
    void model() {
        for (auto const& source : sources_) {
            arena_.reset();
            seen_ += model::Build(*source, nullptr, options_, arena_).stages().size();
        }
    }
    void rules() { run_rules(rules_); }
    void every_rule() { run_rules(every_rule_); }
    /// Rules over files in which they find nothing: those of the sample that are clean.
    void clean_files() {
        for (auto const* const source : clean_) {
            arena_.reset();
            model::Build const build(*source, nullptr, options_, arena_);
            seen_ += run(build, rules_, {}).size();
        }
    }
    [[nodiscard]] std::size_t clean_count() const { return clean_.size(); }
    void find_clean_files() {
        for (auto const& source : sources_) {
            arena_.reset();
            model::Build const build(*source, nullptr, options_, arena_);
            if (run(build, rules_, {}).empty()) clean_.push_back(source.get());
        }
    }

 private:
    void run_rules(RuleSet const& rules) {
        for (auto const& source : sources_) {
            arena_.reset();
            model::Build const build(*source, nullptr, options_, arena_);
            seen_ += run(build, rules, {}).size();
        }
    }

    std::vector<std::string> const& names_;
    std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 24);
    std::vector<std::unique_ptr<Source>> sources_;
    std::size_t bytes_ = 0;
    std::size_t seen_ = 0;  // so that no work is optimised away
    model::BuildOptions options_;
    Arena arena_;
    RuleSet rules_{rules_on(false), rules::catalog()};
    RuleSet every_rule_{rules_on(true), rules::catalog()};
    std::vector<Source const*> clean_;  ///< in which the default rules find nothing
};

struct Pass {
    std::string name;
    void (Passes::*work)();
};

struct Program {
    std::string name;
    std::vector<std::string> options;
    bool by_wall = false;
};

std::vector<Pass> const& passes() {
    static std::vector<Pass> const all{
        {"read pass: open, read, close", &Passes::read},
        {"parse", &Passes::parse},
        {"parse, model, shell bodies", &Passes::model},
        {"the same and the default rules", &Passes::rules},
        {"the same and every rule", &Passes::every_rule},
    };
    return all;
}

std::vector<Program> const& programs() {
    static std::vector<Program> const all{
        {"check, 1 thread", {"--no-context", "-j", "1"}},
        {"check, every rule, 1 thread", {"--no-context", "-j", "1", "--select", "all"}},
        {"check with contexts, 1 thread", {"-j", "1"}},
        {"check, 1 thread, by the clock", {"--no-context", "-j", "1"}, true},
        {"check, 2 threads, by the clock", {"--no-context", "-j", "2"}, true},
        {"check, every rule, 1 thread, by the clock",
         {"--no-context", "-j", "1", "--select", "all"},
         true},
        {"check, every rule, 2 threads, by the clock",
         {"--no-context", "-j", "2", "--select", "all"},
         true},
    };
    return all;
}

std::vector<std::string> command(std::string const& program, std::string const& list,
                                 Program const& how) {
    std::vector<std::string> words{program,   "check",       "--isolated",   "--format",
                                   "concise", "--exit-zero", "--files-from", list};
    words.insert(words.end(), how.options.begin(), how.options.end());
    return words;
}

void print_allocations(Passes& work, double files) {
    std::printf("| | allocations a file |\n| --- | ---: |\n");
    for (auto const& pass : passes()) {
        auto const before = allocations();
        (work.*pass.work)();
        std::printf("| %s | %.2f |\n", pass.name.c_str(),
                    static_cast<double>(allocations() - before) / files);
    }
    work.find_clean_files();
    auto const before = allocations();
    work.clean_files();
    if (work.clean_count() > 0) {
        std::printf(
            "| default rules, the %zu files without findings | %.2f |\n", work.clean_count(),
            static_cast<double>(allocations() - before) / static_cast<double>(work.clean_count()));
    }
    std::printf("\n");
}

}  // namespace

int measure_files(std::string const& list, std::string const& program) {
    auto const names = lines_of(list);
    Passes work(names);
    auto const files = static_cast<double>(names.size());
    std::printf("%zu files, %.2f MB, %d rounds\n\n", names.size(),
                static_cast<double>(work.bytes()) / 1e6, rounds);

    std::vector<Series> series;
    for (auto const& pass : passes()) series.emplace_back(pass.name);
    for (auto const& each : programs()) series.emplace_back(each.name);
    double memory = 0;
    for (int round = 0; round < rounds; ++round) {
        std::size_t at = 0;
        for (auto const& pass : passes()) {
            auto const start = thread_time();
            (work.*pass.work)();
            series[at++].add((thread_time() - start) / files);
        }
        for (auto const& each : programs()) {
            auto const ended = run_program(command(program, list, each));
            if (ended.status != 0) {
                std::fprintf(stderr, "dockcheck_bench: %s: ended with trouble\n", program.c_str());
                return 2;
            }
            series[at++].add((each.by_wall ? ended.wall : ended.processor) / files);
            memory = std::max(memory, ended.memory);
        }
    }
    print_table(series, "us a file", 1e3, 2);
    print_allocations(work, files);
    std::printf("Peak memory of a check: %.1f MB\n\n", memory / 1e6);
    return 0;
}

}  // namespace dockcheck::bench

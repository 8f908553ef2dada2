// Files of ten megabytes: whether a byte of them costs more than one of ordinary files.
#include "rules/catalog/catalog.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <memory>

#include "analyzer/lint/run.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/syntax/dockerfile/parse.hpp"
#include "tests/bench/bench.hpp"

namespace dockcheck::bench {
namespace {

constexpr std::size_t large = 10'000'000;

/// 200,000 instructions of about 50 bytes.
std::string many_instructions() {
    std::string text = "FROM debian:12\n";
    for (int i = 0; text.size() < large; ++i) {
        text += fmt::format("ENV NAME_{0}=\"a value of its own, number {0}\"\n", i);
        text += fmt::format("RUN mkdir -p /srv/app{0}/data && touch /srv/app{0}/log\n", i);
        text += fmt::format("COPY --chown=1000:1000 source{0}.txt /srv/app{0}/data/\n", i);
        text += fmt::format("WORKDIR /srv/app{0}/and/a/longer/path/below/it\n", i);
    }
    return text;
}

std::string one_instruction() {
    std::string text = "FROM debian:12\nRUN set -e";
    for (int i = 0; text.size() < large; ++i) {
        text +=
            fmt::format("; \\\n    mkdir -p /srv/app{0} && echo \"step {0}\" > /srv/app{0}/log", i);
    }
    return text + "\n";
}

using Sources = std::vector<std::unique_ptr<Source>>;

/// Nanoseconds a byte of one pass: parsing, the model, or the default rules too.
double pass(Sources const& sources, int stage, RuleSet const& rules) {
    model::BuildOptions options;
    options.today = "2026-01-01";
    Arena arena;
    std::size_t bytes = 0;
    auto const start = thread_time();
    for (auto const& source : sources) {
        arena.reset();
        bytes += source->bytes().size();
        auto const file = dockerfile::parse(*source, arena);
        if (stage == 0) continue;
        model::Build const build(*source, file, nullptr, options, arena);
        if (stage == 2) (void)run(build, rules, {});
    }
    return (thread_time() - start) / static_cast<double>(bytes);
}

Sources one_source(std::string const& text) {
    Sources sources;
    sources.push_back(std::make_unique<Source>("Dockerfile", text));
    return sources;
}

}  // namespace

int measure_large(std::string const& list) {
    Sources ordinary;
    std::vector<char> buffer(std::size_t{1} << 24);
    for (auto const& name : lines_of(list)) {
        auto const size = read_into(name, buffer);
        ordinary.push_back(std::make_unique<Source>(name, std::string_view(buffer.data(), size)));
    }
    auto const instructions = one_source(many_instructions());
    auto const single = one_source(one_instruction());
    std::vector<ActiveRule> active;
    for (auto const& rule : rules::catalog()) {
        if (rule.by_default == Default::on) active.push_back({&rule, rule.severity});
    }
    RuleSet const rules(active, rules::catalog());
    constexpr std::string_view stages[] = {"parse", "parse, model, shell bodies",
                                           "the same and the default rules"};
    for (int stage = 0; stage < 3; ++stage) {
        std::vector<Series> series;
        for (std::string_view const what :
             {"ordinary files", "10 MB of instructions", "10 MB in one RUN"}) {
            series.emplace_back(fmt::format("{}: {}", stages[stage], what));
        }
        for (int round = 0; round < 3; ++round) {
            series[0].add(pass(ordinary, stage, rules));
            series[1].add(pass(instructions, stage, rules));
            series[2].add(pass(single, stage, rules));
        }
        print_table(series, "ns a byte", 1, 2);
    }
    return 0;
}

}  // namespace dockcheck::bench

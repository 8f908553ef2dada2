// Instructions that only say something about the image: VOLUME, MAINTAINER, times of HEALTHCHECK.
#include "analyzer/model/builder.hpp"
#include "analyzer/syntax/dockerfile/go_values.hpp"

namespace dockcheck::model {

void Builder::read(ast::Instruction const& at, ast::Volume const& node) {
    for (auto const& word : node.paths) {
        current_.volumes.push_back(
            {expand(at, word), {&build_.source_, word.span}, origin_of(at, word.span)});
    }
}

void Builder::read(ast::Instruction const& at, ast::Maintainer const& node) {
    current_.config.author =
        known_setting(Value(node.value.text.text()), origin_of(at, node.value.span));
}

void Builder::read_intervals(ast::Instruction const& at, Healthcheck& check) {
    for (auto const& flag : at.flags) {
        auto const text = flag.value.text();
        auto const duration = dockerfile::parse_go_duration(text).value_or(0);
        if (flag.name == "interval") check.interval = duration;
        if (flag.name == "timeout") check.timeout = duration;
        if (flag.name == "start-period") check.start_period = duration;
        if (flag.name == "start-interval") check.start_interval = duration;
        if (flag.name == "retries") {
            check.retries =
                static_cast<std::int32_t>(dockerfile::parse_go_integer(text).value_or(0));
        }
    }
}

}  // namespace dockcheck::model

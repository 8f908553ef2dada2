// A list of harmless programs: of all others nobody knows.
#include "analyzer/model/untouched_build.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

std::string_view text_of(Build const& build, Span span) {
    return build.source().bytes().substr(span.begin, span.size());
}

bool is_harmless(Build const& build, Command const& command) {
    static constexpr WordList harmless =
        " addgroup adduser cd chmod chown echo env export groupadd ls mkdir pwd rm set test true "
        "update-ca-certificates useradd ";
    static constexpr WordList builders = " dotnet gradle gradlew java jar javac mvn mvnw ";
    static constexpr WordList managers = " apk apt apt-get dnf microdnf yum ";
    auto const text = text_of(build, command.span);
    // A redirection may write over a file of the project.
    bool const writes = std::ranges::any_of(command.redirections, [](Redirection const& one) {
        auto const target = one.target.value.text_or_empty();
        return one.operation.find('>') != one.operation.npos && target != "/dev/null"
               && !target.starts_with('&') && !target.starts_with("1");
    });
    if (writes) return false;
    if (harmless.holds(command.program)) return true;
    if (managers.holds(command.program)) {
        return !has_any(text, {"sdk", "jdk", "jre", "java", "dotnet", "temurin", "maven"});
    }
    if (builders.holds(command.program)) {
        return !has_any(text, {"versions:", "dependency:", "antrun", "wrapper", "workload",
                               " tool ", " -jar "});
    }
    // What was built is only put elsewhere.
    return (command.program == "cp" || command.program == "mv")
           && has_any(text, {"target/", "build/libs", "bin/Release", "publish"});
}

bool is_untouched_up_to(Build const& build, Stage const& stage, Command const* end) {
    auto const position = end == nullptr ? 0 : build.position_of(*end->instruction);
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty() || part->may_set_more) return false;
        auto const is_before = [&](ast::Instruction const& instruction) {
            return end == nullptr || part != &stage || build.position_of(instruction) <= position;
        };
        for (auto const& transfer : part->transfers) {
            if (!is_before(*transfer.instruction)) continue;
            bool const is_inline =
                std::ranges::any_of(transfer.sources, [](Transfer::Source const& source) {
                    return source.written != nullptr && source.written->is_inline;
                });
            if (transfer.is_add || transfer.from != nullptr || is_inline) return false;
        }
        for (auto const& instruction : part->instructions) {
            auto const* const run = ast::get_if<ast::Run>(&instruction.node);
            if (run == nullptr || !is_before(instruction)) continue;
            bool const takes = std::ranges::any_of(
                run->mounts, [](ast::Mount const& mount) { return mount.find("from") != nullptr; });
            if (takes) return false;
        }
        for (auto const& command : part->commands) {
            if (command.use != Use::run || !is_before(*command.instruction)) continue;
            bool const is_behind = end != nullptr && command.instruction == end->instruction
                                   && command.sequence >= end->sequence;
            if (!is_behind && !is_harmless(build, command)) return false;
        }
    }
    return true;
}

}  // namespace

bool is_untouched_before(Build const& build, Stage const& stage, Command const& command) {
    return is_untouched_up_to(build, stage, &command);
}

bool is_untouched(Build const& build, Stage const& stage) {
    return is_untouched_up_to(build, stage, nullptr);
}

}  // namespace dockcheck::model

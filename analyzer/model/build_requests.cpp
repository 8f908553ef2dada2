// Looks through stages and ARGs.
#include "analyzer/model/build_requests.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "analyzer/text/without_case.hpp"

namespace dockcheck::model {
namespace {

constexpr std::array<std::string_view, 12> taken_without_arg{
    "HTTP_PROXY", "http_proxy", "HTTPS_PROXY",       "https_proxy",
    "FTP_PROXY",  "ftp_proxy",  "NO_PROXY",          "no_proxy",
    "ALL_PROXY",  "all_proxy",  "SOURCE_DATE_EPOCH", "BUILDKIT_SYNTAX"};

}  // namespace

Stage const* find_target(Build const& build, std::string_view target) {
    auto const stages = build.stages();
    auto const called = std::find_if(stages.rbegin(), stages.rend(), [&](Stage const& stage) {
        return equal_without_case(stage.name, target);
    });
    if (called != stages.rend()) return &*called;
    std::size_t index = 0;
    auto const* const end = target.data() + target.size();
    auto const [read_to, error] = std::from_chars(target.data(), end, index);
    bool const is_index = error == std::errc() && read_to == end && index < stages.size();
    return is_index ? &stages[index] : nullptr;
}

std::vector<std::string_view> declared_arguments(Build const& build) {
    std::vector<std::string_view> names;
    auto const add = [&](ast::Instruction const& instruction) {
        auto const* const arg = ast::get_if<ast::Arg>(&instruction.node);
        if (arg == nullptr) return;
        for (auto const& pair : arg->pairs) names.push_back(pair.key.text.text());
    };
    for (auto const& instruction : build.file().instructions) {
        add(instruction);
        auto const* const onbuild = ast::get_if<ast::Onbuild>(&instruction.node);
        if (onbuild != nullptr && onbuild->trigger != nullptr) add(*onbuild->trigger);
    }
    return names;
}

bool is_taken_without_arg(std::string_view name) {
    return name.starts_with("BUILDKIT_")
           || std::ranges::find(taken_without_arg, name) != taken_without_arg.end();
}

}  // namespace dockcheck::model

// Finds RUN that looks for a GPU.
#include "rules/gpu/gpu-query-at-build-time.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::gpu_query_at_build_time {
namespace {

/// The question that the script stakes the build on; what is only printed does no harm.
std::string_view call_in(std::string_view script) {
    if (script.find("assert ") == std::string_view::npos) return {};
    static constexpr std::string_view all_names[] = {
        "torch.cuda.is_available()", "torch.cuda.device_count()", "torch.cuda.get_device_name(",
        "tf.config.list_physical_devices(", "tensorflow.config.list_physical_devices("};
    for (auto const name : all_names) {
        if (script.find(name) != std::string_view::npos) return name;
    }
    return {};
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || command.is_conditional || command.can_fail_unseen) return;
    if (command.follower == model::Connector::disjunction) return;
    if (pass.instruction().flag("device") != nullptr) return;
    if (model::list_holds(" nvidia-smi nvidia-debugdump nvidia-persistenced ", command.program)) {
        pass.report(command.arguments.front().span, program, command.program);
        return;
    }
    if (!command.program.starts_with("python")) return;
    for (std::size_t i = 1; i + 1 < command.arguments.size(); ++i) {
        if (command.argument(i) != "-c") continue;
        auto const name = call_in(command.argument(i + 1));
        if (!name.empty()) pass.report(command.arguments[i + 1].span, answer, name);
        return;
    }
}

}  // namespace

constinit Check const rule =
    on<check>().for_programs(" nvidia-smi nvidia-debugdump nvidia-persistenced python* ");

}  // namespace dockcheck::rules::gpu_query_at_build_time

// A Dockerfile with its context in memory, and the plan of it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/context/context.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/report/plan.hpp"

namespace dockcheck::test {

using Files = std::map<std::string, std::string, std::less<>>;

/// Neither copied nor moved: the plan points into it.
class Planned {
 public:
    explicit Planned(std::string const& dockerfile, Files files = {},
                     std::vector<std::string> changed = {}, model::BuildOptions options = {})
        : source_("Dockerfile", dockerfile),
          options_(std::move(options)),
          ignore_name_(files.contains(".dockerignore") ? ".dockerignore" : ""),
          context_(context::memory_files(std::move(files)), context::Context::Origin::given,
                   ignore_name_),
          build_(source_, &context_, options_, arena_),
          plan_{.build = build_,
                .path = "Dockerfile",
                .context = ". (given)",
                .asks_changes = !changed.empty(),
                .changed = std::move(changed),
                .version = "1.2.3"} {
        plan_.stages = model::plan_stages(build_, plan_.changed);
        plan_.orders = model::better_orders(build_, plan_.stages, plan_.changed);
    }
    Planned(Planned const&) = delete;
    Planned& operator=(Planned const&) = delete;

    [[nodiscard]] model::Build const& build() const { return build_; }
    [[nodiscard]] Plan const& plan() const { return plan_; }

 private:
    Source source_;
    model::BuildOptions options_;
    std::string ignore_name_;
    context::Context context_;
    Arena arena_;
    model::Build build_;
    Plan plan_;
};

}  // namespace dockcheck::test

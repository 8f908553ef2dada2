// A Dockerfile and the files beside it, taken from one input, with the findings of all rules.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/context.hpp"
#include "analyzer/lint/finding.hpp"
#include "analyzer/lint/fix.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::test {

/// The input up to the first line `=== NAME` is the Dockerfile; behind each such line stands the
/// file of that name in the build context. Without any there is no context.
struct BuildInput {
    static BuildInput from(std::string_view bytes);

    std::string dockerfile;
    std::map<std::string, std::string, std::less<>> files;
};

/// The Dockerfile's name.
inline constexpr std::string_view dockerfile_name = "Dockerfile";

/// What all rules find.
std::vector<Finding> findings_of(model::Build const& build);
/// Ends the program when a finding, or an edit, points out of its file.
void require_sound(std::span<Finding const> findings);

class CheckedBuild {
 public:
    /// `changed` has the texts that replace those of the input, by name.
    explicit CheckedBuild(BuildInput const& input, FixedTexts const& changed = {});

    [[nodiscard]] model::Build const& build() const { return *build_; }
    [[nodiscard]] std::vector<Finding>& findings() { return findings_; }

    void require_sound() const { test::require_sound(findings_); }

 private:
    Arena arena_;
    model::BuildOptions options_;
    std::unique_ptr<Source> source_;
    std::unique_ptr<context::Context> context_;
    std::unique_ptr<model::Build> build_;
    std::vector<Finding> findings_;
};

}  // namespace dockcheck::test

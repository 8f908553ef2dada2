// ShellCheck as it is installed, asked about one script at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include "analyzer/external/program.hpp"
#include "analyzer/lint/external.hpp"

namespace dockcheck::external {

class ShellCheck final : public External {
 public:
    /// `program` is an absolute path.
    explicit ShellCheck(std::string program) : program_(std::move(program)) {}

    [[nodiscard]] std::vector<ExternalFinding> examine(ExternalScript const& script) const override;
    /// What it did that it is not asked again ("takes too long"); empty as long as it is.
    [[nodiscard]] std::string_view gave_up() const { return failure_text(failure_); }

 private:
    static constexpr std::chrono::milliseconds patience{10'000};  ///< for one script

    std::string program_;
    mutable std::atomic<Failure> failure_ = Failure::none;
};

/// The findings of an answer in ShellCheck's format json1 about `text`, of which the first
/// `skipped` lines are not the user's. Anything else gives none.
std::vector<ExternalFinding> read_answer(std::string const& answer, std::string_view text,
                                         std::uint32_t skipped);

}  // namespace dockcheck::external

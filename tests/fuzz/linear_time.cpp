// See the header: processor time of a text and of one that is eight times as long.
#include "tests/fuzz/linear_time.hpp"

#include <cstdint>
#include <ctime>
#include <string>

#include "tests/fuzz/require.hpp"

namespace dockcheck::test {
namespace {

constexpr std::uint64_t one_in = 64;
constexpr std::size_t times = 8;
constexpr double most = 20;        // quadratic would be 64
constexpr double too_short = 0.2;  // seconds that say nothing

/// The same for the same input, so that what was found is found again.
std::uint64_t hash(std::string_view text) {
    std::uint64_t value = 14695981039346656037U;
    for (char const c : text) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return value >> 32;
}

std::string repeated(std::string_view text, std::string_view between, std::size_t size) {
    std::string result;
    while (result.size() < size) result.append(text).append(between);
    return result;
}

double seconds(std::string const& text, FunctionRef<void(std::string_view)> work) {
    timespec begin{};
    timespec end{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    work(text);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    return static_cast<double>(end.tv_sec - begin.tv_sec)
           + static_cast<double>(end.tv_nsec - begin.tv_nsec) / 1e9;
}

}  // namespace

void require_linear(std::string_view input, std::size_t size,
                    FunctionRef<void(std::string_view)> work) {
    auto const chance = hash(input);
    if (input.empty() || input.size() > size / 16 || chance % one_in != 0) return;
    std::string_view const between = chance / one_in % 2 == 0 ? "" : "\n";
    auto const once = repeated(input, between, size);
    auto const often = repeated(input, between, size * times);
    // Another program may be in the way once, not three times.
    for (int attempt = 0; attempt < 3; ++attempt) {
        auto const longer = seconds(often, work);
        if (longer < too_short || longer < most * seconds(once, work)) return;
    }
    require(false, "time that grows as the input does");
}

}  // namespace dockcheck::test

// A counter that threads draw from, and a list of what is done.
#include "analyzer/cli/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace dockcheck::cli {

void in_order(std::size_t count, unsigned jobs, FunctionRef<void(std::size_t)> work,
              FunctionRef<void(std::size_t)> take) {
    if (jobs <= 1 || count <= 1) {
        for (std::size_t i = 0; i < count; ++i) {
            work(i);
            take(i);
        }
        return;
    }
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<char> done(count, 0);

    auto const draw = [&] {
        for (auto i = next.fetch_add(1); i < count; i = next.fetch_add(1)) {
            work(i);
            {
                std::lock_guard const lock(mutex);
                done[i] = 1;
            }
            changed.notify_one();
        }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::min<std::size_t>(jobs, count); ++i) threads.emplace_back(draw);
    for (std::size_t i = 0; i < count; ++i) {
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return done[i] != 0; });
        }
        take(i);
    }
    for (auto& thread : threads) thread.join();
}

unsigned usual_jobs(std::size_t files) {
    // Below this the threads cost more than they save.
    constexpr std::size_t few = 16;
    constexpr unsigned most = 16;
    if (files < few) return 1;
    return std::clamp(std::thread::hardware_concurrency(), 1U, most);
}

}  // namespace dockcheck::cli

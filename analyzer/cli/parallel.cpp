// Threads draw batches; whoever finishes the next one in order takes it, and those behind it.
#include "analyzer/cli/parallel.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace dockcheck::cli {
namespace {

/// A thread stays with so many neighbours before it asks for more. Each that waits to be taken has
/// memory of its own: few of them stay near the processor.
constexpr std::size_t largest_batch = 2;
/// Below this the threads cost more than they save.
constexpr std::size_t few_files = 16;
/// Batches that may wait for a slow one before them, for each thread.
constexpr std::size_t batches_a_thread = 4;

class Queue {
 public:
    Queue(std::size_t count, std::size_t batch, std::size_t sets,
          FunctionRef<void(std::size_t, Slot)> work, FunctionRef<void(std::size_t, Slot)> take)
        : count_(count), batch_(batch), work_(work), take_(take), waiting_(sets, nothing) {
        for (auto set = sets; set > 0; --set) free_.push_back(set - 1);
    }

    void run() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [&] { return is_drawn_out() || !free_.empty(); });
            if (is_drawn_out()) return;
            auto const number = next_++;
            auto const set = free_.back();
            free_.pop_back();
            lock.unlock();
            for_each(number, set, work_);
            lock.lock();
            waiting_[number % waiting_.size()] = set;
            take_ready(lock);
        }
    }

 private:
    static constexpr std::size_t nothing = ~std::size_t{0};

    [[nodiscard]] bool is_drawn_out() const { return next_ * batch_ >= count_; }

    void for_each(std::size_t number, std::size_t set,
                  FunctionRef<void(std::size_t, Slot)> what) const {
        auto const first = number * batch_;
        auto const end = std::min(first + batch_, count_);
        for (auto i = first; i < end; ++i) what(i, set * batch_ + (i - first));
    }

    // Those that are out are neighbours and no more than there are sets: each has a place.
    void take_ready(std::unique_lock<std::mutex>& lock) {
        if (is_taking_) return;  // that thread will see this batch too
        is_taking_ = true;
        while (true) {
            auto& set = waiting_[taken_ % waiting_.size()];
            if (set == nothing) break;
            lock.unlock();
            for_each(taken_, set, take_);
            lock.lock();
            ++taken_;
            free_.push_back(set);
            set = nothing;
            changed_.notify_one();
        }
        is_taking_ = false;
        if (is_drawn_out()) changed_.notify_all();
    }

    std::size_t const count_;
    std::size_t const batch_;
    FunctionRef<void(std::size_t, Slot)> work_;
    FunctionRef<void(std::size_t, Slot)> take_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t next_ = 0;              // batches drawn
    std::size_t taken_ = 0;             // batches taken
    std::vector<std::size_t> waiting_;  // the set of each batch that is done, in a ring
    std::vector<std::size_t> free_;     // sets of slots, the one used last behind
    bool is_taking_ = false;
};

}  // namespace

std::size_t slots_for(unsigned jobs) {
    return jobs <= 1 ? 1 : jobs * batches_a_thread * largest_batch;
}

void in_order(std::size_t count, unsigned jobs, FunctionRef<void(std::size_t, Slot)> work,
              FunctionRef<void(std::size_t, Slot)> take) {
    if (jobs <= 1 || count <= 1) {
        for (std::size_t i = 0; i < count; ++i) {
            work(i, 0);
            take(i, 0);
        }
        return;
    }
    auto const batch = std::clamp<std::size_t>(count / (jobs * batches_a_thread), 1, largest_batch);
    Queue queue(count, batch, jobs * batches_a_thread, work, take);
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < std::min<std::size_t>(jobs, count); ++i) {
        threads.emplace_back([&] { queue.run(); });
    }
    queue.run();
    for (auto& thread : threads) thread.join();
}

void in_parts(std::size_t count, unsigned jobs, FunctionRef<void(std::size_t, std::size_t)> work) {
    auto const parts = std::clamp<std::size_t>(count / few_files, 1, std::max(jobs, 1U));
    auto const begin_of = [&](std::size_t part) { return count * part / parts; };
    std::vector<std::thread> threads;
    for (std::size_t part = 1; part < parts; ++part) {
        threads.emplace_back([&, part] { work(begin_of(part), begin_of(part + 1)); });
    }
    work(0, begin_of(1));
    for (auto& thread : threads) thread.join();
}

unsigned usual_jobs(std::size_t files) {
    constexpr unsigned most = 16;
    if (files < few_files) return 1;
    return std::clamp(std::thread::hardware_concurrency(), 1U, most);
}

}  // namespace dockcheck::cli

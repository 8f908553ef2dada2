// Clocks, files, processes, and the tables that are printed.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/bench.hpp"

extern char** environ;

namespace dockcheck::bench {
namespace {

double now(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

double nanoseconds(timeval time) {
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_usec) * 1e3;
}

[[noreturn]] void give_up(std::string const& what) {
    std::fprintf(stderr, "dockcheck_bench: %s: %s\n", what.c_str(), std::strerror(errno));
    std::exit(2);
}

}  // namespace

double thread_time() { return now(CLOCK_THREAD_CPUTIME_ID); }

double Series::quantile(double part) const {
    auto sorted = values_;
    std::ranges::sort(sorted);
    auto const last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(std::lround(part * last))];
}

double Series::spread() const { return (quantile(0.75) - quantile(0.25)) / median(); }

void print_table(std::span<Series const> series, std::string_view value, double unit, int digits) {
    std::printf("| | %.*s | ratio | least | spread |\n| --- | ---: | ---: | ---: | ---: |\n",
                static_cast<int>(value.size()), value.data());
    auto const base = series.front().median();
    auto const least = series.front().least();
    for (auto const& each : series) {
        std::printf("| %s | %.*f | %.2f | %.2f | %.0f %% |\n", each.name().c_str(), digits,
                    each.median() / unit, each.median() / base, each.least() / least,
                    each.spread() * 100);
    }
    std::printf("\n");
}

std::size_t read_into(std::string const& name, std::vector<char>& buffer) {
    int const file = open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) give_up(name);
    auto const size = read(file, buffer.data(), buffer.size());
    close(file);
    if (size < 0) give_up(name);
    return static_cast<std::size_t>(size);
}

std::vector<std::string> lines_of(std::string const& file) {
    std::vector<char> buffer(64 << 20);
    std::string_view text(buffer.data(), read_into(file, buffer));
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        if (end > 0) lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

Ended run_program(std::vector<std::string> const& words) {
    std::vector<char*> arguments;
    for (auto const& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int const stream : {1, 2}) {
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0);
    }
    Ended ended;
    pid_t child = 0;
    auto const start = now(CLOCK_MONOTONIC);
    errno = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    if (errno != 0) give_up(words[0]);
    rusage usage{};
    if (wait4(child, &ended.status, 0, &usage) < 0) give_up(words[0]);
    ended.wall = now(CLOCK_MONOTONIC) - start;
    posix_spawn_file_actions_destroy(&actions);
    ended.processor = nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
    ended.memory = static_cast<double>(usage.ru_maxrss) * 1024;
    return ended;
}

}  // namespace dockcheck::bench

// Prints how long parsing takes, beside reading the same files: NUL-separated names on standard
// input.
#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <string>
#include <time.h>
#include <unistd.h>
#include <vector>

#include "analyzer/syntax/dockerfile/parse.hpp"

namespace {

using namespace dockcheck;

constexpr int rounds = 7;

std::vector<std::string> read_names() {
    std::vector<std::string> names(1);
    for (int c = std::getchar(); c != EOF; c = std::getchar()) {
        if (c != 0) {
            names.back() += static_cast<char>(c);
        } else {
            names.emplace_back();
        }
    }
    names.pop_back();
    return names;
}

std::size_t read_into(std::string const& name, std::vector<char>& buffer) {
    int const file = open(name.c_str(), O_RDONLY);
    if (file < 0) return 0;
    auto const size = read(file, buffer.data(), buffer.size());
    close(file);
    return size < 0 ? 0 : static_cast<std::size_t>(size);
}

// Processor time, so that other work on the machine does not count.
double now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

// The median of the rounds, in nanoseconds a file.
template <typename Work>
double measure(std::size_t files, Work work) {
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        auto const start = now();
        work();
        times.push_back((now() - start) / static_cast<double>(files));
    }
    std::ranges::sort(times);
    return times[rounds / 2];
}

}  // namespace

int main() {
    auto const names = read_names();
    std::vector<char> buffer(1 << 20);
    std::vector<std::unique_ptr<Source>> sources;
    std::size_t bytes = 0;
    for (auto const& name : names) {
        auto const size = read_into(name, buffer);
        sources.push_back(std::make_unique<Source>(name, std::string_view(buffer.data(), size)));
        bytes += size;
    }
    Arena arena;
    std::size_t instructions = 0;
    auto const reading = measure(names.size(), [&] {
        for (auto const& name : names) bytes += read_into(name, buffer) & 0;
    });
    auto const parsing = measure(names.size(), [&] {
        for (auto const& source : sources) {
            arena.reset();
            instructions += dockerfile::parse(*source, arena).instructions.size();
        }
    });
    std::printf("%zu files, %.2f MB, %zu instructions\n", names.size(),
                static_cast<double>(bytes) / 1e6, instructions / rounds);
    std::printf("read  %7.0f ns/file\n", reading);
    std::printf("parse %7.0f ns/file, %.0f MB/s, %.2f of reading\n", parsing,
                static_cast<double>(bytes) / static_cast<double>(names.size()) / parsing * 1e3,
                parsing / reading);
}

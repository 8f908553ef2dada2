// What the parts of the benchmark share: files, clocks, and series of measurements.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::bench {

/// Nanoseconds of processor time that this thread has taken: other work on the machine counts
/// little.
double thread_time();

/// Calls of operator new so far.
std::uint64_t allocations();

/// One thing that is measured again and again.
class Series {
 public:
    explicit Series(std::string name) : name_(std::move(name)) {}

    void add(double value) { values_.push_back(value); }
    [[nodiscard]] std::string const& name() const { return name_; }
    [[nodiscard]] double median() const { return quantile(0.5); }
    [[nodiscard]] double least() const { return quantile(0); }
    /// The middle half of the values, as a part of the median.
    [[nodiscard]] double spread() const;

 private:
    [[nodiscard]] double quantile(double part) const;

    std::string name_;
    std::vector<double> values_;
};

/// Prints a table: each series beside the first one, its median and its least value, which other
/// work on the machine disturbs least. `unit` divides the values, `digits` stand behind the point.
void print_table(std::span<Series const> series, std::string_view value, double unit, int digits);

/// Reads a whole file into a buffer that is kept; the number of bytes.
std::size_t read_into(std::string const& name, std::vector<char>& buffer);

/// The lines of a file.
std::vector<std::string> lines_of(std::string const& file);

/// A program that has ended.
struct Ended {
    double wall = 0;       ///< nanoseconds from the start to its end
    double processor = 0;  ///< nanoseconds, all of its threads, the system's work for it included
    double memory = 0;     ///< bytes at the peak
    int status = 0;
};
/// Starts a program with its output thrown away and waits for it.
Ended run_program(std::vector<std::string> const& words);

/// `dockcheck_bench files LIST PROGRAM`: passes over the files.
int measure_files(std::string const& list, std::string const& program);
/// `dockcheck_bench large LIST`: very large files beside those of the list.
int measure_large(std::string const& list);
/// `dockcheck_bench commands ROUNDS -- NAME COMMAND... -- NAME COMMAND...`: whole programs.
int measure_commands(std::span<std::string const> words);

}  // namespace dockcheck::bench

// Where reports go to: standard output or a file.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/report/output.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::cli {

/// An open stream with an Output in front of it. A pipe that its reader closed takes the rest
/// without a word.
class Sink {
 public:
    static std::unique_ptr<Sink> standard_output();
    static Result<std::unique_ptr<Sink>> file(std::string const& path);

    Sink(std::string name, std::FILE* stream);
    Sink(Sink const&) = delete;
    Sink& operator=(Sink const&) = delete;
    ~Sink();

    Output& output() { return output_; }
    /// Hands all over to the system and says whether that went well.
    Result<void> finish();

 private:
    void write(std::string_view text);

    std::string name_;
    std::FILE* stream_;
    int trouble_ = 0;  ///< errno of the first failed write
    Output output_;
};

/// Writes a text to standard output; the exit status.
int print(std::string_view text);

}  // namespace dockcheck::cli

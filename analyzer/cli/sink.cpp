// Writing with stdio behind one buffer.
#include "analyzer/cli/sink.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include "analyzer/cli/messages.hpp"
#include "analyzer/system/disk.hpp"

namespace dockcheck::cli {
namespace {

Error write_error(std::string const& name, int code) {
    return {name, "cannot write: " + std::generic_category().message(code)};
}

}  // namespace

std::unique_ptr<Sink> Sink::standard_output() {
    return std::make_unique<Sink>("standard output", stdout);
}

Result<std::unique_ptr<Sink>> Sink::file(std::string const& path) {
    std::FILE* const stream = system::open_stream(path, "wb");
    if (stream == nullptr) return tl::unexpected(write_error(path, errno));
    return std::make_unique<Sink>(path, stream);
}

Sink::Sink(std::string name, std::FILE* stream)
    : name_(std::move(name)),
      stream_(stream),
      output_([this](std::string_view text) { write(text); }) {
    // There is a buffer in front of the stream already.
    (void)std::setvbuf(stream_, nullptr, _IONBF, 0);
}

Sink::~Sink() {
    output_.flush();
    if (stream_ != stdout && stream_ != stderr) (void)std::fclose(stream_);
}

void Sink::write(std::string_view text) {
    if (trouble_ != 0) return;
    errno = 0;
    bool const written = std::fwrite(text.data(), 1, text.size(), stream_) == text.size()
                         && std::fflush(stream_) == 0;
    if (!written) trouble_ = system::write_error(stream_);
}

Result<void> Sink::finish() {
    output_.flush();
    if (trouble_ == 0 || trouble_ == EPIPE) return {};
    return tl::unexpected(write_error(name_, trouble_));
}

int print(std::string_view text) {
    auto const sink = Sink::standard_output();
    sink->output().append(text);
    if (auto const done = sink->finish(); !done) {
        say_error(done.error());
        return exit_trouble;
    }
    return exit_clean;
}

}  // namespace dockcheck::cli

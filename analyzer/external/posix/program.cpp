// Pipes, a child, and a clock that is looked at while both are read and written.
#include "analyzer/external/program.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace dockcheck::external {

namespace {

constexpr std::size_t most_output = std::size_t{16} << 20;

std::string path_variable() {
    char const* const value = std::getenv("PATH");
    return value == nullptr ? "/usr/local/bin:/usr/bin:/bin" : value;
}

class Descriptor {
 public:
    Descriptor() = default;
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() { close(); }
    void set(int number) {
        close();
        number_ = number;
    }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
    int number_ = -1;
};

struct Pipe {
    Descriptor reader;
    Descriptor writer;

    bool open() {
        int ends[2] = {-1, -1};
        if (::pipe(ends) != 0) return false;
        reader.set(ends[0]);
        writer.set(ends[1]);
        for (int const end : ends) {
            if (::fcntl(end, F_SETFD, FD_CLOEXEC) != 0) return false;
        }
        return true;
    }
};

/// One child and what is exchanged with it.
class Child {
 public:
    Child() = default;
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;
    ~Child() { stop(); }

    bool start(std::string const& path, std::span<std::string const> arguments) {
        if (!in_.open() || !out_.open()) return false;
        std::vector<std::string> words{path};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<std::string> settings{"PATH=" + path_variable(), "LC_ALL=C.UTF-8"};
        auto const pointers = [](std::vector<std::string>& texts) {
            std::vector<char*> result;
            result.reserve(texts.size() + 1);
            for (auto& text : texts) result.push_back(text.data());
            result.push_back(nullptr);
            return result;
        };
        posix_spawn_file_actions_t actions;
        if (::posix_spawn_file_actions_init(&actions) != 0) return false;
        ::posix_spawn_file_actions_adddup2(&actions, in_.reader.number(), STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, out_.writer.number(), STDOUT_FILENO);
        ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addchdir_np(&actions, "/");
        auto const status = ::posix_spawn(&id_, path.c_str(), &actions, nullptr,
                                          pointers(words).data(), pointers(settings).data());
        ::posix_spawn_file_actions_destroy(&actions);
        if (status != 0) id_ = -1;
        in_.reader.close();
        out_.writer.close();
        return status == 0 && ::fcntl(in_.writer.number(), F_SETFL, O_NONBLOCK) == 0;
    }

    /// Writes and reads until the child closes its output.
    Failure talk(std::string_view input, std::string& output, std::chrono::milliseconds patience) {
        using Clock = std::chrono::steady_clock;
        auto const end = Clock::now() + patience;
        if (input.empty()) in_.writer.close();
        while (output.size() < most_output) {
            auto const left =
                std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
            if (left.count() <= 0) return Failure::too_slow;
            pollfd waits[2] = {{out_.reader.number(), POLLIN, 0},
                               {in_.writer.number(), POLLOUT, 0}};
            auto const count =
                ::poll(waits, in_.writer.is_open() ? 2 : 1, static_cast<int>(left.count()));
            if (count < 0 && errno != EINTR) return Failure::not_started;
            if (count <= 0) continue;
            if (in_.writer.is_open() && waits[1].revents != 0) write_some(input);
            if (waits[0].revents != 0 && !read_some(output)) return Failure::none;
        }
        return Failure::too_much;
    }

 private:
    void write_some(std::string_view& input) {
        auto const written = ::write(in_.writer.number(), input.data(), input.size());
        if (written < 0 && (errno == EAGAIN || errno == EINTR)) return;
        input.remove_prefix(written < 0 ? input.size() : static_cast<std::size_t>(written));
        if (input.empty()) in_.writer.close();
    }
    bool read_some(std::string& output) {
        char buffer[1 << 14];
        auto const size = ::read(out_.reader.number(), buffer, sizeof buffer);
        if (size < 0) return errno == EINTR;
        output.append(buffer, static_cast<std::size_t>(size));
        return size > 0;
    }
    /// One that has closed its output is at its end.
    void stop() {
        if (id_ <= 0) return;
        ::kill(id_, SIGKILL);
        while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }

    pid_t id_ = -1;
    Pipe in_;
    Pipe out_;
};

/// A child that has gone must not end this program while it is written to.
void ignore_broken_pipes() { (void)std::signal(SIGPIPE, SIG_IGN); }

}  // namespace

std::string find_program(std::string_view name) {
    auto const path = path_variable();
    for (std::size_t begin = 0; begin <= path.size();) {
        auto const end = std::min(path.find(':', begin), path.size());
        auto const folder = path.substr(begin, end - begin);
        begin = end + 1;
        if (!folder.starts_with('/')) continue;
        auto file = folder + "/" + std::string(name);
        if (::access(file.c_str(), X_OK) == 0) return file;
    }
    return {};
}

tl::expected<std::string, Failure> run_program(std::string const& path,
                                               std::span<std::string const> arguments,
                                               std::string_view input,
                                               std::chrono::milliseconds patience) {
    ignore_broken_pipes();
    Child child;
    if (!child.start(path, arguments)) return tl::unexpected(Failure::not_started);
    std::string output;
    auto const failure = child.talk(input, output, patience);
    if (failure != Failure::none) return tl::unexpected(failure);
    return output;
}

}  // namespace dockcheck::external

// Pipes, a job that ends a child with all it has started, and threads for what has to happen at
// once.
#include "analyzer/external/program.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/system/start.hpp"
#include "analyzer/system/windows/wide.hpp"

namespace dockcheck::external {
namespace {

using system::Handle;
using system::wide;

constexpr std::size_t most_output = std::size_t{16} << 20;

std::string value_of(char const* name) { return system::variable(name).value_or(std::string()); }

/// A word so that the child's C library reads it as it is.
std::wstring quoted(std::string_view word) {
    std::wstring result = L"\"";
    std::size_t backslashes = 0;
    for (wchar_t const c : wide(word)) {
        if (c == L'"') result.append(backslashes + 1, L'\\');
        backslashes = c == L'\\' ? backslashes + 1 : 0;
        result += c;
    }
    return result.append(backslashes, L'\\') + L"\"";
}

std::wstring command_line(std::string const& path, std::span<std::string const> arguments) {
    auto line = quoted(path);
    for (auto const& argument : arguments) line += L" " + quoted(argument);
    return line;
}

/// All variables of the child, by their names' order; without SystemRoot no program begins.
std::wstring settings() {
    std::wstring block;
    auto const add = [&](std::wstring const& text) { block.append(text).push_back(L'\0'); };
    add(L"LC_ALL=C.UTF-8");
    add(L"PATH=" + wide(value_of("PATH")));
    add(L"SystemRoot=" + wide(value_of("SystemRoot")));
    return block;
}

struct Ends {
    HANDLE reader = nullptr;
    HANDLE writer = nullptr;
};

/// A pipe of which the child inherits nothing unless it is told to.
Ends make_pipe() {
    Ends ends;
    if (::CreatePipe(&ends.reader, &ends.writer, nullptr, 0) == 0) return {};
    return ends;
}

/// The list of what a child inherits.
class Inherited {
 public:
    explicit Inherited(std::array<HANDLE, 3> handles) : handles_(handles) {
        SIZE_T size = 0;
        (void)::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
        room_.resize(size);
        for (auto* const handle : handles_) {
            (void)::SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
        }
        is_made_ = ::InitializeProcThreadAttributeList(list(), 1, 0, &size) != 0;
        is_whole_ =
            is_made_
            && ::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
                                           handles_.data(), sizeof handles_, nullptr, nullptr)
                   != 0;
    }
    Inherited(Inherited const&) = delete;
    Inherited& operator=(Inherited const&) = delete;
    ~Inherited() {
        if (is_made_) ::DeleteProcThreadAttributeList(list());
    }
    [[nodiscard]] LPPROC_THREAD_ATTRIBUTE_LIST list() {
        return static_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(static_cast<void*>(room_.data()));
    }
    [[nodiscard]] bool is_whole() const { return is_whole_; }

 private:
    std::array<HANDLE, 3> handles_;
    std::vector<std::byte> room_;
    bool is_made_ = false;
    bool is_whole_ = false;
};

/// One child and what is exchanged with it.
class Child {
 public:
    Child(Ends in, Ends out)
        : in_reader_(in.reader),
          in_writer_(in.writer),
          out_reader_(out.reader),
          out_writer_(out.writer),
          job_(::CreateJobObjectW(nullptr, nullptr)) {}

    bool start(std::string const& path, std::span<std::string const> arguments) {
        if (!in_reader_ || !out_reader_ || !job_) return false;
        Handle const nowhere(::CreateFileW(L"NUL", GENERIC_WRITE, FILE_SHARE_WRITE, nullptr,
                                           OPEN_EXISTING, 0, nullptr));
        Inherited inherited({in_reader_.get(), out_writer_.get(), nowhere.get()});
        STARTUPINFOEXW start{};
        start.StartupInfo.cb = sizeof start;
        start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
        start.StartupInfo.hStdInput = in_reader_.get();
        start.StartupInfo.hStdOutput = out_writer_.get();
        start.StartupInfo.hStdError = nowhere.get();
        start.lpAttributeList = inherited.list();
        PROCESS_INFORMATION made{};
        auto line = command_line(path, arguments);
        auto variables = settings();
        auto const folder = wide(path.substr(0, system::root_size(path)));
        constexpr DWORD flags = CREATE_NO_WINDOW | CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT
                                | EXTENDED_STARTUPINFO_PRESENT;
        bool const started = inherited.is_whole()
                             && ::CreateProcessW(system::disk_name(path).c_str(), line.data(),
                                                 nullptr, nullptr, TRUE, flags, variables.data(),
                                                 folder.c_str(), &start.StartupInfo, &made)
                                    != 0;
        in_reader_.close();
        out_writer_.close();
        if (!started) return false;
        Handle const process(made.hProcess);
        Handle const thread(made.hThread);
        (void)::AssignProcessToJobObject(job_.get(), process.get());
        (void)::ResumeThread(thread.get());
        return true;
    }

    /// Writes and reads until the child closes its output or its time is over.
    Failure talk(std::string_view input, std::string& output, std::chrono::milliseconds patience) {
        std::thread writer([&] { write_all(input); });
        std::thread clock([&] { end_after(patience); });
        bool const is_all = read_all(output);
        {
            std::lock_guard const lock(mutex_);
            is_done_ = true;
        }
        changed_.notify_one();
        clock.join();
        (void)::TerminateJobObject(job_.get(), 1);
        writer.join();
        if (was_slow_) return Failure::too_slow;
        return is_all ? Failure::none : Failure::too_much;
    }

 private:
    void write_all(std::string_view input) {
        constexpr std::size_t most = std::size_t{1} << 20;
        while (!input.empty()) {
            DWORD written = 0;
            auto const size = static_cast<DWORD>(std::min(input.size(), most));
            if (::WriteFile(in_writer_.get(), input.data(), size, &written, nullptr) == 0) break;
            input.remove_prefix(written);
        }
        in_writer_.close();
    }

    bool read_all(std::string& output) {
        std::array<char, 1 << 14> buffer;  // NOLINT(*-member-init): filled by the system
        while (output.size() < most_output) {
            DWORD size = 0;
            auto const room = static_cast<DWORD>(buffer.size());
            if (::ReadFile(out_reader_.get(), buffer.data(), room, &size, nullptr) == 0)
                return true;
            output.append(buffer.data(), size);
        }
        return false;
    }

    void end_after(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, patience, [&] { return is_done_; })) return;
        was_slow_ = true;
        (void)::TerminateJobObject(job_.get(), 1);
    }

    Handle in_reader_;
    Handle in_writer_;
    Handle out_reader_;
    Handle out_writer_;
    Handle job_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_done_ = false;
    bool was_slow_ = false;
};

}  // namespace

std::string find_program(std::string_view name) {
    auto const path = value_of("PATH");
    for (std::size_t begin = 0; begin <= path.size();) {
        auto const end = std::min(path.find(';', begin), path.size());
        auto const folder = system::with_slashes(path.substr(begin, end - begin));
        begin = end + 1;
        if (system::root_size(folder) <= 1) continue;
        auto file = system::joined(folder, std::string(name) + ".exe");
        if (system::is_file(file)) return file;
    }
    return {};
}

tl::expected<std::string, Failure> run_program(std::string const& path,
                                               std::span<std::string const> arguments,
                                               std::string_view input,
                                               std::chrono::milliseconds patience) {
    Child child(make_pipe(), make_pipe());
    if (!child.start(path, arguments)) return tl::unexpected(Failure::not_started);
    std::string output;
    auto const failure = child.talk(input, output, patience);
    if (failure != Failure::none) return tl::unexpected(failure);
    return output;
}

}  // namespace dockcheck::external

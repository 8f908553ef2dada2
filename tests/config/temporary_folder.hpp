// A folder for one test, gone with it.
#pragma once

#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>

namespace dockcheck::test {

class TemporaryFolder {
 public:
    TemporaryFolder() {
        std::random_device random;
        auto const name = "dockcheck-" + std::to_string(random()) + std::to_string(random());
        root_ = std::filesystem::canonical(std::filesystem::temp_directory_path()) / name;
        std::filesystem::create_directories(root_);
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder() {
        std::error_code error;
        std::filesystem::remove_all(root_, error);
    }

    [[nodiscard]] std::string path() const { return root_.generic_string(); }
    [[nodiscard]] std::string path(std::string_view inside) const {
        return (root_ / inside).generic_string();
    }
    void make(std::string_view inside) const {
        std::filesystem::create_directories(root_ / inside);
    }
    /// Writes a file and the folders above it.
    void write(std::string_view inside, std::string_view text) const {
        std::filesystem::create_directories((root_ / inside).parent_path());
        std::FILE* const file = std::fopen(path(inside).c_str(), "wb");
        if (file == nullptr) return;
        (void)std::fwrite(text.data(), 1, text.size(), file);
        (void)std::fclose(file);
    }

 private:
    std::filesystem::path root_;
};

}  // namespace dockcheck::test

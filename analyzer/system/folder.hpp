// Folders that are held open, so that what lies in them is reached without following links.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/system/disk.hpp"

namespace dockcheck::system {

/// One folder. Names are those of its entries, in their own case on every system; where something
/// is not to be had, errno says why.
class Folder {
 public:
    Folder() = default;
    /// A path whose links are followed; "" is the working folder.
    explicit Folder(std::string const& path);
    Folder(Folder&& other) noexcept;
    Folder& operator=(Folder&& other) noexcept;
    ~Folder();

    [[nodiscard]] explicit operator bool() const;
    /// A folder in it, which must be no link.
    [[nodiscard]] Folder enter(std::string const& name) const;
    /// What the folder itself is.
    [[nodiscard]] Status status() const;
    /// What lies below it by a relative path; a link at its end is a link.
    [[nodiscard]] Status look(std::string const& path) const;
    /// What a link says; nothing where it cannot be read.
    [[nodiscard]] std::optional<std::string> link_target(std::string const& name) const;
    /// Opens a file for reading, which must be no link; -1 where that fails.
    [[nodiscard]] int open(std::string const& name) const;
    /// The entries of a folder in it, or of itself (".").
    [[nodiscard]] std::optional<std::vector<Entry>> entries(std::string const& name) const;

 private:
#ifdef _WIN32
    std::wstring path_;
#else
    int number_ = -1;
#endif
};

/// True for an errno that says that there is nothing.
bool means_missing(int code);

}  // namespace dockcheck::system

// What lies on the disk, and changing it: the questions that every system answers. Paths are UTF-8.
// Where something cannot be done, errno says why.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::system {

enum class Kind : std::uint8_t { missing, file, folder, link, other };

struct Status {
    Kind kind = Kind::missing;
    bool is_executable = false;
    std::uint64_t size = 0;
    std::uint64_t device = 0;
    std::uint64_t number = 0;  ///< tells the files of a device apart
};

/// What lies at a path, links followed; missing where nothing can be known.
Status status_of(std::string const& path);
/// The same without following a link at its end.
Status own_status_of(std::string const& path);

inline bool exists(std::string const& path) { return status_of(path).kind != Kind::missing; }
inline bool is_file(std::string const& path) { return status_of(path).kind == Kind::file; }
inline bool is_folder(std::string const& path) { return status_of(path).kind == Kind::folder; }
/// True for paths that lead to one thing, which is there.
bool is_same_file(std::string const& a, std::string const& b);

/// The path without links, in the case in which the disk has it; nothing when it leads nowhere.
std::optional<std::string> real_path(std::string const& path);
/// The same of as much of a path as is there, and the rest as it is written.
std::string nearly_real_path(std::string const& path);
/// The folder in which the program runs; "/" where it is gone.
std::string working_folder();
/// Makes a folder that one, where it can be entered.
void go_to(std::string const& folder);

struct Entry {
    std::string name;
    Kind kind = Kind::other;  ///< a link is a link
};
/// What lies in a folder, in any order; nothing when it cannot be listed, or holds more than
/// `most`.
std::optional<std::vector<Entry>> entries_of(std::string const& folder,
                                             std::size_t most = ~std::size_t{0});

/// As fopen, whose modes "rb", "wb", "wbx" and "r+b" it takes.
std::FILE* open_stream(std::string const& path, char const* mode);
/// A stream to a new file that nobody may read who may not read the old one; replace_file gives it
/// the rest of the permissions. Null when it cannot be made, or is there.
std::FILE* make_stream(std::string const& path, std::string const& old);
/// Waits until what was written to a stream is on the disk; false when that fails.
bool settle(std::FILE* stream);
/// The errno of a write to a stream that has just failed; EPIPE where nobody reads any more.
int write_error(std::FILE* stream);
/// Removes a file where it is.
void remove_file(std::string const& path);
/// Cuts a file to a size; false when that fails.
bool resize_file(std::string const& path, std::uint64_t size);
/// Puts a file in the place of another, whose permissions it takes; there is one of the two at any
/// time. False when that fails.
bool replace_file(std::string const& made, std::string const& old);
/// True where the made file would not be what the old one is: other names lead to it (hard links),
/// it belongs to somebody else, or it has an access list or other attributes of its own.
bool must_stay(std::string const& old, std::string const& made);

/// The folder of the user's own configurations; empty where there is none.
std::string configuration_folder();
/// The user's home; empty where nobody says which it is.
std::string home_folder();

}  // namespace dockcheck::system

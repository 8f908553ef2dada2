// The headers of ustar, GNU and pax.
#include "tests/support/tar_archive.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

namespace dockcheck::test {
namespace {

constexpr std::size_t block = 512;

void pad(std::string& out) { out.append((block - out.size() % block) % block, '\0'); }

/// A field of a header: offset and size.
struct HeaderField {
    std::size_t at;
    std::size_t size;
};

constexpr HeaderField name_field{0, 100};
constexpr HeaderField mode_field{100, 8};
constexpr HeaderField uid_field{108, 8};
constexpr HeaderField gid_field{116, 8};
constexpr HeaderField size_field{124, 12};
constexpr HeaderField time_field{136, 12};
constexpr HeaderField checksum_field{148, 8};
constexpr HeaderField type_field{156, 1};
constexpr HeaderField link_field{157, 100};
constexpr HeaderField magic_field{257, 8};

class Header {
 public:
    void set(HeaderField field, std::string_view text) {
        auto const size = std::min(text.size(), field.size);
        std::copy_n(text.begin(), size, bytes_.begin() + static_cast<std::ptrdiff_t>(field.at));
    }
    void set(HeaderField field, std::uint64_t number) {
        set(field, fmt::format("{:0{}o}", number, field.size - 1));
    }
    /// The block, its sum in its place.
    std::string finished() {
        set(checksum_field, "        ");
        unsigned sum = 0;
        for (char const c : bytes_) sum += static_cast<unsigned char>(c);
        set(checksum_field, fmt::format("{:06o}", sum) + '\0');
        return bytes_;
    }

 private:
    std::string bytes_ = std::string(block, '\0');
};

std::string_view type_flag(char type) {
    switch (type) {
        case 'd':
            return "5";
        case 'l':
            return "2";
        case 'h':
            return "1";
        case 'c':
            return "3";
        case 'p':
            return "6";
        default:
            return "0";
    }
}

std::string_view magic_of(TarFormat format) {
    using namespace std::string_view_literals;
    if (format == TarFormat::old) return {};
    return format == TarFormat::gnu ? "ustar  \0"sv : "ustar\00000"sv;
}

void append_entry(std::string& out, TarFile const& file, std::string_view flag, TarFormat format,
                  std::string_view data) {
    Header header;
    header.set(name_field, file.path);
    header.set(mode_field, file.mode);
    header.set(uid_field, static_cast<std::uint64_t>(file.uid));
    header.set(gid_field, static_cast<std::uint64_t>(file.gid));
    header.set(size_field, data.size());
    header.set(time_field, 0U);
    header.set(type_field, flag);
    header.set(link_field, file.link);
    header.set(magic_field, magic_of(format));
    out += header.finished();
    out += data;
    pad(out);
}

/// "LENGTH KEY=VALUE\n", the length being its own too.
std::string pax_record(std::string_view key, std::string_view value) {
    auto const rest = fmt::format(" {}={}\n", key, value);
    auto size = rest.size() + 1;
    while (std::to_string(size).size() + rest.size() != size) ++size;
    return std::to_string(size) + rest;
}

/// What the header has no room for, as the format writes it.
void append_extras(std::string& out, TarFile const& file, TarFormat format) {
    bool const is_long = file.path.size() > name_field.size;
    if (format == TarFormat::gnu && is_long) {
        append_entry(out, {"././@LongLink"}, "L", format, file.path + '\0');
    }
    if (format != TarFormat::pax) return;
    std::string records;
    if (is_long) records += pax_record("path", file.path);
    if (!file.capability.empty()) {
        records += pax_record("SCHILY.xattr.security.capability", file.capability);
    }
    if (file.hole > 0) {
        records += pax_record("GNU.sparse.major", "1") + pax_record("GNU.sparse.minor", "0");
        records += pax_record("GNU.sparse.name", file.path);
        records += pax_record("GNU.sparse.realsize", std::to_string(file.hole + file.bytes.size()));
    }
    if (!records.empty()) append_entry(out, {"PaxHeaders/x"}, "x", format, records);
}

/// The map of a sparse file's data and the data: one piece behind the hole.
std::string sparse_data(TarFile const& file) {
    auto map = fmt::format("1\n{}\n{}\n", file.hole, file.bytes.size());
    pad(map);
    return map + file.bytes;
}

}  // namespace

std::string tar_of(std::vector<TarFile> const& files, TarFormat format) {
    std::string out;
    for (auto const& file : files) {
        append_extras(out, file, format);
        append_entry(out, file, type_flag(file.type), format,
                     file.hole > 0 ? sparse_data(file) : file.bytes);
    }
    out.append(2 * block, '\0');
    return out;
}

}  // namespace dockcheck::test

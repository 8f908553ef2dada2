// setup.cfg: install_requires, extras and python_requires of setuptools.
#include <algorithm>

#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {
namespace {

/// Reads sections, keys and the indented lines that go on with a value.
class SetupReader {
 public:
    explicit SetupReader(std::string_view text) : text_(text) {}

    Manifest read() {
        for (auto rest = text_; !rest.empty();) read_line(take_line(rest));
        return std::move(manifest_);
    }

 private:
    void read_line(std::string_view line) {
        auto const words = trim_blanks(line);
        if (words.empty() || words.front() == '#' || words.front() == ';') return;
        if (line.front() == ' ' || line.front() == '\t') return add_value(words);
        key_ = {};
        if (words.front() == '[') {
            section_ = words.substr(1, words.find(']') - 1);
            return;
        }
        auto const sign = words.find_first_of("=:");
        if (sign == std::string_view::npos) return;
        key_ = trim_blanks(words.substr(0, sign));
        add_value(trim_blanks(words.substr(sign + 1)));
    }

    void add_value(std::string_view value) {
        if (value.empty()) return;
        bool const is_extra = section_ == "options.extras_require";
        if (section_ == "options" && key_ == "python_requires") {
            manifest_.language_version = ManifestText{std::string(value), span_in(text_, value)};
        } else if (is_extra || (section_ == "options" && key_ == "install_requires")) {
            if (value.starts_with("file:")) {
                manifest_.is_complete = false;
                return;
            }
            auto const end = std::min(value.find_first_of(" \t<>=!~;[@"), value.size());
            auto const version = value.substr(std::min(value.find_first_of("<>=!~"), value.size()));
            manifest_.dependencies.push_back(
                {std::string(value.substr(0, end)),
                 std::string(trim_blanks(version.substr(0, version.find(';')))),
                 span_in(text_, value), is_extra});
        }
    }

    std::string_view text_;
    std::string_view section_;
    std::string_view key_;
    Manifest manifest_;
};

}  // namespace

std::optional<Manifest> read_setup_cfg(std::string_view text) { return SetupReader(text).read(); }

}  // namespace dockcheck::context

// Finds RUN --mount of secrets with a mode for everybody.
#include "rules/secrets/secret-mount-world-readable.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::secret_mount_world_readable {
namespace {

bool is_octal(std::string_view text) {
    return !text.empty() && text.size() <= 5
           && text.find_first_not_of("01234567") == std::string_view::npos;
}

void check(ast::Run const& run, Pass& pass) {
    for (auto const& mount : run.mounts) {
        auto const* const type = mount.find("type");
        if (type == nullptr) continue;
        auto const kind = type->value.text();
        if (kind != "secret" && kind != "ssh") continue;
        auto const* const mode = mount.find("mode");
        if (mode == nullptr || !is_octal(mode->value.text())) continue;
        auto const text = mode->value.text();
        // Reading a secret needs the bit to read, connecting to a socket the one to write.
        int const needed = kind == "ssh" ? 2 : 4;
        if (((text.back() - '0') & needed) == 0) continue;
        auto reported = pass.report(mode->text.source(), readable, text,
                                    kind == "ssh" ? "SSH socket" : "secret");
        auto const written = mode->value.source();
        if (pass.text(written) == text) reported.replace({written.end - 1, written.end}, "0");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::secret_mount_world_readable

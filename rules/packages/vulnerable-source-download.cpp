// Finds downloads of sources that are known to have a grave hole.
#include "rules/packages/vulnerable-source-download.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::rules::vulnerable_source_download {
namespace {

bool is_archive(std::string_view ending) {
    static constexpr std::string_view endings[] = {".tar.gz", ".tgz", ".tar.bz2", ".tar.xz",
                                                   ".zip"};
    return std::ranges::find(endings, ending) != std::ranges::end(endings);
}

/// True when the address leads to an archive of the release, at a place that has its name too.
bool leads_to(std::string_view folder, std::string_view file, std::string_view release) {
    if (!file.starts_with(release) || !is_archive(file.substr(release.size()))) return false;
    auto const name = release.substr(0, release.rfind('-'));
    return folder.find(name) != folder.npos;
}

void report(std::string_view url, Span span, Pass& pass, Options const& options) {
    if (url.find("://") == url.npos) return;
    static constexpr ByteSet ends_path("?#");
    url = url.substr(0, ends_path.find_in(url));
    auto const slash = url.rfind('/');
    if (slash == url.npos || url.find("://") == url.npos) return;
    auto const folder = url.substr(0, slash);
    auto const file = url.substr(slash + 1);
    for (auto const& release : options.releases) {
        if (leads_to(folder, file, release)) pass.report(span, vulnerable, release);
    }
}

void check_download(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (command.program != "curl" && command.program != "wget") return;
    for (auto const& argument : command.arguments.subspan(1)) {
        report(argument.value.text_or_empty(), argument.span, pass, options);
    }
}

void check_add(model::Transfer const& transfer, Pass& pass, Options const& options) {
    for (auto const& source : transfer.sources) {
        if (!source.is_remote) continue;
        report(source.value.text_or_empty(), source.written->word.span, pass, options);
    }
}

}  // namespace

constinit Check const rule = on<check_download, check_add>().for_programs(" curl wget ");

}  // namespace dockcheck::rules::vulnerable_source_download

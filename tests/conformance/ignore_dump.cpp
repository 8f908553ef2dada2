// Answers what IgnoreFile says about given paths, to be held against `oracle ignore`:
// {"text","paths"} a line in, {"failed"} or {"excluded","matched"} a line out, a truth a path: kept
// out of the build, and matched as the CopyIgnoredFile check asks.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/ignore_file.hpp"
#include "analyzer/context/paths.hpp"
#include "tests/conformance/json_lines.hpp"

namespace {

using namespace dockcheck;
using conformance::Writer;
using context::folder_of;
using context::IgnoreFile;

using Paths = std::set<std::string, std::less<>>;

/// What a build's client sends of the paths; false when a pattern fails on one.
bool send(IgnoreFile const& ignore, std::vector<std::string> const& paths, Paths& sent) {
    for (auto const& path : paths) {
        for (std::string_view place = path; !place.empty(); place = folder_of(place)) {
            auto const verdict = ignore.verdict(place);
            if (verdict.fails) return false;
            if (verdict.excluded) continue;
            // A folder that is kept out is made all the same for what is kept in it.
            for (auto above = place; !above.empty(); above = folder_of(above)) sent.emplace(above);
        }
    }
    return true;
}

void answer(rapidjson::Value const& query, Writer& out) {
    std::vector<std::string> paths;
    for (auto const& path : query["paths"].GetArray())
        paths.push_back(context::clean_path(conformance::text_of(path)));
    Source const source(".dockerignore", conformance::text_at(query, "text"));
    IgnoreFile const ignore(source);
    Paths sent;
    bool const failed = ignore.is_malformed() || !send(ignore, paths, sent);
    out.Key("failed");
    out.Bool(failed);
    if (failed) return;
    out.Key("excluded");
    out.StartArray();
    for (auto const& path : paths) out.Bool(!sent.contains(path));
    out.EndArray();
    out.Key("matched");
    out.StartArray();
    for (auto const& path : paths) out.Bool(ignore.matches_or_parent_matches(path));
    out.EndArray();
}

}  // namespace

int main() { conformance::answer_lines(&answer); }

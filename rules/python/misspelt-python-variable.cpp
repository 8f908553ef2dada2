// Finds names in ENV that are nearly those of a variable which Python reads.
#include "rules/python/misspelt-python-variable.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/nearest.hpp"

namespace dockcheck::rules::misspelt_python_variable {
namespace {

/// Those of some length, which nobody takes for a name of their own (CPython, "Environment
/// variables").
constexpr std::string_view names[] = {"PYTHONDONTWRITEBYTECODE", "PYTHONFAULTHANDLER",
                                      "PYTHONIOENCODING", "PYTHONUNBUFFERED"};
constexpr std::size_t most_edits = 2;

void check(ast::Env const& env, Pass& pass) {
    constexpr std::string_view front = "PYTHON";
    for (auto const& pair : env.pairs) {
        auto const text = pass.text(pair.key.span);
        if (!text.starts_with(front)) continue;
        if (text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != text.npos) continue;
        for (auto const name : names) {
            if (text == name) break;
            if (edit_distance(text, name, most_edits) > most_edits) continue;
            // Somebody reads the name as it is.
            if (pass.build().positions_with(text).size() > 1) break;
            pass.report(pair.key.span, misspelt_python_variable::name, text, name);
            break;
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::misspelt_python_variable

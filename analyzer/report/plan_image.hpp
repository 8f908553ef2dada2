// The configuration of an image as rows: a value, its text, the line that set it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/report/plan_words.hpp"

namespace dockcheck {

struct ImageRow {
    std::string name;
    std::string text;
    std::optional<std::uint32_t> line;
    bool is_known = true;  ///< false: the text says why nobody knows, or that there is nothing
};

/// All rows for a stage's image; what certainly is not there is left out, unless somebody would
/// look for it.
std::vector<ImageRow> image_rows(Plan const& plan, PlanWords const& words,
                                 model::Stage const& stage);

/// HEALTHCHECK's times: "every 30s, 3 retries".
std::string times_of(model::Healthcheck const& check);

/// `["a", "b"]` with the escapes of JSON.
std::string json_list(std::vector<Value> const& words);

}  // namespace dockcheck

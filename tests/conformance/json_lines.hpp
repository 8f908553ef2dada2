// What the dump programs share: a JSON object a line in, one out, with texts as the oracle has
// them.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string>
#include <string_view>

#include "analyzer/text/function_ref.hpp"

namespace dockcheck::conformance {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

/// A text is a JSON string when it is UTF-8, and {"b64":"..."} when it is not.
std::string text_of(rapidjson::Value const& value);
void write_text(Writer& out, std::string_view text);

/// The text at a name, "" where there is none.
std::string text_at(rapidjson::Value const& query, char const* name);
/// The truth at a name, false where there is none.
bool flag_at(rapidjson::Value const& query, char const* name);

void write_text_at(Writer& out, char const* name, std::string_view text);

/// Reads standard input to its end; `answer` writes the members of the answer to one line. Every
/// answer is out before the next line is read.
void answer_lines(FunctionRef<void(rapidjson::Value const& query, Writer& out)> answer);

}  // namespace dockcheck::conformance

// The makers of all reporters, one for each format; report.cpp chooses among them.
#pragma once

#include <memory>

#include "analyzer/report/report.hpp"

namespace dockcheck {

using MakeReporter = std::unique_ptr<Reporter>(ReportOptions const& options, Output& output);

MakeReporter make_full;
MakeReporter make_concise;
MakeReporter make_json;
MakeReporter make_jsonl;
MakeReporter make_sarif;
MakeReporter make_github;
MakeReporter make_gitlab;
MakeReporter make_codeclimate;
MakeReporter make_checkstyle;
MakeReporter make_junit;
MakeReporter make_gnu;
MakeReporter make_rdjson;
MakeReporter make_sonarqube;
MakeReporter make_markdown;

}  // namespace dockcheck

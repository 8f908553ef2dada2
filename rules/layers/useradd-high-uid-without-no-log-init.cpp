// Finds useradd with a user number that makes sparse files of gigabytes.
#include "rules/layers/useradd-high-uid-without-no-log-init.hpp"

#include <charconv>
#include <cstdint>
#include <string>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::useradd_high_uid_without_no_log_init {
namespace {

/// Letters in one word: -mu.
bool is_cluster(std::string_view word) {
    return word.size() > 1 && word[0] == '-' && word[1] != '-';
}

/// Letters of useradd whose value stands behind them.
bool takes_value(char letter) {
    return std::string_view("bcdefgGkKpPRsuZ").find(letter) != std::string_view::npos;
}

struct Request {
    std::string_view uid;
    bool no_log_init = false;
};

/// Reads the letters of one word. Returns true when the next word is the value of the last one.
bool read_letters(std::string_view word, std::string_view next, Request& request) {
    for (std::size_t i = 1; i < word.size(); ++i) {
        if (word[i] == 'l') request.no_log_init = true;
        if (!takes_value(word[i])) continue;
        bool const is_last = i + 1 == word.size();
        if (word[i] == 'u') request.uid = is_last ? next : word.substr(i + 1);
        return is_last;
    }
    return false;
}

Request read_request(model::Command const& command) {
    Request request;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const word = command.argument(i);
        if (word == "--no-log-init") request.no_log_init = true;
        if (word == "--uid") request.uid = command.argument(++i);
        if (word.starts_with("--uid=")) request.uid = word.substr(6);
        if (is_cluster(word) && read_letters(word, command.argument(i + 1), request)) ++i;
    }
    return request;
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.program != "useradd" || command.use != model::Use::run) return;
    auto const request = read_request(command);
    if (request.no_log_init) return;
    std::int64_t number = 0;
    auto const* end = request.uid.data() + request.uid.size();
    auto const [stop, error] = std::from_chars(request.uid.data(), end, number);
    if (error != std::errc{} || stop != end || number < options.min_uid) return;
    auto finding = pass.report(command.span, sparse, request.uid, std::to_string(options.min_uid));
    if (!command.exec_form) {
        finding.insert(command.arguments.front().span.end, " --no-log-init");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" useradd ");

}  // namespace dockcheck::rules::useradd_high_uid_without_no_log_init
